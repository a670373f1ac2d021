using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Editing;

/// <summary>Finds names that collide with nothing, and remembers those it gave out.</summary>
internal sealed class NameAllocator
{
    // By name: what a fix brings to light is mended in another compilation, where the type is another symbol.
    private readonly Dictionary<string, HashSet<string>> _takenByType = new();
    private readonly Dictionary<string, HashSet<string>> _takenByScope = new();
    private readonly HashSet<SyntaxNode> _readScopes = new();

    /// <summary>A new member name for the type; the first of the wishes that is free, else the last with a number.</summary>
    public string ForMember(INamedTypeSymbol type, IReadOnlyList<string> wishes, CancellationToken cancellationToken)
    {
        string key = type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        if (!_takenByType.TryGetValue(key, out HashSet<string>? taken))
        {
            taken = new HashSet<string>();
            foreach (SyntaxReference part in type.DeclaringSyntaxReferences)
            {
                AddNames(taken, part.GetSyntax(cancellationToken));
            }

            for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
            {
                taken.UnionWith(current.GetMembers().Select(member => member.Name));
            }

            _takenByType.Add(key, taken);
        }

        return Take(taken, wishes);
    }

    /// <summary>A new name for a local or a parameter that is seen in all of the node.</summary>
    public string ForLocal(SyntaxNode scope, IReadOnlyList<string> wishes)
    {
        string key = KeyOf(scope);
        if (!_takenByScope.TryGetValue(key, out HashSet<string>? taken))
        {
            _takenByScope.Add(key, taken = new HashSet<string>());
        }

        if (_readScopes.Add(scope))
        {
            AddNames(taken, scope);
        }

        return Take(taken, wishes);
    }

    // A member is the same one in a tree in which something has been fixed already.
    private static string KeyOf(SyntaxNode scope) => scope.SyntaxTree.FilePath + string.Concat(scope.AncestorsAndSelf().Select(node => node switch
    {
        BaseTypeDeclarationSyntax type => "/" + type.Identifier.ValueText,
        MethodDeclarationSyntax method => "/" + method.Identifier.ValueText + method.ParameterList,
        ConstructorDeclarationSyntax constructor => "/new" + constructor.ParameterList,
        PropertyDeclarationSyntax property => "/" + property.Identifier.ValueText,
        MemberDeclarationSyntax and not BaseNamespaceDeclarationSyntax and not GlobalStatementSyntax => "/" + node.Kind(),
        _ => "",
    }));

    private static string Take(HashSet<string> taken, IReadOnlyList<string> wishes)
    {
        string? name = wishes.FirstOrDefault(wish => !taken.Contains(wish));
        for (int number = 2; name is null; number++)
        {
            string numbered = wishes[0] + number;
            name = taken.Contains(numbered) ? null : numbered;
        }

        taken.Add(name);
        return name;
    }

    // Every identifier that could mean, or hide, a member or local of that name.
    private static void AddNames(HashSet<string> taken, SyntaxNode root)
    {
        foreach (SyntaxToken token in root.DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.IdentifierToken) && !NamesMemberOfSomethingElse(token.Parent))
            {
                taken.Add(token.ValueText);
            }
        }
    }

    private static bool NamesMemberOfSomethingElse(SyntaxNode? node) => node?.Parent switch
    {
        MemberAccessExpressionSyntax { Expression: not (ThisExpressionSyntax or BaseExpressionSyntax) } access => access.Name == node,
        MemberBindingExpressionSyntax binding => binding.Name == node,
        NameColonSyntax => true,
        AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment => assignment.Left == node,
        _ => false,
    };
}
