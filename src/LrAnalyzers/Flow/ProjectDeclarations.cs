using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>Finds declarations of a project by what they are made for: calls of base constructors, implementations of properties.</summary>
internal static class ProjectDeclarations
{
    /// <summary>The calls <c>: this(…)</c> and <c>: base(…)</c> of a type's constructors.</summary>
    public static IEnumerable<IInvocationOperation> ConstructorCallsOf(INamedTypeSymbol type, CodeBase code, CancellationToken cancellationToken)
    {
        foreach (SyntaxTree tree in FilesMentioning(type.Name, code, cancellationToken))
        {
            foreach (SyntaxNode node in tree.GetRoot(cancellationToken).DescendantNodes(node => node is not (BlockSyntax or ArrowExpressionClauseSyntax)))
            {
                if (node is ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax
                    && code.ModelOf(tree).GetOperation(node, cancellationToken) is IInvocationOperation call
                    && SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType?.OriginalDefinition, type.OriginalDefinition))
                {
                    yield return call;
                }
            }
        }
    }

    /// <summary>The properties that implement or override one without a body.</summary>
    public static IReadOnlyList<IPropertySymbol> ImplementationsOf(IPropertySymbol property, CodeBase code, CancellationToken cancellationToken)
    {
        var found = new List<IPropertySymbol>();
        foreach (SyntaxTree tree in FilesMentioning(property.Name, code, cancellationToken))
        {
            foreach (SyntaxNode node in tree.GetRoot(cancellationToken).DescendantNodes(node => node is not (BlockSyntax or ArrowExpressionClauseSyntax)))
            {
                bool isNamed = node is PropertyDeclarationSyntax written && written.Identifier.ValueText == property.Name
                    || node is ParameterSyntax { Parent.Parent: RecordDeclarationSyntax } positional && positional.Identifier.ValueText == property.Name;
                if (!isNamed)
                {
                    continue;
                }

                IPropertySymbol? candidate = code.ModelOf(tree).GetDeclaredSymbol(node, cancellationToken) switch
                {
                    IPropertySymbol declared => declared,
                    IParameterSymbol parameter => parameter.ContainingType?.GetMembers(parameter.Name).OfType<IPropertySymbol>().FirstOrDefault(),
                    _ => null,
                };
                if (candidate is { IsAbstract: false } && OtherNames.Of(candidate).Contains(property.OriginalDefinition, SymbolEqualityComparer.Default))
                {
                    found.Add(candidate);
                }
            }
        }

        return found;
    }

    private static IEnumerable<SyntaxTree> FilesMentioning(string name, CodeBase code, CancellationToken cancellationToken) =>
        code.Compilation.SyntaxTrees.Where(tree => ProjectFacts.Mentions(tree, name, cancellationToken)).Take(GraphLimits.Files);
}
