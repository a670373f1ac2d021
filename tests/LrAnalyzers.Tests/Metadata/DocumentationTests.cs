using System.Text.RegularExpressions;
using LrAnalyzers.Catalog;
using LrAnalyzers.Options;
using LrAnalyzers.Rules;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Tests.Metadata;

/// <summary>
/// The documentation says what the code says. Where it does not, a test fails and writes the page as it should be beside
/// it, as <c>LR1001.md.generated</c>.
/// </summary>
public partial class DocumentationTests
{
    private static readonly string[] s_pages = ["src", "docs", "rules"];

    public static TheoryData<string> Ids() => [.. RuleCatalog.Rules.Select(rule => rule.Descriptor.Id)];

    /// <summary>Every page of documentation, from the repository's root.</summary>
    public static TheoryData<string> Documents() => [.. MarkdownFiles()];

    [Theory]
    [MemberData(nameof(Ids))]
    public void RulePage_SaysWhatTheCodeSays(string id)
    {
        DiagnosticDescriptor descriptor = RuleCatalog.Rules.Single(rule => rule.Descriptor.Id == id).Descriptor;
        string[] path = [.. s_pages, id + ".md"];
        MarkdownPage page = MarkdownPage.Parse(Repository.Exists(path) ? Repository.Read(path) : NewPage(descriptor));

        page.Title = $"{id}: {descriptor.Title}";
        page.SetRow("Severity", descriptor.DefaultSeverity.ToString());
        page.SetRow("Category", descriptor.Category);
        // What follows is the author's: "yes: the algorithm's typical value".
        string fix = HasFix(id) ? "yes" : "no";
        page.SetRow("Code fix", page.Row("Code fix") is { } told && told.StartsWith(fix, StringComparison.Ordinal) ? told : fix);
        (string violation, string corrected, string language) = Sample(id);
        page.SetCode("What it reports", language, violation);
        page.SetCode("How to fix it", language, corrected);
        OptionDefinition[] options = [.. DocumentedOptions().Where(option => option.Rules.Contains(id))];
        page.SetTable(
            "Options",
            "| key | values | default |",
            options.Select(option => $"| `{option.Key}` | {option.Allowed} | {Default(option)} |"),
            after: "What it does not report");

        GeneratedFile.AssertIs(page.ToString(), path);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void RulePage_HasEverySection(string id)
    {
        string page = Repository.Read([.. s_pages, id + ".md"]);
        Assert.DoesNotContain("TODO", page, StringComparison.Ordinal);
        string[] sections = [.. MarkdownPage.Parse(page).Sections];
        string[] required = ["What it reports", "Why", "How to fix it", "When to suppress it"];
        Assert.Equal(required, sections.Where(required.Contains));
        Assert.Equal("When to suppress it", sections[^1]);
    }

    [Fact]
    public void RulePages_AreAboutRules() => Assert.Empty(
        Directory.EnumerateFiles(Path.Combine([Repository.Root, .. s_pages]), "LR*.md")
            .Select(Path.GetFileNameWithoutExtension)
            .Except(RuleCatalog.Rules.Select(rule => rule.Descriptor.Id)));

    [Fact]
    public void Index_ListsEveryRule() => GeneratedFile.AssertIs(
        $"""
        # The rules of LrAnalyzers

        What each rule reports, why, how to fix it, and when to suppress it. The code on the pages is compiled: it comes from [samples/Rules](../../../samples/Rules). Severities are the defaults; [the configuration](../configuration.md#severities) says how to change them.

        {string.Join("\n\n", RuleCatalog.Rules.OrderBy(rule => rule.Descriptor.Id, StringComparer.Ordinal)
            .GroupBy(rule => rule.Descriptor.Category)
            .OrderBy(rules => rules.Last().Descriptor.Id, StringComparer.Ordinal)
            .Select(Category))}

        """.ReplaceLineEndings("\n"),
        [.. s_pages, "README.md"]);

    [Fact]
    public void Readme_ListsEveryRule() => GeneratedFile.AssertIs(
        MarkdownPage.ReplaceTable(
            Repository.Read("README.md"),
            "| Rule | Title | Severity |",
            RuleCatalog.Rules.Select(rule => rule.Descriptor).OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal)
                .Select(descriptor => $"| [{descriptor.Id}](src/docs/rules/{descriptor.Id}.md) | {descriptor.Title} | {descriptor.DefaultSeverity} |")),
        "README.md");

    [Fact]
    public void Configuration_ListsEveryOption() => GeneratedFile.AssertIs(
        MarkdownPage.ReplaceTable(
            Repository.Read("src", "docs", "configuration.md"),
            "| Option | Values | Default | Read by | What it does |",
            DocumentedOptions().Where(option => option.Rules.IsEmpty || ReadersOf(option).Any())
                .Select(option => $"| `{option.Key}` | {option.Allowed} | {Default(option)} | {Readers(option)} | {option.Description} |")),
        "src", "docs", "configuration.md");

    [Fact]
    public void Ranges_AreThoseOfTheCatalog()
    {
        string page = Repository.Read("src", "docs", "ranges.md");
        page = MarkdownPage.ReplaceTable(
            page, "| Algorithm | Working range | Usual range | Typical | Sources |", Algorithms.All.Select(RangeRow).Distinct());
        page = MarkdownPage.ReplaceTable(
            page,
            "| Algorithm | Range | Typical | Source |",
            Algorithms.All.Where(algorithm => algorithm.FineTuning is not null).Select(algorithm =>
                $"| {algorithm.Name} | {Range(algorithm.FineTuning)} | {Number(algorithm.TypicalFineTuning!.Value)} | {algorithm.FineTuning!.Source} |"));
        GeneratedFile.AssertIs(page, "src", "docs", "ranges.md");
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_LeadSomewhere(string document)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
        List<string> broken = [];
        foreach (Match link in Link().Matches(WithoutCode(Repository.Read(document))))
        {
            string target = link.Groups["target"].Value;
            if (target.Contains("://", StringComparison.Ordinal))
            {
                continue;
            }

            string[] parts = target.Split('#');
            string file = parts[0].Length == 0 ? Path.Combine(Repository.Root, document) : Path.GetFullPath(Path.Combine(folder, parts[0]));
            bool exists = File.Exists(file) || Directory.Exists(file);
            if (!exists || (parts.Length > 1 && !Heading().Matches(File.ReadAllText(file)).Any(heading => Anchor(heading.Groups["text"].Value) == parts[1])))
            {
                broken.Add(target);
            }
        }

        Assert.Empty(broken);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Options_ThatAreNamed_Exist(string document)
    {
        // LR0001's page shows settings that are wrong.
        string[] known =
        [
            .. DocumentedOptions().Concat(RangeOptions.All).Concat(RangeOptions.KeysOf(["Lion"])).Select(option => option.Key),
            .. document.EndsWith("LR0001.md", StringComparison.Ordinal) ? ["lr_analyzers.exclude_test"] : Array.Empty<string>(),
        ];
        Assert.Empty(OptionKey().Matches(Repository.Read(document)).Select(key => key.Value).Except(known));
    }

    private static IEnumerable<string> MarkdownFiles() =>
        new[] { "src", "samples", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Repository.Root, "*.md"))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<OptionDefinition> DocumentedOptions() =>
        [RangeOptions.Pattern.Maximum, RangeOptions.Pattern.Minimum, .. LrOptions.All];

    private static string Default(OptionDefinition option) => option.DefaultText.Length == 0 ? "none" : $"`{option.DefaultText}`";

    private static IEnumerable<string> ReadersOf(OptionDefinition option) =>
        option.Rules.Intersect(RuleCatalog.Rules.Select(rule => rule.Descriptor.Id));

    private static string Readers(OptionDefinition option) =>
        option == LrOptions.DotnetFormat ? "all with a fix that changes a training"
        : option.Rules.IsEmpty ? "all about a value" : string.Join(", ", ReadersOf(option));

    private static string RangeRow(Algorithm algorithm)
    {
        (string What, string? Source)[] sources =
            [("working", algorithm.Working?.Source), ("usual", algorithm.Usual?.Source), ("typical", algorithm.Typical is null ? null : algorithm.TypicalSource)];
        string cited = string.Join(". ", sources.Where(source => !string.IsNullOrEmpty(source.Source))
            .GroupBy(source => source.Source)
            .Select(same => $"{string.Join(" and ", same.Select(source => source.What))}: {same.Key}"));
        string typical = algorithm.Typical is { } number ? Number(number) : "";
        return $"| {algorithm.Name} ({(algorithm.Library == Library.MLNet ? "ML.NET" : "TorchSharp")}) | {Range(algorithm.Working)} | {Range(algorithm.Usual)} | {typical} | {cited} |";
    }

    private static string Range(LearningRateRange? range) => range is null
        ? ""
        : (range.Minimum == 0 ? "above 0" : (range.IncludesMinimum ? "" : "above ") + Number(range.Minimum))
            + (double.IsInfinity(range.Maximum) ? "" : " to " + (range.IncludesMaximum ? "" : "below ") + Number(range.Maximum));

    private static string Number(double number) => LearningRateFormat.Format(number);

    private static bool HasFix(string id) => RuleCatalog.CodeFixProviders.Any(provider => provider.FixableDiagnosticIds.Contains(id));

    private static string Category(IGrouping<string, Rule> rules)
    {
        string heading = rules.Key.Split('.')[1] switch
        {
            "Value" => "LR1xxx: the value",
            "Schedule" => "LR2xxx: the schedule",
            "Configuration" => "LR0001 and LR3xxx: configuration",
            string category => category,
        };
        return $"## {heading}\n\n| Rule | Title | Severity | Code fix |\n| --- | --- | --- | --- |\n" + string.Join('\n', rules
            .Select(rule => rule.Descriptor)
            .Select(descriptor => $"| [{descriptor.Id}]({descriptor.Id}.md) | {descriptor.Title} | {descriptor.DefaultSeverity} | {(HasFix(descriptor.Id) ? "yes" : "no")} |"));
    }

    // The sample of a rule about configuration is a configuration file.
    private static (string Violation, string Corrected, string Language) Sample(string id)
    {
        bool isCode = Repository.Exists("samples", "Rules", id + ".cs");
        string sample = Repository.Read("samples", "Rules", id + (isCode ? ".cs" : ".editorconfig"));
        return (Repository.Region(sample, "Violation"), Repository.Region(sample, "Fixed"), isCode ? "csharp" : "ini");
    }

    private static string NewPage(DiagnosticDescriptor descriptor) =>
        $"""
        # {descriptor.Id}: {descriptor.Title}

        | | |
        | --- | --- |
        | Severity | |
        | Category | |
        | Code fix | |

        ## What it reports

        TODO: what exactly, and through what it is followed.

        ## Why

        {descriptor.Description} TODO: the source: a paper, a file of the library, a run.

        ## How to fix it

        TODO: what the fix writes, and where it is not offered.

        ## When to suppress it

        TODO: an honest case.

        """.ReplaceLineEndings("\n");

    // GitHub's anchors: lower case, no punctuation, dashes for spaces.
    private static string Anchor(string heading) => Punctuation().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static string WithoutCode(string markdown) => Code().Replace(markdown, "");

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();

    [GeneratedRegex(@"^```.*?^```|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"lr_analyzers\.[\w<>]+(\.[\w]+)?")]
    private static partial Regex OptionKey();
}
