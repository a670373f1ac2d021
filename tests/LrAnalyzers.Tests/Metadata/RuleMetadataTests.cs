using System.Reflection;
using System.Text.RegularExpressions;
using LrAnalyzers.Rules;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Tests.Metadata;

/// <summary>A rule is done when all its parts are there (design: habits).</summary>
public partial class RuleMetadataTests
{
    public static TheoryData<string> Ids() => [.. RuleCatalog.Rules.Select(rule => rule.Descriptor.Id)];

    private static Rule RuleOf(string id) => RuleCatalog.Rules.Single(rule => rule.Descriptor.Id == id);

    [Fact]
    public void Ids_AreUnique() =>
        Assert.Equal(RuleCatalog.Rules.Length, RuleCatalog.Rules.Select(rule => rule.Descriptor.Id).Distinct().Count());

    [Fact]
    public void EveryRule_IsRunByExactlyOneAnalyzer() =>
        Assert.Equal(
            RuleCatalog.Rules.Select(rule => rule.Descriptor.Id).Order(),
            RuleCatalog.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(descriptor => descriptor.Id).Order());

    [Theory]
    [MemberData(nameof(Ids))]
    public void Descriptor_IsComplete(string id)
    {
        Rule rule = RuleOf(id);
        DiagnosticDescriptor descriptor = rule.Descriptor;
        Assert.Matches("^LR[0-9]{4}$", id);
        Assert.StartsWith(id + "_", rule.GetType().Name, StringComparison.Ordinal);
        Assert.NotEqual(DiagnosticSeverity.Error, descriptor.DefaultSeverity);
        Assert.True(descriptor.IsEnabledByDefault);
        Assert.EndsWith($"src/docs/rules/{id}.md", descriptor.HelpLinkUri, StringComparison.Ordinal);
        Assert.NotEmpty(descriptor.Description.ToString());
        Assert.Single(
            rule.GetType().GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public),
            field => field.FieldType == typeof(DiagnosticDescriptor) && field.IsInitOnly);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Page_TellsWhatTheDescriptorSays(string id)
    {
        DiagnosticDescriptor descriptor = RuleOf(id).Descriptor;
        string page = Repository.Read("src", "docs", "rules", id + ".md");
        Assert.StartsWith($"# {id}: {descriptor.Title}\n", page, StringComparison.Ordinal);
        Assert.Contains($"| Severity | {descriptor.DefaultSeverity} |", page, StringComparison.Ordinal);
        Assert.Contains($"| Category | {descriptor.Category} |", page, StringComparison.Ordinal);
        bool hasFix = RuleCatalog.CodeFixProviders.Any(provider => provider.FixableDiagnosticIds.Contains(id));
        Assert.Contains(hasFix ? "| Code fix | yes" : "| Code fix | no", page, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Page_QuotesTheSample(string id)
    {
        string page = Repository.Read("src", "docs", "rules", id + ".md");
        string sample = Repository.Read("samples", "Rules", id + ".cs");
        Assert.Contains("```csharp\n" + Repository.Region(sample, "Violation") + "```", page, StringComparison.Ordinal);
        Assert.Contains("```csharp\n" + Repository.Region(sample, "Fixed") + "```", page, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Sample_ReportsInItsFirstHalfOnly(string id)
    {
        string source = Repository.Read("samples", "Rules", id + ".cs");
        int fixedHalf = source.IndexOf("#region Fixed", StringComparison.Ordinal);
        Compilation compilation = Analysis.Compile(source);
        Assert.Empty(Analysis.Errors(compilation));
        Diagnostic[] diagnostics = [.. await Analysis.BuildAsync(compilation)];
        Assert.Contains(diagnostics, diagnostic => diagnostic.Id == id);
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Location.SourceSpan.Start > fixedHalf);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void ReleaseRow_Exists(string id)
    {
        DiagnosticDescriptor descriptor = RuleOf(id).Descriptor;
        string releases = Repository.Read("src", "LrAnalyzers", "AnalyzerReleases.Shipped.md")
            + Repository.Read("src", "LrAnalyzers", "AnalyzerReleases.Unshipped.md");
        Assert.Contains($"{id} | {descriptor.Category} | {descriptor.DefaultSeverity} | {descriptor.Title}\n", releases, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Readme_ListsTheRule(string id)
    {
        DiagnosticDescriptor descriptor = RuleOf(id).Descriptor;
        Assert.Contains(
            $"| [{id}](src/docs/rules/{id}.md) | {descriptor.Title} | {descriptor.DefaultSeverity} |",
            Repository.Read("README.md"),
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Tests_Exist(string id) =>
        Assert.NotEmpty(Assembly.GetExecutingAssembly().GetType($"LrAnalyzers.Tests.Rules.{id}Tests")?.GetMethods()
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null) ?? []);

    [Fact]
    public void Messages_EndWithoutSpace() =>
        Assert.All(RuleCatalog.Rules, rule => Assert.DoesNotMatch(TrailingSpace(), rule.Descriptor.MessageFormat.ToString()));

    [Fact]
    public void CodeFixes_HaveConstantKeysAndFixAll() =>
        Assert.All(RuleCatalog.CodeFixProviders, provider => Assert.NotNull(provider.GetFixAllProvider()));

    [GeneratedRegex(@"\s$")]
    private static partial Regex TrailingSpace();
}
