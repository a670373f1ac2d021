using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Rules.TrainingSource;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR2014_WarmupFromZero>;

namespace LrAnalyzers.Tests.Rules;

public class LR2014Tests
{
    private static string Lambda(string lambda, string before = "") =>
        Method($"int warmup = epochs / 10; {before} var scheduler = lr_scheduler.LambdaLR(opt, {lambda});");

    [Theory]
    [InlineData("e => [|e / 10.0|]")]
    [InlineData("e => [|e / (double)warmup|]")]
    [InlineData("e => [|(double)e / warmup|]")]
    [InlineData("(int e) => [|Math.Min(1, e / (double)epochs)|]")]
    [InlineData("e => [|e < warmup ? e / (double)warmup : 1|]")]
    [InlineData("e => [|e < warmup ? 1.0 * e / warmup : 0.5 * (1 + Math.Cos(Math.PI * (e - warmup) / (epochs - warmup)))|]")]
    [InlineData("e => [|Math.Min(Math.Pow(e, -0.5), e * Math.Pow(warmup, -1.5))|]")]
    [InlineData("e => { return [|e / 10.0|]; }")]
    [InlineData("[|e => { if (e < 10) return e / 10.0; return 1; }|]")]
    [InlineData("static e => [|e / 10f|]")]
    public Task FromZero_Reports(string lambda) => Verify.VerifyAsync(Lambda(lambda));

    [Theory]
    [InlineData("e => [|Factor(e)|]", "double Factor(int e) => e / 10.0;")]
    [InlineData("e => [|Math.Min(1, Factor(e, warmup))|]", "double Factor(int n, int all) { if (n > all) return 1; return n / (double)all; }")]
    [InlineData("[|Factor|]", "double Factor(int e) => e / 10.0;")]
    [InlineData("[|Factor|]", "double Factor(int e) { if (e < warmup) { return (double)e / warmup; } return 1.0; }")]
    [InlineData("[|new Func<int, double>(Factor)|]", "double Factor(int e) => e / 10.0;")]
    [InlineData("[|f|]", "double Factor(int e) => e / 10.0; Func<int, double> f = Factor;")]
    public Task FromZeroInAFunction_Reports(string lambda, string before) => Verify.VerifyAsync(Lambda(lambda, before));

    [Fact]
    public Task FromZeroInAMethod_Reports() => Verify.VerifyAsync(Method(
        """
        var a = lr_scheduler.LambdaLR(opt, [|Static|]);
        var b = lr_scheduler.LambdaLR(opt, [|this.Own|]);
        var c = lr_scheduler.LambdaLR(opt, Virtual);
        var d = new lr_scheduler.impl.LambdaLR(opt, new Func<int, double>[] { e => 1, [|Static|] });
        """,
        members: """
        private readonly int _warmup;
        static double Static(int e) => e / 10.0;
        double Own(int e) => Math.Min(1.0, (double)e / _warmup);
        protected virtual double Virtual(int e) => e / 10.0;
        """));

    [Theory]
    [InlineData("e => (e + 1) / (double)warmup")]
    [InlineData("e => e / warmup")]
    [InlineData("e => 0")]
    [InlineData("e => 1")]
    [InlineData("e => Math.Pow(0.95, e)")]
    [InlineData("e => e < 10 ? 0 : 1")]
    [InlineData("e => number * e / warmup + 0.1")]
    [InlineData("e => Math.Max(0.01, e / 10.0)")]
    [InlineData("e => Factor(e)", "double Factor(int e) => (e + 1) / 10.0;")]
    [InlineData("Factor", "double Factor(int e) => e <= 1 ? 1 : Factor(e - 1);")]
    [InlineData("Given", "Func<int, double> Given = number > 1 ? e => e / 10.0 : e => 1;")]
    public Task FromMoreOrUnknown_IsSilent(string lambda, string before = "") => Verify.VerifyAsync(Lambda(lambda, before));

    [Fact]
    public Task OtherSchedulers_AreSilent() => Verify.VerifyAsync(Method(
        "var a = lr_scheduler.MultiplicativeLR(opt, e => e / 10.0); Func<int, double> f = e => e / 10.0;"));

    [Fact]
    public Task LambdaInVariableListOrField_Reports() => Verify.VerifyAsync(Method(
        """
        Func<int, double> f = e => e / 10.0;
        var a = lr_scheduler.LambdaLR(opt, [|f|]);
        var b = new lr_scheduler.impl.LambdaLR(opt, new Func<int, double>[] { e => [|e / 10.0|] });
        var c = new lr_scheduler.impl.LambdaLR(last_epoch: -1, lr_lambda: e => [|e / 10.0|], optimizer: opt);
        var d = lr_scheduler.LambdaLR(opt, [|_f|]);
        """,
        members: "private readonly Func<int, double> _f = e => e / 5.0;"));

    [Fact]
    public Task IncompleteCode_IsSilent() => Verify.VerifyAsync(Lambda("e => e / {|CS0103:missing|}"));

    [Fact]
    public Task Message_TellsWhatWhyAndHow() => Verify.VerifyMessageAsync(
        Lambda("e => {|#0:e / 10.0|}"),
        "The lambda returns 0 for epoch 0, so the first epoch or batch of the LambdaLR trains with a learning rate of 0 and changes nothing. Count from 1.");

    [Theory]
    [InlineData("e => [|e / (double)warmup|]", "e => (e + 1) / (double)warmup")]
    [InlineData("e => [|(double)e / warmup|]", "e => (double)(e + 1) / warmup")]
    [InlineData("e => [|(double)(e) / warmup|]", "e => (double)(e + 1) / warmup")]
    [InlineData("e => [|1.0 * e / warmup|]", "e => 1.0 * (e + 1) / warmup")]
    [InlineData("e => [|e < warmup ? e / (double)warmup : 1|]", "e => e < warmup ? (e + 1) / (double)warmup : 1")]
    [InlineData(
        "e => [|e < warmup ? e / (double)warmup /* up */ : 0.5 * (1 + Math.Cos(Math.PI * (e - warmup) / (epochs - warmup)))|]",
        "e => e < warmup ? (e + 1) / (double)warmup /* up */ : 0.5 * (1 + Math.Cos(Math.PI * (e - warmup) / (epochs - warmup)))")]
    [InlineData(
        "e => [|Math.Min(Math.Pow(e, -0.5), e * Math.Pow(warmup, -1.5))|]",
        "e => Math.Min(Math.Pow(e + 1, -0.5), (e + 1) * Math.Pow(warmup, -1.5))")]
    [InlineData("[|e => { if (e < 10) return e / 10.0; return 1; }|]", "e => { if (e < 10) return (e + 1) / 10.0; return 1; }")]
    public Task Fix_CountsFromOne(string lambda, string expected) =>
        Verify.VerifyFixAsync(Lambda(lambda), Lambda(expected), LR2014_CountFromOne.Key);

    [Fact]
    public Task Fix_LambdaInVariable_ChangesTheLambda() => Verify.VerifyFixAsync(
        Method("Func<int, double> f = e => e / 10.0; var a = lr_scheduler.LambdaLR(opt, [|f|]);"),
        Method("Func<int, double> f = e => (e + 1) / 10.0; var a = lr_scheduler.LambdaLR(opt, f);"),
        LR2014_CountFromOne.Key);

    [Fact]
    public Task Fix_Function_ChangesTheFunction() => Verify.VerifyFixAsync(
        Method("var a = lr_scheduler.LambdaLR(opt, [|Factor|]); double Factor(int e) => e / 10.0;"),
        Method("var a = lr_scheduler.LambdaLR(opt, Factor); double Factor(int e) => (e + 1) / 10.0;"),
        LR2014_CountFromOne.Key);

    [Fact]
    public Task Fix_Method_ChangesTheMethod() => Verify.VerifyFixAsync(
        Method("var a = lr_scheduler.LambdaLR(opt, [|Factor|]);", members: "static double Factor(int step)\n{\n    // up\n    if (step < 10) return (double)step / 10;\n    return 1;\n}"),
        Method("var a = lr_scheduler.LambdaLR(opt, Factor);", members: "static double Factor(int step)\n{\n    // up\n    if (step < 10) return (double)(step + 1) / 10;\n    return 1;\n}"),
        LR2014_CountFromOne.Key);

    [Fact]
    public Task Fix_FunctionThatIsCalledElsewhere_IsNotOffered() => Verify.VerifyNoFixAsync(
        Method("var a = lr_scheduler.LambdaLR(opt, [|Factor|]); double Factor(int e) => e / 10.0; Console.WriteLine(Factor(3));"),
        LR2014_CountFromOne.Key);

    [Fact]
    public Task Fix_WhereTheEpochIsNotDivided_IsNotOffered() => Verify.VerifyNoFixAsync(
        Lambda("e => [|e < 10 ? e * 0.1 : 1|]"), LR2014_CountFromOne.Key);
}
