using LrAnalyzers.Rules;
using LrAnalyzers.Tests.Mutation;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Tests.Metadata;

/// <summary>The presets of <c>LrAnalysisMode</c> are made from the rules there are, so that none forgets a new rule.</summary>
public class PresetTests
{
    [Theory]
    [InlineData("None", "every rule is off", "none")]
    [InlineData("Strict", "every rule is a warning", "warning")]
    public void Preset_NamesEveryCategory(string mode, string meaning, string severity) => GeneratedFile.AssertIs(
        $"""
        # LrAnalysisMode {mode}: {meaning}.
        # Made from the rules by PresetTests. A level below 0 lets every configuration file of a user win, and a category here what is said there of a category.
        is_global = true
        global_level = -1

        {string.Join('\n', Categories().Select(category => $"dotnet_analyzer_diagnostic.category-{category}.severity = {severity}"))}
        # Reported without a source file, for which no category is looked up.
        dotnet_diagnostic.LR0001.severity = {severity}

        """.ReplaceLineEndings("\n"),
        "src", "LrAnalyzers.Package", "buildTransitive", "config", mode + ".globalconfig");

    [Fact]
    public void Minimum_NamesRulesThatAreWarnings() => Assert.All(
        AnalysisMode.Minimum,
        id => Assert.Equal(DiagnosticSeverity.Warning, RuleCatalog.Rules.Single(rule => rule.Descriptor.Id == id).Descriptor.DefaultSeverity));

    [Fact]
    public async Task Minimum_HoldsEveryRuleThatSaysThrows()
    {
        int index = 0;
        string[] sources =
        [
            .. Repository.RuleSamples().Select(File.ReadAllText),
            .. from mistake in SchedulerMistake.All
               from program in SchedulerProgram.All.Take(2)
               select program.Source(mistake.Optimizer, mistake.Mutated, mistake.MutatedStep, index++),
            .. from mutation in ValueMutations.All
               select ProgramShape.All[0].Source(mutation.Mutated, mutation.MutatedMembers ?? mutation.Members, index++),
        ];
        IEnumerable<Diagnostic> reports = await Analysis.BuildAsync(Analysis.Compile(sources));
        IEnumerable<string> throwing = reports
            .Where(report => report.GetMessage().Contains("throws", StringComparison.Ordinal)).Select(report => report.Id)
            .Concat(RuleCatalog.Rules.Select(rule => rule.Descriptor)
                .Where(descriptor => descriptor.MessageFormat.ToString(null).Contains("throws", StringComparison.Ordinal)).Select(descriptor => descriptor.Id));

        Assert.Empty(throwing.Distinct().Except(AnalysisMode.Minimum).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Categories() => RuleCatalog.Rules.Select(rule => rule.Descriptor.Category).Distinct().Order(StringComparer.Ordinal);
}
