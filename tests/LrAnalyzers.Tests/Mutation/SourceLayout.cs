using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Tests.Mutation;

/// <summary>How the same program is laid out.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Apply">Lays out a program whose members stand on a line each.</param>
internal sealed record SourceLayout(string Name, Func<string, string> Apply)
{
    /// <summary>All layouts.</summary>
    public static IReadOnlyList<SourceLayout> All { get; } =
    [
        new("a line for each member", source => source),
        new("a line for each statement, all with comments, and CRLF", source => Comment(Lines(source)).ReplaceLineEndings("\r\n")),
        new("no braces around a single statement", source => Lines(new BraceRemover().Visit(CSharpSyntaxTree.ParseText(source).GetRoot()).ToFullString())),
        new("no braces, on a line for each member", source => new BraceRemover().Visit(CSharpSyntaxTree.ParseText(source).GetRoot()).ToFullString()),
        new("tabs and comments", source => Comment(Lines(source, "\t"))),
    ];

    private static string Lines(string source, string indentation = "    ") =>
        CSharpSyntaxTree.ParseText(source).GetRoot().NormalizeWhitespace(indentation, "\n").ToFullString() + "\n";

    // A comment behind each statement that ends its line and one above it.
    private static string Comment(string source)
    {
        int number = 0;
        return string.Join('\n', source.Split('\n').Select(line => line.EndsWith(';') && line.StartsWith("        ".Replace("    ", line.StartsWith('\t') ? "\t" : "    ", StringComparison.Ordinal), StringComparison.Ordinal)
            ? $"{line[..^line.TrimStart().Length]}// above {++number}\n{line} // behind {number}"
            : line));
    }

    private sealed class BraceRemover : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitBlock(BlockSyntax node)
        {
            var visited = (BlockSyntax)base.VisitBlock(node)!;
            return node.Parent is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax or IfStatementSyntax or ElseClauseSyntax
                && visited.Statements is [not (LocalDeclarationStatementSyntax or LocalFunctionStatementSyntax)]
                    ? visited.Statements[0].WithLeadingTrivia(visited.GetLeadingTrivia()).WithTrailingTrivia(visited.GetTrailingTrivia())
                    : visited;
        }
    }
}
