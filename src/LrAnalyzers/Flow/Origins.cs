using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>
/// Follows a variable backwards, to everything that it is ever given: the creations that an optimizer or a scheduler can
/// come from. The counterpart of <see cref="FlowTracker"/>.
/// </summary>
internal static class Origins
{
    private const int MaximumValues = 64;

    /// <summary>
    /// Everything the value can be, <see langword="null"/> literals aside: calls, creations, constants, parameters;
    /// <see langword="null"/> where not all of it can be seen.
    /// </summary>
    public static ImmutableArray<IOperation>? Of(IOperation value, CodeBase code, CancellationToken cancellationToken) =>
        Of(value, code, out _, cancellationToken);

    /// <summary>The same, with the variables that it passes on the way.</summary>
    public static ImmutableArray<IOperation>? Of(
        IOperation value, CodeBase code, out OriginTrail trail, CancellationToken cancellationToken)
    {
        var pending = new Stack<IOperation>();
        trail = new OriginTrail();
        HashSet<ISymbol> visited = trail.Variables;
        ImmutableArray<IOperation>.Builder origins = ImmutableArray.CreateBuilder<IOperation>();
        pending.Push(value);
        for (int seen = 0; pending.Count > 0; seen++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (seen > MaximumValues)
            {
                return null;
            }

            IOperation operation = pending.Pop().WithoutConversions();
            switch (operation)
            {
                case ICoalesceOperation coalesce:
                    pending.Push(coalesce.Value);
                    pending.Push(coalesce.WhenNull);
                    break;
                case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                    pending.Push(conditional.WhenTrue);
                    pending.Push(whenFalse);
                    break;
                case ISwitchExpressionOperation choice:
                    foreach (ISwitchExpressionArmOperation arm in choice.Arms)
                    {
                        pending.Push(arm.Value);
                    }

                    break;
                case ISimpleAssignmentOperation assignment:
                    pending.Push(assignment.Value);
                    break;
                case IConditionalAccessInstanceOperation when Receiver(operation) is { } receiver:
                    pending.Push(receiver);
                    break;
                case IThrowOperation:
                    break;
                case IDefaultValueOperation or { ConstantValue: { HasValue: true, Value: null } }:
                    trail.MeetsNull = true;
                    break;
                case ILocalReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation
                    when operation.ConstantValue is not { HasValue: true } && FlowTracker.Variable(operation) is { } symbol:
                    if (visited.Add(symbol.OriginalDefinition) && !PushGiven(symbol, pending, code, cancellationToken))
                    {
                        return null;
                    }

                    break;
                default:
                    origins.Add(operation);
                    break;
            }
        }

        return origins.ToImmutable();
    }

    /// <summary>The one thing the value can be, or <see langword="null"/>.</summary>
    public static IOperation? Single(IOperation value, CodeBase code, CancellationToken cancellationToken) =>
        Of(value, code, cancellationToken) is { Length: 1 } origins ? origins[0] : null;

    /// <summary>What stands to the left of the question mark, as the scheduler in <c>scheduler?.step()</c>.</summary>
    internal static IOperation? Receiver(IOperation instance)
    {
        for (IOperation? current = instance.Parent; current is not null; current = current.Parent)
        {
            if (current is IConditionalAccessOperation access && access.Operation.Syntax == instance.Syntax)
            {
                return access.Operation;
            }
        }

        return null;
    }

    private static bool PushGiven(ISymbol symbol, Stack<IOperation> pending, CodeBase code, CancellationToken cancellationToken)
    {
        bool isVariable = symbol switch
        {
            ILocalSymbol local => local.RefKind == RefKind.None,
            IFieldSymbol field => field.RefKind == RefKind.None && !field.IsImplicitlyDeclared && !(code.IsLibrary && FlowTracker.IsVisibleOutside(field)),
            IPropertySymbol property => IsAutoProperty(property, cancellationToken) && !(code.IsLibrary && FlowTracker.IsVisibleOutside(property)),
            _ => false,
        };
        if (!isVariable || !code.Declares(symbol) || symbol.DeclaringSyntaxReferences is not { Length: 1 } declarations)
        {
            return false;
        }

        SyntaxNode declaration = declarations[0].GetSyntax(cancellationToken);
        ExpressionSyntax? initializer = declaration switch
        {
            VariableDeclaratorSyntax declarator => declarator.Initializer?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value,
            _ => null,
        };
        if (declaration is not (VariableDeclaratorSyntax or PropertyDeclarationSyntax)
            // `foreach` and patterns declare without a value of their own.
            || code.ReferencesTo(symbol, cancellationToken) is not { } references)
        {
            return false;
        }

        if (initializer is not null)
        {
            if (code.ModelOf(initializer.SyntaxTree).GetOperation(initializer, cancellationToken) is not { } given)
            {
                return false;
            }

            pending.Push(given);
        }

        foreach (IOperation reference in references)
        {
            switch (reference.Parent)
            {
                case ISimpleAssignmentOperation { IsRef: false } assignment when assignment.Target == reference:
                    pending.Push(assignment.Value);
                    break;
                case ICoalesceAssignmentOperation assignment when assignment.Target == reference:
                    pending.Push(assignment.Value);
                    break;
                case IAssignmentOperation assignment when assignment.Target == reference:
                case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out }:
                case ITupleOperation tuple when IsTarget(tuple):
                case IAddressOfOperation or IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol.RefKind: not RefKind.None } }:
                    return false;
            }
        }

        return true;
    }

    private static bool IsTarget(ITupleOperation tuple) =>
        tuple.Parent is IDeconstructionAssignmentOperation deconstruction && deconstruction.Target == tuple
        || tuple.Parent is ITupleOperation outer && IsTarget(outer);

    private static bool IsAutoProperty(IPropertySymbol property, CancellationToken cancellationToken) =>
        property is { IsVirtual: false, IsOverride: false, IsAbstract: false, IsIndexer: false }
        && property.DeclaringSyntaxReferences is { Length: 1 } declarations
        && declarations[0].GetSyntax(cancellationToken) is PropertyDeclarationSyntax { ExpressionBody: null, AccessorList.Accessors: var accessors }
        && accessors.All(accessor => accessor.Body is null && accessor.ExpressionBody is null);
}

/// <summary>What a value passes on its way from its origins.</summary>
internal sealed class OriginTrail
{
    /// <summary>The locals, fields and properties that hold it.</summary>
    public HashSet<ISymbol> Variables { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Whether one of them is also given <see langword="null"/>.</summary>
    public bool MeetsNull { get; set; }
}
