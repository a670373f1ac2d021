using System.Net;

namespace LrAnalyzers.Tool.Reporting;

/// <summary>Puts text into HTML.</summary>
internal static class Html
{
    /// <summary>The text as content or in an attribute.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A part of the page that stands in a file of its own.</summary>
    public static string Resource(string name)
    {
        using Stream stream = typeof(Html).Assembly.GetManifestResourceStream("report/" + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
