using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>
/// Tells text that other programs and scripts write, with a point in every number, from what a person types: the program's
/// arguments, the environment and files.
/// </summary>
internal static class ProgramText
{
    /// <summary>Whether the text surely comes from there, whatever is cut off it on the way.</summary>
    public static bool Is(IOperation text, CodeBase code, CancellationToken cancellationToken)
    {
        var pending = new Stack<IOperation>();
        var seen = new HashSet<SyntaxNode>();
        bool found = false;
        pending.Push(text);
        while (pending.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            IOperation value = pending.Pop().WithoutConversions();
            if (!seen.Add(value.Syntax))
            {
                continue;
            }

            if (seen.Count > GraphLimits.Origins)
            {
                return false;
            }

            switch (value)
            {
                case { ConstantValue.HasValue: true } or IThrowOperation:
                    break;
                case IParameterReferenceOperation { Parameter: var parameter }:
                    if (IsArguments(parameter))
                    {
                        found = true;
                    }
                    else if (!PushCallers(parameter, pending, code, cancellationToken))
                    {
                        return false;
                    }

                    break;
                case IInvocationOperation call when IsSource(call):
                    found = true;
                    break;
                case IInvocationOperation { Instance: { Type: { SpecialType: SpecialType.System_String } or IArrayTypeSymbol } instance }:
                    pending.Push(instance);
                    break;
                case IInvocationOperation { TargetMethod.ContainingType.Name: "Enumerable", Arguments: { Length: > 0 } arguments }:
                    pending.Push(arguments[0].Value);
                    break;
                case IArrayElementReferenceOperation element:
                    pending.Push(element.ArrayReference);
                    break;
                case ICoalesceOperation coalesce:
                    pending.Push(coalesce.Value);
                    pending.Push(coalesce.WhenNull);
                    break;
                case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                    pending.Push(conditional.WhenTrue);
                    pending.Push(whenFalse);
                    break;
                case ILocalReferenceOperation { Local: var local } when Initial(local, code, cancellationToken) is { } initial:
                    pending.Push(initial);
                    break;
                case ILocalReferenceOperation { Local: var local } when Collection(local, code, cancellationToken) is { } collection:
                    pending.Push(collection);
                    break;
                case ILocalReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: false }
                    when Origins.Of(value, code, cancellationToken) is { } origins:
                    foreach (IOperation origin in origins)
                    {
                        pending.Push(origin);
                    }

                    break;
                default:
                    return false;
            }
        }

        return found;
    }

    // `args` of the program itself.
    private static bool IsArguments(IParameterSymbol parameter) =>
        parameter.Type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_String }
        && parameter.ContainingSymbol is IMethodSymbol { IsStatic: true, Name: "Main" or "<Main>$" };

    private static bool IsSource(IInvocationOperation call) =>
        (call.TargetMethod.ContainingType?.Name, call.TargetMethod.Name) is ("Environment", "GetEnvironmentVariable" or "GetCommandLineArgs")
            or ("File", "ReadAllText" or "ReadAllLines" or "ReadLines");

    private static bool PushCallers(IParameterSymbol parameter, Stack<IOperation> pending, CodeBase code, CancellationToken cancellationToken)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } method
            || !code.Declares(method)
            || code.IsLibrary && method.MethodKind == MethodKind.Ordinary && method.IsVisibleOutside())
        {
            return false;
        }

        bool any = false;
        foreach ((IOperation call, _, _, _) in CallSites.Of(method, path: null, code, cancellationToken))
        {
            if (call.Arguments().FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal) is not { } argument)
            {
                return false;
            }

            pending.Push(argument.Value);
            any = true;
        }

        return any;
    }

    // What a local is for good.
    private static IOperation? Initial(ILocalSymbol local, CodeBase code, CancellationToken cancellationToken) =>
        local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: { } initializer }
        && code.ReferencesTo(local, cancellationToken)?.Any(RateReaders.Writes) == false
            ? code.ModelOf(initializer.SyntaxTree).OperationOf(initializer, cancellationToken)
            : null;

    // `foreach (string argument in args)`
    private static IOperation? Collection(ILocalSymbol local, CodeBase code, CancellationToken cancellationToken) =>
        local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is ForEachStatementSyntax { Expression: var collection }
            ? code.ModelOf(collection.SyntaxTree).GetOperation(collection, cancellationToken)
            : null;
}
