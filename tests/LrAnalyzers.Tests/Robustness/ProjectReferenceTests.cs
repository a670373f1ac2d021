using LrAnalyzers.Rules;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using static LrAnalyzers.Tests.Verification.Sources;

namespace LrAnalyzers.Tests.Robustness;

/// <summary>
/// An editor references the other projects of a solution by their source, a build by their assemblies. The rules say the
/// same about both, and never point into another project.
/// </summary>
[Trait("Category", "Live")]
public class ProjectReferenceTests
{
    // The other project: numbers of every kind, and methods that fill options.
    private const string Library = """
        using System.Collections.Generic;
        using Microsoft.ML;
        using Microsoft.ML.Vision;
        using TorchSharp;

        namespace Team.Settings;

        public static class Rates
        {
            public const double Huge = 50;
            public const float Single = 0.0001f;
            public const int Whole = 3;
            public static readonly double Negative = -0.1;
            public static double Zero { get; } = 0;
            public static double Computed => Huge * 2;
            public static double Default(double rate = 7) => rate;
        }

        public class Options { public double LearningRate = 1e-3; public static int Epochs = 3; }

        // What would be followed to its number if it stood in the project that trains.
        public record Hyperparameters(double Rate = 50) { public double Other { get; init; } = 1 / 1000; }

        public interface ISettings { double Rate { get; } }

        public class Settings : ISettings { public double Rate => 50; }

        public static class Given
        {
            public static readonly Dictionary<string, double> All = new() { ["huge"] = 50, ["small"] = 1e-3 };
            public static readonly double[] List = { 50, 60 };
            public static readonly System.Lazy<double> Late = new(() => 50);
            public static (double Rate, int Epochs) Pair() => (50, 3);
            public static void Give(out double rate) => rate = 50;
            public static torch.optim.Optimizer With(System.Func<double, torch.optim.Optimizer> make) => make(50);
        }

        public static class Filler
        {
            public static void Fill(ImageClassificationTrainer.Options options) => options.LearningRateScheduler = null;
            public static IEstimator<ITransformer> Create(MLContext ml, ImageClassificationTrainer.Options options) => ml.MulticlassClassification.Trainers.ImageClassification(options);
        }

        public class Lion(IEnumerable<TorchSharp.Modules.Parameter> parameters, double lr = 1e-4) : torch.optim.Optimizer(System.IntPtr.Zero)
        {
            public override torch.Tensor step(System.Func<torch.Tensor>? closure = null) => throw new System.NotSupportedException(parameters + "" + lr);
        }
        """;

    [Theory]
    [InlineData("torch.optim.Adam(p, Rates.Huge)", "LR1003")]
    [InlineData("torch.optim.Adam(p, lr: Rates.Whole)", "LR1003")]
    [InlineData("torch.optim.Adam(p, Rates.Huge / 1e5)", "")]
    [InlineData("torch.optim.Adam(p, 1 / Rates.Whole)", "LR1002")]
    [InlineData("torch.optim.Adam(p, Rates.Negative)", "")] // a build does not see the number
    [InlineData("torch.optim.Adam(p, Rates.Zero)", "")]
    [InlineData("torch.optim.Adam(p, Rates.Computed)", "")]
    [InlineData("torch.optim.Adam(p, Rates.Default())", "")]
    [InlineData("torch.optim.Adam(p, new Options().LearningRate)", "")]
    [InlineData("torch.optim.Adam(p, new Hyperparameters().Rate)", "")]
    [InlineData("torch.optim.Adam(p, new Hyperparameters().Other)", "")]
    [InlineData("torch.optim.Adam(p, ((ISettings)new Settings()).Rate)", "")]
    [InlineData("torch.optim.Adam(p, Given.All[\"huge\"])", "")]
    [InlineData("torch.optim.Adam(p, Given.List[0])", "")]
    [InlineData("torch.optim.Adam(p, Given.Late.Value)", "")]
    [InlineData("torch.optim.Adam(p, Given.Pair().Rate)", "")]
    [InlineData("Given.With(rate => torch.optim.Adam(p, rate))", "")]
    [InlineData("torch.optim.Adam(p, new Hyperparameters(50).Rate)", "")] // the parameter is the other project's
    [InlineData("torch.optim.Adam(p, new Hyperparameters() { Other = 50 }.Other)", "")]
    [InlineData("torch.optim.Adam(p, 0)", "LR1001")]
    [InlineData("torch.optim.Adam(new[] { new Adam.ParamGroup(p, Rates.Huge / 1e5) }, Rates.Huge / 1e4)", "LR1008")]
    [InlineData("torch.optim.NAdam(new[] { new NAdam.ParamGroup(p) }, Rates.Huge / 1e5)", "LR1006")]
    [InlineData("new Lion(p, Rates.Negative)", "")]
    [InlineData("new Lion(p, -1e-3)", "LR1001")]
    public Task TorchSharp_EditorAgreesWithBuild(string creation, string expected) =>
        AssertAgreesAsync(Torch($"var created = {creation};", usings: "using Team.Settings;"), expected);

    [Theory]
    [InlineData("var o = new ImageClassificationTrainer.Options { LearningRate = Rates.Single };", "LR1008")]
    [InlineData("var o = new ImageClassificationTrainer.Options { LearningRate = Rates.Single }; ml.MulticlassClassification.Trainers.ImageClassification(o);", "LR1008")]
    [InlineData("var o = new ImageClassificationTrainer.Options(); o.LearningRate = Rates.Single; ml.MulticlassClassification.Trainers.ImageClassification(o);", "LR1008")]
    [InlineData("var o = new ImageClassificationTrainer.Options { LearningRate = Rates.Single }; Console.WriteLine(o);", "LR1008")]
    // The other project's method may set the schedule, and this one does.
    [InlineData("var o = new ImageClassificationTrainer.Options { LearningRate = Rates.Single }; Filler.Fill(o);", "")]
    [InlineData("var o = new ImageClassificationTrainer.Options { LearningRate = Rates.Single }; Filler.Create(ml, o);", "")]
    [InlineData("ml.Regression.Trainers.FastTree(learningRate: Rates.Huge)", "LR1003")]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(learningRate: Rates.Single * 5000, decreaseLearningRate: false)", "LR2001")]
    [InlineData("ml.Regression.Trainers.LightGbm(learningRate: Rates.Negative)", "")]
    public Task MLNet_EditorAgreesWithBuild(string statements, string expected) =>
        AssertAgreesAsync(MLNet(statements.EndsWith(';') ? statements : statements + ";", usings: "using Team.Settings;"), expected);

    // ML.NET itself as a project of the solution, as in its own repository.
    [Theory]
    [InlineData("var o = new ImageClassificationTrainer.Options { Epoch = 182, BatchSize = 128, LearningRate = 0.01f, LearningRateScheduler = new LsrDecay() }; ml.MulticlassClassification.Trainers.ImageClassification(o);", "LR1008")]
    [InlineData("var o = new ImageClassificationTrainer.Options { LearningRate = 0.0001f }; ml.MulticlassClassification.Trainers.ImageClassification(o);", "LR1008")]
    public async Task LibraryAsProject_IsStillTheLibrary(string statements, string expected)
    {
        CSharpCompilation consumer = Analysis.Compile(MLNet(statements));
        MetadataReference stubs = consumer.References.Last();
        CSharpCompilation library = CSharpCompilation.Create(
            "Microsoft.ML.Stubs",
            [CSharpSyntaxTree.ParseText(MLNetStubs.Source)],
            consumer.References.SkipLast(1),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        await AssertSaysAsync(consumer.ReplaceReference(stubs, library.ToMetadataReference()), expected);
    }

    // The constant of another project stays as it is: others may use it.
    [Fact]
    public async Task Fix_LeavesTheOtherProjectAlone()
    {
        RuleVerifier<LR1003_UnworkableLearningRate>.RuleTest test = RuleVerifier<LR1003_UnworkableLearningRate>.Create(
            Torch("var optimizer = torch.optim.Adam(p, [|Rates.Huge|]);", "    private const int Epochs = 3;", "using Team.Settings;"), []);
        test.TestState.AdditionalProjects["Team.Settings"].Sources.Add(("Rates.cs", "namespace Team.Settings; public static class Rates { public const double Huge = 50; }"));
        test.TestState.AdditionalProjects["Team.Settings"].AdditionalReferences.AddRange(TestReferences.All);
        test.TestState.AdditionalProjectReferences.Add("Team.Settings");
        test.FixedCode = Torch("var optimizer = torch.optim.Adam(p, LearningRate);", "    private const int Epochs = 3;\n    private const double LearningRate = 0.001;", "using Team.Settings;");
        await test.RunAsync();
    }

    private static async Task AssertAgreesAsync(string source, string expected)
    {
        CSharpCompilation library = Analysis.Compile(Library).WithAssemblyName("Team.Settings");
        Assert.Empty(Analysis.Errors(library));
        using var image = new MemoryStream();
        Assert.True(library.Emit(image).Success);
        CSharpCompilation consumer = Analysis.Compile(source);
        CSharpCompilation build = consumer.AddReferences(MetadataReference.CreateFromImage(image.ToArray()));
        Assert.Empty(Analysis.Errors(build));
        await AssertSaysAsync(build, expected);
        await AssertSaysAsync(consumer.AddReferences(library.ToMetadataReference()), expected);
    }

    private static async Task AssertSaysAsync(CSharpCompilation compilation, string expected)
    {
        Assert.Equal(expected, Ids(await Analysis.BuildAsync(compilation)));
        Assert.Equal(expected, Ids(await Analysis.EditorAsync(compilation)));

        static string Ids(IEnumerable<Diagnostic> diagnostics) => string.Join(' ', diagnostics
            .Select(diagnostic => diagnostic.Id)
            .Distinct()
            .Order(StringComparer.Ordinal));
    }
}
