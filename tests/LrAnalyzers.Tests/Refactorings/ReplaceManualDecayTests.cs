using LrAnalyzers.CodeFixes.Refactorings;
using LrAnalyzers.Tests.Verification;
using static LrAnalyzers.Tests.Verification.TrainingSource;

namespace LrAnalyzers.Tests.Refactorings;

public class ReplaceManualDecayTests
{
    private static string Training(string decay, string scheduler = "", string head = "for (int epoch = 0; epoch < epochs; epoch++)") => Method($$"""
        var optimizer = torch.optim.Adam(model.parameters());
        {{scheduler}}{{head}}
        {
            foreach (var x in batches)
            {
                optimizer.step();
            }
            {{decay}}
        }
        """);

    [Fact]
    public Task EveryEpoch_BecomesExponential() =>
        RefactoringVerifier.VerifyAsync(
            new ReplaceManualDecay(),
            Training("[|foreach|] (var group in optimizer.ParamGroups) group.LearningRate *= 0.9; // decay"),
            Training("scheduler.step(); // decay", "var scheduler = optim.lr_scheduler.ExponentialLR(optimizer, gamma: 0.9);\n"),
            ReplaceManualDecay.Key);

    [Theory]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++)", "(epoch + 1) % 30 == 0")]
    [InlineData("for (int epoch = 1; epoch <= epochs; epoch++)", "epoch % 30 == 0")]
    public Task EverySoManyEpochs_BecomesStep(string head, string condition) =>
        RefactoringVerifier.VerifyAsync(
            new ReplaceManualDecay(),
            Training($"if ({condition}) {{ foreach (var [|group|] in optimizer.ParamGroups) {{ group.LearningRate *= 0.1; }} }}", head: head),
            Training("scheduler.step();", "var scheduler = optim.lr_scheduler.StepLR(optimizer, step_size: 30, gamma: 0.1);\n", head),
            ReplaceManualDecay.Key);

    [Theory]
    [InlineData("[|foreach|] (var group in optimizer.ParamGroups) group.LearningRate = 0.9;")]
    [InlineData("[|foreach|] (var group in optimizer.ParamGroups) group.LearningRate *= 0.9; epochs--;")]
    [InlineData("if (epoch % 30 == 0) [|foreach|] (var group in optimizer.ParamGroups) group.LearningRate *= 0.9;")]
    [InlineData("if ((epoch + 1) % 30 == 0) [|foreach|] (var group in optimizer.ParamGroups) group.LearningRate *= 0.9; else epochs--;")]
    [InlineData("[|foreach|] (var group in optimizer.ParamGroups) { group.LearningRate *= 0.9; Console.WriteLine(); }")]
    public Task WhatIsNotTheSame_IsNotOffered(string decay) =>
        RefactoringVerifier.VerifyNothingAsync(new ReplaceManualDecay(), Training(decay));
}
