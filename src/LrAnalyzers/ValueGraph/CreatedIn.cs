using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.ValueGraph;

/// <summary>
/// The places of one file that call a constructor, by the simple name of the type where the syntax says it: read once for all
/// types, so that a file with thousands of them stays fast, and only what may be the type's is bound.
/// </summary>
internal sealed class CreatedIn
{
    private readonly Dictionary<string, List<SyntaxNode>> _byName = new();

    private static readonly AskedNames s_calls = new(new[] { FileWords.New, FileWords.BaseCall, FileWords.ThisCall });

    // `return new(…)`, and what an alias may stand for.
    private readonly List<SyntaxNode> _unnamed = new();

    /// <summary>Reads a file.</summary>
    /// <param name="tree">The file.</param>
    /// <param name="aliases">The names that <c>using</c> directives declare anywhere in the project.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public CreatedIn(SyntaxTree tree, ImmutableHashSet<string> aliases, CancellationToken cancellationToken)
    {
        foreach (SyntaxToken token in ProjectFacts.Tokens(tree, s_calls, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            SyntaxNode node = token.Parent!;
            switch (node)
            {
                case ObjectCreationExpressionSyntax creation:
                    Add(creation, SimpleName(creation.Type), aliases);
                    break;
                case ImplicitObjectCreationExpressionSyntax { Parent: EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type: var type } } } } creation:
                    Add(creation, SimpleName(type), aliases);
                    break;
                case ImplicitObjectCreationExpressionSyntax { Parent: EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax { Type: var type } } } creation:
                    Add(creation, SimpleName(type), aliases);
                    break;
                case ImplicitObjectCreationExpressionSyntax:
                    _unnamed.Add(node);
                    break;
                case ConstructorInitializerSyntax { Parent.Parent: TypeDeclarationSyntax type } initializer when initializer.ThisOrBaseKeyword.ValueText == "this":
                    Add(initializer, type.Identifier.ValueText, aliases);
                    break;
                // The class is named first; the interfaces behind it have no constructors.
                case ConstructorInitializerSyntax { Parent.Parent: TypeDeclarationSyntax { BaseList.Types: { Count: > 0 } bases } type } initializer
                    when !type.Modifiers.Any(SyntaxKind.PartialKeyword):
                    Add(initializer, SimpleName(bases[0].Type), aliases);
                    break;
                // Of several parts another one may name it.
                case ConstructorInitializerSyntax:
                    _unnamed.Add(node);
                    break;
            }
        }

        foreach (PrimaryConstructorBaseTypeSyntax call in Derivations.PrimaryBasesIn(tree, cancellationToken))
        {
            Add(call, SimpleName(call.Type), aliases);
        }
    }

    /// <summary>The places that may call the constructor, in source order.</summary>
    public IEnumerable<SyntaxNode> Of(IMethodSymbol constructor) =>
        (_byName.TryGetValue(constructor.ContainingType.Name, out List<SyntaxNode>? named) ? named : Enumerable.Empty<SyntaxNode>()).Concat(_unnamed)
            .Where(node => NamedAlike.MayTake(constructor, ArgumentsOf(node)))
            .OrderBy(node => node.SpanStart);

    private static int ArgumentsOf(SyntaxNode call) => call switch
    {
        BaseObjectCreationExpressionSyntax { ArgumentList: { } arguments } => arguments.Arguments.Count,
        ConstructorInitializerSyntax { ArgumentList: var arguments } => arguments.Arguments.Count,
        PrimaryConstructorBaseTypeSyntax { ArgumentList: var arguments } => arguments.Arguments.Count,
        _ => 0,
    };

    private void Add(SyntaxNode node, string? name, ImmutableHashSet<string> aliases)
    {
        if (name is null || aliases.Contains(name))
        {
            _unnamed.Add(node);
            return;
        }

        if (!_byName.TryGetValue(name, out List<SyntaxNode>? nodes))
        {
            _byName.Add(name, nodes = new List<SyntaxNode>());
        }

        nodes.Add(node);
    }

    private static string? SimpleName(TypeSyntax type) => type switch
    {
        SimpleNameSyntax { IsVar: true } => null,
        NullableTypeSyntax nullable => SimpleName(nullable.ElementType),
        _ => Derivations.SimpleName(type),
    };
}
