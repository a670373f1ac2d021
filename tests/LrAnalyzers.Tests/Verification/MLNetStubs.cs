using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LrAnalyzers.Tests.Verification;

/// <summary>
/// The public surface of the ML.NET packages that not every registry serves, as far as learning rates are concerned:
/// full names, members and defaults of version 5.0.1, no behaviour.
/// </summary>
internal static class MLNetStubs
{
    /// <summary>The declarations.</summary>
    public const string Source = """
        #nullable disable
        using System;
        using System.Collections.Generic;
        using Microsoft.ML;
        using Microsoft.ML.Data;
        using Microsoft.ML.Trainers;

        namespace Microsoft.ML.Stubs
        {
            public abstract class Trainer : IEstimator<ITransformer>
            {
                public ITransformer Fit(IDataView input) => null;
                public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;
            }
        }

        namespace Microsoft.ML.Vision
        {
            public sealed class ImageClassificationTrainer : Stubs.Trainer
            {
                public enum Architecture { ResnetV2101, InceptionV3, MobilenetV2, ResnetV250 }
                public sealed class TrainMetrics { public float LearningRate { get; set; } public int Epoch { get; set; } }
                public sealed class ImageClassificationMetrics { public TrainMetrics Train { get; set; } }
                public sealed class EarlyStopping { }
                public sealed class Options
                {
                    public string LabelColumnName = "Label";
                    public string FeatureColumnName = "Features";
                    public int BatchSize = 10;
                    public int Epoch = 200;
                    public float LearningRate = 0.01f;
                    public EarlyStopping EarlyStoppingCriteria = new EarlyStopping();
                    public Architecture Arch = Architecture.ResnetV250;
                    public Action<ImageClassificationMetrics> MetricsCallback;
                    public IDataView ValidationSet;
                    public bool TestOnTrainSet = true;
                    public LearningRateScheduler LearningRateScheduler = new ExponentialLRDecay();
                }
            }
        }

        namespace Microsoft.ML
        {
            public static class VisionCatalog
            {
                public static Vision.ImageClassificationTrainer ImageClassification(this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, Vision.ImageClassificationTrainer.Options options) => null;
                public static Vision.ImageClassificationTrainer ImageClassification(this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, string labelColumnName = "Label", string featureColumnName = "Features", string scoreColumnName = "Score", string predictedLabelColumnName = "PredictedLabel", IDataView validationSet = null) => null;
            }

            public static class RecommenderCatalog
            {
                public static RecommendationCatalog Recommendation(this MLContext context) => null;
            }

            public sealed class RecommendationCatalog
            {
                public RecommendationTrainers Trainers { get; }

                public sealed class RecommendationTrainers
                {
                    public MatrixFactorizationTrainer MatrixFactorization(string labelColumnName, string matrixColumnIndexColumnName, string matrixRowIndexColumnName, int approximationRank = 8, double learningRate = 0.1, int numberOfIterations = 20) => null;
                    public MatrixFactorizationTrainer MatrixFactorization(MatrixFactorizationTrainer.Options options) => null;
                }
            }

            public static class MklComponentsCatalog
            {
                public static SymbolicSgdLogisticRegressionBinaryTrainer SymbolicSgdLogisticRegression(this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, SymbolicSgdLogisticRegressionBinaryTrainer.Options options) => null;
            }
        }

        namespace Microsoft.ML.Trainers
        {
            public sealed class MatrixFactorizationTrainer : Stubs.Trainer
            {
                public sealed class Options
                {
                    public string MatrixColumnIndexColumnName, MatrixRowIndexColumnName, LabelColumnName;
                    public double Lambda = 0.1;
                    public int ApproximationRank = 8;
                    public int NumberOfIterations = 20;
                    public double LearningRate = 0.1;
                }
            }

            public sealed class SymbolicSgdLogisticRegressionBinaryTrainer : Stubs.Trainer
            {
                public sealed class Options
                {
                    public int NumberOfIterations = 50;
                    public float? LearningRate;
                    public float L2Regularization;
                }
            }
        }

        namespace Microsoft.ML.AutoML.CodeGen
        {
            public class LgbmOption { public double LearningRate { get; set; } = 1; }
            public class FastTreeOption { public double LearningRate { get; set; } = 0.1; }
            public class MatrixFactorizationOption { public double LearningRate { get; set; } = 1; }
            public class ObjectDetectionOption { public double InitLearningRate { get; set; } = 1; }
        }

        // Microsoft.ML.SearchSpace: SearchSpace.cs, Option/OptionBase.cs, Option/UniformNumericOption.cs, Option/ChoiceOption.cs.
        namespace Microsoft.ML.SearchSpace
        {
            public class SearchSpace : Option.OptionBase, IDictionary<string, Option.OptionBase>
            {
                public Option.OptionBase this[string key] { get => null; set { } }
                public ICollection<string> Keys => null;
                public ICollection<Option.OptionBase> Values => null;
                public int Count => 0;
                public bool IsReadOnly => false;
                public void Add(string key, Option.OptionBase value) { }
                public void Add(KeyValuePair<string, Option.OptionBase> item) { }
                public void Clear() { }
                public bool Contains(KeyValuePair<string, Option.OptionBase> item) => false;
                public bool ContainsKey(string key) => false;
                public void CopyTo(KeyValuePair<string, Option.OptionBase>[] array, int arrayIndex) { }
                public IEnumerator<KeyValuePair<string, Option.OptionBase>> GetEnumerator() => null;
                System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => null;
                public bool Remove(string key) => false;
                public bool Remove(KeyValuePair<string, Option.OptionBase> item) => false;
                public bool TryGetValue(string key, out Option.OptionBase value) { value = null; return false; }
            }

            public sealed class SearchSpace<T> : SearchSpace where T : class, new()
            {
                public SearchSpace() { }
                public SearchSpace(T defaultOption) { }
            }
        }

        namespace Microsoft.ML.SearchSpace.Option
        {
            public abstract class OptionBase { }

            public abstract class UniformNumericOption : OptionBase
            {
                public UniformNumericOption(double min, double max, bool logBase = false) { }
                public double Min { get; }
                public double Max { get; }
                public bool LogBase { get; }
            }

            public sealed class UniformDoubleOption : UniformNumericOption
            {
                public UniformDoubleOption(double min, double max, bool logBase = false, double? defaultValue = null) : base(min, max, logBase) { }
            }

            public sealed class UniformSingleOption : UniformNumericOption
            {
                public UniformSingleOption(float min, float max, bool logBase = false, float? defaultValue = null) : base(min, max, logBase) { }
            }

            public sealed class UniformIntOption : UniformNumericOption
            {
                public UniformIntOption(int min, int max, bool logBase = false, int? defaultValue = null) : base(min, max, logBase) { }
            }

            public sealed class ChoiceOption : OptionBase
            {
                public ChoiceOption(params object[] choices) { }
                public ChoiceOption(object[] choices, object defaultChoice) { }
            }
        }

        namespace Microsoft.ML.GenAI.Core.Trainer
        {
            public class CausalLMSupervisedFineTuningTrainer
            {
                public class Option
                {
                    public int Epoch { get; set; } = 10;
                    public float LearningRate { get; set; } = 5e-5f;
                }
            }
        }
        """;

    /// <summary>The declarations, compiled against the real ML.NET.</summary>
    public static MetadataReference Compile(ImmutableArray<MetadataReference> references) =>
        Compile("Microsoft.ML.Stubs", Source, references);

    /// <summary>Stubs as an assembly of a name.</summary>
    public static MetadataReference Compile(string name, string source, ImmutableArray<MetadataReference> references)
    {
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(source)],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
