using System.Reflection;
using System.Text.RegularExpressions;
using LrAnalyzers.Rules;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Tests.Metadata;

/// <summary>A rule is done when all its parts are there (design: habits); its pages are tested by <see cref="DocumentationTests"/>.</summary>
public partial class RuleMetadataTests
{
    public static TheoryData<string> Ids() => [.. RuleCatalog.Rules.Select(rule => rule.Descriptor.Id)];

    /// <summary>The rules about code; LR0001 is about configuration, and its tests take its sample.</summary>
    public static TheoryData<string> CodeIds() => [.. RuleCatalog.Rules.Select(rule => rule.Descriptor.Id).Except(["LR0001"])];

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
    [MemberData(nameof(CodeIds))]
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
