using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Editing;

/// <summary>Adds using directives as text.</summary>
internal static class UsingEdits
{
    /// <summary>The edits, with the directive that they need where the type of the namespace has no simple name at the site.</summary>
    public static ImmutableArray<Edit> WithUsing(this ImmutableArray<Edit> edits, FixSite site, string typeName, string space) =>
        site.SemanticModel.LookupNamespacesAndTypes(site.Expression.SpanStart, name: typeName)
            .Any(symbol => symbol.ContainingNamespace?.ToDisplayString() == space)
                ? edits
                : edits.Add(Add(site, space));

    /// <summary>
    /// Adds <c>using …;</c> to the directives that hold at the site: behind the last one that comes before it in the alphabet,
    /// or at the top of the file.
    /// </summary>
    public static ReplaceText Add(FixSite site, string name)
    {
        string newLine = Edits.NewLineOf(site.Text);
        var root = (CompilationUnitSyntax)site.Expression.SyntaxTree.GetRoot(site.CancellationToken);
        SyntaxList<UsingDirectiveSyntax> usings = site.Expression.Ancestors().OfType<BaseNamespaceDeclarationSyntax>()
            .Select(space => space.Usings)
            .Append(root.Usings)
            .FirstOrDefault(directives => directives.Any(IsPlain));
        if (!usings.Any())
        {
            int top = root.Externs.LastOrDefault()?.FullSpan.End ?? root.GetFirstToken(includeZeroWidth: true).SpanStart;
            return new ReplaceText(site.Document.Id, new TextSpan(top, 0), $"using {name};{newLine}{newLine}");
        }

        UsingDirectiveSyntax before = usings.LastOrDefault(directive => IsPlain(directive) && Sorts(directive.Name!.ToString(), name) < 0)
            ?? usings.Last(IsPlain);
        string indentation = Edits.IndentationAt(site.Text, before.SpanStart);
        return new ReplaceText(site.Document.Id, new TextSpan(before.Span.End, 0), $"{newLine}{indentation}using {name};");
    }

    private static bool IsPlain(UsingDirectiveSyntax directive) =>
        directive.Alias is null && directive.Name is not null && directive.StaticKeyword.IsKind(SyntaxKind.None) && directive.GlobalKeyword.IsKind(SyntaxKind.None);

    // System first, as editors sort.
    private static int Sorts(string first, string second)
    {
        bool system = IsSystem(first);
        return system != IsSystem(second) ? (system ? -1 : 1) : string.CompareOrdinal(first, second);
    }

    private static bool IsSystem(string name) => name == "System" || name.StartsWith("System.", StringComparison.Ordinal);
}
