using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LrAnalyzers.Tool.SystemTests;

/// <summary><c>lr check</c> says what a build with the package says, of projects of every kind, and what it cannot do in a sentence.</summary>
[Collection(WorkshopTests.Name)]
public sealed partial class CheckTests(Workshop workshop)
{
    [Theory]
    [InlineData("all.slnx", 7)]
    [InlineData("part.slnf", 3)]
    [InlineData("multi", 3)]
    [InlineData("tests/tests.csproj", 1)]
    [InlineData("app/app.cs", 1)]
    public async Task Check_EqualsABuildWithThePackage(string path, int count)
    {
        string[] built = [.. (await workshop.BuildAsync(path)).Select(Normal).Distinct().Order(StringComparer.Ordinal)];

        CommandResult check = (await workshop.LrAsync("check", path)).ShouldEndWith(1);

        Assert.Equal(built, check.Findings.Select(Normal).Order(StringComparer.Ordinal));
        Assert.Equal(count, check.Findings.Length);
    }

    [Theory]
    [InlineData("TorchSharpTraining")]
    [InlineData("MLNetTraining")]
    public async Task Check_OfASample_EqualsItsBuild(string sample)
    {
        string artifacts = Directory.CreateTempSubdirectory("lr-sample-").FullName;
        try
        {
            string path = Path.Combine(Workshop.Metadata("RepositoryRoot"), "samples", sample);
            CommandResult build = (await Workshop.RunAsync(path, "dotnet", ["build", "-nologo", "-terminalLogger:off", "-property:SampleArtifactsPath=" + artifacts])).ShouldEndWith(0);

            CommandResult check = (await workshop.LrAsync("check", path, "-p", "SampleArtifactsPath=" + artifacts)).ShouldEndWith(1);

            Assert.Equal(build.Findings.Select(Normal).Distinct().Order(StringComparer.Ordinal), check.Findings.Select(Normal).Order(StringComparer.Ordinal));
        }
        finally
        {
            Directory.Delete(artifacts, recursive: true);
        }
    }

    [Fact]
    public async Task Check_MergesTargetFrameworks()
    {
        string[] findings = (await workshop.LrAsync("check", "multi")).ShouldEndWith(1).Findings;

        Assert.EndsWith("[net10.0]", Assert.Single(findings, finding => finding.Contains("LR1002", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Single(findings, finding => finding.Contains("LR2001", StringComparison.Ordinal));
        Assert.DoesNotContain("LR1002", (await workshop.LrAsync("check", "multi", "--framework", "netstandard2.0")).ShouldEndWith(1).Output);
    }

    [Fact]
    public async Task Check_OfAFolderOfProjects_IsOneBuild()
    {
        workshop.Project("folder/a/x");
        workshop.Project("folder/b/x");

        CommandResult check = (await workshop.LrAsync("check", "folder")).ShouldEndWith(1);

        Assert.Equal(6, check.Findings.Length);
    }

    [Fact]
    public async Task Check_WithOwnSettings_AndWarningsAsErrors()
    {
        workshop.Project("strict", properties: "<TreatWarningsAsErrors>true</TreatWarningsAsErrors><LrAnalysisMode>Strict</LrAnalysisMode>");
        workshop.Write("strict/.editorconfig", "[*.cs]\ndotnet_diagnostic.LR2001.severity = none\n");

        CommandResult check = (await workshop.LrAsync("check", "strict")).ShouldEndWith(1);

        Assert.DoesNotContain("LR2001", check.Output);
        Assert.Contains(": error LR1002: ", check.Output);
    }

    [Theory]
    [InlineData("CustomAfterMicrosoftCommonTargets")]
    [InlineData("CustomBeforeMicrosoftCSharpTargets")]
    [InlineData("CustomAfterMicrosoftCSharpTargets")]
    public async Task Check_OfAProjectThatUsesAHookItself_LeavesItsHook(string hook)
    {
        string project = "hooked" + hook.Length;
        workshop.Project(project, Workshop.Training + "#if !HOOKED\n#error The project's own hook is gone.\n#endif\n");
        workshop.Write(project + "/own.targets", "<Project><PropertyGroup><DefineConstants>$(DefineConstants);HOOKED</DefineConstants></PropertyGroup></Project>");
        workshop.Write(project + "/Directory.Build.props", $"<Project><PropertyGroup><{hook}>$(MSBuildThisFileDirectory)own.targets</{hook}></PropertyGroup></Project>");

        Assert.Equal(3, (await workshop.LrAsync("check", project)).ShouldEndWith(1).Findings.Length);
        (await workshop.LrAsync("fix", project, "-d", "LR1002", "--dry-run")).ShouldEndWith(0);
    }

    [Fact]
    public async Task Check_OfOddNames_IsLikeThatOfOthers()
    {
        string[] names = ["odd/a b/c, d", "odd/ümläut/größe", "odd/c#/c#", "odd/semi;colon/x", "odd/[(1)]/$(x)'y"];
        foreach (string name in names)
        {
            workshop.Project(name);
        }

        CommandResult check = (await workshop.LrAsync("check", "odd", "-d", "LR1002")).ShouldEndWith(1);

        Assert.Equal(names.Length, check.Findings.Length);
    }

    [Fact]
    public async Task Baseline_IsMatchedByCode_NotByLine()
    {
        workshop.Project("known");
        (await workshop.LrAsync("check", "known", "--baseline", "known.sarif", "--update-baseline")).ShouldEndWith(0);
        workshop.Write("known/Training.cs", "// Moved down.\n\n" + Workshop.Training);
        (await workshop.LrAsync("check", "known", "--baseline", "known.sarif")).ShouldEndWith(0);

        workshop.Write("known/Training.cs", Workshop.Training.Replace("1 / 10", "1 / 100").Replace("#if NET", "#if true"));
        CommandResult check = (await workshop.LrAsync("check", "known", "--baseline", "known.sarif", "-o", "known-now.sarif", "--output-format", "sarif")).ShouldEndWith(1);

        Assert.Contains("LR1002", Assert.Single(check.Findings));
        Assert.Contains("1 of the baseline mended", check.Output);
        using JsonDocument sarif = JsonDocument.Parse(File.ReadAllText(workshop.At("known-now.sarif")));
        Assert.Equal(
            ["absent", "new", "unchanged", "unchanged"],
            sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().Select(result => result.GetProperty("baselineState").GetString()).Order());
    }

    [Fact]
    public async Task Check_OfUnrestoredProjects_SaysSo()
    {
        workshop.Project("unrestored");

        CommandResult check = (await workshop.LrAsync("check", "unrestored", "--no-restore")).ShouldEndWith(2);

        Assert.Equal("lr: The project is not restored: run 'dotnet restore' first, or leave out --no-restore.", check.Sentence);
    }

    [Fact]
    public async Task Commands_OnCodeThatDoesNotCompile_SaySo_AndChangeNothing()
    {
        string source = Workshop.Training.Replace("epoch++", "epoch+");
        workshop.Project("broken", source);

        foreach (string[] command in (string[][])[["check"], ["fix", "-d", "LR1002"], ["report", "-o", "broken.html"]])
        {
            Assert.Equal("lr: The build fails, so not everything could be checked.", (await workshop.LrAsync([command[0], "broken", .. command[1..]])).ShouldEndWith(2).Sentence);
        }

        Assert.Equal(source, File.ReadAllText(workshop.At("broken/Training.cs")));
        Assert.False(File.Exists(workshop.At("broken.html")));
    }

    [Fact]
    public async Task Check_WithoutTheSdk_SaysSo()
    {
        string dotnet = Path.GetDirectoryName(Environment.ProcessPath)!;
        string tool = Path.ChangeExtension(Workshop.Metadata("Tool.net10.0"), null);
        CommandResult none = await Workshop.RunAsync(workshop.Root, tool, ["check", "plain"], start =>
        {
            start.Environment["PATH"] = workshop.At("app");
            start.Environment["DOTNET_ROOT"] = dotnet;
            start.Environment.Remove("DOTNET_HOST_PATH");
        });
        workshop.Project("pinned");
        workshop.Write("pinned/global.json", """{ "sdk": { "version": "8.0.100", "rollForward": "disable" } }""");
        CommandResult other = await workshop.LrAsync("check", "pinned");

        Assert.Contains("There is no 'dotnet' on the PATH", none.ShouldEndWith(2).Sentence);
        Assert.Contains("The .NET SDK 8.0.100 that ", other.ShouldEndWith(2).Sentence);
    }

    [Fact]
    public async Task Interrupt_EndsEverything_AndLeavesNothing()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        workshop.Project("long");
        string temporary = Directory.CreateDirectory(workshop.At("temporary")).FullName;
        CommandResult check = await Workshop.RunAsync(
            workshop.Root,
            "dotnet",
            [Workshop.Metadata("Tool.net10.0"), "check", "long"],
            start => start.Environment["TMPDIR"] = temporary,
            async process =>
            {
                while (!Directory.EnumerateDirectories(temporary, "lr-*").Any())
                {
                    await Task.Delay(50);
                }

                await Task.Delay(500);
                // A shell starts what runs in the background with SIGINT ignored, and a test run may be that; both signals are handled alike.
                (await Workshop.RunAsync(workshop.Root, "kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)])).ShouldEndWith(0);
            });

        check.ShouldEndWith(130);
        Assert.Equal("lr: stopped.", check.Sentence);
        Assert.Empty(Directory.EnumerateDirectories(temporary, "lr-*"));
    }

    [Fact]
    public async Task Check_OnTheOlderRuntime_SaysTheSame()
    {
        CommandResult runtimes = await Workshop.RunAsync(workshop.Root, "dotnet", ["--list-runtimes"]);
        bool hasOlder = runtimes.Output.Contains("Microsoft.NETCore.App 8.", StringComparison.Ordinal);
        // The tool for .NET 8 also runs on a newer runtime.
        string[] arguments = hasOlder ? [] : ["exec", "--roll-forward", "Major"];

        CommandResult older = await Workshop.RunAsync(workshop.Root, "dotnet", [.. arguments, Workshop.Metadata("Tool.net8.0"), "check", "plain"]);

        Assert.Equal((await workshop.LrAsync("check", "plain")).Findings, older.ShouldEndWith(1).Findings);
    }

    // File, place, severity, id and message; without folders, links, and the names of projects and frameworks.
    private static string Normal(string line)
    {
        Match match = Line().Match(line);
        return $"{Path.GetFileName(Path.GetDirectoryName(match.Groups["file"].Value))}/{Path.GetFileName(match.Groups["file"].Value)}{match.Groups["rest"].Value}";
    }

    [GeneratedRegex(@"^\s*(?<file>[^(]+)(?<rest>\(\d+,\d+\): \w+ LR\d+: .*?)(?: \(https://\S+\))?(?: \[[^\]]*\])?\s*$")]
    private static partial Regex Line();
}
