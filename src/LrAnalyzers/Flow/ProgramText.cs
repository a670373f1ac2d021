using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>
/// Tells text that other programs and scripts write, with a point in every number, from what a person types: the program's
/// arguments, the environment and files.
/// </summary>
internal static class ProgramText
{
    /// <summary>Whether the text surely comes from there, whatever is cut off it on the way: a walk over the flow graph to which what is unknown is no.</summary>
    public static bool Is(IOperation text, CodeBase code, CancellationToken cancellationToken)
    {
        var pending = new Stack<Place>();
        var seen = new HashSet<Place>();
        bool found = false;
        pending.Push(Place.At(text));
        while (pending.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Place place = pending.Pop();
            if (!seen.Add(place))
            {
                continue;
            }

            if (seen.Count > GraphLimits.Origins * 2)
            {
                return false;
            }

            switch (place)
            {
                case { Operation.ConstantValue.HasValue: true }:
                    break;
                case { Operation: IInvocationOperation call } when IsSource(call):
                    found = true;
                    break;
                case { Variable: IParameterSymbol parameter } when IsArguments(parameter):
                    // `args = new[] { Console.ReadLine() };`, `args[0] = Console.ReadLine();`
                    if (code.ReferencesTo(parameter, cancellationToken)?.Any(use => RateReaders.Writes(use) || use.Parent is IArrayElementReferenceOperation element && RateReaders.Writes(element)) != false)
                    {
                        return false;
                    }

                    found = true;
                    break;
                case { Operation: IInvocationOperation { Instance: { Type: { SpecialType: SpecialType.System_String } or IArrayTypeSymbol } instance } }:
                    pending.Push(Place.At(instance, path: place.Path));
                    break;
                case { Operation: IInvocationOperation { TargetMethod.ContainingType.Name: "Enumerable", Arguments: { Length: > 0 } arguments } }:
                    pending.Push(Place.At(arguments[0].Value, path: place.Path));
                    break;
                default:
                    foreach (FlowEdge edge in code.Graph.Previous(place, cancellationToken))
                    {
                        if (edge.Kind != EdgeKind.Passes)
                        {
                            return false;
                        }

                        pending.Push(edge.Place);
                    }

                    break;
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
}
