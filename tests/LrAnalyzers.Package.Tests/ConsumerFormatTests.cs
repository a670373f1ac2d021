using System.Text.RegularExpressions;

namespace LrAnalyzers.Package.Tests;

[Collection(ConsumerTests.Name)]
public sealed partial class ConsumerFormatTests(ConsumerWorkshop workshop)
{
    [Theory]
    [InlineData("info")]
    [InlineData("warn")]
    public async Task Format_NamesThreeLiteralsInOnePass(string severity)
    {
        var project = workshop.NewProject().Write("""
            using TorchSharp;

            internal static class Program
            {
                private static void Main()
                {
                    using var model = torch.nn.Linear(2, 1);
                    using var first = torch.optim.Adam(model.parameters(), 0.001);
                    using var second = torch.optim.AdamW(model.parameters(), lr: 0.0005);
                    using var third = torch.optim.SGD(model.parameters(), learningRate: 0.05, momentum: 0.9);
                    Console.WriteLine($"{first} {second} {third}");
                }
            }

            """);
        string before = project.Program;

        (await project.FormatAsync("analyzers", "--diagnostics", "LR3001", "--severity", severity)).ShouldSucceed();

        string after = project.Program;
        var constants = LearningRateConstant().Matches(after);
        Assert.Equal(["0.0005", "0.001", "0.05"], constants.Select(constant => constant.Groups["value"].Value).Order(StringComparer.Ordinal));
        Assert.Equal(3, constants.Select(constant => constant.Groups["name"].Value).Distinct().Count());
        Assert.Equal(Numbers(before), Numbers(after));
        Assert.Empty((await project.BuildAsync()).ShouldSucceed().Diagnostics);
    }

    [Fact]
    public async Task BareFormat_ChangesNoTrainingNumber()
    {
        var project = workshop.NewProject().Write("""
            using TorchSharp;

            internal static class Program
            {
                private static void Main()
                {
                    using var model = torch.nn.Linear(2, 1);
                    using var zero = torch.optim.Adam(model.parameters(), lr: 0);
                    using var negative = torch.optim.SGD(model.parameters(), learningRate: -0.001, momentum: 0.9);
                    Console.WriteLine($"{zero} {negative}");
                }
            }

            """);
        var before = Numbers(project.Program);
        Assert.Contains("-0.001", before);

        (await project.FormatAsync()).ShouldSucceed();

        Assert.Equal(before, Numbers(project.Program));
        Assert.Equal(2, (await project.BuildAsync()).ShouldSucceed().Diagnostics.Count(diagnostic => diagnostic.SeverityAndId == "warning LR1001"));
    }

    [Theory]
    [InlineData("all", "1.0 / 10;")]
    [InlineData("numbers_kept", "model.parameters(), 1 / 10);")]
    public async Task Format_ChangesNumbers_OnlyWhereTheProjectSaysSo(string setting, string rate)
    {
        var project = workshop.NewProject().Write("""
            using TorchSharp;

            internal static class Program
            {
                private static void Main()
                {
                    using var model = torch.nn.Linear(2, 1);
                    using var optimizer = torch.optim.SGD(model.parameters(), 1 / 10);
                    Console.WriteLine(optimizer);
                }
            }

            """).WriteConfiguration(".editorconfig", $"[*.cs]\nlr_analyzers.dotnet_format = {setting}\n");

        (await project.FormatAsync("analyzers", "--diagnostics", "LR1002")).ShouldSucceed();

        Assert.Contains(rate, project.Program);
    }

    private static IEnumerable<string> Numbers(string program) =>
        Number().Matches(program).Select(number => number.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"const double (?<name>\w+) = (?<value>[^;]+);")]
    private static partial Regex LearningRateConstant();

    [GeneratedRegex(@"-?(?<!\w)\d[\w.]*")]
    private static partial Regex Number();
}
