using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Rules.TrainingSource;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR2018_PlateauModeContradictsMetric>;

namespace LrAnalyzers.Tests.Rules;

public class LR2018Tests
{
    private static string Step(string creation, string metric, string declarations = "") => Method(
        $"{declarations} var plateau = {creation}; plateau.step({metric});",
        members: """
            private double _valLoss, BestAccuracy = 0;
            double EvaluateAccuracy() => 0;
            (double Loss, double Accuracy) Evaluate() => (0, 0);
            class Metrics { public double Accuracy { get; set; } public double F1Loss { get; set; } }
            """);

    [Theory]
    [InlineData("double accuracy = 0;", "[|accuracy|]")]
    [InlineData("float valAcc = 0;", "[|valAcc|]")]
    [InlineData("double val_accuracy = 0;", "[|val_accuracy|]")]
    [InlineData("var AUC = 0.0;", "[|AUC|]")]
    [InlineData("long correct = 0; int total = 1;", "[|(double)correct / total|]")]
    [InlineData("", "[|EvaluateAccuracy()|]")]
    [InlineData("", "[|Evaluate().Accuracy|]")]
    [InlineData("var metrics = new Metrics();", "[|metrics.Accuracy|]")]
    [InlineData("Tensor accuracy = zeros(1);", "[|accuracy.item<float>()|]")]
    [InlineData("Tensor accuracy = zeros(1);", "[|accuracy.mean().ToSingle()|]")]
    [InlineData("double accuracy = 0;", "[|accuracy * 100|]")]
    [InlineData("double accuracy = 0;", "current: [|accuracy|]")]
    public Task Min_WithAccuracy_Reports(string declarations, string metric) =>
        Verify.VerifyAsync(Step("lr_scheduler.ReduceLROnPlateau(opt)", metric, declarations));

    [Theory]
    [InlineData("f1")]
    [InlineData("f1Score")]
    [InlineData("F1_macro")]
    [InlineData("valF1")]
    [InlineData("fbeta")]
    [InlineData("diceCoefficient")]
    [InlineData("meanDice")]
    [InlineData("mAP")]
    [InlineData("mAP50")]
    [InlineData("val_map_50_95")]
    [InlineData("meanAveragePrecision")]
    [InlineData("IoU")]
    [InlineData("meanIoU")]
    [InlineData("jaccardIndex")]
    [InlineData("r2")]
    [InlineData("R2Score")]
    [InlineData("rSquared")]
    [InlineData("rocAuc")]
    [InlineData("auROC")]
    [InlineData("prAUC")]
    [InlineData("kappa")]
    [InlineData("ndcgAt10")]
    [InlineData("ssim")]
    public Task Min_WithScore_Reports(string metric) =>
        Verify.VerifyAsync(Step("lr_scheduler.ReduceLROnPlateau(opt)", $"[|{metric}|]", $"double {metric} = 0;"));

    [Theory]
    [InlineData("wer")]
    [InlineData("valMape")]
    [InlineData("bceLoss")]
    [InlineData("nll")]
    [InlineData("RMSLE")]
    public Task Max_WithErrorRate_Reports(string metric) =>
        Verify.VerifyAsync(Step("lr_scheduler.ReduceLROnPlateau(opt, \"max\")", $"[|{metric}|]", $"double {metric} = 0;"));

    [Fact]
    public Task ScoreOfARecord_IsFollowed() => Verify.VerifyAsync(Step(
        "lr_scheduler.ReduceLROnPlateau(opt)", "[|f1|]", "var scores = new Metrics(); double f1 = scores.F1;").Replace("F1Loss", "F1", StringComparison.Ordinal));

    [Theory]
    [InlineData("double loss = 0;", "[|loss|]")]
    [InlineData("double valLoss = 0;", "[|valLoss|]")]
    [InlineData("double RMSE = 0;", "[|RMSE|]")]
    [InlineData("", "[|_valLoss|]")]
    [InlineData("", "[|Evaluate().Loss|]")]
    [InlineData("double totalLoss = 0; int n = 2;", "[|totalLoss / n|]")]
    public Task Max_WithLoss_Reports(string declarations, string metric) =>
        Verify.VerifyAsync(Step("lr_scheduler.ReduceLROnPlateau(opt, \"max\")", metric, declarations));

    [Theory]
    [InlineData("double loss = 0;", "loss")]
    [InlineData("double accuracy = 0;", "-accuracy")]
    [InlineData("double accuracy = 0;", "1 - accuracy")]
    [InlineData("double correct = 0; double error = 1 - correct;", "error")]
    [InlineData("double accuracy = -Evaluate().Accuracy;", "accuracy")]
    [InlineData("double accuracy; accuracy = 1 - EvaluateAccuracy();", "accuracy")]
    [InlineData("double negAccuracy = 0;", "negAccuracy")]
    [InlineData("double accuracyLoss = 0;", "accuracyLoss")]
    [InlineData("double diceLoss = 0;", "diceLoss")]
    [InlineData("double loss1 = 0; double f1 = loss1 / 3;", "f1")]
    [InlineData("double f = 0;", "f")]
    [InlineData("double r = 0;", "r")]
    [InlineData("double l2 = 0;", "l2")]
    [InlineData("double f1Gap = 0;", "f1Gap")]
    [InlineData("double oneMinusDice = 0;", "oneMinusDice")]
    [InlineData("double x2 = 0;", "x2")]
    [InlineData("double score = 0;", "score")]
    [InlineData("double metric = 0;", "metric")]
    [InlineData("double backlog = 0;", "backlog")]
    [InlineData("double accumulator = 0;", "accumulator")]
    [InlineData("", "BestAccuracy")]
    [InlineData("", "number")]
    [InlineData("int correct = 0;", "correct")]
    [InlineData("double accuracy = 0;", "Math.Exp(accuracy)")]
    public Task Min_WithOtherMetric_IsSilent(string declarations, string metric) =>
        Verify.VerifyAsync(Step("lr_scheduler.ReduceLROnPlateau(opt)", metric, declarations));

    [Theory]
    [InlineData("lr_scheduler.ReduceLROnPlateau(opt, \"max\")")]
    [InlineData("lr_scheduler.ReduceLROnPlateau(opt, number > 1 ? \"min\" : \"max\")")]
    [InlineData("number > 1 ? lr_scheduler.ReduceLROnPlateau(opt) : lr_scheduler.ReduceLROnPlateau(opt, \"max\")")]
    [InlineData("number > 1 ? lr_scheduler.ReduceLROnPlateau(opt) : lr_scheduler.StepLR(opt, 1)")]
    [InlineData("lr_scheduler.StepLR(opt, 1)")]
    public Task OtherModeOrScheduler_IsSilent(string creation) =>
        Verify.VerifyAsync(Step(creation, "accuracy", "double accuracy = 0;"));

    [Fact]
    public Task Fields_AreFollowed() => Verify.VerifyAsync(Method(
        "_plateau = lr_scheduler.ReduceLROnPlateau(opt, _mode);",
        members: """
            private readonly string _mode = "max";
            private lr_scheduler.LRScheduler _plateau;
            void Epoch(double loss) => _plateau?.step([|loss|]);
            """));

    [Fact]
    public Task IncompleteCode_IsSilent() => Verify.VerifyAsync(Method(
        "var plateau = lr_scheduler.ReduceLROnPlateau(opt, {|CS0103:missing|}); double accuracy = 1; plateau.step(accuracy);"));

    [Fact]
    public Task Message_TellsWhatWhyAndHow() => Verify.VerifyMessageAsync(
        Step("lr_scheduler.ReduceLROnPlateau(opt)", "{|#0:accuracy|}", "double accuracy = 0;"),
        "ReduceLROnPlateau in mode \"min\" takes a falling accuracy for an improvement, so it lowers the learning rate while the training gets better. Create it with mode \"max\".");

    [Theory]
    [InlineData("lr_scheduler.ReduceLROnPlateau(opt)", "lr_scheduler.ReduceLROnPlateau(opt, mode: \"max\")")]
    [InlineData("lr_scheduler.ReduceLROnPlateau(opt, \"min\", 0.5)", "lr_scheduler.ReduceLROnPlateau(opt, \"max\", 0.5)")]
    [InlineData("lr_scheduler.ReduceLROnPlateau(patience: 3, optimizer: opt /* o */)", "lr_scheduler.ReduceLROnPlateau(patience: 3, optimizer: opt /* o */, mode: \"max\")")]
    [InlineData("new lr_scheduler.impl.ReduceLROnPlateau(opt, mode: /* m */ \"min\")", "new lr_scheduler.impl.ReduceLROnPlateau(opt, mode: /* m */ \"max\")")]
    public Task Fix_GivesOtherMode(string creation, string expected) => Verify.VerifyFixAsync(
        Step(creation, "[|accuracy|]", "double accuracy = 0;"),
        Step(expected, "accuracy", "double accuracy = 0;"),
        LR2018_UseOtherMode.Key);

    [Fact]
    public Task FixAll_OfOneScheduler_ChangesItOnce() => Verify.VerifyFixAsync(
        Method("double accuracy = 0; var plateau = lr_scheduler.ReduceLROnPlateau(opt); plateau.step([|accuracy|]); plateau.step([|accuracy|]);"),
        Method("double accuracy = 0; var plateau = lr_scheduler.ReduceLROnPlateau(opt, mode: \"max\"); plateau.step(accuracy); plateau.step(accuracy);"),
        LR2018_UseOtherMode.Key);

    [Theory]
    [InlineData("double acc = 0; ", "acc / batches.Count")]
    [InlineData("double accuracyGap = 0; ", "accuracyGap")]
    [InlineData("double errorFreeRate = 0; ", "errorFreeRate")]
    [InlineData("double loss = 1, accuracy = 1; ", "accuracy / loss")]
    public Task NameThatMayBeTurnedAround_IsSilent(string declaration, string metric) =>
        Verify.VerifyAsync(LrAnalyzers.Tests.Verification.TrainingSource.Method(
            declaration + "var optimizer = optim.Adam(model.parameters()); var s = optim.lr_scheduler.ReduceLROnPlateau(optimizer); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { optimizer.step(); } s.step(" + metric + "); }"));
}
