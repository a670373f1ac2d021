using LrAnalyzers.CodeFixes.Refactorings;
using LrAnalyzers.Tests.Verification;
using static LrAnalyzers.Tests.Verification.TrainingSource;

namespace LrAnalyzers.Tests.Refactorings;

public class DescribeScheduleTests
{
    private static string Program(string scheduler, string comment = "", string loop = "epoch < 30", string rate = "0.001") => Method($$"""
        var optimizer = optim.Adam(model.parameters(), {{rate}});
        // the schedule
        {{comment}}var scheduler = {{scheduler}};
        for (int epoch = 0; {{loop}}; epoch++)
        {
            foreach (var x in batches)
            {
                optimizer.step();
            }

            scheduler.step();
        }
        """);

    [Theory]
    [InlineData("[||]optim.lr_scheduler.CosineAnnealingLR(optimizer, 30)", "0.001 → 0.0005 at 15 → 0 at 30 ██▇▆▄▂▁▁")]
    [InlineData("optim.lr_scheduler.[||]StepLR(optimizer, 10)", "0.001 → 0.0001 at 10 → 1e-5 at 20 → 1e-6 at 30 ███▂▂▁▁▁")]
    [InlineData("[||]optim.lr_scheduler.LinearLR(optimizer, 0.1, 1.0, 29)", "0.0001 → 0.000566 at 15 → 0.001 at 30 ▂▃▃▄▅▆▇█")]
    [InlineData("[||]optim.lr_scheduler.LambdaLR(optimizer, e => 1)", "0.001 throughout ████████")]
    public Task KnownLength_IsDescribed(string scheduler, string description) => RefactoringVerifier.VerifyAsync(
        new DescribeSchedule(),
        Program(scheduler),
        Program(scheduler.Replace("[||]", "", StringComparison.Ordinal), $"// {description}\n"),
        DescribeSchedule.Key);

    [Theory]
    [InlineData("[||]optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)", "0.001 → 0.0005 at 50 % → 0 at 100 % ██▇▅▄▂▁▁", "0.001")]
    public Task UnknownLength_IsDescribedByShares(string scheduler, string description, string rate) => RefactoringVerifier.VerifyAsync(
        new DescribeSchedule(),
        Program(scheduler, loop: "epoch < epochs", rate: rate),
        Program(scheduler.Replace("[||]", "", StringComparison.Ordinal), $"// {description}\n", "epoch < epochs", rate),
        DescribeSchedule.Key);

    [Fact]
    public Task UnknownRate_IsDescribedAsAFactor() => RefactoringVerifier.VerifyAsync(
        new DescribeSchedule(),
        Program("[||]optim.lr_scheduler.CosineAnnealingLR(optimizer, 30)", rate: "learningRate"),
        Program("optim.lr_scheduler.CosineAnnealingLR(optimizer, 30)", "// 1 → 0.5 at 15 → 0 at 30 times the learning rate ██▇▆▄▂▁▁\n", rate: "learningRate"),
        DescribeSchedule.Key);

    [Theory]
    [InlineData("[||]optim.lr_scheduler.ReduceLROnPlateau(optimizer)", "")]
    [InlineData("[||]optim.lr_scheduler.CosineAnnealingLR(optimizer, batches.Count)", "")]
    [InlineData("[||]optim.lr_scheduler.CosineAnnealingLR(optimizer, 30)", "// 0.001 → 0.0005 at 15 → 0 at 30 ██▇▆▄▂▁▁\n")]
    public Task UnknownOrDescribedAlready_IsNotOffered(string scheduler, string comment) => RefactoringVerifier.VerifyNothingAsync(
        new DescribeSchedule(), Program(scheduler, comment));

    [Fact]
    public Task OtherStatements_AreNotOffered() => RefactoringVerifier.VerifyNothingAsync(
        new DescribeSchedule(), Method("var optimizer = [||]optim.Adam(model.parameters());"));
}
