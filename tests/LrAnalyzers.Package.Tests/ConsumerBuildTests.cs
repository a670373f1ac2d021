namespace LrAnalyzers.Package.Tests;

[Collection(ConsumerTests.Name)]
public sealed class ConsumerBuildTests(ConsumerWorkshop workshop)
{
    [Fact]
    public async Task Build_ReportsExactlyTheLearningRatesThatAreWrong()
    {
        var project = workshop.NewProject().Write("""
            using TorchSharp;

            const double LearningRate = 0.001;
            using var model = torch.nn.Linear(2, 1);
            using var named = torch.optim.Adam(model.parameters(), LearningRate);
            using var literal = torch.optim.Adam(model.parameters(), {|warning LR3001:0.001|});
            using var negative = torch.optim.SGD(model.parameters(), learningRate: {|warning LR1001:-0.001|});
            using var zero = torch.optim.AdamW(model.parameters(), lr: {|warning LR1001:0|});
            Console.WriteLine($"{named} {literal} {negative} {zero}");
            """);

        var build = (await project.BuildAsync()).ShouldSucceed();

        Assert.Equal(project.Expected, build.Diagnostics);
    }

    [Fact]
    public async Task Build_WithoutTorchSharp_ReportsNothing()
    {
        var project = workshop.NewProject().Write("""
            double learningRate = 0;
            Console.WriteLine(learningRate);
            """, torchSharp: false);

        var build = (await project.BuildAsync()).ShouldSucceed();

        Assert.Empty(build.Diagnostics);
    }

    [Fact]
    public async Task Build_OfATestProject_ReportsOnlyWhatIsWrong()
    {
        // The rules learn of IsTestProject from the package's props alone.
        var project = workshop.NewProject().Write("""
            using TorchSharp;

            using var model = torch.nn.Linear(2, 1);
            using var literal = torch.optim.Adam(model.parameters(), 0.001);
            using var zero = torch.optim.AdamW(model.parameters(), lr: {|warning LR1001:0|});
            Console.WriteLine($"{literal} {zero}");
            """, properties: "<IsTestProject>true</IsTestProject>");

        var build = (await project.BuildAsync()).ShouldSucceed();

        Assert.Equal(project.Expected, build.Diagnostics);
    }

    [Fact]
    public async Task Build_ShowsTheAnalyzersTheAnalysisMode()
    {
        var project = workshop.NewProject().Write("Console.WriteLine();", torchSharp: false, properties: "<LrAnalysisMode>Strict</LrAnalysisMode>");

        (await project.BuildAsync()).ShouldSucceed();

        Assert.Contains("build_property.LrAnalysisMode = Strict", project.CompilerVisibleProperties());
    }
}
