using LrAnalyzers.CodeFixes.Fixes;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using static LrAnalyzers.Tests.Verification.Sources;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR1014_DeadChange>;

namespace LrAnalyzers.Tests.Rules;

public class LR1014Tests
{
    [Theory]
    [InlineData("[|lr *= 0.1|];")]
    [InlineData("if (epoch == 5) [|lr *= 0.1|];")]
    [InlineData("[|lr = lr * 0.5|]; Console.WriteLine($\"rate {lr}\");")]
    [InlineData("[|lr = 0.1 * Math.Pow(0.9, epoch)|]; Console.WriteLine(\"rate {0}\", lr);")]
    [InlineData("if (epoch > 3) { [|lr /= 10|]; } else { Console.WriteLine(\"rate \" + lr); }")]
    public Task VariableThatOnlyLogsRead_Reports(string change) => Verify.VerifyAsync(Training("double lr = 0.1; var optimizer = torch.optim.SGD(p, lr);", change));

    [Theory]
    [InlineData("lr *= 0.1; foreach (var g in optimizer.ParamGroups) g.LearningRate = lr;")]
    [InlineData("lr *= 0.1; if (lr < 1e-6) break;")]
    [InlineData("lr *= 0.1; optimizer = torch.optim.SGD(p, lr);")]
    [InlineData("lr *= 0.1; Use(lr);")]
    [InlineData("lr *= 0.1; foreach (var g in optimizer.ParamGroups) g.LearningRate *= 0.1;")]
    [InlineData("Action log = () => Use(lr); lr *= 0.1;")]
    [InlineData("var scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1); lr *= 0.1;")]
    [InlineData("Console.WriteLine(lr);")]
    public Task VariableThatIsReadOrMirrors_IsSilent(string change) => Verify.VerifyAsync(Training("double lr = 0.1; var optimizer = torch.optim.SGD(p, lr);", change));

    [Theory]
    [InlineData("double lr = 1; while (lr > 0.1) lr *= 0.5; var optimizer = torch.optim.SGD(p, lr);", "")]
    [InlineData("double lr = 0.1; torch.optim.Optimizer optimizer = null;", "optimizer = torch.optim.SGD(p, lr); lr *= 0.1;")]
    public Task ChangeBeforeTheOptimizer_IsSilent(string before, string round) => Verify.VerifyAsync(Training(before, round));

    [Theory]
    [InlineData("torch.optim.lr_scheduler.LambdaLR(optimizer, e => 1.0 / (e + 1))", true)]
    [InlineData("torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.1, 100)", true)]
    [InlineData("torch.optim.lr_scheduler.CyclicLR(optimizer, 0.01, 0.1)", true)]
    [InlineData("torch.optim.lr_scheduler.StepLR(optimizer, 10)", false)]
    [InlineData("torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 10)", false)]
    [InlineData("torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.9)", false)]
    public async Task WriteBeforeAScheduler_ReportsWhereItOverwrites(string scheduler, bool reports)
    {
        string write = reports ? "[|group.LearningRate *= 0.1|]" : "group.LearningRate *= 0.1";
        string plain = reports ? "[|group.LearningRate = 1e-3|]" : "group.LearningRate = 1e-3";
        string creation = $"var optimizer = torch.optim.SGD(p, 0.1); var scheduler = {scheduler};";
        await Verify.VerifyAsync(Training(creation, $"if (epoch == 3) foreach (var group in optimizer.ParamGroups) {write}; scheduler.step();"));
        await Verify.VerifyAsync(Training(creation, $"foreach (var group in optimizer.ParamGroups) {plain}; scheduler.step();"));
    }

    [Theory]
    [InlineData("epoch = 0; epoch < 10", "epoch == 30")]
    [InlineData("epoch = 1; epoch <= 25", "epoch >= 30")]
    [InlineData("epoch = 0; epoch < Epochs", "epoch + 1 == 40")]
    [InlineData("epoch = 0; epoch < count", "epoch > 0 && epoch % 25 == 0")]
    [InlineData("epoch = 0; epoch < 10", "30 == epoch || epoch > 10")]
    [InlineData("epoch = 0; epoch < 10", "epoch == 30 && Noisy()")]
    public Task WriteInABranchThatNoRoundEnters_Reports(string loop, string condition) => Verify.VerifyAsync(Counted(loop, $"if ({condition}) foreach (var group in optimizer.ParamGroups) [|group.LearningRate *= 0.1|];"));

    [Theory]
    [InlineData("epoch = 0; epoch < 10", "epoch == 9")]
    [InlineData("epoch = 0; epoch < 50", "epoch == 30")]
    [InlineData("epoch = 0; epoch < epochs", "epoch == 30")]
    [InlineData("epoch = 0; epoch < 20", "epoch % 25 == 0")]
    [InlineData("epoch = 0; epoch < 10", "epoch == 30 || Noisy()")]
    [InlineData("epoch = 0; epoch < 10", "Decays")]
    [InlineData("epoch = 0; epoch < 10", "Epochs > 100")]
    [InlineData("epoch = 0; epoch < 10", "epoch == settings")]
    public Task WriteInABranchThatMayRun_IsSilent(string loop, string condition) => Verify.VerifyAsync(Counted(loop, $"if ({condition}) foreach (var group in optimizer.ParamGroups) group.LearningRate *= 0.1;"));

    /// <summary>A setting by which someone has switched the branch off.</summary>
    [Theory]
    [InlineData("epoch < WarmupEpochs", "WarmupEpochs = 0")]
    [InlineData("epoch == DecayAt", "DecayAt = -1")]
    [InlineData("epoch >= DecayAt", "DecayAt = int.MaxValue")]
    public Task BranchThatIsSwitchedOff_IsSilent(string condition, string setting) => Verify.VerifyAsync(
        Counted("epoch = 0; epoch < 10", $"const int {setting}; if ({condition}) foreach (var group in optimizer.ParamGroups) group.LearningRate *= 0.1;"));

    [Fact]
    public Task DeadBranch_Message_NamesTheRounds() => Verify.VerifyMessageAsync(
        Counted("epoch = 1; epoch <= 25", "if (epoch == 30) foreach (var group in optimizer.ParamGroups) {|#0:group.LearningRate *= 0.1|};"),
        "'group.LearningRate *= 0.1' has no effect: 'epoch == 30' never holds, because 'epoch' runs from 1 to 25.");

    private static string Counted(string loop, string round) => Torch(
        $"int count = 20; var optimizer = torch.optim.SGD(p, 0.1); for (int {loop}; epoch++) {{ {round} optimizer.step(); }}",
        "    const int Epochs = 25;\n    const bool Decays = false;\n    static int epochs = 10;\n    static int settings;\n    static bool Noisy() => DateTime.Now.Second > 3;\n    public static void Set(int n) { epochs = settings = n; }");

    [Theory]
    [InlineData("foreach (var group in optimizer.ParamGroups) group.LearningRate *= 0.1; if (epoch > 3) scheduler.step();")]
    [InlineData("scheduler.step(); foreach (var group in optimizer.ParamGroups) group.LearningRate *= 0.1;")]
    [InlineData("if (epoch < 3) foreach (var group in optimizer.ParamGroups) group.LearningRate = 0.1 * epoch; else scheduler.step();")]
    [InlineData("foreach (var group in optimizer.ParamGroups) group.LearningRate *= 0.1; optimizer.step(); scheduler.step();")]
    [InlineData("foreach (var group in optimizer.ParamGroups) group.LearningRate *= 0.1; Fit(optimizer); scheduler.step();")]
    public Task WriteThatIsUsed_IsSilent(string round) => Verify.VerifyAsync(Training(
        "var optimizer = torch.optim.SGD(p, 0.1); var scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, e => 1.0 / (e + 1));", round));

    [Fact]
    public Task Messages_SayWhy() =>
        Verify.VerifyMessageAsync(
            Training("double lr = 0.1; var optimizer = torch.optim.SGD(p, lr);", "{|#0:lr *= 0.1|};"),
            "'lr *= 0.1' has no effect: SGD took the value of 'lr' when it was created and trains on with that. Write it to the optimizer's parameter groups.");

    [Fact]
    public Task MessageOfAWrite_NamesTheScheduler() =>
        Verify.VerifyMessageAsync(
            Training("var optimizer = torch.optim.SGD(p, 0.1); var scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, e => 1.0 / (e + 1));", "foreach (var g in optimizer.ParamGroups) {|#0:g.LearningRate *= 0.1|}; scheduler.step();"),
            "'g.LearningRate *= 0.1' has no effect: the step() of LambdaLR sets the rate anew before the optimizer takes a step. Put the change into the schedule.");

    [Fact]
    public async Task SpeaksInsteadOfLR2001()
    {
        string source = Training("double lr = 0.1; var optimizer = torch.optim.SGD(model.parameters(), lr);", "lr *= 0.1;");
        Assert.Equal(["LR1014"], (await Analysis.BuildAsync(Analysis.Compile(source))).Select(report => report.Id));
    }

    [Theory]
    [InlineData("[|lr *= 0.1|]; // decay", "lr *= 0.1; // decay\n            foreach (var group in optimizer.ParamGroups)\n            {\n                group.LearningRate = lr;\n            }")]
    [InlineData("if (epoch == 5)\n                [|lr *= 0.1|];", "if (epoch == 5)\n            {\n                lr *= 0.1;\n                foreach (var group in optimizer.ParamGroups)\n                {\n                    group.LearningRate = lr;\n                }\n            }")]
    public Task Fix_WritesTheGroups(string before, string after) =>
        Verify.VerifyFixAsync(
            Training("double lr = 0.1; var optimizer = torch.optim.SGD(p, lr);", before),
            Training("double lr = 0.1; var optimizer = torch.optim.SGD(p, lr);", after),
            LR1014_WriteGroups.Key);

    private static string Training(string creation, string round) => Torch(
        $$"""
        {{creation}}
                for (int epoch = 0; epoch < 100; epoch++)
                {
                    optimizer.zero_grad();
                    model.forward(torch.rand(2, 4)).sum().backward();
                    optimizer.step();
                    {{round}}
                }
        """,
        "    static void Use(double value) { if (value < 0) throw new Exception(); }\n    static void Fit(torch.optim.Optimizer o) => o.step();\n");
}
