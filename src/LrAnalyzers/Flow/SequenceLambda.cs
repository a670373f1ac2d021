using System.Linq;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>A lambda that a library calls for each element of a sequence, as <c>batches.Select(batch => …)</c> does: a loop in other words.</summary>
internal static class SequenceLambda
{
    /// <summary>Whether the operation stands in such a lambda.</summary>
    public static bool Contains(IOperation operation, CodeBase code) =>
        operation.Ancestors().OfType<IAnonymousFunctionOperation>().Any(lambda => lambda.Symbol.Parameters.Length > 0
            && (lambda.Parent as IDelegateCreationOperation ?? (IOperation)lambda).WithOuterConversions().Parent is IArgumentOperation { Parent: IInvocationOperation call }
            && !code.Declares(call.TargetMethod)
            && IsSequence((call.Instance ?? call.Arguments[0].Value).WithoutConversions().Type));

    private static bool IsSequence(ITypeSymbol? type) => type is not null && type.SpecialType != SpecialType.System_String
        && (IsSequenceInterface(type) || type.AllInterfaces.Any(IsSequenceInterface));

    private static bool IsSequenceInterface(ITypeSymbol type) =>
        type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T
        || type is { MetadataName: "IObservable`1", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
}
