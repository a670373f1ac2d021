using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using LrAnalyzers.Catalog;
using LrAnalyzers.Options;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using VerifyUnusual = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR1004_UnusualLearningRate>;
using VerifyUnworkable = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR1003_UnworkableLearningRate>;

namespace LrAnalyzers.Tests.Options;

public class RangeOptionsTests
{
    private static Algorithm Adam(params (string Key, string Value)[] settings) =>
        RangeOptions.Apply(TorchSharpOptimizers.Adam, new Settings(settings));

    [Fact]
    public void NothingSet_KeepsTheAlgorithm() => Assert.Same(TorchSharpOptimizers.Adam, Adam());

    [Fact]
    public void OtherAlgorithm_IsNotMeant() =>
        Assert.Same(TorchSharpOptimizers.Adam, Adam(("lr_analyzers.adamw.max_learning_rate", "0.5")));

    [Fact]
    public void Maximum_InsideTheWorkingRange_MovesTheUsualRangeOnly()
    {
        Algorithm adam = Adam(("lr_analyzers.adam.max_learning_rate", "0.05"));

        Assert.Equal((1e-7, 0.05), (adam.Usual!.Minimum, adam.Usual.Maximum));
        Assert.Same(TorchSharpOptimizers.Adam.Working, adam.Working);
        Assert.IsType<OptimizerDefinition>(adam);
    }

    [Fact]
    public void Maximum_BeyondTheWorkingRange_WidensIt()
    {
        Algorithm adam = Adam(("lr_analyzers.adam.max_learning_rate", "2"));

        Assert.Equal((1e-9, 2), (adam.Working!.Minimum, adam.Working.Maximum));
        Assert.True(adam.Working.Contains(2));
        Assert.False(adam.Working.Contains(2.1));
    }

    [Theory]
    [InlineData("5e-4", 5e-4)]
    [InlineData("5e-5", 1e-4)]
    public void Maximum_WidensTheRangeOfFineTuning_AndNeverNarrowsIt(string maximum, double expected) =>
        Assert.Equal(expected, Adam(("lr_analyzers.adam.max_learning_rate", maximum)).FineTuning!.Maximum);

    [Fact]
    public void Minimum_BelowTheWorkingRange_WidensIt()
    {
        Algorithm adam = Adam(("lr_analyzers.adam.min_learning_rate", "1e-12"));

        Assert.Equal((1e-12, 1), (adam.Working!.Minimum, adam.Working.Maximum));
        Assert.Equal((1e-12, 1e-2), (adam.Usual!.Minimum, adam.Usual.Maximum));
    }

    [Fact]
    public void MinimumAboveMaximum_IgnoresBoth() => Assert.Same(
        TorchSharpOptimizers.Adam, Adam(("lr_analyzers.adam.min_learning_rate", "0.01"), ("lr_analyzers.adam.max_learning_rate", "0.001")));

    [Fact]
    public void AlgorithmWithoutRange_GetsOneSide()
    {
        Algorithm own = RangeOptions.Apply(
            TorchSharpOptimizers.UserDefined with { Name = "Lion" }, new Settings([("lr_analyzers.lion.max_learning_rate", "0.001")]));

        Assert.True(own.Usual!.Contains(1e-30));
        Assert.True(own.Usual.IsAbove(0.0011));
        Assert.Null(own.Working);
    }

    [Fact]
    public void WithoutDecay_IsWidenedToo()
    {
        var trainer = (TrainerDefinition)RangeOptions.Apply(
            MLNetTrainers.OnlineGradientDescent, new Settings([("lr_analyzers.onlinegradientdescent.max_learning_rate", "0.7")]));

        Assert.True(trainer.WorkingWithoutDecay!.Contains(0.7));
        Assert.Same(MLNetTrainers.OnlineGradientDescent.Working, trainer.Working);
    }

    [Theory]
    [InlineData("0.05", "0.06", "Adam learning rate 0.06 is unusually high: this project's settings allow 1e-7 to 0.05, typically 0.001. Check for a slip of the decimal point.")]
    [InlineData("0.003", "0.005", "Adam learning rate 0.005 is unusually high: this project's settings allow 1e-7 to 0.003, typically 0.001. Check for a slip of the decimal point.")]
    public async Task Maximum_MovesLR1004(string maximum, string learningRate, string message)
    {
        (string, string)[] options = [("lr_analyzers.adam.max_learning_rate", maximum)];
        var test = VerifyUnusual.Create(Source($"torch.optim.Adam(p, {{|#0:{learningRate}|}})"), options);
        test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult(new LR1004_UnusualLearningRate().Descriptor).WithLocation(0).WithMessage(message));
        await test.RunAsync();
        await VerifyUnusual.VerifyAsync(Source($"torch.optim.Adam(p, {maximum})"), options);
    }

    [Fact]
    public async Task Maximum_WidensLR1003()
    {
        (string, string) option = ("lr_analyzers.adam.max_learning_rate", "2");
        await VerifyUnworkable.VerifyAsync(Source("torch.optim.Adam(p, [|1.5|])"));
        await VerifyUnworkable.VerifyAsync(Source("torch.optim.Adam(p, 1.5)"), option);
        await VerifyUnworkable.VerifyAsync(Source("torch.optim.Adam(p, [|2.5|])"), option);
    }

    [Fact]
    public Task Range_DoesNotHideLR1007() => Verification.RuleVerifier<LR1007_SquaredLearningRate>.VerifyAsync(
        Source("torch.optim.RAdam(p, [|0.001|])"), ("lr_analyzers.radam.max_learning_rate", "0.5"));

    [Fact]
    public Task RangeOfADeclaredOptimizer_IsJudged() => VerifyUnusual.VerifyAsync(
        Source("new Lion([|0.01|]); _ = new Lion(0.001)") + "class Lion { public Lion(double rate) { } }",
        ("lr_analyzers.additional_optimizers", "Lion(rate)"),
        ("lr_analyzers.lion.max_learning_rate", "0.001"));

    private static string Source(string creation) => $$"""
        using System.Collections.Generic;
        using TorchSharp;
        using TorchSharp.Modules;

        class Trainer
        {
            void Train(IEnumerable<Parameter> p) { _ = {{creation}}; }
        }

        """;

    [Fact]
    public void GarbageValue_ChangesNothing() =>
        Assert.Same(TorchSharpOptimizers.Adam, Adam(("lr_analyzers.adam.max_learning_rate", "lots")));

    /// <summary>An optimizer or trainer of the catalog that is missing from <see cref="Algorithms"/> could not be given a range.</summary>
    [Fact]
    public void EveryAlgorithmOfTheCatalog_CanBeGivenARange()
    {
        IEnumerable<string> catalog = typeof(Algorithms).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(Algorithms).Namespace)
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public))
            .Select(field => field.GetValue(null))
            .OfType<Algorithm>()
            .Where(algorithm => algorithm != TorchSharpOptimizers.UserDefined)
            .Select(algorithm => algorithm.Name);

        Assert.Empty(catalog.Except(Algorithms.All.Select(algorithm => algorithm.Name)));
    }

    private sealed class Settings((string Key, string Value)[] settings) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = settings.FirstOrDefault(setting => setting.Key == key).Value;
            return value is not null;
        }
    }
}
