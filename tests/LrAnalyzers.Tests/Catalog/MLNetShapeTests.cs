using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using static LrAnalyzers.Tests.Verification.Sources;

namespace LrAnalyzers.Tests.Catalog;

/// <summary>
/// Where trainers and their options are made: inside other trainers, pipelines and factories, and in one method for another.
/// What all rules but LR3001 say about each.
/// </summary>
public class MLNetShapeTests
{
    private const string Bad = "new ImageClassificationTrainer.Options { LearningRate = 0.0001f }";

    // The trainer itself, wherever it stands.
    [Theory]
    [InlineData("var t = ml.MulticlassClassification.Trainers.OneVersusAll(ml.BinaryClassification.Trainers.AveragedPerceptron(learningRate: -0.1f));", "LR1001")]
    [InlineData("var t = ml.MulticlassClassification.Trainers.OneVersusAll(ml.BinaryClassification.Trainers.FastTree(new FastTreeBinaryTrainer.Options { LearningRate = 50 }), labelColumnName: \"Label\");", "LR1003")]
    [InlineData("var t = ml.MulticlassClassification.Trainers.PairwiseCoupling(ml.BinaryClassification.Trainers.SgdCalibrated(learningRate: 0));", "LR1001")]
    [InlineData("var t = ml.Transforms.Concatenate(\"Features\", \"a\", \"b\").Append(ml.Transforms.NormalizeMinMax(\"Features\")).Append(ml.Regression.Trainers.OnlineGradientDescent(learningRate: 0.5f, decreaseLearningRate: false));", "LR2001")]
    [InlineData("var t = ml.Transforms.Concatenate(\"Features\", \"a\").AppendCacheCheckpoint(ml).Append(ml.Regression.Trainers.FastTree(new FastTreeRegressionTrainer.Options { LearningRate = 0.05, DropoutRate = 0.1 }));", "LR1008")]
    [InlineData("Func<IEstimator<ITransformer>> make = () => ml.Regression.Trainers.Gam(learningRate: 0.7); make();", "LR1003")]
    [InlineData("var all = new IEstimator<ITransformer>[] { ml.Regression.Trainers.FastTree(learningRate: 3), ml.Regression.Trainers.LightGbm(learningRate: 0.1) };", "LR1003")]
    [InlineData("var all = new Dictionary<string, Func<IEstimator<ITransformer>>> { [\"trees\"] = () => ml.Regression.Trainers.FastTree(learningRate: 3) };", "LR1003")]
    [InlineData("IEstimator<ITransformer> t = DateTime.Now.Hour switch { 1 => ml.Regression.Trainers.FastTree(learningRate: 3), _ => ml.Regression.Trainers.Gam() };", "LR1003")]
    [InlineData("var t = StandardTrainersCatalog.OnlineGradientDescent(ml.Regression.Trainers, learningRate: 0.5f, decreaseLearningRate: false);", "LR2001")]
    [InlineData("var trainers = ml.Regression.Trainers; var t = trainers.FastTree(learningRate: 3);", "LR1003")]
    [InlineData("var t = _context.Regression.Trainers.FastTree(learningRate: 3);", "LR1003")]
    [InlineData("var rates = new[] { 0.1, 3 }; var all = rates.Select(rate => ml.Regression.Trainers.FastTree(learningRate: rate)).ToList();", "")]
    [InlineData("var results = ml.Regression.CrossValidate(null, ml.Regression.Trainers.FastTree(learningRate: 3));", "LR1003")]
    [InlineData("var model = ml.Regression.Trainers.FastTree(learningRate: 3).Fit(null);", "LR1003")]
    [InlineData("foreach (var rate in new[] { 0.1f, 0.5f }) { ml.Regression.Trainers.OnlineGradientDescent(learningRate: rate, decreaseLearningRate: false); }", "")]
    [InlineData("Train(0.5f); void Train(float rate) => ml.Regression.Trainers.OnlineGradientDescent(learningRate: rate, decreaseLearningRate: false);", "")]
    public Task Trainer_IsJudgedWhereItStands(string statements, string expected) => AssertSaysAsync(statements, expected);

    // Options that nobody else can see are complete.
    [Theory]
    [InlineData($"var t = ml.MulticlassClassification.Trainers.ImageClassification({Bad});")]
    [InlineData($"var t = ml.Transforms.Conversion.MapValueToKey(\"Label\").Append(ml.MulticlassClassification.Trainers.ImageClassification({Bad})).Append(ml.Transforms.Conversion.MapKeyToValue(\"Label\"));")]
    [InlineData($"var o = {Bad}; var t = ml.MulticlassClassification.Trainers.ImageClassification(o);")]
    [InlineData("ImageClassificationTrainer.Options o = new() { LearningRate = 0.0001f }; Func<object> t = () => ml.MulticlassClassification.Trainers.ImageClassification(o);")]
    [InlineData("var o = new ImageClassificationTrainer.Options(); o.LearningRate = 0.0001f; o.Epoch = 3; var t = ml.MulticlassClassification.Trainers.ImageClassification(o);")]
    [InlineData($"var t = ml.MulticlassClassification.Trainers.ImageClassification(DateTime.Now.Hour > 3 ? {Bad} : new ImageClassificationTrainer.Options());")]
    [InlineData($"var o = Create(); var t = ml.MulticlassClassification.Trainers.ImageClassification(o); ImageClassificationTrainer.Options Create() => {Bad};")]
    [InlineData($"var t = ml.MulticlassClassification.Trainers.ImageClassification(Create()); ImageClassificationTrainer.Options Create() {{ var o = {Bad}; o.Epoch = 3; return o; }}")]
    [InlineData($"var all = new[] {{ {Bad} }}; foreach (var o in all) {{ ml.MulticlassClassification.Trainers.ImageClassification(o); }}")]
    [InlineData($"var o = {Bad}; var same = o; ml.MulticlassClassification.Trainers.ImageClassification(same);")]
    [InlineData($"var o = {Bad}; Console.WriteLine(o.LearningRate); Console.WriteLine(o);")]
    public Task Options_AreFollowed(string statements) => AssertSaysAsync(statements, "LR1008");

    // Options that somebody else fills are not.
    [Theory]
    [InlineData($"var o = Create(); o.LearningRateScheduler = null; ImageClassificationTrainer.Options Create() => {Bad};")]
    [InlineData($"var o = Create(); o.LearningRateScheduler = null; ImageClassificationTrainer.Options Create() {{ var made = {Bad}; return made; }}")]
    [InlineData($"var o = {Bad}; var same = o; same.LearningRateScheduler = null;")]
    [InlineData($"var all = new List<ImageClassificationTrainer.Options> {{ {Bad} }}; all[0].LearningRateScheduler = null;")]
    [InlineData($"var all = new List<ImageClassificationTrainer.Options>(); var o = {Bad}; all.Add(o); all[0].LearningRateScheduler = null;")]
    [InlineData($"Constant({Bad});")]
    [InlineData($"var t = ml.MulticlassClassification.Trainers.ImageClassification(Constant({Bad}));")]
    [InlineData($"var o = {Bad}; Constant(o);")]
    [InlineData($"var o = {Bad}; o.Constant();", "static class More { public static void Constant(this ImageClassificationTrainer.Options o) => o.LearningRateScheduler = null; }")]
    [InlineData($"var o = {Bad}; Action fill = () => o.LearningRateScheduler = null; fill();")]
    [InlineData($"var o = {Bad}; Fill(); void Fill() => o.LearningRateScheduler = null;")]
    [InlineData($"var o = {Bad}; (o.LearningRateScheduler, o.Epoch) = (null, 3);")]
    [InlineData($"var o = {Bad}; ref var scheduler = ref o.LearningRateScheduler; scheduler = null;")]
    [InlineData($"var o = {Bad}; Set(out o.LearningRateScheduler); void Set(out LearningRateScheduler? scheduler) => scheduler = null;")]
    [InlineData($"var o = {Bad}; o.LearningRateScheduler ??= new LsrDecay();")]
    [InlineData($"(ImageClassificationTrainer.Options O, int N) pair = ({Bad}, 1); pair.O.LearningRateScheduler = null;")]
    [InlineData($"_options = {Bad}; _options.LearningRateScheduler = null;")]
    [InlineData($"var o = {Bad}; _options = o; _options.LearningRateScheduler = null;")]
    [InlineData($"using var holder = new Holder {{ Options = {Bad} }}; holder.Options.LearningRateScheduler = null;", "sealed class Holder : IDisposable { public ImageClassificationTrainer.Options Options = new(); public void Dispose() { } }")]
    [InlineData($"var o = new Settings({Bad}).Apply();", "sealed class Settings(ImageClassificationTrainer.Options options) { public object Apply() { options.LearningRateScheduler = null; return options; } }")]
    [InlineData("var o = new ImageClassificationTrainer.Options(); Rate(o); o.LearningRateScheduler = null; void Rate(ImageClassificationTrainer.Options given) => given.LearningRate = 0.0001f;")]
    [InlineData("var o = new FastTreeRegressionTrainer.Options { LearningRate = 3 }; var same = o; same.Shrinkage = 0.1;")]
    [InlineData("var t = Create(ml, new() { LearningRate = 3 }); static object Create(MLContext ml, FastTreeRegressionTrainer.Options o) { o.Shrinkage = 0.1; return ml.Regression.Trainers.FastTree(o); }")]
    public Task Options_ThatAreFilledElsewhere_AreUnknown(string statements, string types = "") =>
        AssertSaysAsync(
            statements,
            "",
            types,
            "    private static ImageClassificationTrainer.Options Constant(ImageClassificationTrainer.Options o) { o.LearningRateScheduler = null; return o; }");

    // C# 14, which the oldest Roslyn does not know.
    [Fact]
    public async Task NullConditionalAssignment_IsSeen()
    {
        Compilation compilation = Analysis.Compile(MLNet($"var o = {Bad}; o?.LearningRateScheduler = null;"));
        IEnumerable<Diagnostic> diagnostics = await Analysis.BuildAsync(compilation);
        Assert.True(Analysis.Errors(compilation).Any() || diagnostics.All(diagnostic => diagnostic.Id == "LR3001"));
    }

    private static async Task AssertSaysAsync(string statements, string expected, string types = "", string members = "")
    {
        Compilation compilation = Analysis.Compile(MLNet(
            statements,
            "    private readonly MLContext _context = new(); private ImageClassificationTrainer.Options _options = new();\n" + members)
            + "\n" + types);
        Assert.Empty(Analysis.Errors(compilation));
        IEnumerable<string> ids = (await Analysis.BuildAsync(compilation)).Select(diagnostic => diagnostic.Id).Where(id => id != "LR3001");
        Assert.Equal(expected, string.Join(' ', ids.Distinct().Order()));
        await Analysis.AssertEditorAgreesWithBuildAsync(compilation, statements);
    }
}
