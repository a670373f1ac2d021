using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.ValueGraph;

/// <summary>A name that is declared to be another's.</summary>
/// <param name="Name">The type or alias.</param>
/// <param name="Base">The simple name of what stands behind its colon, or of what it stands for.</param>
/// <param name="IsAlias">Whether a <c>using</c> directive declares it.</param>
internal readonly record struct Derivation(string Name, string Base, bool IsAlias);

/// <summary>What a file declares to be another's, read from its declarations alone.</summary>
internal static class Derivations
{
    /// <summary>The types with what stands behind their colon, and the aliases with what they stand for: the simple names of both sides.</summary>
    public static ImmutableArray<Derivation> In(SyntaxTree tree, CancellationToken cancellationToken)
    {
        ImmutableArray<Derivation>.Builder? derivations = null;
        foreach (SyntaxNode declaration in Declarations(tree, cancellationToken))
        {
            switch (declaration)
            {
                case BaseTypeDeclarationSyntax { Identifier.ValueText: var name, BaseList.Types: var bases }:
                    foreach (BaseTypeSyntax named in bases)
                    {
                        Add(name, named.Type, isAlias: false);
                    }

                    break;
                case UsingDirectiveSyntax { Alias.Name.Identifier.ValueText: var name, NamespaceOrType: var aliased }:
                    Add(name, aliased, isAlias: true);
                    break;
            }
        }

        return derivations?.ToImmutable() ?? ImmutableArray<Derivation>.Empty;

        void Add(string name, TypeSyntax type, bool isAlias)
        {
            if (SimpleName(type) is { } simple)
            {
                (derivations ??= ImmutableArray.CreateBuilder<Derivation>()).Add(new Derivation(name, simple, isAlias));
            }
        }
    }

    /// <summary>The calls of base constructors in the heads of types: <c>class Derived(…) : Base(…)</c>.</summary>
    public static IEnumerable<PrimaryConstructorBaseTypeSyntax> PrimaryBasesIn(SyntaxTree tree, CancellationToken cancellationToken)
    {
        foreach (SyntaxNode declaration in Declarations(tree, cancellationToken))
        {
            if (declaration is BaseTypeDeclarationSyntax { BaseList.Types: var bases })
            {
                foreach (BaseTypeSyntax named in bases)
                {
                    if (named is PrimaryConstructorBaseTypeSyntax primary)
                    {
                        yield return primary;
                    }
                }
            }
        }
    }

    /// <summary>The simple name of a type as it is written; <see langword="null"/> where it has none.</summary>
    public static string? SimpleName(TypeSyntax type) => type switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        _ => null,
    };

    // Types and `using` directives; no member of a type is entered that is none.
    private static IEnumerable<SyntaxNode> Declarations(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var pending = new Stack<SyntaxNode>();
        pending.Push(tree.GetRoot(cancellationToken));
        while (pending.Count > 0)
        {
            SyntaxNode current = pending.Pop();
            switch (current)
            {
                case CompilationUnitSyntax { Usings: var usings, Members: var members }:
                    foreach (UsingDirectiveSyntax directive in usings)
                    {
                        yield return directive;
                    }

                    Push(members);
                    break;
                case BaseNamespaceDeclarationSyntax { Usings: var usings, Members: var members }:
                    foreach (UsingDirectiveSyntax directive in usings)
                    {
                        yield return directive;
                    }

                    Push(members);
                    break;
                case TypeDeclarationSyntax { Members: var members }:
                    yield return current;
                    Push(members);
                    break;
                default:
                    yield return current;
                    break;
            }
        }

        void Push(SyntaxList<MemberDeclarationSyntax> members)
        {
            foreach (MemberDeclarationSyntax member in members)
            {
                if (member is BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax)
                {
                    pending.Push(member);
                }
            }
        }
    }
}
