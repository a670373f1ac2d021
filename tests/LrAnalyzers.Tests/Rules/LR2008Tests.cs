using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Rules.TrainingSource;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR2008_PlateauWithoutMetric>;

namespace LrAnalyzers.Tests.Rules;

public class LR2008Tests
{
    private const string Rising = "var plateau = lr_scheduler.ReduceLROnPlateau(opt, mode: \"max\"); ";
    private const string Plateau = "var plateau = lr_scheduler.ReduceLROnPlateau(opt); ";

    [Theory]
    [InlineData("[|plateau.step()|];")]
    [InlineData("[|plateau.step(null)|];")]
    [InlineData("[|plateau.step(epoch: 3)|];")]
    [InlineData("plateau.step([|epochs|]);")]
    [InlineData("plateau.step(epoch: [|epochs|]);")]
    [InlineData("plateau.step([|(int)number|]);")]
    [InlineData("plateau.step([|correct|]);")]
    [InlineData("plateau?[|.step()|];")]
    [InlineData("for (int i = 0; i < 9; i++) { opt.step(); [|plateau.step()|]; }")]
    [InlineData("Action act = () => [|plateau.step()|];")]
    [InlineData("lr_scheduler.LRScheduler other = plateau; [|other.step()|];")]
    [InlineData("lr_scheduler.LRScheduler late; late = lr_scheduler.ReduceLROnPlateau(opt); [|late.step()|];")]
    [InlineData("lr_scheduler.LRScheduler late = null; if (number > 1) late = plateau; [|late.step()|];")]
    [InlineData("var impl = new lr_scheduler.impl.ReduceLROnPlateau(opt, \"max\"); [|impl.step()|]; [|lr_scheduler.ReduceLROnPlateau(opt).step()|];")]
    [InlineData("foreach (var each in new[] { plateau }) [|each.step()|];")]
    [InlineData("void Step(lr_scheduler.LRScheduler scheduler) => [|scheduler.step()|]; Step(plateau);")]
    public Task WithoutMetric_Reports(string body) => Verify.VerifyAsync(Method("short correct = 3; " + Plateau + body));

    [Theory]
    [InlineData("plateau.step(number);")]
    [InlineData("plateau.step(number, 3);")]
    [InlineData("plateau.step(3L);")]
    [InlineData("plateau.step(3f);")]
    [InlineData("plateau.step(current: epochs);")]
    [InlineData("var other = lr_scheduler.StepLR(opt, 5); other.step(); other.step(3);")]
    [InlineData("var either = number > 1 ? plateau : lr_scheduler.StepLR(opt, 5); either.step();")]
    [InlineData("lr_scheduler.LRScheduler late = plateau; late = lr_scheduler.StepLR(opt, 5); late.step();")]
    [InlineData("opt.step();")]
    [InlineData("Xunit.Assert.Throws<InvalidOperationException>(() => plateau.step());")]
    public Task WithMetricOrOfUnknownKind_IsSilent(string body) => Verify.VerifyAsync(Method(Plateau + body));

    [Fact]
    public Task FieldsAndProperties_AreFollowed() => Verify.VerifyAsync(Method(
        "_plateau = lr_scheduler.ReduceLROnPlateau(opt); Scheduler = lr_scheduler.ReduceLROnPlateau(opt);",
        members: """
            private lr_scheduler.LRScheduler _plateau, _other = null;
            private lr_scheduler.LRScheduler Scheduler { get; set; }
            public lr_scheduler.LRScheduler Open { get; set; }
            void Epoch() { [|_plateau.step()|]; _other.step(); Scheduler?[|.step()|]; Open.step(); }
            void Set(lr_scheduler.LRScheduler o) => _other = o;
            """,
        modifiers: "public"));

    [Fact]
    public Task PartialParts_AreFollowed() => Verify.VerifyAsync(
        Method("_plateau = lr_scheduler.ReduceLROnPlateau(opt);", modifiers: "partial")
        + "\npartial class Trainer { private lr_scheduler.LRScheduler _plateau; void Epoch() => [|_plateau.step()|]; }");

    [Fact]
    public Task IncompleteCode_IsSilent() => Verify.VerifyAsync(Method(
        Plateau + "plateau.step({|CS0103:missing|}); {|CS0103:other|}.step();"));

    [Theory]
    [InlineData("{|#0:plateau.step()|};", "it is stepped without a metric. Pass the validation loss.")]
    [InlineData("plateau.step({|#0:epochs|});", "the int epochs is taken for an epoch, not for a metric. Pass the metric as a double.")]
    public Task Message_TellsWhatWhyAndHow(string body, string message) => Verify.VerifyMessageAsync(
        Method(Plateau + body), "ReduceLROnPlateau throws InvalidOperationException here: " + message);

    [Theory]
    [InlineData("double loss = 1;", "[|plateau.step()|];", "plateau.step(loss);")]
    [InlineData("float trainLoss = 1, bestLoss = 2, valLoss = 3;", "[|plateau.step()|];", "plateau.step(valLoss);")]
    [InlineData("double loss = 1, totalLoss = 3; double validationLoss;", "[|plateau.step( /* x */ )|]; // end", "plateau.step(totalLoss); // end")]
    [InlineData("double loss = 1; int epoch = epochs;", "plateau.step([|epoch|]);", "plateau.step(loss);")]
    public Task Fix_PassesLoss(string declarations, string body, string expected) => Verify.VerifyFixAsync(
        Method(declarations + Plateau + body), Method(declarations + Plateau + expected), LR2008_PassMetric.LossKey);

    // The compiler would warn of a number that nobody reads any more.
    [Fact]
    public Task Fix_TakesTheUnreadNumberAlong() => Verify.VerifyFixAsync(
        Method("double loss = 1; int epoch = 3;" + Plateau + "plateau.step([|epoch|]);"), Method("double loss = 1; " + Plateau.TrimStart() + "plateau.step(loss);"), LR2008_PassMetric.LossKey);

    [Theory]
    [InlineData("plateau.step([|correct|]);", "plateau.step((double)correct);")]
    [InlineData("plateau.step(epoch: [|correct|]);", "plateau.step(current: (double)correct);")]
    [InlineData("plateau.step([|correct * 2|]);", "plateau.step((double)(correct * 2));")]
    public Task Fix_MakesMetricDouble(string body, string expected) => Verify.VerifyFixAsync(
        Method("int correct = 3; " + Rising + body), Method("int correct = 3; " + Rising + expected), LR2008_PassMetric.DoubleKey);

    // The right number in the wrong mode would be LR2018's.
    [Fact]
    public Task Fix_OfAMetricThatRises_TakesTheModeAlong() => Verify.VerifyFixAsync(
        Method("int correct = 3; " + Plateau + "plateau.step([|correct|]);"),
        Method("int correct = 3; var plateau = lr_scheduler.ReduceLROnPlateau(opt, mode: \"max\"); plateau.step((double)correct);"),
        LR2008_PassMetric.DoubleKey);

    [Theory]
    [InlineData("[|plateau.step()|];")]
    [InlineData("string loss = \"\"; [|plateau.step()|];")]
    [InlineData("double loss; [|plateau.step()|]; loss = 1;")]
    [InlineData("{ double loss = 1; } [|plateau.step()|];")]
    [InlineData("double loss = 1; Action act = () => [|plateau.step()|];")]
    public Task Fix_WithoutLossAtHand_IsNotOffered(string body) =>
        Verify.VerifyNoFixAsync(Method(Plateau + body), LR2008_PassMetric.LossKey);
}
