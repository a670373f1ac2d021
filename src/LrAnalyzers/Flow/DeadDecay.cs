using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>
/// A variable that holds a learning rate and goes on changing after the optimizer has taken its value, read by nothing but
/// logs: the optimizer trains on with the first one.
/// </summary>
/// <param name="Variable">The local or parameter.</param>
/// <param name="Changes">The assignments that have no effect, in source order.</param>
internal sealed record DeadDecay(ISymbol Variable, ImmutableArray<IAssignmentOperation> Changes)
{
    /// <summary>The dead changes of the variable that an optimizer is created with, or <see langword="null"/>.</summary>
    /// <param name="creation">The optimizer's creation.</param>
    /// <param name="rate">The learning rate that it is given.</param>
    /// <param name="code">The project.</param>
    /// <param name="schedules">What tells an optimizer's uses.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static DeadDecay? Of(IOperation creation, IOperation? rate, CodeBase code, ScheduleCatalog schedules, CancellationToken cancellationToken)
    {
        ISymbol? variable = rate?.WithoutConversions() switch
        {
            ILocalReferenceOperation { Local: { RefKind: RefKind.None, IsConst: false } local } => local,
            IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter } => parameter,
            _ => null,
        };
        if (variable?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is not { } declaration
            || code.FactOf(declaration, _ => UsesOf(variable, code, cancellationToken)) is not { Function: { } function } uses
            || CallChain.FunctionOf(creation.Syntax) != function)
        {
            return null;
        }

        // Before the optimizer is made the value is still to be used, unless a loop leads back there.
        int from = LoopsAround(creation.Syntax).LastOrDefault()?.SpanStart ?? creation.Syntax.Span.End;
        var changes = new List<IAssignmentOperation>();
        for (int i = SortedPositions.FirstFrom(uses.Starts, from); i < uses.Operations.Length; i++)
        {
            IOperation reference = uses.Operations[i];
            bool isBefore = reference.Syntax.SpanStart < creation.Syntax.Span.End && !SharesLoop(reference.Syntax, creation.Syntax);
            if (reference.Parent is IAssignmentOperation assignment && assignment.Target == reference)
            {
                if (isBefore)
                {
                    continue;
                }

                if (assignment.Parent is not IExpressionStatementOperation || assignment is ICoalesceAssignmentOperation)
                {
                    return null;
                }

                changes.Add(assignment);
            }
            else if (!isBefore && !IsOfItself(reference, variable) && !IsLogged(reference))
            {
                return null;
            }
        }

        // A decay happens round by round, while the optimizer stays the same.
        if (changes.Count == 0
            || !changes.All(change => LoopsAround(change.Syntax).Any() && !SharesLoop(change.Syntax, creation.Syntax))
            || FlowTracker.Track(creation, code, schedules, cancellationToken) is not { Escapes: false } flow
            || flow.Has(UseKind.LearningRateWrite) || flow.Has(UseKind.Scheduled) || flow.Has(UseKind.LoadState))
        {
            return null;
        }

        return new DeadDecay(variable, changes.ToImmutableArray());
    }

    // Of one variable, however many optimizers it is given to.
    private static Uses UsesOf(ISymbol variable, CodeBase code, CancellationToken cancellationToken)
    {
        IOperation[] operations = code.ReferencesTo(variable, cancellationToken)?.OrderBy(reference => reference.Syntax.SpanStart).ToArray() ?? System.Array.Empty<IOperation>();
        SyntaxNode[] functions = operations.Select(reference => CallChain.FunctionOf(reference.Syntax)).Distinct().Take(2).ToArray();
        return new Uses(functions.Length == 1 ? functions[0] : null, operations, operations.Select(reference => reference.Syntax.SpanStart).ToList());
    }

    // Where a variable is used, in order, and in which function if in one.
    private sealed record Uses(SyntaxNode? Function, IOperation[] Operations, List<int> Starts);

    // `lr = lr * 0.1`
    private static bool IsOfItself(IOperation reference, ISymbol variable) => reference.Ancestors().OfType<IAssignmentOperation>().Any(assignment =>
        SymbolEqualityComparer.Default.Equals(assignment.Target.Variable(), variable));

    private static bool IsLogged(IOperation reference)
    {
        foreach (IOperation ancestor in reference.Ancestors())
        {
            switch (ancestor)
            {
                case IInterpolatedStringOperation or IBinaryOperation { Type.SpecialType: SpecialType.System_String }:
                    return true;
                case IInvocationOperation { TargetMethod: { } method }:
                    return RateReaders.IsLog(method);
                case IConversionOperation or IParenthesizedOperation or IArgumentOperation or IInterpolationOperation or IArrayCreationOperation or IArrayInitializerOperation:
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    private static IEnumerable<SyntaxNode> LoopsAround(SyntaxNode node) => node.Ancestors()
        .TakeWhile(ancestor => ancestor is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax))
        .Where(FunctionBodies.IsLoop);

    private static bool SharesLoop(SyntaxNode node, SyntaxNode other) => LoopsAround(node).Intersect(LoopsAround(other)).Any();
}
