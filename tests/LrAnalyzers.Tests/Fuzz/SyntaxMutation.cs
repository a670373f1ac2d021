using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Tests.Fuzz;

/// <summary>Damages a source: what an editor holds while somebody types, and what nobody would type.</summary>
internal static class SyntaxMutation
{
    private static readonly string[] s_expressions =
    [
        "0", "-1", "1e308", "double.NaN", "null!", "default!", "\"text\"", "1 / 3", "(() => 1e-3)()", "new()", "throw null!", "missing", "int.MinValue", "1e-3f", "0.1m", "this", "typeof(int)", "[0.1, 0.2]", "checked(1 / 1000)",
    ];

    private static readonly string[] s_tokens = ["(", ")", "{", "}", ";", ",", "=>", "await", "ref", "static", "?", "..", "\"", "/*", "#if A\n", "\n#endif\n", "<", "new", "0x"];

    /// <summary>Applies one to four mutations.</summary>
    public static string Apply(string source, Random random)
    {
        int count = random.Next(1, 5);
        for (int i = 0; i < count; i++)
        {
            source = Once(source, random);
        }

        return source;
    }

    private static string Once(string source, Random random)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(source).GetRoot();
        StatementSyntax[] statements = [.. root.DescendantNodes().OfType<StatementSyntax>()];
        ExpressionSyntax[] expressions = [.. root.DescendantNodes().OfType<ExpressionSyntax>()];
        ArgumentSyntax[] arguments = [.. root.DescendantNodes().OfType<ArgumentSyntax>()];
        SyntaxToken[] tokens = [.. root.DescendantTokens()];
        switch (random.Next(11))
        {
            case 0 when statements.Length > 0:
                return Replace(source, Of(statements).Span, "");
            case 1 when statements.Length > 0:
                StatementSyntax twice = Of(statements);
                return Replace(source, twice.Span, twice + " " + twice);
            case 2 when statements.Length > 1:
                return Replace(source, Of(statements).Span, Of(statements).ToString());
            case 3 when expressions.Length > 1:
                return Replace(source, Of(expressions).Span, Of(expressions).ToString());
            case 4 when expressions.Length > 0:
                return Replace(source, Of(expressions).Span, s_expressions[random.Next(s_expressions.Length)]);
            case 5 when statements.Length > 0:
                StatementSyntax wrapped = Of(statements);
                return Replace(source, wrapped.Span, string.Format(System.Globalization.CultureInfo.InvariantCulture, new[]
                {
                    "if (true) {{ {0} }}", "while (true) {{ {0} }}", "try {{ {0} }} catch {{ }}", "{{ {0} }}", "new System.Action(() => {{ {0} }})();", "for (int q = 0; q < 3; q++) {0}", "void Local() {{ {0} }} Local();", "unsafe {{ {0} }}",
                }[random.Next(8)], wrapped));
            case 6 when arguments.Length > 0:
                ArgumentSyntax removed = Of(arguments);
                return Replace(source, removed.Span, random.Next(2) == 0 ? "" : $"{removed}, {removed}");
            case 7 when tokens.Length > 0:
                return Replace(source, Of(tokens).Span, "");
            case 8 when tokens.Length > 0:
                return Replace(source, Of(tokens).Span, s_tokens[random.Next(s_tokens.Length)]);
            case 9 when tokens.Length > 1:
                return Replace(source, Of([.. tokens.Where(token => token.IsKind(SyntaxKind.IdentifierToken)).DefaultIfEmpty(tokens[0])]).Span, Of(tokens).Text);
            case 10 when source.Length > 100 && random.Next(4) == 0:
                return source[..random.Next(source.Length)];
            default:
                return source;
        }

        T Of<T>(T[] items) => items[random.Next(items.Length)];
    }

    private static string Replace(string source, Microsoft.CodeAnalysis.Text.TextSpan span, string text) => source[..span.Start] + text + source[span.End..];
}
