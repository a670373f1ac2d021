using LrAnalyzers.Tests.Verification;

namespace LrAnalyzers.Tests.Metadata;

/// <summary>The presets of <c>LrAnalysisMode</c> are made from the rules there are, so that none forgets a new rule.</summary>
public class PresetTests
{
    // What throws, yields NaN or has no effect: the findings that are worth a stop in any project, however old.
    private static readonly string[] s_minimum =
    [
        "LR0001", "LR1001", "LR1002", "LR1008", "LR1010", "LR1011", "LR1014", "LR2002", "LR2006", "LR2007", "LR2008", "LR2016",
    ];

    [Theory]
    [InlineData("None", "every rule is off")]
    [InlineData("Minimum", "only what throws, yields NaN or has no effect")]
    [InlineData("Strict", "every rule is a warning")]
    public void Preset_ListsEveryRule(string mode, string meaning) => GeneratedFile.AssertIs(
        $"""
        # LrAnalysisMode {mode}: {meaning}.
        # Made from the rules by PresetTests. A level below 0 lets every configuration file of a user win.
        is_global = true
        global_level = -1

        {string.Join('\n', RuleCatalog.Rules.Select(rule => rule.Descriptor.Id).Order(StringComparer.Ordinal)
            .Select(id => $"dotnet_diagnostic.{id}.severity = {Severity(mode, id)}"))}

        """.ReplaceLineEndings("\n"),
        "src", "LrAnalyzers.Package", "buildTransitive", "config", mode + ".globalconfig");

    private static string Severity(string mode, string id) => mode switch
    {
        "Strict" => "warning",
        "Minimum" when s_minimum.Contains(id) => "warning",
        _ => "none",
    };
}
