using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Values;

/// <summary>
/// What a name is given where it is declared, if nobody gives it anything else. Asked in one file and without the project: it
/// is the first question about every number, and most are answered by it. Where a value comes from other places, or from
/// several, the flow graph tells (<c>RateTracer</c>); here that is unknown.
/// </summary>
internal static class DeclaredValue
{
    /// <summary>The initial value of a local that is written nowhere in the member around it.</summary>
    public static ExpressionSyntax? OfLocal(ILocalSymbol local, SemanticModel semanticModel, CancellationToken cancellationToken) =>
        InitializerOf(local, cancellationToken) is { } initializer
        && !WrittenNames.Contains(CodeBase.MemberOf(initializer), local, semanticModel, cancellationToken)
            ? initializer
            : null;

    /// <summary>What a local stands for that is written nowhere else, or the parameter of a function that one place calls.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <param name="withoutStrangers">Whether the calls of others, which cannot be seen, are passed over.</param>
    public static IOperation? Behind(IOperation reference, CancellationToken cancellationToken, bool withoutStrangers = true) => reference.WithoutConversions() switch
    {
        ILocalReferenceOperation { Local: var local, SemanticModel: { } semanticModel } when OfLocal(local, semanticModel, cancellationToken) is { } initializer
            && initializer.SyntaxTree == semanticModel.SyntaxTree => semanticModel.OperationOf(initializer, cancellationToken),
        IParameterReferenceOperation { Parameter: var parameter, SemanticModel.Compilation: { } compilation } => GivenFor(parameter, CodeBase.Of(compilation), withoutStrangers, cancellationToken),
        _ => null,
    };

    // What the only call gives for a parameter, which the function leaves as it is and hands on where it calls itself.
    private static IOperation? GivenFor(IParameterSymbol parameter, CodeBase code, bool withoutStrangers, CancellationToken cancellationToken)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.Constructor } method
            || parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is not { } declaration
            || !withoutStrangers && Callers.MayBeStrangers(method, code))
        {
            return null;
        }

        SyntaxNode function = FunctionBodies.FunctionOf(declaration);
        if (WrittenNames.Contains(function, parameter.Name, cancellationToken) || code.CallsOf(method, cancellationToken) is not { Count: 1 or 2 } calls)
        {
            return null;
        }

        ILookup<bool, IOperation?> given = calls.ToLookup(
            call => function.Contains(call.Syntax),
            call => call.Arguments().FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal)?.Value);
        return given[false].Count() == 1 && given[true].All(own => SymbolEqualityComparer.Default.Equals(own?.WithoutConversions().Variable(), parameter)) ? given[false].First() : null;
    }

    /// <summary>The initializer of a local's declaration, whatever is written to the local later.</summary>
    public static ExpressionSyntax? InitializerOf(ILocalSymbol local, CancellationToken cancellationToken) =>
        local.RefKind == RefKind.None && local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: { } initializer }
            ? initializer
            : null;

    /// <summary>The default of a parameter that is written nowhere, which it has where the caller leaves it out.</summary>
    public static ExpressionSyntax? OfParameter(IParameterSymbol parameter, SemanticModel semanticModel, CancellationToken cancellationToken) =>
        parameter.HasExplicitDefaultValue
        && parameter.RefKind == RefKind.None
        && parameter.DeclaringSyntaxReferences is { Length: 1 } references
        && references[0].SyntaxTree == semanticModel.SyntaxTree
        && references[0].GetSyntax(cancellationToken) is ParameterSyntax { Default.Value: { } value }
        && !WrittenNames.Contains(CodeBase.MemberOf(value), parameter, semanticModel, cancellationToken)
            ? value
            : null;

    /// <summary>
    /// The initializer of a constant, or of a field that is never changed: others may write one that they can see, unless it
    /// is readonly; a struct's is overwritten with the struct.
    /// </summary>
    public static ExpressionSyntax? OfField(IFieldSymbol field, SemanticModel semanticModel, CancellationToken cancellationToken) =>
        (field.IsReadOnly || field.IsConst || field.DeclaredAccessibility == Accessibility.Private)
        && !field.IsVolatile
        && (field.IsStatic || field.ContainingType is { TypeKind: TypeKind.Class })
        && SingleDeclaration(field, semanticModel, cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: { } initializer }
        && (field.IsConst
            || SingleDeclaration(field.ContainingType, semanticModel, cancellationToken) is { } type
            && !WrittenNames.Contains(type, field, semanticModel, cancellationToken))
            ? initializer
            : null;

    /// <summary>What a property without a setter gives at each read.</summary>
    public static ExpressionSyntax? OfProperty(IPropertySymbol property, SemanticModel semanticModel, CancellationToken cancellationToken) =>
        property is { IsReadOnly: true, IsVirtual: false, IsOverride: false, IsAbstract: false, IsIndexer: false }
        && property.ContainingType is { TypeKind: TypeKind.Class } containingType
        && SingleDeclaration(containingType, semanticModel, cancellationToken) is { } type
        && SingleDeclaration(property, semanticModel, cancellationToken) is PropertyDeclarationSyntax declaration
        && (declaration.Initializer?.Value ?? declaration.ExpressionBody?.Expression) is { } value
        && !WrittenNames.Contains(type, property, semanticModel, cancellationToken)
            ? value
            : null;

    /// <summary>The same for whatever a reference names.</summary>
    public static ExpressionSyntax? Of(IOperation reference, SemanticModel semanticModel, CancellationToken cancellationToken) => reference switch
    {
        ILocalReferenceOperation { Local: var local } => OfLocal(local, semanticModel, cancellationToken),
        IParameterReferenceOperation { Parameter: var parameter } => OfParameter(parameter, semanticModel, cancellationToken),
        IFieldReferenceOperation { Field: var field } => OfField(field, semanticModel, cancellationToken),
        IPropertyReferenceOperation { Property: var property } => OfProperty(property, semanticModel, cancellationToken),
        _ => null,
    };

    // What another project declares is a constant or unknown: its source is there in an editor only.
    private static SyntaxNode? SingleDeclaration(ISymbol symbol, SemanticModel semanticModel, CancellationToken cancellationToken) =>
        symbol.DeclaringSyntaxReferences is { Length: 1 } references && symbol.IsDeclaredIn(semanticModel.Compilation) ? references[0].GetSyntax(cancellationToken) : null;
}
