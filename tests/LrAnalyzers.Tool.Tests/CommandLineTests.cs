namespace LrAnalyzers.Tool.Tests;

/// <summary>Whatever is wrong with a command line is one sentence on standard error and exit code 2.</summary>
[Collection(ConsoleTests.Name)]
public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lr-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("Unknown option 'tomato'", "check", "--tomato")]
    [InlineData("Unknown option", "fix", "--diagnostic", "LR2001")]
    [InlineData("Unknown command 'chek'", "chek")]
    [InlineData("Unexpected option 'tomato'", "--tomato")]
    [InlineData("'shrill' is no severity", "check", "--severity", "shrill")]
    [InlineData("'xml' is no output format", "check", "--output-format", "xml")]
    [InlineData("'Debug' is no property", "check", "-p", "Debug")]
    [InlineData("--update-baseline needs --baseline FILE", "check", "--update-baseline")]
    [InlineData("There is no rule 'LR9999'", "check", "--diagnostics", "LR9999")]
    [InlineData("There is no rule 'LR9999'", "rules", "LR9999")]
    [InlineData("Name the rules", "fix")]
    [InlineData("LR0001 has no fix", "fix", "--diagnostics", "LR0001")]
    [InlineData("'sawtooth' is no schedule", "fix", "--diagnostics", "LR2001", "--schedule", "sawtooth")]
    [InlineData("--source-url needs {path}", "report", "--source-url", "https://example.org/")]
    [InlineData("'file:///{path}' is no address of the web", "report", "--source-url", "file:///{path}")]
    public async Task Arguments_ThatAreWrong_AreOneSentence(string sentence, params string[] arguments)
    {
        CommandResult result = await ConsoleTests.RunAsync(arguments);

        ShouldFail(result, sentence);
    }

    [Theory]
    [InlineData("--diagnostics needs a value: write --diagnostics IDS", "check", "-d")]
    [InlineData("--diagnostics needs a value", "check", "-d", "--exit-zero")]
    [InlineData("--severity needs a value", "check", "--severity")]
    [InlineData("--output needs a value: write --output FILE", "check", "-o")]
    [InlineData("--output needs a value", "check", "-o", "")]
    [InlineData("--output-format needs a value", "check", "--output-format")]
    [InlineData("--baseline needs a value", "check", "--baseline", "--update-baseline")]
    [InlineData("--property needs a value: write --property NAME=VALUE", "check", "-p")]
    [InlineData("--configuration needs a value", "check", "-c")]
    [InlineData("--framework needs a value", "check", "-f")]
    [InlineData("--include needs a value", "check", "--include")]
    [InlineData("--exclude needs a value", "check", "--exclude")]
    [InlineData("--schedule needs a value", "fix", "-d", "LR2001", "--schedule")]
    [InlineData("--output needs a value", "report", "-o")]
    [InlineData("--title needs a value", "report", "--title")]
    [InlineData("--source-url needs a value", "report", "--source-url")]
    [InlineData("The PATH is empty", "check", "")]
    [InlineData("The ID is empty", "rules", "")]
    public async Task Values_ThatAreMissing_AreOneSentence(string sentence, params string[] arguments)
    {
        ShouldFail(await ConsoleTests.RunAsync(arguments), sentence);
    }

    [Theory]
    [InlineData("there.csproj", "There is no file or folder")]
    [InlineData("Training.vbproj", "is no C# project")]
    [InlineData("notes.txt", "is no solution")]
    [InlineData("empty", "There is no solution and no C# project")]
    [InlineData("two", "has 2 solutions: name one of a.sln, b.slnx")]
    public async Task Path_ThatCannotBeBuilt_IsOneSentence(string path, string sentence)
    {
        File.WriteAllText(Path.Combine(_folder, "Training.vbproj"), "");
        File.WriteAllText(Path.Combine(_folder, "notes.txt"), "");
        Directory.CreateDirectory(Path.Combine(_folder, "empty", "bin", "project"));
        File.WriteAllText(Path.Combine(_folder, "empty", "bin", "project", "made.csproj"), "");
        Directory.CreateDirectory(Path.Combine(_folder, "two"));
        File.WriteAllText(Path.Combine(_folder, "two", "a.sln"), "");
        File.WriteAllText(Path.Combine(_folder, "two", "b.slnx"), "");

        foreach (string[] command in (string[][])[["check"], ["report"], ["fix", "-d", "LR2001"]])
        {
            ShouldFail(await ConsoleTests.RunAsync([.. command, Path.Combine(_folder, path)]), sentence);
        }
    }

    [Fact]
    public async Task Baseline_ThatIsNone_IsOneSentence()
    {
        string project = Path.Combine(_folder, "Training.csproj");
        string other = Path.Combine(_folder, "other.json");
        File.WriteAllText(project, "");
        File.WriteAllText(other, "{}");

        ShouldFail(await ConsoleTests.RunAsync(["check", project, "--baseline", Path.Combine(_folder, "missing.sarif")]), "There is no baseline");
        ShouldFail(await ConsoleTests.RunAsync(["check", project, "--baseline", other]), "is no baseline of lr");
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("check", "--help")]
    [InlineData("--version")]
    public async Task Help_IsNoMistake(params string[] arguments)
    {
        CommandResult result = await ConsoleTests.RunAsync(arguments);

        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Error);
        Assert.NotEmpty(result.Output);
    }

    [Fact]
    public async Task Rules_AreListed_WithTheirFixes()
    {
        CommandResult result = await ConsoleTests.RunAsync(["rules"]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("LR1002  warning  fix  Integer division truncates a learning-rate expression", result.Output);
        Assert.Contains("LR0001  warning       An LrAnalyzers option", result.Output);
    }

    [Fact]
    public async Task Rule_IsItsPage()
    {
        CommandResult result = await ConsoleTests.RunAsync(["rules", "lr2001"]);

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("# LR2001: Model is trained without a learning-rate schedule", result.Output, StringComparison.Ordinal);
    }

    private static void ShouldFail(CommandResult result, string sentence)
    {
        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        string line = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("lr: ", line, StringComparison.Ordinal);
        Assert.Contains(sentence, line);
        Assert.EndsWith(".", line.TrimEnd(), StringComparison.Ordinal);
    }
}
