namespace LrAnalyzers.Tool.SystemTests;

/// <summary><c>lr fix</c> writes the package's own fixes into real projects, or nothing.</summary>
[Collection(WorkshopTests.Name)]
public sealed class FixTests(Workshop workshop)
{
    [Fact]
    public async Task Fix_OfSeveralFrameworks_BuildsAndLeavesNothing()
    {
        workshop.Project("mended", frameworks: "netstandard2.0;net10.0");

        CommandResult preview = (await workshop.LrAsync("fix", "mended", "-d", "LR1002,LR2001", "--dry-run")).ShouldEndWith(0);
        Assert.Equal(Workshop.Training, File.ReadAllText(workshop.At("mended/Training.cs")));
        CommandResult fix = (await workshop.LrAsync("fix", "mended", "-d", "LR1002,LR2001")).ShouldEndWith(0);

        Assert.Equal(Diff(preview), Diff(fix));
        string source = File.ReadAllText(workshop.At("mended/Training.cs"));
        Assert.Contains("scheduler.step();", source);
        Assert.Contains("1.0 / 10", source);
        Assert.DoesNotContain((await workshop.LrAsync("check", "mended")).Findings, finding => finding.Contains("LR1002", StringComparison.Ordinal) || finding.Contains("LR2001", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fix_WritesTheScheduleThatIsAskedFor()
    {
        workshop.Project("exponential");

        (await workshop.LrAsync("fix", "exponential", "-d", "LR2001", "--schedule", "exponential")).ShouldEndWith(0);

        Assert.Contains("ExponentialLR(", File.ReadAllText(workshop.At("exponential/Training.cs")));
    }

    [Fact]
    public async Task Fix_OfAReadOnlyFile_ChangesNothing()
    {
        workshop.Project("locked");
        File.SetAttributes(workshop.At("locked/Training.cs"), FileAttributes.ReadOnly);

        CommandResult fix = (await workshop.LrAsync("fix", "locked", "-d", "LR1002")).ShouldEndWith(2);

        Assert.Contains("is read-only: nothing was changed", fix.Sentence);
        Assert.Equal(Workshop.Training, File.ReadAllText(workshop.At("locked/Training.cs")));
    }

    [Fact]
    public async Task Fix_OfAFileBasedApp()
    {
        (await workshop.LrAsync("fix", "app/app.cs", "-d", "LR1002", "--dry-run")).ShouldEndWith(0);
    }

    private static string Diff(CommandResult result) => string.Concat(result.Output.Split('\n').TakeWhile(line => line.Length > 0));
}
