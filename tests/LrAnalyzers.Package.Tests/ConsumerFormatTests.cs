using System.Text.RegularExpressions;

namespace LrAnalyzers.Package.Tests;

/// <summary>What <c>dotnet format</c> does with the fixes. It loads a solution for seconds, so that each of its forms is run once, over several projects.</summary>
[Collection(ConsumerTests.Name)]
public sealed partial class ConsumerFormatTests(ConsumerWorkshop workshop)
{
    private static readonly ConsumerKind s_literals = new("Literals", """
        internal static class Trainer
        {
            public static void Train()
            {
                using var model = TorchSharp.torch.nn.Linear(2, 1);
                using var first = TorchSharp.torch.optim.Adam(model.parameters(), 0.001);
                using var second = TorchSharp.torch.optim.AdamW(model.parameters(), lr: 0.0005);
                using var third = TorchSharp.torch.optim.SGD(model.parameters(), learningRate: 0.05, momentum: 0.9);
                Console.WriteLine($"{first} {second} {third}");
            }
        }

        """);

    private static readonly ConsumerKind s_useless = new("Useless", """
        internal static class Trainer
        {
            public static void Train()
            {
                using var model = TorchSharp.torch.nn.Linear(2, 1);
                using var zero = TorchSharp.torch.optim.Adam(model.parameters(), lr: {|warning LR1001:0|});
                using var negative = TorchSharp.torch.optim.SGD(model.parameters(), learningRate: {|warning LR1001:-0.001|}, momentum: 0.9);
                Console.WriteLine($"{zero} {negative}");
            }
        }

        """);

    private static readonly ConsumerKind s_allowed = Division("Allowed", "all");
    private static readonly ConsumerKind s_kept = Division("Kept", "numbers_kept");

    [Fact]
    public async Task BareFormat_NamesLiteralsInOnePass_AndChangesNoTrainingNumber()
    {
        string root = workshop.NewFolder();
        var expected = ConsumerKind.WriteSolution([s_literals, s_useless], root, workshop.PackageVersion);

        await FormatAsync(root, []);

        AssertLiteralsAreNamed(root);
        Assert.Equal(Numbers(s_useless.Markup), Numbers(File.ReadAllText(s_useless.SourceIn(root))));
        Assert.Equal(expected[s_useless.Name], (await DotnetCommand.RunAsync(root, "build")).ShouldSucceed().Diagnostics);
    }

    [Fact]
    public async Task FormatOfSuggestions_NamesLiteralsInOnePass_AndChangesNumbersOnlyWhereTheProjectSaysSo()
    {
        string root = workshop.NewFolder();
        ConsumerKind.WriteSolution([s_literals, s_allowed, s_kept], root, workshop.PackageVersion);

        await FormatAsync(root, ["analyzers", "--diagnostics", "LR3001", "LR1002", "--severity", "info"]);

        AssertLiteralsAreNamed(root);
        Assert.Contains("1.0 / 10;", File.ReadAllText(s_allowed.SourceIn(root)), StringComparison.Ordinal);
        Assert.Contains("model.parameters(), 1 / 10);", File.ReadAllText(s_kept.SourceIn(root)), StringComparison.Ordinal);
    }

    private static ConsumerKind Division(string name, string setting) => new(name, """
        internal static class Trainer
        {
            public static void Train()
            {
                using var model = TorchSharp.torch.nn.Linear(2, 1);
                using var optimizer = TorchSharp.torch.optim.SGD(model.parameters(), 1 / 10);
                Console.WriteLine(optimizer);
            }
        }

        """) { Files = [(".editorconfig", $"[*.cs]\nlr_analyzers.dotnet_format = {setting}\n")] };

    private static async Task FormatAsync(string root, string[] arguments)
    {
        // dotnet format restores by itself, but hides what goes wrong there.
        (await DotnetCommand.RunAsync(root, "restore")).ShouldSucceed();
        (await DotnetCommand.RunAsync(root, ["format", .. arguments, "--no-restore", "--verbosity", "normal"])).ShouldSucceed();
    }

    private static void AssertLiteralsAreNamed(string root)
    {
        string after = File.ReadAllText(s_literals.SourceIn(root));
        var constants = LearningRateConstant().Matches(after);
        Assert.Equal(["0.0005", "0.001", "0.05"], constants.Select(constant => constant.Groups["value"].Value).Order(StringComparer.Ordinal));
        Assert.Equal(3, constants.Select(constant => constant.Groups["name"].Value).Distinct().Count());
        Assert.Equal(Numbers(s_literals.Markup), Numbers(after));
    }

    private static IEnumerable<string> Numbers(string program) =>
        Number().Matches(program.Replace("LR1001", "", StringComparison.Ordinal)).Select(number => number.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"const double (?<name>\w+) = (?<value>[^;]+);")]
    private static partial Regex LearningRateConstant();

    [GeneratedRegex(@"-?(?<!\w)\d[\w.]*")]
    private static partial Regex Number();
}
