using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Verification.Sources;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR1011_BrokenSearchRange>;

namespace LrAnalyzers.Tests.Rules;

public class LR1011Tests
{
    private const string Usings = "using Microsoft.ML.AutoML.CodeGen;\nusing Microsoft.ML.SearchSpace;\nusing Microsoft.ML.SearchSpace.Option;";

    [Theory]
    // The logarithm of the lower bound does not exist.
    [InlineData("new UniformDoubleOption([|0|], 0.1, true)")]
    [InlineData("new UniformDoubleOption(min: [|0|], max: 0.1, logBase: true, defaultValue: 0.01)")]
    [InlineData("new UniformDoubleOption(logBase: true, max: 0.1, min: [|-1e-3|])")]
    [InlineData("new UniformSingleOption([|0f|], 0.1f, logBase: true)")]
    [InlineData("new UniformDoubleOption(0.1, [|0|], true)")]
    // The rates themselves.
    [InlineData("new UniformDoubleOption([|0|], 0.1)")]
    [InlineData("new UniformDoubleOption([|0.0|], 0.1, false, 0.01)")]
    [InlineData("new UniformDoubleOption([|-0.1|], 0.1)")]
    [InlineData("new UniformDoubleOption([|-0.1|], -0.01)")]
    [InlineData("new UniformSingleOption([|0|], 0.1f, defaultValue: 0)")]
    [InlineData("new UniformDoubleOption([|0|], upper)")]
    [InlineData("new UniformDoubleOption([|(0)|], upper, isLog)")]
    [InlineData("new UniformDoubleOption([|Zero|], 0.1)")]
    [InlineData("new UniformDoubleOption([|zero|], 0.1)")]
    [InlineData("new UniformIntOption([|0|], 1)")]
    [InlineData("new UniformIntOption([|0|], 10)")]
    // No width, no number.
    [InlineData("new UniformDoubleOption(0.1, [|0.1|])")]
    [InlineData("new UniformSingleOption(0.1f, [|0.1f|], defaultValue: 0.1f)")]
    [InlineData("new UniformDoubleOption(0.1, [|double.PositiveInfinity|])")]
    [InlineData("new UniformDoubleOption([|double.NaN|], 0.1, true)")]
    public Task BrokenRange_Reports(string option) => Verify.VerifyAsync(InSpace(option));

    [Theory]
    [InlineData("new UniformDoubleOption(1e-4, 0.1, true)")]
    [InlineData("new UniformDoubleOption(2e-10, 1, true, 1)")]
    [InlineData("new UniformDoubleOption(1e-4, 0.1)")]
    [InlineData("new UniformDoubleOption(0.1, 1e-4)")]
    [InlineData("new UniformDoubleOption(0.1, 0.1, true)")] // the logarithmic scale has no division
    [InlineData("new UniformDoubleOption(upper, 0.1)")]
    [InlineData("new UniformDoubleOption(upper / 100, upper, isLog)")]
    [InlineData("new UniformIntOption(1, 10)")]
    [InlineData("new ChoiceOption(0.0, 0.1)")]
    public Task WorkingRange_IsSilent(string option) => Verify.VerifyAsync(InSpace(option));

    [Theory]
    [InlineData("space[\"LearningRate\"] = $;")]
    [InlineData("space[\"learning_rate\"] = $;")]
    [InlineData("space[\"InitLearningRate\"] = $;")]
    [InlineData("space[\"lr\"] = $;")]
    [InlineData("space[nameof(LightGbmBinaryTrainer.Options.LearningRate)] = $;")]
    [InlineData("space[Key] = $;")]
    [InlineData("space.Add(\"LearningRate\", $);")]
    [InlineData("space.Add(value: $, key: \"LearningRate\");")]
    [InlineData("space.Add(new KeyValuePair<string, OptionBase>(\"LearningRate\", $));")]
    [InlineData("var made = new SearchSpace<LgbmOption> { [\"LearningRate\"] = $ };")]
    [InlineData("var made = new SearchSpace { { \"LearningRate\", $ } };")]
    [InlineData("var made = new Dictionary<string, OptionBase> { { \"LearningRate\", $ } };")]
    [InlineData("(string, OptionBase)[] made = [(\"LearningRate\", $)];")]
    [InlineData("var option = $; space[\"LearningRate\"] = option;")]
    [InlineData("OptionBase option = $; if (isLog) { space.Add(\"LearningRate\", option); }")]
    [InlineData("var option = $; space[\"L2\"] = option; space[\"LearningRate\"] = option;")]
    [InlineData("space[\"LearningRate\"] = isLog ? new ChoiceOption(0.1) : $;")]
    [InlineData("space[\"LearningRate\"] = isLog switch { true => new ChoiceOption(0.1), _ => $ };")]
    [InlineData("var learningRate = $; Use(learningRate);")]
    [InlineData("var learningRateOption = $; Use(learningRateOption);")]
    [InlineData("OptionBase lrRange; lrRange = $; Use(lrRange);")]
    [InlineData("Rate(learningRate: $);")]
    [InlineData("Rate($);")]
    [InlineData("_learningRate = $;")]
    [InlineData("Settings made = new() { LearningRate = $ };")]
    [InlineData("settings.LearningRate = $;")]
    [InlineData("OptionBase LearningRateOption() => $; Use(LearningRateOption());")]
    public Task RangeOfALearningRate_Reports(string statements) =>
        Verify.VerifyAsync(Source(statements.Replace("$", "new UniformDoubleOption([|0|], 0.1)")));

    [Theory]
    [InlineData("space[\"L1Regularization\"] = $;")]
    [InlineData("space[\"BiasLearningRate\"] = $;")] // 0 is its default and legal
    [InlineData("space[\"MinLearningRate\"] = $;")]
    [InlineData("space[\"EndLearningRate\"] = $;")]
    [InlineData("space[\"WarmupLearningRate\"] = $;")]
    [InlineData("space[\"LearningRateDecay\"] = $;")]
    [InlineData("space[\"HeadLearningRate\"] = $;")] // 0 may freeze a part
    [InlineData("space[\"Dollar\"] = $;")] // ends in the letters, and is something else
    [InlineData("space[Environment.MachineName] = $;")]
    [InlineData("var option = $; space[\"L2\"] = option;")]
    [InlineData("var option = $; Use(option);")]
    [InlineData("OptionBase option = $; space[\"L2\"] = option; option = new ChoiceOption(0.1); space[\"LearningRate\"] = option;")]
    [InlineData("Use($);")]
    [InlineData("Func<OptionBase> make = () => $; Use(make());")]
    [InlineData("_ = $;")]
    [InlineData("Exception? thrown = Record(() => space[\"LearningRate\"] = Throws($));")]
    public Task RangeOfAnythingElse_IsSilent(string statements) =>
        Verify.VerifyAsync(Source(statements.Replace("$", "new UniformDoubleOption(0, 0.1)")));

    [Theory]
    [InlineData("[Range([|0|], 0.1)] public double LearningRate { get; set; }")]
    [InlineData("[Range([|0|], 0.1, init: 0.01, logBase: true)] public double LearningRate { get; set; }")]
    [InlineData("[Range([|0f|], 0.1f, 0.01f, true)] public float LearningRate;")]
    [InlineData("[Range([|0|], 1)] public double LearningRate;")]
    [InlineData("[Obsolete, Range([|-Top|], Top)] public double learningRate, other; private const double Top = 0.5;")]
    [InlineData("[Microsoft.ML.SearchSpace.Range(max: 0.1, min: [|0|])] public double InitLearningRate { get; set; }")]
    [InlineData("[RangeAttribute([|0d|], 0.1)] public double lr;")]
    public Task Attribute_Reports(string member) => Verify.VerifyAsync(Attributed(member));

    [Theory]
    [InlineData("[Range(1e-4f, 1f, 1f, true)] public float LearningRate;")]
    [InlineData("[Range(0f, 1f, 0f, false)] public float InitialWeightsDiameter;")]
    [InlineData("[Range(0, 10)] public int NumberOfIterations;")]
    [InlineData("[Range(0f, 1f)] public float BiasLearningRate;")]
    [InlineData("[System.ComponentModel.DataAnnotations.Range(0, 0.1)] public double LearningRate;")]
    [InlineData("[Choice(0.0, 0.1)] public double LearningRate;")]
    public Task Attribute_ThatWorksOrIsNoSearchRange_IsSilent(string member) => Verify.VerifyAsync(Attributed(member));

    [Fact]
    public Task ConversionsAndTargetTypes_Reports() => Verify.VerifyAsync(Source("""
        UniformDoubleOption learningRate = new([|0|], max: 0.1);
                space["LearningRate"] = new UniformSingleOption([|(float)0.0|], 1);
                space["LearningRate"] = new UniformDoubleOption([|whole|], 1, logBase: true);
                space["LearningRate"] = (OptionBase)new UniformDoubleOption([|-1e-3 + 1e-3|], 1)!;
        """, "    const int whole = 0;"));

    [Fact]
    public Task TopLevelStatements_Reports()
    {
        var test = Verify.Create(Usings + "\nvar space = new SearchSpace();\nvar rate = new UniformDoubleOption([|0|], 0.1);\nspace[\"LearningRate\"] = rate;\n", []);
        test.TestState.OutputKind = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication;
        test.FixedCode = Usings + "\nvar space = new SearchSpace();\nvar rate = new UniformDoubleOption(0.0001, 0.1, logBase: true);\nspace[\"LearningRate\"] = rate;\n";
        return test.RunAsync();
    }

    [Fact]
    public Task Attribute_OfARecordParameter_Reports() => Verify.VerifyAsync(
        Usings + "\npublic sealed record Options([property: Range([|0.0|], 0.1)] double LearningRate, [property: Range(0.0, 0.1)] double L2) { public Options() : this(0.1, 0) { } }");

    [Theory]
    [InlineData("new UniformDoubleOption({|#0:0|}, 0.1, true)", "'LearningRate' is searched from 0 to 0.1 on a logarithmic scale: 0 has no logarithm, and the trials get NaN. Begin above 0.")]
    [InlineData("new UniformDoubleOption({|#0:0|}, 0.1)", "'LearningRate' is searched from 0 to 0.1: with a learning rate of 0 nothing is learned, and the default tuner begins there. Begin above 0.")]
    [InlineData("new UniformDoubleOption({|#0:0|}, 0.1, false, 0.05)", "'LearningRate' is searched from 0 to 0.1: with a learning rate of 0 nothing is learned. Begin above 0.")]
    [InlineData("new UniformDoubleOption({|#0:-0.5|}, upper)", "'LearningRate' is searched from -0.5 to upper: a negative learning rate climbs the loss, and the default tuner begins there. Begin above 0.")]
    [InlineData("new UniformIntOption({|#0:0|}, 1)", "'LearningRate' is searched from 0 to 1: only whole numbers are tried, so every trial gets 0, and with a learning rate of 0 nothing is learned. Begin above 0.")]
    [InlineData("new UniformDoubleOption(0.1, {|#0:0.1|})", "'LearningRate' is searched from 0.1 to 0.1: the default tuner divides by the width of the range, which is 0, and gives the trials NaN. Give it two bounds, or one choice.")]
    [InlineData("new UniformDoubleOption(0.1, {|#0:double.NaN|})", "'LearningRate' is searched from 0.1 to NaN: the trials get infinity or NaN. Give a finite bound.")]
    public Task Message_SaysWhatTheTrialsGet(string option, string message) => Verify.VerifyMessageAsync(InSpace(option), message);

    [Theory]
    [InlineData("new UniformDoubleOption([|0|], 0.1)", "new UniformDoubleOption(0.0001, 0.1, logBase: true)")]
    [InlineData("new UniformDoubleOption([|0|], 0.1, true)", "new UniformDoubleOption(0.0001, 0.1, true)")]
    [InlineData("new UniformDoubleOption([|0|], 0.3, false)", "new UniformDoubleOption(0.0003, 0.3, true)")]
    [InlineData("new UniformDoubleOption(logBase: false, max: 0.1, min: [|-0.1|])", "new UniformDoubleOption(logBase: true, max: 0.1, min: 0.0001)")]
    [InlineData("new UniformSingleOption([|0|], 0.1f)", "new UniformSingleOption(0.0001f, 0.1f, logBase: true)")]
    // Never above the start of the search, and the start never below the range.
    [InlineData("new UniformDoubleOption([|0|], 0.1, defaultValue: 1e-5)", "new UniformDoubleOption(1e-5, 0.1, defaultValue: 1e-5, logBase: true)")]
    [InlineData("new UniformSingleOption([|0|], 0.1f, false, 0)", "new UniformSingleOption(0.0001f, 0.1f, true, 0.0001f)")]
    [InlineData("new UniformDoubleOption([|0|], 0.1, defaultValue: null)", "new UniformDoubleOption(0.0001, 0.1, defaultValue: null, logBase: true)")]
    [InlineData("new UniformDoubleOption([|0|] /* off */, /* top */ 0.1 /* of the sweep */)", "new UniformDoubleOption(0.0001 /* off */, /* top */ 0.1, logBase: true /* of the sweep */)")]
    public Task Fix_BeginsAboveZero(string before, string after) =>
        Verify.VerifyFixAsync(InSpace(before), InSpace(after), LR1011_BeginAboveZero.Key);

    [Fact]
    public Task Fix_TakesThePracticeOfTheTrainer() => Verify.VerifyFixAsync(
        Source("var made = new SearchSpace<LgbmOption> { [\"LearningRate\"] = new UniformDoubleOption([|0|], 0.5) };"),
        Source("var made = new SearchSpace<LgbmOption> { [\"LearningRate\"] = new UniformDoubleOption(0.001, 0.5, logBase: true) };"),
        LR1011_BeginAboveZero.Key);

    [Fact]
    public Task Fix_ReplacesTheConstantThatServesNothingElse() => Verify.VerifyFixAsync(
        Source("const double Lowest = 0.0; space[\"LearningRate\"] = new UniformDoubleOption([|Lowest|], 0.1, true);"),
        Source("const double Lowest = 0.0001; space[\"LearningRate\"] = new UniformDoubleOption(Lowest, 0.1, true);"),
        LR1011_BeginAboveZero.Key);

    [Theory]
    [InlineData("[Range([|0|], 0.1)] public double LearningRate { get; set; }", "[Range(0.0001, 0.1, logBase: true)] public double LearningRate { get; set; }")]
    [InlineData("[Range([|0|], 1)] public double LearningRate;", "[Range(0.001, 1, logBase: true)] public double LearningRate;")]
    [InlineData("[Range([|0|], 1, init: 0)] public double LearningRate;", "[Range(0.001, 1, init: 0.001, logBase: true)] public double LearningRate;")]
    [InlineData("[Range([|0f|], 0.1f, 0.01f, false)] public float LearningRate;", "[Range(0.0001f, 0.1f, 0.01f, true)] public float LearningRate;")]
    public Task Fix_Attribute(string before, string after) =>
        Verify.VerifyFixAsync(Attributed(before), Attributed(after), LR1011_BeginAboveZero.Key);

    [Fact]
    public Task FixAll_BeginsEachAboveZero() => Verify.VerifyFixAsync(
        Source("space[\"LearningRate\"] = new UniformDoubleOption([|0|], 0.1); space[\"lr\"] = new UniformSingleOption([|0|], 1f, true);", "    [Range([|0|], 1)] public double LearningRate;"),
        Source("space[\"LearningRate\"] = new UniformDoubleOption(0.0001, 0.1, logBase: true); space[\"lr\"] = new UniformSingleOption(0.001f, 1f, true);", "    [Range(0.001, 1, logBase: true)] public double LearningRate;"),
        LR1011_BeginAboveZero.Key);

    [Theory]
    [InlineData("new UniformDoubleOption([|0|], upper)")] // the other bound is not known
    [InlineData("new UniformDoubleOption([|0|], 0.1, isLog)")]
    [InlineData("new UniformDoubleOption([|0|], 0.1, true, upper)")]
    [InlineData("new UniformDoubleOption(0.1, [|0|], true)")]
    [InlineData("new UniformDoubleOption([|-0.1|], -0.01)")]
    [InlineData("new UniformDoubleOption(0.1, [|0.1|])")]
    [InlineData("new UniformIntOption([|0|], 10)")]
    public Task NoFix_WhereNoRangeIsMeant(string option) => Verify.VerifyNoFixAsync(InSpace(option), LR1011_BeginAboveZero.Key);

    [Fact]
    public Task NoFix_WhereTheMemberTakesNoFractions() =>
        Verify.VerifyNoFixAsync(Attributed("[Range([|0|], 1)] public int LearningRate;"), LR1011_BeginAboveZero.Key);

    [Fact]
    public Task Fix_KeepsCommentsAndLineEndings() => Verify.VerifyFixAsync(
        Attributed("[Range( // searched\r\n        min: [|0|], // off\r\n        max: 0.1 /* top */)] // by AutoML\r\n    public double? LearningRate;"),
        Attributed("[Range( // searched\r\n        min: 0.0001, // off\r\n        max: 0.1, logBase: true /* top */)] // by AutoML\r\n    public double? LearningRate;"),
        LR1011_BeginAboveZero.Key);

    [Fact]
    public Task NoFix_AcrossDirectives() => Verify.VerifyNoFixAsync(
        InSpace("new UniformDoubleOption([|0|],\n#if NET\n0.1\n#else\n0.2\n#endif\n)"), LR1011_BeginAboveZero.Key);

    private static string InSpace(string option) => Source($"space[\"LearningRate\"] = {option};");

    private static string Source(string statements, string members = "") => MLNet(
        $"double upper = Environment.ProcessorCount; bool isLog = upper > 3; var zero = 0.0; {statements}",
        "    const double Zero = 0; const string Key = \"LearningRate\"; SearchSpace space = new(); OptionBase? _learningRate; Settings settings = new();\n"
            + "    static void Use(OptionBase option) { } static void Rate(OptionBase learningRate) { }\n"
            + "    static Exception? Record(Action act) => null; static OptionBase Throws(OptionBase option) => option;\n"
            + "    class Settings { public OptionBase? LearningRate { get; set; } }\n" + members,
        Usings);

    private static string Attributed(string member) => $"using System;\n{Usings}\npublic class MyOptions\n{{\n    {member}\n}}\n";
}
