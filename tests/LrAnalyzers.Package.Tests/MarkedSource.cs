using System.Text;

namespace LrAnalyzers.Package.Tests;

/// <summary>A source file with the diagnostics it should get, written as <c>{|warning LR1001:-0.001|}</c>; marks can be nested.</summary>
internal sealed record MarkedSource(string Text, IReadOnlyList<SourceDiagnostic> Expected)
{
    public static MarkedSource Parse(string file, string markup)
    {
        var text = new StringBuilder();
        var expected = new List<SourceDiagnostic>();
        int line = 1;
        int column = 1;
        for (int i = 0; i < markup.Length; i++)
        {
            if (markup.AsSpan(i).StartsWith("{|"))
            {
                int colon = markup.IndexOf(':', i);
                expected.Add(new SourceDiagnostic(file, line, column, markup[(i + 2)..colon]));
                i = colon;
            }
            else if (markup.AsSpan(i).StartsWith("|}"))
            {
                i++;
            }
            else
            {
                text.Append(markup[i]);
                (line, column) = markup[i] == '\n' ? (line + 1, 1) : (line, column + 1);
            }
        }

        return new MarkedSource(text.ToString(), [.. expected.Order()]);
    }
}
