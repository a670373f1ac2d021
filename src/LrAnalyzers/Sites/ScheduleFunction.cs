using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Sites;

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
    public static ScheduleFunction? Of(IOperation value, Func<IMethodSymbol, ScheduleFunction?> bodyOf) => value.WithoutConversions() switch
    {
        IDelegateCreationOperation { Target: var target } => Of(target, bodyOf),
        IAnonymousFunctionOperation lambda => Of(lambda),
        IMethodReferenceOperation { Method: var method } => bodyOf(method),
        _ => null,
    };

    /// <summary>The function that a delegate is made of, where it stands in the same file.</summary>
    public static ScheduleFunction? InFileOf(IOperation value, CancellationToken cancellationToken) => value.SemanticModel is { } model
        ? Of(value, method => BodyOf(method, tree => tree == model.SyntaxTree ? model : null, cancellationToken))
        : null;

    /// <summary>A local function or method with its body, where it can be no other one at run time.</summary>
    /// <param name="method">The function.</param>
    /// <param name="modelOf">The meaning of its file; <see langword="null"/> for one in which is not to be looked.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static ScheduleFunction? BodyOf(IMethodSymbol method, Func<SyntaxTree, SemanticModel?> modelOf, CancellationToken cancellationToken)
    {
        if (method is not { IsAbstract: false, IsVirtual: false, IsAsync: false } or { IsOverride: true, IsSealed: false }
            || method.DeclaringSyntaxReferences is not { Length: 1 } declarations
            || modelOf(declarations[0].SyntaxTree) is not { } model)
        {
            return null;
        }

        SyntaxNode declaration = declarations[0].GetSyntax(cancellationToken);
        return model.GetOperation(declaration, cancellationToken).Body() is { } body ? new ScheduleFunction(method.OriginalDefinition, body, declaration) : null;
    }
}
