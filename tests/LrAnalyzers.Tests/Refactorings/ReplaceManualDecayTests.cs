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

    [Fact]
    public Task CommentInsideTheDecay_IsKept() =>
        RefactoringVerifier.VerifyAsync(
            new ReplaceManualDecay(),
            Training("[|foreach|] (var group in optimizer.ParamGroups)\n    {\n        // slower\n        group.LearningRate *= 0.9; /* a tenth */\n    }"),
            Training("// slower\n    /* a tenth */\n    scheduler.step();", "var scheduler = optim.lr_scheduler.ExponentialLR(optimizer, gamma: 0.9);\n"),
            ReplaceManualDecay.Key);

    // LR2011 asks a schedule for a warmup, which the decay by hand does not have.
    [Fact]
    public Task ModelWithAttention_IsNotOffered() =>
        RefactoringVerifier.VerifyNothingAsync(
            new ReplaceManualDecay(),
            Training("[|foreach|] (var group in optimizer.ParamGroups) group.LearningRate *= 0.9;").Replace("model.parameters()", "nn.TransformerEncoderLayer(8, 2).parameters()", StringComparison.Ordinal));

    [Theory]
    [InlineData("for (int epoch = 0; epoch <= epochs; epoch++)", "epoch % 30 == 0")]
    [InlineData("for (int epoch = 1; epoch < epochs; epoch++)", "(epoch + 1) % 30 == 0")]
    [InlineData("for (int epoch = 5; epoch < epochs; epoch++)", "(epoch + 1) % 30 == 0")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch += 2)", "(epoch + 1) % 30 == 0")]
    [InlineData("for (int epoch = 0, n = 30; epoch < epochs; epoch++, n++)", "(epoch + 1) % n == 0")]
    public Task OtherCount_IsNotOffered(string head, string condition) =>
        RefactoringVerifier.VerifyNothingAsync(
            new ReplaceManualDecay(),
            Training($"if ({condition}) {{ foreach (var [|group|] in optimizer.ParamGroups) {{ group.LearningRate *= 0.1; }} }}", head: head));

    [Fact]
    public Task EpochThatIsPassedBy_IsNotOffered() =>
        RefactoringVerifier.VerifyNothingAsync(
            new ReplaceManualDecay(),
            Training("if (batches.Count == 3) continue;\n    if ((epoch + 1) % 30 == 0) { foreach (var [|group|] in optimizer.ParamGroups) { group.LearningRate *= 0.1; } }"));

    [Theory]
    [InlineData("[|foreach|] (var group in optimizer.ParamGroups) group.LearningRate = 0.9;")]
    [InlineData("const double factor = 0.9; [|foreach|] (var group in optimizer.ParamGroups) group.LearningRate *= factor;")]
    [InlineData("[|foreach|] (var group in optimizer.ParamGroups) group.LearningRate *= 0.9; epochs--;")]
    [InlineData("if (epoch % 30 == 0) [|foreach|] (var group in optimizer.ParamGroups) group.LearningRate *= 0.9;")]
    [InlineData("if ((epoch + 1) % 30 == 0) [|foreach|] (var group in optimizer.ParamGroups) group.LearningRate *= 0.9; else epochs--;")]
    [InlineData("[|foreach|] (var group in optimizer.ParamGroups) { group.LearningRate *= 0.9; Console.WriteLine(); }")]
    public Task WhatIsNotTheSame_IsNotOffered(string decay) =>
        RefactoringVerifier.VerifyNothingAsync(new ReplaceManualDecay(), Training(decay));
}
