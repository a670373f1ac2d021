using LrAnalyzers.CodeFixes.Refactorings;
using LrAnalyzers.Tests.Verification;
using static LrAnalyzers.Tests.Verification.TrainingSource;

namespace LrAnalyzers.Tests.Refactorings;

public class AddScheduleTests
{
    private static string Short(string creation, string scheduler = "", string step = "") => Method($$"""
        var optimizer = {{creation}};{{scheduler}}
        for (int epoch = 0; epoch < 5; epoch++)
        {
            foreach (var x in batches)
            {
                optimizer.step();
            }
        {{step}}}
        """);

    [Theory]
    [InlineData("[|optim|].Adagrad(model.parameters())")]
    [InlineData("optim.Adagrad([||]model.parameters())")]
    public Task OptimizerThatNoRuleAsksFor_IsOffered(string creation) =>
        RefactoringVerifier.VerifyAsync(
            new AddSchedule(),
            Short(creation),
            Short(
                "optim.Adagrad(model.parameters())",
                "\nvar scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: 5);",
                "\n    scheduler.step();\n"),
            "AddSchedule.Cosine");

    [Theory]
    [InlineData("[|optim|].LBFGS(model.parameters())", "")]
    [InlineData("[|optim|].Adam(model.parameters())", "")]
    [InlineData("[|optim|].Adagrad(model.parameters())", " optim.lr_scheduler.StepLR(optimizer, 1);")]
    [InlineData("[|optim|].Adagrad(model.parameters())", " foreach (var g in optimizer.ParamGroups) g.LearningRate = 1;")]
    public Task UnaffectedReportedOrScheduled_IsNotOffered(string creation, string scheduler) =>
        RefactoringVerifier.VerifyNothingAsync(new AddSchedule(), Short(creation, scheduler));

    [Fact]
    public Task OtherCode_IsNotOffered() =>
        RefactoringVerifier.VerifyNothingAsync(new AddSchedule(), Method("var x = Math.[|Max|](1, 2);"));
}
