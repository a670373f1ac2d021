using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LrAnalyzers.Loops;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Trials;

/// <summary>Tells the epoch at which a training was interrupted, read from what it saved, from other numbers that a loop begins at.</summary>
internal static class SavedProgress
{
    /// <summary>
    /// Whether the number is read from a file or from saved state, or is named as the one at which a training starts or resumes.
    /// </summary>
    public static bool Is(IOperation number, CodeBase code, CancellationToken cancellationToken) => Is(number, code, GraphLimits.ProgressSteps, cancellationToken);

    private static bool Is(IOperation number, CodeBase code, int depth, CancellationToken cancellationToken)
    {
        number = number.WithoutConversions();
        if (depth == 0 || number.ConstantValue.HasValue)
        {
            return false;
        }

        bool Any(params IOperation?[] operands) => operands.Any(operand => operand is not null && Is(operand, code, depth - 1, cancellationToken));
        switch (number)
        {
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } sum:
                return Any(sum.LeftOperand, sum.RightOperand);
            case IInvocationOperation call:
                return Reads(call.TargetMethod) || Any(call.Arguments.Select(argument => (IOperation?)argument.Value).Append(call.Instance).ToArray());
            case IObjectCreationOperation creation:
                return IsOfFiles(creation.Constructor?.ContainingType);
            case IArrayElementReferenceOperation element:
                return Any(element.ArrayReference);
            case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } list }:
                return Any(list);
            case IConditionalAccessOperation access:
                return Any(access.Operation) || Any(access.WhenNotNull);
            case IParameterReferenceOperation { Parameter: var parameter }:
                return Names(parameter.Name);
            case IMemberReferenceOperation { Instance: { } instance } member when instance is not IInstanceReferenceOperation:
                return Names(member.Member.Name) || IsState(instance) || Any(instance);
            case ILocalReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation:
                ISymbol variable = number.Variable()!;
                IOperation[] given = GivenTo(Place.In(variable), code, cancellationToken).ToArray();
                return given.Length > 0 ? Any(given) : Names(variable.Name);
            default:
                return Any(GivenTo(Place.At(number), code, cancellationToken).ToArray());
        }
    }

    // All that a place is given, as far as it can be seen.
    private static IEnumerable<IOperation> GivenTo(Place place, CodeBase code, CancellationToken cancellationToken) =>
        code.Graph.Previous(place, cancellationToken).Where(edge => edge.Kind == EdgeKind.Passes).Select(edge => edge.Place.Operation).OfType<IOperation>();

    // `File.ReadAllText`, `JsonSerializer.Deserialize`, `LoadCheckpoint`
    private static bool Reads(IMethodSymbol method) =>
        IsOfFiles(method.ContainingType)
        || method.ContainingType?.Name != "Console"
            && NameWords.Of(method.Name).Any(word => word is "load" or "restore" or "resume" or "deserialize" or "checkpoint" or "saved" or "progress" or "latest");

    private static bool IsOfFiles(INamedTypeSymbol? type) =>
        type?.ContainingNamespace is { Name: "IO", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    // `checkpoint.Epoch`, `state.Epoch`
    private static bool IsState(IOperation instance) =>
        new[] { instance.Variable()?.Name, instance.Type?.Name }.Any(name => name is not null
            && NameWords.Of(name).Any(word => word is "checkpoint" or "checkpoints" or "ckpt" or "snapshot" or "progress" or "saved" or "restored" or "resume" or "resumed"));

    // `startEpoch`, `resumeFrom`, `epochsDone`
    private static bool Names(string name)
    {
        string[] words = NameWords.Of(name);
        return words.Any(word => word is "resume" or "resumed" or "resuming")
            || words.Any(word => word is "epoch" or "epochs" or "step" or "steps" or "iteration" or "iterations" or "iter")
            && words.Any(word => word is "start" or "starting" or "begin" or "initial" or "last" or "done" or "completed" or "finished" or "trained" or "saved" or "restored" or "previous");
    }
}
