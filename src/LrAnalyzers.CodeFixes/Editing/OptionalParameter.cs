using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace LrAnalyzers.CodeFixes.Editing;

/// <summary>
/// Makes the learning rate in an expression an optional parameter of the method around it. Every call of the method must
/// go on compiling and doing the same, so much rules it out: overriding, interfaces, delegates, overloads, attributes.
/// </summary>
internal static class OptionalParameter
{
    /// <summary>Plans the parameter and its use, or returns <see langword="null"/> where a caller could notice it.</summary>
    /// <param name="site">Where the learning rate stands.</param>
    /// <param name="value">The source text of the default value, a compile-time constant.</param>
    /// <param name="type">The parameter's type, as a keyword.</param>
    public static async Task<(string Name, ImmutableArray<Edit> Edits)?> TryPlanAsync(FixSite site, string value, string type)
    {
        if (FunctionAround(site.Expression) is not { } function
            || ParametersOf(function) is not { CloseParenToken.IsMissing: false } parameters
            || NumericSyntax.HasDirectives(parameters)
            || site.SemanticModel.GetDeclaredSymbol(function, site.CancellationToken) is not IMethodSymbol method
            || !CanGetParameter(method)
            || await CountCallsAsync(method, site).ConfigureAwait(false) is not { } calls
            || calls == 0 && IsCalledByFramework(method))
        {
            return null;
        }

        string name = site.Names.ForLocal(function, LearningRateNames.ForLocal(site.Expression));
        string declaration = $"{type} {name} = {value}";
        ReplaceText insertion = ListLayout.Insert(
            site.Document.Id, site.Text, parameters.OpenParenToken, parameters.Parameters, parameters.Parameters.Count, declaration);
        return (name, ImmutableArray.Create<Edit>(insertion, new ReplaceText(site.Document.Id, site.Expression.Span, name)));
    }

    // The function whose parameters the expression can name: not past a static lambda, not from a constructor's base type.
    private static SyntaxNode? FunctionAround(SyntaxNode expression)
    {
        foreach (SyntaxNode ancestor in expression.Ancestors())
        {
            switch (ancestor)
            {
                case MethodDeclarationSyntax or LocalFunctionStatementSyntax or ConstructorDeclarationSyntax:
                    return ancestor;
                case AnonymousFunctionExpressionSyntax lambda when lambda.Modifiers.Any(SyntaxKind.StaticKeyword):
                case AttributeSyntax or ParameterSyntax or MemberDeclarationSyntax:
                    return null;
            }
        }

        return null;
    }

    private static ParameterListSyntax? ParametersOf(SyntaxNode function) => function switch
    {
        BaseMethodDeclarationSyntax method => method.ParameterList,
        LocalFunctionStatementSyntax local => local.ParameterList,
        _ => null,
    };

    /// <summary>Whether nobody but its callers could notice that the method has one parameter more.</summary>
    public static bool CanGetParameter(IMethodSymbol method)
    {
        if (method is { IsVirtual: true } or { IsOverride: true } or { IsAbstract: true } or { IsExtern: true } or { IsVararg: true }
            || method.PartialDefinitionPart is not null
            || method.PartialImplementationPart is not null
            || method.Parameters.Any(parameter => parameter.IsParams)
            || method.GetAttributes().Length > 0
            || method.ExplicitInterfaceImplementations.Length > 0)
        {
            return false;
        }

        switch (method.MethodKind)
        {
            case MethodKind.LocalFunction:
                return true;
            case MethodKind.Constructor:
                // `new()` constraints and serializers need a constructor without parameters.
                return method.Parameters.Length > 0 && method.ContainingType.InstanceConstructors.Length == 1;
            case MethodKind.Ordinary:
                return method.Name != "Main" && !HasOverload(method) && !ImplementsInterface(method);
            default:
                return false;
        }
    }

    // A method that nobody here calls, in a type or with parameters that belong to a framework: that one would look for a value
    // of every further parameter, or no longer find the method.
    private static bool IsCalledByFramework(IMethodSymbol method) =>
        method.Parameters.Any(parameter => IsEvent(parameter.Type) || IsForeign(parameter.Type, method))
        || method.ContainingType.GetAttributes().Length > 0
        || BaseTypes(method.ContainingType).Any(ancestor => IsForeign(ancestor, method));

    private static IEnumerable<INamedTypeSymbol> BaseTypes(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            yield return ancestor;
        }
    }

    private static bool IsEvent(ITypeSymbol type) => type.Name.EndsWith("EventArgs", StringComparison.Ordinal);

    // Neither the project's own, by its root namespace where the source is at hand, nor of the libraries that train, nor .NET's.
    private static bool IsForeign(ITypeSymbol type, IMethodSymbol method)
    {
        ITypeSymbol element = type is IArrayTypeSymbol array ? array.ElementType : type;
        if (element is ITypeParameterSymbol or { SpecialType: not SpecialType.None })
        {
            return false;
        }

        string root = RootOf(element);
        return element.TypeKind == TypeKind.Error
            || (element.DeclaringSyntaxReferences.IsEmpty
                ? !(root is "TorchSharp" or "" || root == "System" && !IsUserInterface(element) || IsMachineLearning(element))
                : root.Length > 0 && root != RootOf(method.ContainingType) && RootOf(method.ContainingType).Length == 0);
    }

    private static bool IsMachineLearning(ITypeSymbol type) => type.ContainingNamespace?.ToDisplayString().StartsWith("Microsoft.ML", StringComparison.Ordinal) == true;

    private static bool IsUserInterface(ITypeSymbol type) => type.ContainingNamespace?.ToDisplayString() is { } name
        && (name.StartsWith("System.Windows", StringComparison.Ordinal) || name.StartsWith("System.Web", StringComparison.Ordinal));

    private static string RootOf(ITypeSymbol type)
    {
        INamespaceSymbol? space = type.ContainingNamespace;
        while (space?.ContainingNamespace is { IsGlobalNamespace: false } outer)
        {
            space = outer;
        }

        return space is { IsGlobalNamespace: false } ? space.Name : "";
    }

    private static bool HasOverload(IMethodSymbol method)
    {
        for (INamedTypeSymbol? type = method.ContainingType; type is not null; type = type.BaseType)
        {
            if (type.GetMembers(method.Name).Any(member => !SymbolEqualityComparer.Default.Equals(member, method)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool ImplementsInterface(IMethodSymbol method) =>
        method.ContainingType.AllInterfaces
            .SelectMany(implemented => implemented.GetMembers(method.Name))
            .Any(member => SymbolEqualityComparer.Default.Equals(
                method.ContainingType.FindImplementationForInterfaceMember(member), method));

    // How often the method is called; null where its name is used otherwise: a method group or an expression tree would no
    // longer compile.
    private static async Task<int?> CountCallsAsync(IMethodSymbol method, FixSite site)
    {
        int calls = 0;
        Solution solution = site.Document.Project.Solution;
        IEnumerable<ReferencedSymbol> found =
            await SymbolFinder.FindReferencesAsync(method, solution, site.CancellationToken).ConfigureAwait(false);
        foreach (ReferenceLocation reference in found.SelectMany(symbol => symbol.Locations))
        {
            SyntaxNode? root = await reference.Document.GetSyntaxRootAsync(site.CancellationToken).ConfigureAwait(false);
            if (root is null || !IsCall(root.FindNode(reference.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true)))
            {
                return null;
            }

            SemanticModel? semanticModel = await reference.Document.GetSemanticModelAsync(site.CancellationToken).ConfigureAwait(false);
            if (semanticModel is null || IsInExpressionTree(root.FindNode(reference.Location.SourceSpan), semanticModel, site.CancellationToken))
            {
                return null;
            }

            calls++;
        }

        return calls;
    }

    private static bool IsCall(SyntaxNode node)
    {
        SyntaxNode name = node is SimpleNameSyntax { Parent: MemberAccessExpressionSyntax or MemberBindingExpressionSyntax } ? node.Parent! : node;
        return name.Parent is InvocationExpressionSyntax invocation && invocation.Expression == name
            || node.FirstAncestorOrSelf<BaseObjectCreationExpressionSyntax>() is { } creation && creation.Contains(node)
                && !creation.ArgumentList?.Span.Contains(node.Span) == true
            || node is ConstructorInitializerSyntax
            || node.FirstAncestorOrSelf<CrefSyntax>() is { Parent: not null } cref && !HasParameterList(cref)
            || node.FirstAncestorOrSelf<ArgumentSyntax>() is { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } };
    }

    // <see cref="M(int)"/> names the parameters.
    private static bool HasParameterList(CrefSyntax cref) => cref.DescendantNodesAndSelf().Any(node => node is CrefParameterListSyntax);

    private static bool IsInExpressionTree(SyntaxNode node, SemanticModel semanticModel, CancellationToken cancellationToken) =>
        node.Ancestors().Any(ancestor => ancestor is QueryExpressionSyntax
            || ancestor is LambdaExpressionSyntax lambda
                && semanticModel.GetTypeInfo(lambda, cancellationToken).ConvertedType is { } type
                && ExpressionType(semanticModel.Compilation) is { } expression
                && type.DerivesFrom(expression));

    private static INamedTypeSymbol? ExpressionType(Compilation compilation) =>
        compilation.GetTypeByMetadataName("System.Linq.Expressions.LambdaExpression");
}
