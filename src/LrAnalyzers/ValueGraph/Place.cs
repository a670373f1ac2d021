using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.ValueGraph;

/// <summary>
/// Where a value is on its way: in an expression, or in a variable, parameter, field, property or event, or in what a
/// method returns. Knows the calls through which it came there.
/// </summary>
internal readonly struct Place : IEquatable<Place>
{
    private Place(IOperation? operation, ISymbol? variable, ValuePart? part, CallPath? path)
    {
        Operation = operation;
        Variable = variable;
        Part = part;
        Path = path;
    }

    /// <summary>The expression that has the value; <see langword="null"/> where a variable has it.</summary>
    public IOperation? Operation { get; }

    /// <summary>The variable or member, as it is declared; <see langword="null"/> where an expression has it.</summary>
    public ISymbol? Variable { get; }

    /// <summary>Where in there it is.</summary>
    public ValuePart? Part { get; }

    /// <summary>The calls through which it came.</summary>
    public CallPath? Path { get; }

    /// <summary>A value in an expression.</summary>
    public static Place At(IOperation operation, ValuePart? part = null, CallPath? path = null) => new(operation, null, part, path);

    /// <summary>
    /// A value in a variable. A field or property is also used outside the calls that filled it, and so is a primary
    /// constructor's parameter, which is kept like a field.
    /// </summary>
    public static Place In(ISymbol variable, ValuePart? part = null, CallPath? path = null) =>
        new(null, variable.OriginalDefinition, part, variable is IFieldSymbol or IPropertySymbol or IEventSymbol || IsOfPrimaryConstructor(variable) ? null : path);

    /// <summary>The same place with a value in another part of it.</summary>
    public Place With(ValuePart? part) => new(Operation, Variable, part, Path);

    /// <summary>Whether the parameter is a primary constructor's.</summary>
    public static bool IsOfPrimaryConstructor(ISymbol variable) =>
        variable is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor } && IsPrimary(constructor);

    /// <summary>Whether the constructor is a primary one, a positional record's included.</summary>
    public static bool IsPrimary(IMethodSymbol constructor) =>
        constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is TypeDeclarationSyntax;

    /// <inheritdoc/>
    public bool Equals(Place other) =>
        Operation?.Syntax == other.Operation?.Syntax
        && Operation?.Kind == other.Operation?.Kind
        // `(Derived)make()` that is converted back has two conversions of one syntax.
        && SymbolEqualityComparer.Default.Equals(Operation?.Type, other.Operation?.Type)
        && SymbolEqualityComparer.Default.Equals(Variable, other.Variable)
        && Equals(Part, other.Part)
        && Equals(Path, other.Path);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Place other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        int hash = Operation is { } operation ? operation.Syntax.GetHashCode() * 31 + (int)operation.Kind : SymbolEqualityComparer.Default.GetHashCode(Variable);
        return (hash * 31 + (Part?.GetHashCode() ?? 0)) * 31 + (Path?.GetHashCode() ?? 0);
    }
}

/// <summary>One step of a value from a place, forwards or backwards.</summary>
/// <param name="Kind">Whether it goes on.</param>
/// <param name="Place">Where it goes; the place itself where it does not go on.</param>
/// <param name="By">What uses it up, or what the value comes from; <see langword="null"/> where it is passed on or where nothing in this project is to be seen.</param>
internal readonly record struct FlowEdge(EdgeKind Kind, Place Place, IOperation? By);

/// <summary>How a step ends.</summary>
internal enum EdgeKind
{
    /// <summary>The same value is in another place.</summary>
    Passes,

    /// <summary>
    /// Forwards: the operation <see cref="FlowEdge.By"/> does something with it, as a call of its methods, a library's
    /// method that it is given to, or arithmetic. Backwards: the value is made by it: a creation, a constant, a library's
    /// call, arithmetic.
    /// </summary>
    Ends,

    /// <summary>It may go, or come from, where nothing can be seen: each walk says whether that silences it.</summary>
    Unknown,

    /// <summary>
    /// Another project that references this one may take it from the variable in the place, or put something else there;
    /// what this project does with it is seen nevertheless.
    /// </summary>
    Outside,
}

/// <summary>What a walk follows: values of which types, and which methods are its own business.</summary>
internal abstract class FollowedValues
{
    /// <summary>Whether a value of the type can be a followed one: tells what is in a collection.</summary>
    public abstract bool Follows(ITypeSymbol type);

    /// <summary>Whether what the method is given ends there, although its code could be entered.</summary>
    public virtual bool StopsAt(IMethodSymbol method) => false;
}
