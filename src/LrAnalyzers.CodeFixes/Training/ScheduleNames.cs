using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using LrAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.CodeFixes.Training;

/// <summary>
/// The names of what the schedules of one optimizer need. All plans of a training share them, wherever they put the scheduler:
/// only one of them is applied.
/// </summary>
/// <param name="names">Gives out new names.</param>
internal sealed class ScheduleNames(NameAllocator names)
{
    private static readonly Regex s_optimizer = new(
        "^(?<prefix>_|[a-z]_)?(?<before>[A-Za-z0-9_]*?)(?<word>[Oo]ptimi[sz]er|[Oo]ptim|[Oo]pt)(?<behind>[A-Z0-9_][A-Za-z0-9_]*)?$", RegexOptions.CultureInvariant);

    private static readonly string[] s_plain = ["scheduler", "lrScheduler", "learningRateScheduler"];

    private readonly Dictionary<(SyntaxNode?, ISymbol?, string), string> _given = new();

    /// <summary>A local in a scope: the first of the wishes that is free.</summary>
    public string ForLocal(SyntaxNode scope, params string[] wishes)
    {
        if (!_given.TryGetValue((scope, null, wishes[0]), out string? name))
        {
            _given.Add((scope, null, wishes[0]), name = names.ForLocal(scope, wishes));
        }

        return name;
    }

    /// <summary>A field of a type: the first of the wishes that is free.</summary>
    public string ForMember(INamedTypeSymbol type, params string[] wishes)
    {
        if (!_given.TryGetValue((null, type, wishes[0]), out string? name))
        {
            _given.Add((null, type, wishes[0]), name = names.ForMember(type, wishes, CancellationToken.None));
        }

        return name;
    }

    /// <summary>
    /// What a scheduler is called beside its optimizer: <c>generatorScheduler</c> beside <c>generatorOptimizer</c>,
    /// <c>schedulerG</c> beside <c>optimizerG</c>, <c>scheduler</c> where the optimizer's name says no more than that.
    /// </summary>
    /// <param name="optimizer">The optimizer's name, also <c>this._optimizer</c>.</param>
    public static string[] ForScheduler(string optimizer)
    {
        string own = Own(optimizer);
        Match match = s_optimizer.Match(own);
        if (!match.Success)
        {
            // `adam` says nothing, unless there are several.
            string stem = own.TrimStart('_', '@');
            return stem.Length > 0 && stem.All(letter => char.IsLetterOrDigit(letter) || letter == '_')
                ? [s_plain[0], Camel(stem) + (stem.Contains('_') ? "_scheduler" : "Scheduler"), .. s_plain.Skip(1)]
                : s_plain;
        }

        string before = match.Groups["before"].Value;
        string behind = match.Groups["behind"].Value;
        return before.Length + behind.Length == 0
            ? s_plain
            : [Camel(before + (before.Length == 0 || before.EndsWith("_", StringComparison.Ordinal) ? "scheduler" : "Scheduler") + behind), .. s_plain];
    }

    /// <summary>What else a number of steps is called where its plain name is taken.</summary>
    public static string[] ForNumber(string plain, string optimizer)
    {
        string scheduler = ForScheduler(optimizer).FirstOrDefault(wish => !s_plain.Contains(wish)) ?? "";
        string subject = scheduler.Replace("scheduler", "").Replace("Scheduler", "").Trim('_');
        return subject.Length == 0 ? [plain] : [plain, Camel(subject) + char.ToUpperInvariant(plain[0]) + plain.Substring(1)];
    }

    /// <summary>What a field begins with: <c>_optimizer</c>, <c>s_optimizer</c>, <c>m_optimizer</c>.</summary>
    public static string PrefixOf(string optimizer)
    {
        string own = Own(optimizer);
        return own.Substring(0, own.Length > 2 && own[1] == '_' && char.IsLower(own[0]) ? 2 : own.StartsWith("_", StringComparison.Ordinal) ? 1 : 0);
    }

    private static string Own(string optimizer) => optimizer.Substring(optimizer.LastIndexOf('.') + 1).TrimEnd('!');

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);
}
