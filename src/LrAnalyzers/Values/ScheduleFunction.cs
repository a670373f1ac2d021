using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Values;

/// <summary>A function that a scheduler is given: a lambda, a local function or a method, with its body.</summary>
/// <param name="Symbol">The function.</param>
/// <param name="Body">What it runs.</param>
/// <param name="Syntax">Its declaration.</param>
internal sealed record ScheduleFunction(IMethodSymbol Symbol, IBlockOperation Body, SyntaxNode Syntax)
{
    /// <summary>The expressions that it returns, not those of functions inside it.</summary>
    public ImmutableArray<IOperation> Results => Body.Descendants().OfType<IReturnOperation>()
        .Where(result => result.ReturnedValue is not null
            && result.Ancestors().TakeWhile(ancestor => ancestor != Body).All(ancestor => ancestor is not (IAnonymousFunctionOperation or ILocalFunctionOperation)))
        .Select(result => result.ReturnedValue!)
        .ToImmutableArray();

    /// <summary>A lambda.</summary>
    public static ScheduleFunction Of(IAnonymousFunctionOperation lambda) => new(lambda.Symbol, lambda.Body, lambda.Syntax);

    /// <summary>The function that a delegate is made of; <see langword="null"/> where it is no lambda and its body cannot be had.</summary>
    /// <param name="value">The delegate, as it is created.</param>
    /// <param name="bodyOf">Finds the body of a local function or method.</param>
    public static ScheduleFunction? Of(IOperation value, System.Func<IMethodSymbol, ScheduleFunction?> bodyOf) => value.WithoutConversions() switch
    {
        IDelegateCreationOperation { Target: var target } => Of(target, bodyOf),
        IAnonymousFunctionOperation lambda => Of(lambda),
        IMethodReferenceOperation { Method: var method } => bodyOf(method),
        _ => null,
    };
}
