using System.Threading;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>Finds the lambda that is given as a delegate.</summary>
internal static class LambdaReader
{
    /// <summary>The lambda, written in place or in a variable that is given nothing else; <see langword="null"/> for anything else.</summary>
    public static IAnonymousFunctionOperation? Of(IOperation value, CodeBase code, CancellationToken cancellationToken) =>
        InPlace(value) ?? (Origins.Single(value, code, cancellationToken) is { } origin ? InPlace(origin) : null);

    private static IAnonymousFunctionOperation? InPlace(IOperation value) => value.WithoutConversions() switch
    {
        IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => lambda,
        IAnonymousFunctionOperation lambda => lambda,
        _ => null,
    };
}
