using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Rules.TrainingSource;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR2015_LambdaReturnsLearningRate>;

namespace LrAnalyzers.Tests.Rules;

public class LR2015Tests
{
    private static string Lambda(string lambda, string optimizer = "torch.optim.Adam(p, lr)", string lr = "double lr = number;") =>
        Method($"{lr} var adam = {optimizer}; var scheduler = lr_scheduler.LambdaLR(adam, {lambda});");

    [Theory]
    [InlineData("e => [|lr|]")]
    [InlineData("e => [|lr * Math.Pow(0.95, e)|]")]
    [InlineData("e => [|Math.Pow(0.95, e) * lr|]")]
    [InlineData("e => [|lr / (1 + e)|]")]
    [InlineData("e => [|lr * 0.5 * (1 + Math.Cos(e))|]")]
    [InlineData("e => [|e < 10 ? lr : lr * 0.1|]")]
    [InlineData("e => [|Math.Max(lr * Math.Pow(0.95, e), 1e-6)|]")]
    [InlineData("(int e) => { var f = Math.Pow(0.95, e); return [|f * lr|]; }")]
    [InlineData("[|e => { if (e < 5) return lr; return lr / 10; }|]")]
    public Task OptimizersOwnVariable_Reports(string lambda) => Verify.VerifyAsync(Lambda(lambda));

    [Theory]
    [InlineData("e => [|0.001|]", "torch.optim.Adam(p)")]
    [InlineData("e => [|1e-4|]", "torch.optim.Adam(p, 1e-3)")]
    [InlineData("e => [|0.1|]", "torch.optim.SGD(p, 0.1)")]
    [InlineData("e => [|0.1f|]", "torch.optim.SGD(p, 0.1f)")]
    [InlineData("e => [|0.01 * Math.Pow(0.9, e)|]", "torch.optim.Adam(p, 0.01)")]
    [InlineData("e => [|e < 10 ? 0.1 : 0.01|]", "torch.optim.SGD(p, 0.1)")]
    [InlineData("e => [|1e-3|]", "new Adam(p, lr: 0.1)")]
    public Task NumbersOfALearningRate_Report(string lambda, string optimizer) =>
        Verify.VerifyAsync(Lambda(lambda, optimizer, lr: ""));

    [Theory]
    [InlineData("e => Math.Pow(0.95, e)")]
    [InlineData("e => number * 2 / lr")]
    [InlineData("e => lr / lr")]
    [InlineData("e => Math.Max(0.1, 1e-6 / lr)")]
    [InlineData("e => 1 - lr")]
    [InlineData("e => lr * Math.Pow(lr, e)")]
    [InlineData("e => e < 10 ? lr : 1")]
    [InlineData("e => 0.001")]
    public Task FactorOrUnknown_IsSilent(string lambda) => Verify.VerifyAsync(Lambda(lambda));

    [Theory]
    [InlineData("e => 0.5", "torch.optim.Adam(p, 0.001)")]
    [InlineData("e => 0", "torch.optim.Adam(p, 0.001)")]
    [InlineData("e => 0.001", "torch.optim.SGD(p, 1)")]
    [InlineData("e => 0.001", "torch.optim.SGD(p, 1.0f)")]
    [InlineData("e => 0.001", "torch.optim.Adadelta(p)")]
    [InlineData("e => 0.001 / 0.1", "torch.optim.SGD(p, 0.1)")]
    [InlineData("e => Math.Min(1, (e + 1) / 1000.0)", "torch.optim.Adam(p, 0.001)")]
    [InlineData("e => Math.Min(1, (e + 1) / 1e6)", "torch.optim.Adam(p, 0.001)")]
    [InlineData("e => 0.001", "any")]
    [InlineData("e => 0.001", "torch.optim.SGD(new SGD.ParamGroup[] { new(p) }, 0.1)")]
    [InlineData("e => Math.Pow(0.001, e / 10)", "torch.optim.Adam(p, 0.001)")]
    public Task SmallNumbersThatAreFactors_AreSilent(string lambda, string optimizer) =>
        Verify.VerifyAsync(Lambda(lambda, optimizer, lr: ""));

    [Fact]
    public Task LearningRateOfOne_IsSilent() => Verify.VerifyAsync(Lambda("e => lr * Math.Pow(0.95, e)", lr: "const double lr = 1;"));

    [Fact]
    public Task OtherSchedulers_AreSilent() => Verify.VerifyAsync(Method(
        "var a = lr_scheduler.MultiplicativeLR(opt, e => 0.001);"));

    [Fact]
    public Task FieldsAndOtherMethods_AreFollowed() => Verify.VerifyAsync(Method(
        "_optimizer = torch.optim.Adam(p, _rate);",
        members: """
            private Optimizer _optimizer;
            private readonly double _rate = double.Parse("0.1");
            void Schedule() { var a = lr_scheduler.LambdaLR(_optimizer, e => [|_rate * 0.5|]); }
            """));

    [Theory]
    [InlineData("[|Rate|]", "double Rate(int e) => lr * Math.Pow(0.95, e);")]
    [InlineData("[|Rate|]", "double Rate(int e) { if (e < 5) { return lr; } return lr * 0.1; }")]
    [InlineData("[|f|]", "Func<int, double> f = Rate; double Rate(int e) => lr / (1 + e);")]
    public Task Functions_Report(string lambda, string function) => Verify.VerifyAsync(Method(
        $"double lr = number; var adam = torch.optim.Adam(p, lr); {function} var scheduler = lr_scheduler.LambdaLR(adam, {lambda});"));

    [Fact]
    public Task Methods_Report() => Verify.VerifyAsync(Method(
        "var adam = torch.optim.Adam(p, _rate); var scheduler = lr_scheduler.LambdaLR(adam, [|Rate|]); var other = lr_scheduler.LambdaLR(adam, e => [|Number(e)|]);",
        members: "private const double _rate = 0.001; double Rate(int e) => _rate * Math.Pow(0.95, e); static double Number(int e) => 0.001 / (1 + e);"));

    [Theory]
    [InlineData("e => [|lr * Math.Pow(0.95, e)|]", "new SGD.ParamGroup[] { new(p, lr), new(p, lr) }")]
    [InlineData("e => [|0.01 * Math.Pow(0.95, e)|]", "new SGD.ParamGroup[] { new(p, 0.01), new(p, 0.1) }")]
    [InlineData("e => [|lr / (1 + e)|]", "new SGD.ParamGroup[] { new() { Parameters = p, Options = new() { LearningRate = lr } } }")]
    [InlineData("new Func<int, double>[] { e => 1.0 / (1 + e), e => [|lr / (1 + e)|] }", "new SGD.ParamGroup[] { new(p, 0.1), new(p, lr) }")]
    public Task ParameterGroups_Report(string lambda, string groups) => Verify.VerifyAsync(Method(
        $"double lr = number; var sgd = torch.optim.SGD({groups}, 0.1); var scheduler = new lr_scheduler.impl.LambdaLR(sgd, {lambda});"));

    [Theory]
    [InlineData("e => lr / (1 + e)", "new SGD.ParamGroup[] { new(p, lr), new(p, 1.0) }")]
    [InlineData("e => lr / (1 + e)", "new SGD.ParamGroup[] { new(p, lr), new(p, number) }")]
    [InlineData("e => lr / (1 + e)", "new SGD.ParamGroup[] { new(p, lr), new(p) }")]
    public Task ParameterGroupsOfOtherRates_AreSilent(string lambda, string groups) => Verify.VerifyAsync(Method(
        $"double lr = number; var sgd = torch.optim.SGD({groups}, 0.1); var scheduler = lr_scheduler.LambdaLR(sgd, {lambda});"));

    [Fact]
    public Task OtherObjectsRate_IsSilent() => Verify.VerifyAsync(Method(
        "var adam = torch.optim.Adam(p, _first.Rate); var scheduler = lr_scheduler.LambdaLR(adam, e => _second.Rate * e);",
        members: "class Settings { public double Rate { get; set; } } private Settings _first, _second;"));

    [Theory]
    [InlineData("x => [|options.Rate * Math.Pow(1 + options.Gamma * x, -0.75)|]", "x => Math.Pow(1 + options.Gamma * x, -0.75)")]
    [InlineData("x => [|options.Rate / (1 + x)|]", "x => 1.0 / (1 + x)")]
    [InlineData("[|x => { return options.Rate / (1 + x); }|]", "x => { return 1.0 / (1 + x); }")]
    public Task Fix_DividesByMember(string lambda, string expected)
    {
        const string Settings = "class Settings { public double Rate { get; set; } public double Gamma { get; set; } } void Fit(IEnumerable<Parameter> p, Settings options) { var sgd = torch.optim.SGD(p, options.Rate); var s = lr_scheduler.LambdaLR(sgd, $$); }";
        return Verify.VerifyFixAsync(
            Method("", Settings.Replace("$$", lambda.Contains("{ return") ? "x => { return [|options.Rate / (1 + x)|]; }" : lambda, StringComparison.Ordinal)),
            Method("", Settings.Replace("$$", expected, StringComparison.Ordinal)),
            LR2015_ReturnFactor.Key);
    }

    [Theory]
    [InlineData("double Rate(int e) => lr * Math.Pow(0.95, e);", "double Rate(int e) => Math.Pow(0.95, e);")]
    [InlineData("double Rate(int e) { if (e < 5) { return lr / 2; } return lr * 0.1; }", "double Rate(int e) { if (e < 5) { return 1.0 / 2; } return 0.1; }")]
    public Task Fix_Function_ChangesTheFunction(string function, string expected) => Verify.VerifyFixAsync(
        Method($"double lr = number; var adam = torch.optim.Adam(p, lr); {function} var scheduler = lr_scheduler.LambdaLR(adam, [|Rate|]);"),
        Method($"double lr = number; var adam = torch.optim.Adam(p, lr); {expected} var scheduler = lr_scheduler.LambdaLR(adam, Rate);"),
        LR2015_ReturnFactor.Key);

    [Fact]
    public Task IncompleteCode_IsSilent() => Verify.VerifyAsync(Lambda("e => lr * {|CS0103:missing|} + 1"));

    [Fact]
    public Task Message_TellsWhatWhyAndHow() => Verify.VerifyMessageAsync(
        Lambda("e => {|#0:0.001|}", "torch.optim.Adam(p, 0.01)", lr: ""),
        "The lambda of LambdaLR returns a learning rate, but it is multiplied by the optimizer's learning rate 0.01, which gives 1e-5. Return a factor: divide by the optimizer's learning rate.");

    [Theory]
    [InlineData("e => [|lr * Math.Pow(0.95, e)|]", "e => Math.Pow(0.95, e)")]
    [InlineData("e => [|Math.Pow(0.95, e) * lr|]", "e => Math.Pow(0.95, e)")]
    [InlineData("e => [|lr * 0.5 * (1 + Math.Cos(e))|]", "e => 0.5 * (1 + Math.Cos(e))")]
    [InlineData("e => [|e < 10 ? lr : lr * 0.1|]", "e => e < 10 ? 1.0 : 0.1")]
    [InlineData("e => [|lr / (1 + e)|] /* decay */", "e => 1.0 / (1 + e) /* decay */")]
    [InlineData("[|e => { if (e < 5) return lr; return lr * 0.1; }|]", "e => { if (e < 5) return 1.0; return 0.1; }")]
    public Task Fix_DividesByVariable(string lambda, string expected) =>
        Verify.VerifyFixAsync(Lambda(lambda), Lambda(expected), LR2015_ReturnFactor.Key);

    [Theory]
    [InlineData("e => [|1e-4|]", "torch.optim.Adam(p)", "e => 1e-4 / 0.001")]
    [InlineData("e => [|0.001|]", "torch.optim.SGD(p, 0.1)", "e => 0.001 / 0.1")]
    [InlineData("e => [|e < 10 ? 0.1 : 0.01|]", "torch.optim.SGD(p, 0.1)", "e => (e < 10 ? 0.1 : 0.01) / 0.1")]
    public Task Fix_DividesByNumber(string lambda, string optimizer, string expected) => Verify.VerifyFixAsync(
        Lambda(lambda, optimizer, lr: ""), Lambda(expected, optimizer, lr: ""), LR2015_ReturnFactor.Key);

    // A warmup that is a factor begins above 0 as well: LR2014.
    [Theory]
    [InlineData("e => [|lr * e / 10|]", "e => lr * (e + 1) / 10 / lr")]
    [InlineData("e => [|lr * Math.Min(1, e / 10.0)|]", "e => Math.Min(1, (e + 1) / 10.0)")]
    [InlineData("e => [|lr * (e + 1) / 10|]", "e => lr * (e + 1) / 10 / lr")]
    [InlineData("e => [|e < 10 ? lr * (e / 10.0) : lr|]", "e => e < 10 ? ((e + 1) / 10.0) : 1.0")]
    public Task Fix_OfAWarmup_CountsFromOne(string lambda, string expected) =>
        Verify.VerifyFixAsync(Lambda(lambda), Lambda(expected), LR2015_ReturnFactor.Key);

    [Fact]
    public Task Fix_WhereTheRateCannotBeNamed_IsNotOffered() => Verify.VerifyNoFixAsync(
        Method(
            "_optimizer = torch.optim.Adam(p, lr: number * 0 + 0.01);",
            members: """
                private Optimizer _optimizer;
                private static readonly double s_rate = 0.01;
                void Create(IEnumerable<Parameter> p) { var rate = 0.01; var adam = torch.optim.Adam(p, rate); var a = lr_scheduler.LambdaLR(adam, static e => [|0.01|]); }
                """),
        LR2015_ReturnFactor.Key);
}
