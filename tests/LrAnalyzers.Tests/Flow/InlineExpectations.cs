using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Tests.Flow;

/// <summary>
/// What a source expects of itself, in the style of CodeQL's inline expectations: <c>// $ step loops=2</c> lists everything
/// that is to be found in its line, <c>// $ MISSING: step</c> what should be found and is not yet. A line without such a
/// comment expects nothing.
/// </summary>
internal static class InlineExpectations
{
    private static readonly Regex s_comment = new(@"//\s*\$(?<found>[^:]*?)(MISSING:(?<missing>.*))?$", RegexOptions.CultureInvariant);

    /// <summary>Asserts that a source's expectations are what was found.</summary>
    /// <param name="source">The source.</param>
    /// <param name="found">Every finding, by its line (from 0) and its name.</param>
    public static void AssertMatch(string source, IEnumerable<(int Line, string Name)> found)
    {
        ILookup<int, string> actual = found.Distinct().ToLookup(finding => finding.Line, finding => finding.Name);
        string[] lines = source.Split('\n');
        List<string> differences = [];
        for (int line = 0; line < lines.Length; line++)
        {
            Match comment = s_comment.Match(lines[line].TrimEnd());
            string[] expected = Names(comment.Groups["found"].Value);
            string[] missing = Names(comment.Groups["missing"].Value);
            differences.AddRange(expected.Except(actual[line]).Select(name => $"{line + 1}: not found: {name}"));
            differences.AddRange(actual[line].Except(expected).Except(missing).Select(name => $"{line + 1}: not expected: {name}"));
            differences.AddRange(missing.Intersect(actual[line]).Select(name => $"{line + 1}: no longer missing: {name}"));
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences.Prepend(source)));
    }

    /// <summary>Tells the line of a node in a source that was split into files, from 0.</summary>
    public static Func<SyntaxNode, int> Lines(Compilation compilation)
    {
        int firstLine = 0;
        var firstLines = new Dictionary<SyntaxTree, int>();
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            firstLines.Add(tree, firstLine);
            firstLine += tree.GetText().Lines.Count - 1;
        }

        return node => firstLines[node.SyntaxTree] + node.GetLocation().GetLineSpan().StartLinePosition.Line;
    }

    private static string[] Names(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
