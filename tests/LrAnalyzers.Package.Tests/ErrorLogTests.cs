using System.Text.Json;

namespace LrAnalyzers.Package.Tests;

/// <summary>What the guide for CI says of the log of errors.</summary>
[Collection(ConsumerTests.Name)]
public sealed class ErrorLogTests(ConsumerWorkshop workshop)
{
    private const string Program = """
        using TorchSharp;

        using var model = torch.nn.Linear(2, 1);
        using var unusual = torch.optim.Adam(model.parameters(), 0.05);
        using var negative = torch.optim.SGD(model.parameters(), learningRate: -0.001);
        Console.WriteLine($"{unusual} {negative}");

        """;

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
}
