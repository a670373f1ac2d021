using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Sites;

/// <summary>The arguments of a creation, by the parameter they are bound to and never by the order they are written in.</summary>
internal readonly struct CreationArguments(IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments)
{
    /// <summary>The factory or constructor.</summary>
    public IMethodSymbol Method { get; } = method;

    /// <summary>The arguments of a call or object creation; <see langword="null"/> for any other operation.</summary>
    public static CreationArguments? Of(IOperation operation) => operation switch
    {
        IInvocationOperation invocation => new CreationArguments(invocation.TargetMethod, invocation.Arguments),
        IObjectCreationOperation { Constructor: { } constructor } creation => new CreationArguments(constructor, creation.Arguments),
        _ => null,
    };

    /// <summary>The argument for a parameter, also one that the compiler fills in; <see langword="null"/> where there is no such parameter.</summary>
    public IArgumentOperation? For(string parameter) =>
        arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter);

    /// <summary>All of them, also those that the compiler fills in.</summary>
    public ImmutableArray<IArgumentOperation> All => arguments;

    /// <summary>What the code gives for a parameter; <see langword="null"/> where it is left to the default.</summary>
    public IOperation? Explicit(string parameter) =>
        For(parameter) is { ArgumentKind: not ArgumentKind.DefaultValue } argument ? argument.Value : null;

    /// <summary>What is given for the parameter at a position of the declaration.</summary>
    public IOperation? At(int ordinal) =>
        arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == ordinal)?.Value;
}
