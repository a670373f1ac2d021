using System.Text.Json;

namespace LrAnalyzers.Package.Tests;

/// <summary>Presets and options, as a project that has installed the package meets them.</summary>
[Collection(ConsumerTests.Name)]
public sealed class ConsumerConfigurationTests(ConsumerWorkshop workshop)
{
    private const string Program = """
        using TorchSharp;

        using var model = torch.nn.Linear(2, 1);
        using var unusual = torch.optim.Adam(model.parameters(), 0.05);
        using var negative = torch.optim.SGD(model.parameters(), learningRate: -0.001);
        Console.WriteLine($"{unusual} {negative}");

        """;

    [Theory]
    [InlineData("None")]
    [InlineData("Minimum", "warning LR1001")]
    [InlineData("minimum", "warning LR1001")]
    [InlineData("Default", "warning LR1001", "warning LR3001")]
    [InlineData("Strict", "warning LR1001", "warning LR1004", "warning LR3001")]
    public async Task Build_InAMode_PrintsItsRules(string mode, params string[] expected)
    {
        var project = workshop.NewProject().Write(Program);

        var build = (await project.BuildAsync("-property:LrAnalysisMode=" + mode)).ShouldSucceed();

        Assert.Equal(expected, Ids(build));
        Assert.Empty(build.ProjectDiagnostics);
    }

    [Fact]
    public async Task Build_TheUsersEditorConfig_BeatsTheMode()
    {
        var project = workshop.NewProject()
            .Write(Program, properties: "<LrAnalysisMode>Minimum</LrAnalysisMode>")
            .WriteConfiguration(".editorconfig", "[*.cs]\ndotnet_diagnostic.LR1001.severity = none\ndotnet_diagnostic.LR3001.severity = warning\n");

        Assert.Equal(["warning LR3001"], Ids((await project.BuildAsync()).ShouldSucceed()));
    }

    [Fact]
    public async Task Build_TheUsersGlobalConfig_BeatsTheMode()
    {
        var project = workshop.NewProject()
            .Write(Program, properties: "<LrAnalysisMode>None</LrAnalysisMode>")
            .WriteConfiguration(".globalconfig", "is_global = true\ndotnet_diagnostic.LR3001.severity = warning\n");

        Assert.Equal(["warning LR3001"], Ids((await project.BuildAsync()).ShouldSucceed()));
    }

    [Fact]
    public async Task Build_InAnUnknownMode_ListsTheModes()
    {
        var project = workshop.NewProject().Write(Program, properties: "<LrAnalysisMode>Stict</LrAnalysisMode>");

        var build = (await project.BuildAsync()).ShouldSucceed();

        Assert.Equal(
            ["warning LRM001: 'Stict' is not a mode of LrAnalyzers, so Default is used. The modes of LrAnalysisMode are: None, Minimum, Default, Strict."],
            build.ProjectDiagnostics);
        Assert.Equal(["warning LR1001", "warning LR3001"], Ids(build));
    }

    [Fact]
    public async Task Build_WithAGarbageOption_PrintsOneWarning()
    {
        var project = workshop.NewProject()
            .Write(Program)
            .WriteConfiguration("Second.cs", "internal static class Second;\n")
            .WriteConfiguration(".editorconfig", "[*.cs]\nlr_analyzers.hard_coded_scope = \u0001!! NaN, 1e999 {0}\n");

        var build = (await project.BuildAsync()).ShouldSucceed();

        Assert.Equal(
            ["warning LR0001: The setting 'lr_analyzers.hard_coded_scope = \u0001!! NaN, 1e999 {0}' is not valid: it takes 'inline', 'local', 'constant', so the default, inline, is used (https://github.com/LrAnalyzers/LrAnalyzers/blob/main/src/docs/rules/LR0001.md)"],
            build.ProjectDiagnostics);
        Assert.Matches(@"/\.editorconfig\(2,1\): warning LR0001", build.Output.Replace('\\', '/'));
        Assert.Equal(["warning LR1001", "warning LR3001"], Ids(build));
    }

    [Fact]
    public async Task Build_WithOwnOptionsTypeDeclared_JudgesIt()
    {
        var project = workshop.NewProject().Write("""
            using TorchSharp;

            using var model = torch.nn.Linear(2, 1);
            var options = new MyOptions { LearningRate = {|warning LR3001:0.001|} };
            options = new MyOptions { LearningRate = {|warning LR1001:-0.001|} };
            using var optimizer = torch.optim.Adam(model.parameters(), options.LearningRate);
            Console.WriteLine(optimizer);

            internal sealed class MyOptions
            {
                public double LearningRate { get; set; }
            }
            """).WriteConfiguration(".editorconfig", "[*.cs]\nlr_analyzers.additional_learning_rates = MyOptions.LearningRate\n");

        var build = (await project.BuildAsync()).ShouldSucceed();

        Assert.Equal(project.Expected, build.Diagnostics);
        Assert.Empty(build.ProjectDiagnostics);
    }

    [Fact]
    public async Task Build_WithTheErrorLogOfTheGuide_WritesSarif()
    {
        const string Argument = "-p:ErrorLog=lr.sarif%2Cversion=2.1";
        Assert.Contains("dotnet build " + Argument, File.ReadAllText(Path.Combine(TestMetadata.RepositoryRoot, "src", "docs", "ci.md")), StringComparison.Ordinal);
        var project = workshop.NewProject().Write(Program);

        (await project.BuildAsync(Argument)).ShouldSucceed();

        using var sarif = JsonDocument.Parse(project.Read("lr.sarif"));
        var run = sarif.RootElement.GetProperty("runs")[0];
        Assert.Equal(
            [("LR1001", "warning", 5), ("LR1004", "note", 4), ("LR3001", "warning", 4)],
            run.GetProperty("results").EnumerateArray().Select(result => (
                Text(result, "ruleId"),
                Text(result, "level"),
                result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32())).Order());
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray()
            .Where(rule => Text(rule, "id")!.StartsWith("LR", StringComparison.Ordinal)).ToList();
        Assert.Superset(new HashSet<string?> { "LR1001", "LR1004", "LR3001" }, rules.Select(rule => Text(rule, "id")).ToHashSet());
        Assert.All(rules, rule =>
        {
            Assert.NotEmpty(rule.GetProperty("shortDescription").GetProperty("text").GetString()!);
            Assert.NotEmpty(rule.GetProperty("fullDescription").GetProperty("text").GetString()!);
            Assert.Equal($"https://github.com/LrAnalyzers/LrAnalyzers/blob/main/src/docs/rules/{Text(rule, "id")}.md", Text(rule, "helpUri"));
            Assert.StartsWith("LearningRate.", Text(rule.GetProperty("properties"), "category"), StringComparison.Ordinal);
        });
    }

    private static string? Text(JsonElement element, string property) => element.GetProperty(property).GetString();

    private static IEnumerable<string> Ids(CommandResult build) =>
        build.Diagnostics.Select(diagnostic => diagnostic.SeverityAndId).Distinct().Order(StringComparer.Ordinal);
}
