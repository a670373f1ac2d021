using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Verification.Sources;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR1012_LinearSearchRange>;

namespace LrAnalyzers.Tests.Rules;

public class LR1012Tests
{
    private const string Usings = "using Microsoft.ML.SearchSpace;\nusing Microsoft.ML.SearchSpace.Option;";

    [Theory]
    [InlineData("new UniformDoubleOption([|1e-4|], 0.1)")]
    [InlineData("new UniformDoubleOption([|1e-4|], 0.1, false)")]
    [InlineData("new UniformDoubleOption(min: [|1e-6|], max: 1, logBase: false, defaultValue: 1e-3)")]
    [InlineData("new UniformSingleOption([|0.001f|], 0.2f)")]
    [InlineData("new UniformDoubleOption([|Lowest|], 1)")]
    [InlineData("new UniformDoubleOption([|1|], 1e-4)")]
    [InlineData("new UniformDoubleOption([|0.1|], 0.01)")]
    [InlineData("new UniformDoubleOption([|1|], 1e-4, true)")]
    [InlineData("new UniformDoubleOption([|1|], 1e-4, isLog)")]
    public Task LinearOrReversed_Reports(string option) => Verify.VerifyAsync(InSpace(option));

    [Theory]
    [InlineData("new UniformDoubleOption(1e-4, 0.1, true)")]
    [InlineData("new UniformDoubleOption(1e-4, 0.1, isLog)")]
    [InlineData("new UniformDoubleOption(1e-3, 0.1)")] // two powers of ten
    [InlineData("new UniformSingleOption(0.001f, 0.1f)")]
    [InlineData("new UniformDoubleOption(0.025, 0.4)")]
    [InlineData("new UniformDoubleOption(1e-4, upper)")]
    [InlineData("new UniformDoubleOption(upper, 1)")]
    [InlineData("new UniformDoubleOption(0.1, 0.1)")]
    [InlineData("new UniformIntOption(1, 1000)")]
    // What LR1011 reports.
    [InlineData("new UniformDoubleOption(0, 0.1)")]
    [InlineData("new UniformDoubleOption(0.1, -0.1)")]
    [InlineData("new UniformDoubleOption(1e-4, double.PositiveInfinity)")]
    public Task AnyOtherRange_IsSilent(string option) => Verify.VerifyAsync(InSpace(option));

    [Theory]
    [InlineData("[Range([|1e-4f|], 1f)] public float LearningRate;")]
    [InlineData("[Range([|1e-4|], 1, init: 0.1)] public double LearningRate { get; set; }")]
    [InlineData("[Range([|0.1|], 0.01, true)] public double LearningRate { get; set; }")]
    public Task Attribute_Reports(string member) => Verify.VerifyAsync(Attributed(member));

    [Theory]
    [InlineData("[Range(1e-4f, 1f, 1f, true)] public float LearningRate;")]
    [InlineData("[Range(0.01f, 2f)] public float L1Regularization;")]
    [InlineData("[Range(1, 1000)] public int LearningRate;")]
    public Task Attribute_OfAnotherRange_IsSilent(string member) => Verify.VerifyAsync(Attributed(member));

    // The official idiom for a regularization, and the same for what is named after a rate and is none.
    [Theory]
    [InlineData("space[\"L1Regularization\"] = new UniformSingleOption(min: 0.01f, max: 2.0f, logBase: false, defaultValue: 0.01f);")]
    [InlineData("space[\"BiasLearningRate\"] = new UniformSingleOption(1e-7f, 1f);")]
    public Task RangeOfAnythingElse_IsSilent(string statements) => Verify.VerifyAsync(Source(statements));

    [Theory]
    [InlineData("new UniformDoubleOption({|#0:1e-4|}, 1)", "'LearningRate' is searched from 0.0001 to 1 on a linear scale: 90% of the range lies above 0.1. A logarithmic scale gives every power of ten the same share.")]
    [InlineData("new UniformSingleOption({|#0:0.001f|}, 0.2f)", "'LearningRate' is searched from 0.001 to 0.2 on a linear scale: 90% of the range lies above 0.02. A logarithmic scale gives every power of ten the same share.")]
    [InlineData("new UniformDoubleOption({|#0:0.1|}, 0.01)", "'LearningRate' is searched from 0.1 down to 0.01: ML.NET asks for 'max' above 'min' without checking it, and the default tuner begins at the upper end. Swap them.")]
    [InlineData("new UniformDoubleOption({|#0:1|}, 0.0001)", "'LearningRate' is searched from 1 down to 0.0001 on a linear scale: 90% of the range lies above 0.1. A logarithmic scale gives every power of ten the same share.")]
    public Task Message_TellsTheShare(string option, string message) => Verify.VerifyMessageAsync(InSpace(option), message);

    [Theory]
    [InlineData("new UniformDoubleOption([|1e-4|], 0.1)", "new UniformDoubleOption(1e-4, 0.1, logBase: true)")]
    [InlineData("new UniformDoubleOption([|1e-4|], 0.1, false, 0.01)", "new UniformDoubleOption(1e-4, 0.1, true, 0.01)")]
    [InlineData("new UniformDoubleOption([|1e-4|], 0.1, defaultValue: 0.01)", "new UniformDoubleOption(1e-4, 0.1, defaultValue: 0.01, logBase: true)")]
    [InlineData("new UniformDoubleOption([|0.1|], 0.01)", "new UniformDoubleOption(0.01, 0.1)")]
    [InlineData("new UniformDoubleOption(max: 1e-4, min: [|0.1|])", "new UniformDoubleOption(max: 0.1, min: 1e-4, logBase: true)")]
    [InlineData("new UniformDoubleOption([|1|] /* low */, Lowest /* high */, true)", "new UniformDoubleOption(Lowest /* low */, 1 /* high */, true)")]
    public Task Fix_SearchesTheLogarithm(string before, string after) =>
        Verify.VerifyFixAsync(InSpace(before), InSpace(after), LR1012_RearrangeRange.Key);

    [Theory]
    [InlineData("[Range([|1e-4f|], 1f)] public float LearningRate;", "[Range(1e-4f, 1f, logBase: true)] public float LearningRate;")]
    [InlineData("[Range([|1e-4|], 1, init: 0.1, logBase: false)] public double LearningRate;", "[Range(1e-4, 1, init: 0.1, logBase: true)] public double LearningRate;")]
    [InlineData("[Range([|1.0|], 1e-4, true)] public double LearningRate;", "[Range(1e-4, 1.0, true)] public double LearningRate;")]
    public Task Fix_Attribute(string before, string after) =>
        Verify.VerifyFixAsync(Attributed(before), Attributed(after), LR1012_RearrangeRange.Key);

    [Fact]
    public Task FixAll_RearrangesEach() => Verify.VerifyFixAsync(
        Source("space[\"LearningRate\"] = new UniformDoubleOption([|1e-4|], 0.1); space[\"lr\"] = new UniformDoubleOption([|0.1|], 0.05);"),
        Source("space[\"LearningRate\"] = new UniformDoubleOption(1e-4, 0.1, logBase: true); space[\"lr\"] = new UniformDoubleOption(0.05, 0.1);"),
        LR1012_RearrangeRange.Key);

    private static string InSpace(string option) => Source($"space[\"LearningRate\"] = {option};");

    private static string Source(string statements) => MLNet(
        $"double upper = Environment.ProcessorCount; bool isLog = upper > 3; {statements}",
        "    const double Lowest = 1e-5; SearchSpace space = new();",
        Usings);

    private static string Attributed(string member) => $"{Usings}\npublic class MyOptions\n{{\n    {member}\n}}\n";
}
