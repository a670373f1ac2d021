using System.Collections.Immutable;

namespace LrAnalyzers.CodeFixes.Editing;

/// <summary>One way to fix one diagnostic, decided down to the last character before it is offered.</summary>
/// <param name="Title">What the user reads in the lightbulb menu.</param>
/// <param name="EquivalenceKey">The kind of fix, the same for every diagnostic: what Fix All repeats.</param>
/// <param name="Edits">The changes.</param>
internal sealed record PlannedFix(string Title, string EquivalenceKey, ImmutableArray<Edit> Edits);
