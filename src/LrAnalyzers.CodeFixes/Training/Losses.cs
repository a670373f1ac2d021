using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using LrAnalyzers.Loops;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Training;

/// <summary>Finds the loss that a schedule on a plateau watches.</summary>
internal static class Losses
{
    private static readonly Regex s_loss = new("loss", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    private static readonly Regex s_validation = new("val|test|eval|dev", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    private static readonly Regex s_summary = new("avg|average|mean|epoch|running|total|train", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    // Not the loss itself: its best value so far, its history, its weight.
    private static readonly Regex s_other = new("best|min|max|prev|last|old|init|weight|scale|factor|target|threshold|count", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>The best named number among variables that have a value: a validation loss before a training loss.</summary>
    public static string? Best(IEnumerable<ISymbol> assigned) => assigned
        .Where(symbol => symbol is ILocalSymbol { Type.SpecialType: SpecialType.System_Double or SpecialType.System_Single }
                or IParameterSymbol { Type.SpecialType: SpecialType.System_Double or SpecialType.System_Single }
            && s_loss.IsMatch(symbol.Name)
            && !s_other.IsMatch(symbol.Name))
        .OrderBy(symbol => s_validation.IsMatch(symbol.Name) ? 0 : s_summary.IsMatch(symbol.Name) ? 1 : 2)
        .ThenBy(symbol => symbol.Locations[0].SourceSpan.Start)
        .FirstOrDefault()?.Name;

    /// <summary>The loss that each epoch has measured at its end, or <see langword="null"/>.</summary>
    public static string? AtEndOf(TrainingLoop epochs, SemanticModel semanticModel)
    {
        if (epochs.Body.Syntax is not BlockSyntax { Statements: { Count: > 0 } statements } body
            || semanticModel.AnalyzeDataFlow(statements[0], statements[statements.Count - 1]) is not { Succeeded: true } flow)
        {
            return null;
        }

        ImmutableArray<ISymbol> assigned = flow.DefinitelyAssignedOnExit;
        return Best(semanticModel.LookupSymbols(body.CloseBraceToken.SpanStart - 1)
            .Where(symbol => assigned.Contains(symbol, SymbolEqualityComparer.Default)
                && (symbol.Locations.Any(location => body.Span.Contains(location.SourceSpan)) || WrittenNames.Contains(body, symbol.Name, CancellationToken.None))));
    }
}
