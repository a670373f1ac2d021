using System.Text.RegularExpressions;

namespace LrAnalyzers.Tests.Metadata;

/// <summary>A page of documentation in which the parts that come from the code can be set; everything else stays as it is.</summary>
internal sealed class MarkdownPage
{
    private readonly List<(string Name, string Text)> _sections = [];
    private string _head = "";

    /// <summary>The headings of the second level.</summary>
    public IEnumerable<string> Sections => _sections.Select(section => section.Name);

    /// <summary>The heading of the first level.</summary>
    public string Title
    {
        get => _head.Split('\n')[0].TrimStart('#', ' ');
        set => _head = $"# {value}\n" + _head[(_head.IndexOf('\n') + 1)..];
    }

    public static MarkdownPage Parse(string text)
    {
        string[] parts = Regex.Split(text, "^## (.*)\n", RegexOptions.Multiline);
        var page = new MarkdownPage { _head = parts[0] };
        for (int i = 1; i < parts.Length; i += 2)
        {
            page._sections.Add((parts[i], parts[i + 1]));
        }

        return page;
    }

    /// <summary>The text with the rows of the table that has the header; the text fails the test where there is none.</summary>
    public static string ReplaceTable(string text, string header, IEnumerable<string> rows)
    {
        int start = text.IndexOf(header + "\n", StringComparison.Ordinal);
        Assert.True(start >= 0, "There is no table " + header);
        int end = text.IndexOf("\n\n", start, StringComparison.Ordinal);
        return text[..start] + Table(header, rows) + text[(end < 0 ? text.Length - 1 : end)..];
    }

    /// <summary>What the table at the page's head says about a subject.</summary>
    public string? Row(string subject) =>
        RowOf(subject).Match(_head) is { Success: true } row ? row.Groups["value"].Value : null;

    /// <summary>Sets a row of the table at the page's head, which is added where it is missing.</summary>
    public void SetRow(string subject, string value) => _head = RowOf(subject).IsMatch(_head)
        ? RowOf(subject).Replace(_head, $"| {subject} | {value.Replace("$", "$$")} |")
        : _head.TrimEnd() + $"\n| {subject} | {value} |\n\n";

    /// <summary>Sets the first code of a section in a language; code is added at the end where there is none.</summary>
    public void SetCode(string section, string language, string code)
    {
        string block = $"```{language}\n{code}```";
        Change(section, text =>
        {
            var fence = new Regex($"^```{language}\n.*?^```", RegexOptions.Multiline | RegexOptions.Singleline);
            return fence.IsMatch(text) ? fence.Replace(text, block.Replace("$", "$$"), 1) : text.TrimEnd() + "\n\n" + block + "\n\n";
        });
    }

    /// <summary>Sets the table of a section, which is there if and only if the table has rows.</summary>
    public void SetTable(string section, string header, IEnumerable<string> rows, string after)
    {
        if (!rows.Any())
        {
            _sections.RemoveAll(candidate => candidate.Name == section);
            return;
        }

        if (!Sections.Contains(section))
        {
            int index = Math.Max(_sections.FindIndex(candidate => candidate.Name == after), _sections.FindIndex(candidate => candidate.Name == "How to fix it"));
            _sections.Insert(index + 1, (section, $"\n{header}\n\n"));
        }

        Change(section, text => text.Contains(header, StringComparison.Ordinal)
            ? ReplaceTable(text, header, rows)
            : $"\n{Table(header, rows)}\n{text}");
    }

    public override string ToString() => _head + string.Concat(_sections.Select(section => $"## {section.Name}\n{section.Text}"));

    private static string Table(string header, IEnumerable<string> rows) =>
        header + "\n|" + string.Concat(Enumerable.Repeat(" --- |", header.Count(letter => letter == '|') - 1)) + "\n" + string.Join('\n', rows);

    private static Regex RowOf(string subject) => new($@"^\| {subject} \| ?(?<value>.*?) ?\|$", RegexOptions.Multiline);

    private void Change(string section, Func<string, string> change)
    {
        int index = _sections.FindIndex(candidate => candidate.Name == section);
        Assert.True(index >= 0, "There is no section " + section);
        _sections[index] = (section, change(_sections[index].Text));
    }
}
