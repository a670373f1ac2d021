using System.Diagnostics;
using System.Text;
using LrAnalyzers.Tests.Mutation;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LrAnalyzers.Tests.Robustness;

/// <summary>Odd code gives no exception (AD0001 fails a test) and no hang.</summary>
[Trait("Category", "Robustness")]
public class ValueRobustnessTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public Task HalfTypedCalls_AreSurvived()
    {
        // Every program of one shape, cut off at many places.
        ProgramShape shape = ProgramShape.All[0];
        List<string> sources = [];
        foreach (LrAnalyzers.Tests.Mutation.Mutation mutation in ValueMutations.All)
        {
            string source = shape.Source(mutation.Mutated, mutation.MutatedMembers ?? mutation.Members, sources.Count);
            int start = source.IndexOf("created =", StringComparison.Ordinal);
            for (int length = start; length < source.Length; length += 5)
            {
                sources.Add(source[..length].Replace("namespace Program", $"namespace Cut{sources.Count}_"));
            }
        }

        return Analysis.BuildAsync(Analysis.Compile([.. sources]), new CancellationTokenSource(s_patience).Token);
    }

    [Theory]
    [InlineData("torch.optim.Adam()")]
    [InlineData("torch.optim.Adam(p, )")]
    [InlineData("torch.optim.Adam(p, lr: )")]
    [InlineData("torch.optim.Adam(p, lr: 0.1, lr: 0.2)")]
    [InlineData("torch.optim.Adam(p, learningRate: 0.1)")]
    [InlineData("torch.optim.Adam(p, 0.1m)")]
    [InlineData("torch.optim.Adam(p, \"0.1\")")]
    [InlineData("torch.optim.Adam(p, unknown)")]
    [InlineData("torch.optim.Adam(p, 1 / 0)")]
    [InlineData("torch.optim.Adam(p, 1 / (n - n))")]
    [InlineData("torch.optim.Adam(p, 1e999)")]
    [InlineData("torch.optim.Adam(p, 99999999999999999999)")]
    [InlineData("torch.optim.Adam(p, int.MinValue / -1)")]
    [InlineData("torch.optim.Adam(p, default)")]
    [InlineData("torch.optim.Adam(p, default(double))")]
    [InlineData("torch.optim.Adam(p, (double)(object)0.1)")]
    [InlineData("torch.optim.Adam(p, null)")]
    [InlineData("torch.optim.Adam(p, lr)")]
    [InlineData("torch.optim.Adam(new Adam.ParamGroup[] { , })")]
    [InlineData("torch.optim.NAdam(new[] { new NAdam.ParamGroup() }, )")]
    [InlineData("new Adam.Options { LearningRate = }")]
    [InlineData("new Adam.Options { LearningRate }")]
    [InlineData("new Adam.ParamGroup { Options = { LearningRate = 0.1 } }")]
    [InlineData("torch.optim.lr_scheduler.LambdaLR(torch.optim.Adam(p), e => )")]
    [InlineData("torch.optim.lr_scheduler.LambdaLR(torch.optim.Adam(p), null)")]
    [InlineData("torch.optim.lr_scheduler.OneCycleLR(, max_lr: 0.1)")]
    [InlineData("new FastTreeRegressionTrainer.Options { LearningRate = 0.1, Shrinkage = , DropoutRate = \"a\" }")]
    [InlineData("new NerTrainer.NerOptions { LearningRate = { 1, 2 } }")]
    [InlineData("new NerTrainer.NerOptions { LearningRate = [..new[] { 1.0 }, 2] }")]
    [InlineData("new NerTrainer.NerOptions { LearningRate = new List<double>() }")]
    [InlineData("ml.Regression.Trainers.LightGbm(learningRate: null)")]
    [InlineData("ml.Regression.Trainers.Nothing(learningRate: 0)")]
    [InlineData("new SearchSpace { [\"LearningRate\"] = new UniformDoubleOption(0, ) }")]
    [InlineData("new SearchSpace { [\"LearningRate\"] = new UniformDoubleOption() }")]
    [InlineData("new SearchSpace { [\"LearningRate\"] = new UniformDoubleOption(0, 1, true, 2, 3) }")]
    [InlineData("new SearchSpace { [\"LearningRate\"] = new UniformDoubleOption(0, double.Epsilon) }")]
    [InlineData("new SearchSpace { [\"LearningRate\"] = new UniformDoubleOption(double.MinValue, double.MaxValue, true, double.NaN) }")]
    [InlineData("new SearchSpace { [\"LearningRate\"] = new UniformSingleOption(1e-45f, float.MaxValue) }")]
    [InlineData("new SearchSpace { [] = new UniformDoubleOption(0, 1), [\"lr\", 2] = new UniformDoubleOption(0, 1) }")]
    [InlineData("new SearchSpace { { \"lr\" }, { new UniformDoubleOption(0, 1), \"lr\" } }")]
    [InlineData("new UniformDoubleOption(min: 0, min: 1, max: lr)")]
    [InlineData("(\"lr\", new UniformDoubleOption(a, b))")]
    public async Task OddExpressions_AreSurvived(string creation)
    {
        string[] sources = [.. ProgramShape.All.Select((shape, index) => shape.Source(creation, "double lr = lr; static readonly double a = b, b = a;", index))];
        await Analysis.BuildAsync(Analysis.Compile(sources), new CancellationTokenSource(s_patience).Token);
        await Analysis.EditorAsync(Analysis.Compile(sources), new CancellationTokenSource(s_patience).Token);
    }

    [Theory]
    [InlineData("[Range] public double LearningRate;")]
    [InlineData("[Range()] public double LearningRate;")]
    [InlineData("[Range(0)] public double LearningRate;")]
    [InlineData("[Range(0, )] public double LearningRate;")]
    [InlineData("[Range(0, x)] public double LearningRate;")]
    [InlineData("[Range(0, 1)] [Range(0, 1)] public double LearningRate;")]
    [InlineData("[Range(0, 1)] public double LearningRate() => 1;")]
    [InlineData("public double LearningRate { [Range(0, 1)] get; set; }")]
    [InlineData("public void M([Range(0, 1)] double learningRate) { void N([Range(0, 1)] double lr) { } }")]
    [InlineData("[return: Range(0, 1)] public double M() => 1; [field: Range(0, 1)] public double LearningRate { get; set; }")]
    [InlineData("[field: Range(0, 1)] public event System.Action? LearningRate; public enum E { [Range(0, 1)] LearningRate }")]
    [InlineData("[Range(0, 1)] public delegate double LearningRate(); [Range(0, 1)] class Lr<[Range(0, 1)] LearningRateT> { }")]
    [InlineData("[Range(0, 1)]")]
    [InlineData("[Range(0, LearningRate)] public const double LearningRate = LearningRate;")]
    [InlineData("[Range(min: 0, Max = 1)] public double LearningRate;")]
    public async Task OddAttributes_AreSurvived(string member)
    {
        string[] sources = ["using Microsoft.ML.SearchSpace;\nclass C\n{\n    " + member + "\n}", "[assembly: Microsoft.ML.SearchSpace.Range(0, 1)]", member];
        await Analysis.BuildAsync(Analysis.Compile(sources), new CancellationTokenSource(s_patience).Token);
        await Analysis.EditorAsync(Analysis.Compile(sources), new CancellationTokenSource(s_patience).Token);
    }

    [Fact]
    public async Task MissingReferences_AreSurvived()
    {
        string[] sources = [.. ValueMutations.All.Select((mutation, index) => ProgramShape.All[0].Source(mutation.Mutated, mutation.Members, index))];
        foreach (string kept in new[] { "", "TorchSharp", "Microsoft.ML.Core", "Microsoft.ML" })
        {
            // One library alone, or a part of one.
            IEnumerable<MetadataReference> references = TestReferences.All.Where(reference =>
                Path.GetFileName(reference.Display) is not { } name
                || (!name.StartsWith("TorchSharp", StringComparison.Ordinal) && !name.StartsWith("Microsoft.ML", StringComparison.Ordinal))
                || (kept.Length > 0 && name.StartsWith(kept, StringComparison.Ordinal)));
            await Analysis.BuildAsync(Analysis.Compile(sources).WithReferences(references), new CancellationTokenSource(s_patience).Token);
            await Analysis.BuildAsync(Analysis.Compile(sources).WithReferences(), new CancellationTokenSource(s_patience).Token);
        }
    }

    [Fact]
    public async Task LongAndDeepExpressions_AreFast()
    {
        string sum = string.Join(" + ", Enumerable.Repeat("1e-9", 10_000));
        string parentheses = new string('(', 200) + "0.1" + new string(')', 200);
        string conditions = string.Concat(Enumerable.Repeat("p is null ? 0.1 : ", 200)) + "0.1";
        string minus = string.Concat(Enumerable.Repeat("- ", 500)) + "0.1";
        string body = string.Concat(new[] { sum, parentheses, conditions, minus }.Select((expression, i) => $"var o{i} = torch.optim.Adam(p, {expression});\n"));
        string chain = string.Concat(Enumerable.Range(1, 5_000).Select(i => $"var x{i} = x{i - 1} + 0.0;\n"));
        await TimedAsync(Sources.Torch(body + "var x0 = 0.1;\n" + chain + "var last = torch.optim.Adam(p, x5000);"));
    }

    [Fact]
    public Task MegabyteFile_IsFast()
    {
        // One class of a hundred methods, as generated code is; binding it is most of the time.
        var statements = new StringBuilder();
        while (statements.Length < 10_000)
        {
            statements.Append("var o").Append(statements.Length).Append(" = torch.optim.Adam(p, 0.001); // a rate, and a comment as long as people write\n");
        }

        string members = string.Concat(Enumerable.Range(0, 100).Select(i => $"void Train{i}(IEnumerable<Parameter> p) {{ {statements} }}\n"));
        return TimedAsync(Sources.Torch("", members));
    }

    [Theory]
    [InlineData("{ var o = torch.optim.Adam(p, 0.5); var s = torch.optim.lr_scheduler.OneCycleLR(o, 0.001, 10); }")]
    [InlineData("{ var g = new NAdam.ParamGroup(p); var o = torch.optim.NAdam(new[] { g }, 0.002); }")]
    [InlineData("{ var o = new Microsoft.ML.Trainers.FastTree.FastTreeRegressionTrainer.Options(); o.LearningRate = 3; o.Shrinkage = 0.1; }")]
    [InlineData("{ var t = torch.optim.lr_scheduler.LambdaLR(torch.optim.Adam(p), e => { var x = e / 10; return x; }); }")]
    public Task LongMethods_AreFast(string statement) =>
        TimedAsync(Sources.Torch(string.Concat(Enumerable.Repeat(statement + "\n", 1_000))));

    [Theory]
    [InlineData("goto top;")]
    [InlineData("lN: optimizer.step(); if (++epoch < 30) goto lN;")]
    [InlineData("lN: optimizer.step(); if (model == null) goto lN;")]
    public Task ManyJumps_AreFast(string statement) => TimedAsync(Sources.Torch(
        "int epoch = 0; var optimizer = torch.optim.Adam(p, 0.5); top: optimizer.step();\n"
        + string.Concat(Enumerable.Range(0, 1_000).Select(i => statement.Replace("lN", $"l{i}", StringComparison.Ordinal) + "\n"))));

    // The analyzers may not take much longer than the compiler itself.
    private static async Task TimedAsync(string source)
    {
        CSharpCompilation compilation = Analysis.Compile(source);
        var watch = Stopwatch.StartNew();
        compilation.GetDiagnostics();
        TimeSpan binding = watch.Elapsed;
        using var limit = new CancellationTokenSource(s_patience);
        watch.Restart();
        await Analysis.BuildAsync(compilation, limit.Token);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10) + (4 * binding), $"{watch.Elapsed} after {binding} of binding");
    }
}
