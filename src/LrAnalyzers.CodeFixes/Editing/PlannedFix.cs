using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;

namespace LrAnalyzers.CodeFixes.Editing;

/// <summary>One way to fix one diagnostic, decided down to the last character before it is offered.</summary>
/// <param name="Title">What the user reads in the lightbulb menu.</param>
/// <param name="EquivalenceKey">The kind of fix, the same for every diagnostic: what Fix All repeats.</param>
/// <param name="Edits">The changes.</param>
/// <param name="Group">The entry below which the editor shows it with others; <see langword="null"/> for one of its own.</param>
internal sealed record PlannedFix(string Title, string EquivalenceKey, ImmutableArray<Edit> Edits, string? Group = null)
{
    /// <summary>Whether its title says all, also where it follows another fix: nothing of what that one wrote is left.</summary>
    public bool SaysAll { get; init; }

    /// <summary>Whether it changes calls that are no part of what its diagnostic speaks of.</summary>
    public bool ChangesCallers { get; init; }

    /// <summary>The documents in which its diagnostic is judged, and so may come back or give way to another, whether it changes them or not.</summary>
    public ImmutableArray<DocumentId> Judged { get; init; } = ImmutableArray<DocumentId>.Empty;

    /// <summary>The entries of a menu: each fix, and one entry for all of a group.</summary>
    public static ImmutableArray<CodeAction> Actions(ImmutableArray<PlannedFix> fixes, Solution solution) => fixes
        .GroupBy(fix => fix.Group ?? fix.EquivalenceKey)
        .Select(group => group.First().Group is { } title
            ? CodeAction.Create(title, group.Select(fix => fix.Action(solution)).ToImmutableArray(), isInlinable: false)
            : group.First().Action(solution))
        .ToImmutableArray();

    private CodeAction Action(Solution solution) =>
        CodeAction.Create(Title, cancellationToken => Editing.Edits.ApplyAsync(solution, Edits, cancellationToken), EquivalenceKey);
}
