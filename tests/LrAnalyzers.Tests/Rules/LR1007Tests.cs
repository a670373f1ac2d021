using LrAnalyzers.CodeFixes.Fixes;
using LrAnalyzers.Rules;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using static LrAnalyzers.Tests.Verification.Sources;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR1007_SquaredLearningRate>;

namespace LrAnalyzers.Tests.Rules;

public class LR1007Tests
{
    [Theory]
    [InlineData("[|torch.optim.RAdam(p)|]")]
    [InlineData("torch.optim.RAdam(p, [|0.05|])")]
    [InlineData("torch.optim.RAdam(weight_decay: 0.1, lr: [|rate|], parameters: p)")]
    [InlineData("new RAdam(p, [|0.05|])")]
    [InlineData("torch.optim.RAdam(new[] { new RAdam.ParamGroup(p, 0.1) }, [|0.1|])")]
    public Task RAdam_Reports(string creation) =>
        Verify.VerifyAsync(Torch($"var rate = double.Parse(\"1\"); var created = {creation};"));

    [Theory]
    [InlineData("torch.optim.NAdam(p)")]
    [InlineData("new RAdam.ParamGroup(p, 0.1)")]
    public Task Others_AreSilent(string creation) => Verify.VerifyAsync(Torch($"var created = {creation};"));

    [Fact]
    public Task Message_NamesTheStep() =>
        Verify.VerifyMessageAsync(
            Torch("torch.optim.RAdam(p, {|#0:0.001|});"),
            "TorchSharp's RAdam applies the learning rate twice: its step is about the square, about 3.1e-7 per step for 0.001, so usual rates learn nothing. Use AdamW.");

    [Theory]
    [InlineData("0.107.0.0", 1)]
    [InlineData("0.102.7.0", 1)]
    [InlineData("0.108.0.0", 0)]
    [InlineData("1.0.0.0", 0)]
    public async Task Version_Decides(string version, int reports)
    {
        const string Library = """
            namespace TorchSharp
            {
                public static class torch { public static class optim { public abstract class Optimizer { } public interface ILearningRateController { }
                    public static Modules.RAdam RAdam(int[] parameters, double lr = 0.002) => null!; } }
                namespace Modules { public class RAdam : torch.optim.Optimizer { } }
            }
            """;
        CSharpCompilation library = CSharpCompilation.Create(
            "TorchSharp",
            [CSharpSyntaxTree.ParseText($"[assembly: System.Reflection.AssemblyVersion(\"{version}\")]\n" + Library)],
            TestReferences.WithoutLibraries,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        CSharpCompilation user = CSharpCompilation.Create(
            "User",
            [CSharpSyntaxTree.ParseText("class C { object o = TorchSharp.torch.optim.RAdam(null, 0.002); }")],
            [.. TestReferences.WithoutLibraries, library.ToMetadataReference()],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var diagnostics = await user
            .WithAnalyzers([RuleCatalog.AnalyzerOf(new LR1007_SquaredLearningRate())])
            .GetAnalyzerDiagnosticsAsync();
        Assert.Equal(reports, diagnostics.Length);
    }

    [Theory]
    [InlineData("var o = [|torch.optim.RAdam(p)|];", "var o = torch.optim.AdamW(p);")]
    [InlineData("var o = torch.optim.RAdam(p, [|0.002|]);", "var o = torch.optim.AdamW(p, LearningRate);", "0.002")]
    [InlineData("var o = torch.optim.RAdam(p, lr: [|0.05|], weight_decay: 0.1);", "var o = torch.optim.AdamW(p, lr: LearningRate, weight_decay: 0.1);", "0.001")]
    [InlineData("RAdam o = new RAdam(p, [|1e-3|]);", "AdamW o = new AdamW(p, LearningRate);", "1e-3")]
    [InlineData("double rate = 0.3; var o = torch.optim.RAdam(p, [|rate|]);", "double rate = 0.001; var o = torch.optim.AdamW(p, rate);")]
    [InlineData("torch.optim.Optimizer o = /* why */ torch.optim.RAdam(p, [|0.01|]);", "torch.optim.Optimizer o = /* why */ torch.optim.AdamW(p, LearningRate);", "0.01")]
    public Task Fix_UsesAdamW(string before, string after, string rate = "") =>
        Verify.VerifyFixAsync(Torch(before), Torch(after, NamedRate(rate)), LR1007_UseAdamW.Key);

    [Theory]
    [InlineData("var o = torch.optim.RAdam(p, [|double.Parse(\"1\")|]);")]
    [InlineData("var o = torch.optim.RAdam(new[] { new RAdam.ParamGroup(p, 0.1) }, [|0.1|]);")]
    public Task NoFix_WhereTheRateOrTheTypeIsUnknown(string source) =>
        Verify.VerifyNoFixAsync(Torch(source), LR1007_UseAdamW.Key);

    // RAdam warms up by itself; LR2011 would ask AdamW to.
    [Theory]
    [InlineData("CosineAnnealingLR(o, epochs)", false)]
    [InlineData("OneCycleLR(o, 0.1, epochs)", true)]
    public Task Fix_WhereAdamWWouldWantAWarmup_IsNotOffered(string schedule, bool isOffered)
    {
        string Source(string creation) => TrainingSource.Method(
            $"var net = nn.TransformerEncoderLayer(8, 2); var o = {creation}; var s = optim.lr_scheduler.{schedule}; for (int epoch = 0; epoch < epochs; epoch++) {{ o.step(); s.step(); }}");
        return isOffered
            ? Verify.VerifyFixAsync(Source("[|optim.RAdam(net.parameters())|]"), Source("optim.AdamW(net.parameters())"), LR1007_UseAdamW.Key)
            : Verify.VerifyNoFixAsync(Source("[|optim.RAdam(net.parameters())|]"), LR1007_UseAdamW.Key);
    }
}
