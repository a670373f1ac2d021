using System.Text.RegularExpressions;
using LrAnalyzers.Tool.Findings;
using LrAnalyzers.Tool.Reporting;
using LrAnalyzers.Tool.Workspaces;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Tool.Tests;

/// <summary>The inventory, the fixes that are tried, and the page.</summary>
public sealed partial class ReportTests
{
    private const string Program = """
        using TorchSharp;
        using TorchSharp.Modules;

        public class Program
        {
            private const double Warm = 0.01;

            public static void Plain(Linear model, torch.Tensor x)
            {
                var optimizer = torch.optim.Adam(model.parameters(), 0.001);
                for (int epoch = 0; epoch < 30; epoch++)
                {
                    for (int i = 0; i < 100; i++)
                    {
                        optimizer.zero_grad();
                        model.forward(x).mean().backward();
                        optimizer.step();
                    }
                }
            }

            public static void Scheduled(Linear model, torch.Tensor x)
            {
                var optimizer = torch.optim.SGD(model.parameters(), Warm);
                var scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 20);
                for (int epoch = 0; epoch < 40; epoch++)
                {
                    optimizer.zero_grad();
                    model.forward(x).mean().backward();
                    optimizer.step();
                    scheduler.step();
                }
            }
        }
        """;

    [Fact]
    public async Task Inventory_HasEveryOptimizer_ItsRateAndItsCurve()
    {
        IReadOnlyList<InventoryEntry> entries = await Inventory.OfAsync(TestProject.Of(Program), onlyPath: null, TestProject.Root, default);

        Training plain = entries[0].Training;
        Assert.Equal(("Adam", "Program.Plain", new Place("Program.cs", 10), "constant", "30 epochs × 100 batches"), (plain.Algorithm, plain.Member, plain.Place, plain.Schedule, plain.Loops));
        Assert.Equal(0.001, Assert.Single(Assert.Single(plain.Rates).Numbers));
        Assert.Equal([(0, 0.001), (1, 0.001)], Assert.Single(plain.Curve!.Lines).Points);

        Training scheduled = entries[1].Training;
        Assert.Equal(("SGD", "CosineAnnealingLR", true), (scheduled.Algorithm, scheduled.Schedule, scheduled.IsScheduled));
        Rate rate = Assert.Single(scheduled.Rates);
        Assert.Equal(("Warm", new Place("Program.cs", 6), 0.01), (rate.Expression, rate.Written, rate.Numbers[0]));
        CurveLine line = Assert.Single(scheduled.Curve!.Lines);
        Assert.Equal(0.01, line.Points[0].Rate);
        Assert.Equal(0, line.Points[20].Rate, 1e-12);
        Assert.True(line.Points[^1].Rate > 0.0099, "It climbs back.");
        Assert.Equal(2, entries.Count);
    }

    [Fact]
    public async Task Report_ShowsTheFindings_WithTheirFixesAndTheFixedCurves()
    {
        Report report = await BuildAsync(Program);

        Assert.Equal(["LR2001", "LR3001"], report.Trainings[0].Findings.Select(finding => finding.Finding.Rule).Order());
        ReportedFinding unscheduled = report.Trainings[0].Findings.Single(finding => finding.Finding.Rule == "LR2001");
        Assert.NotNull(unscheduled.FixTitle);
        Assert.Contains(unscheduled.Fix.Single().Stretches().SelectMany(stretch => stretch.Lines), line => line.Kind == '+' && line.Text.Contains("scheduler.step();"));
        double last = unscheduled.Fixed!.Lines.Single().Points[^1].Rate;
        Assert.InRange(last, 0, 0.0002);

        ReportedFinding climbing = report.Trainings[1].Findings.Single(finding => finding.Finding.Rule == "LR2005");
        Assert.InRange(climbing.Fixed!.Lines.Single().Points[^1].Rate, 0, 0.001);
        Assert.Empty(report.Others);
    }

    [Fact]
    public async Task Report_FollowsAScheduleIntoTheHelperThatSteps()
    {
        Report report = await BuildAsync("""
            using System.Collections.Generic;
            using TorchSharp;
            using TorchSharp.Modules;

            public class Program
            {
                public static void Train(Linear model, List<torch.Tensor> batches)
                {
                    var optimizer = torch.optim.Adam(model.parameters(), 0.001);
                    for (int epoch = 1; epoch <= 12; epoch++)
                    {
                        TrainEpoch(model, optimizer, batches);
                    }
                }

                public static void FineTune(Linear model, List<torch.Tensor> batches)
                {
                    var optimizer = torch.optim.AdamW(model.parameters(), 0.0001);
                    for (int epoch = 1; epoch <= 12; epoch++)
                    {
                        TrainEpoch(model, optimizer, batches);
                    }
                }

                private static void TrainEpoch(Linear model, torch.optim.Optimizer optimizer, List<torch.Tensor> batches)
                {
                    foreach (var batch in batches)
                    {
                        optimizer.zero_grad();
                        model.forward(batch).mean().backward();
                        optimizer.step();
                    }
                }
            }
            """);

        Curve curve = report.Trainings[0].Findings.Single(finding => finding.Finding.Rule == "LR2001").Fixed!;
        Assert.Equal("12 epochs × 100 batches", curve.Length);
        Assert.InRange(curve.Lines.Single().Points[^1].Rate, 0, 0.0001);
    }

    [Fact]
    public async Task Inventory_OfASchedulerThatIsNeverStepped_IsConstant_AndNoSchedule()
    {
        string program = Program.Replace("            scheduler.step();\n", "", StringComparison.Ordinal).Replace("CosineAnnealingLR(optimizer, 20)", "LinearLR(optimizer, 0.5, 1, 20)");

        Training training = (await Inventory.OfAsync(TestProject.Of(program), onlyPath: null, TestProject.Root, default))[1].Training;

        Assert.Equal(("LinearLR, never stepped", false), (training.Schedule, training.IsScheduled));
        Assert.Equal([(0, 0.005), (1, 0.005)], Assert.Single(training.Curve!.Lines).Points);
    }

    [Fact]
    public async Task Inventory_OfAScheduleThatSwingsBetweenThePointsOfThePicture_HasItsHeights()
    {
        // 400 points of 90,000 steps; at every 225th step the cosine of 225 steps is where it began.
        string program = Program.Replace("epoch < 40", "epoch < 90_000").Replace("CosineAnnealingLR(optimizer, 20)", "CosineAnnealingLR(optimizer, 225)");

        CurveLine line = Assert.Single((await Inventory.OfAsync(TestProject.Of(program), onlyPath: null, TestProject.Root, default))[1].Training.Curve!.Lines);

        Assert.InRange(line.Points.Count, 100, 500);
        Assert.True(line.Points.Count(point => point.Rate < 0.0001) > 100, "It touches the ground.");
        Assert.True(line.Points.Count(point => point.Rate > 0.0099) > 100, "It climbs back.");
    }

    [Fact]
    public async Task Report_ShowsAFindingAtANumber_WithTheOptimizerThatItReaches()
    {
        Report report = await BuildAsync(Program.Replace("Warm = 0.01", "Warm = 300"));

        Assert.Contains("LR1003", report.Trainings[1].Findings.Select(finding => finding.Finding.Rule));
        Assert.Empty(report.Others);
    }

    [Fact]
    public async Task Page_SaysWhatHasNoCurve()
    {
        Report report = await BuildAsync(Program.Replace("            scheduler.step();", "            foreach (var group in optimizer.ParamGroups) { group.LearningRate *= 0.9; }"));

        Assert.Null(report.Trainings[1].Curve);
        Assert.Contains("The rate is set by hand: what it becomes is not computed.", ReportPage.Write(report));
    }

    [Fact]
    public async Task Page_IsOneFile_ThatLoadsNothing()
    {
        string page = ReportPage.Write(await BuildAsync(Program));

        Assert.Contains("default-src 'none'", page);
        Assert.DoesNotMatch(@"<(link|img|iframe|object|embed)\b|\bsrc=|@import|url\(", page);
        Assert.All(Address().Matches(page), address => Assert.StartsWith("https://github.com/", address.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_DependsOnTheCodeAlone()
    {
        Assert.Equal(ReportPage.Write(await BuildAsync(Program)), ReportPage.Write(await BuildAsync(Program)));
    }

    [Fact]
    public async Task Page_ShowsCodeAsText()
    {
        string page = ReportPage.Write(await BuildAsync(Program.Replace("0.001", "/*<script>alert(1)</script>*/ (0.001)")) with { Title = "<b>&" });

        Assert.DoesNotContain("<script>alert", page);
        Assert.Contains("&lt;script&gt;alert(1)", page);
        Assert.Contains("<title>Learning rates: &lt;b&gt;&amp;</title>", page);
    }

    [Fact]
    public async Task Page_LinksToSources()
    {
        Report report = await BuildAsync(Program) with { SourceUrl = "https://example.org/{path}#L{line}" };

        Assert.Contains("""<a href="https://example.org/Program.cs#L10">Program.cs:10</a>""", ReportPage.Write(report));
    }

    [Fact]
    public async Task Fixer_FixesUntilNothingIsLeft()
    {
        Project project = TestProject.Of(Program);
        var fixer = new Fixer(["LR2001", "LR2005"], schedule: null);

        (Solution after, IReadOnlyList<Diagnostic> left) = await fixer.FixAllAsync(project.Solution, (_, _) => true, _ => { }, default);

        Assert.Empty(left);
        Assert.DoesNotContain(await ProjectWorkspace.AnalyzeAsync(after.GetProject(project.Id)!, default), diagnostic => diagnostic.Id is "LR2001" or "LR2005");
        Assert.Empty((await after.GetProject(project.Id)!.GetCompilationAsync())!.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }

    [Fact]
    public async Task Fixer_WritesTheScheduleThatIsAskedFor()
    {
        Project project = TestProject.Of(Program);
        var fixer = new Fixer(["LR2001"], "Exponential");

        (Solution after, _) = await fixer.FixAllAsync(project.Solution, (_, _) => true, _ => { }, default);

        Assert.Contains("ExponentialLR", (await after.Projects.Single().Documents.Single().GetTextAsync()).ToString());
    }

    private static async Task<Report> BuildAsync(string program)
    {
        Project project = TestProject.Of(program);
        IEnumerable<Diagnostic> diagnostics = await ProjectWorkspace.AnalyzeAsync(project, default);
        Finding[] findings =
        [
            .. diagnostics.Select(diagnostic =>
            {
                FileLinePositionSpan place = diagnostic.Location.GetLineSpan();
                var span = new FindingSpan(place.StartLinePosition.Line + 1, place.StartLinePosition.Character + 1, place.EndLinePosition.Line + 1, place.EndLinePosition.Character + 1);
                Severity severity = diagnostic.Severity == DiagnosticSeverity.Info ? Severity.Info : Severity.Warning;
                return new Finding(diagnostic.Id, severity, diagnostic.GetMessage(), place.Path, span, project.FilePath!, [], "Program.cs", "", "");
            }),
        ];
        return await new ReportBuilder(project.Solution, findings, TestProject.Root).BuildAsync("Training", sourceUrl: null, _ => true, default);
    }

    [GeneratedRegex(@"https?://[^""\s<]+")]
    private static partial Regex Address();
}
