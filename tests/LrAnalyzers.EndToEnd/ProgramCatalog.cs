using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.EndToEnd;

/// <summary>A program of the folder Programs, and what is known about it.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Problem">What it is trained on.</param>
/// <param name="Schedules">The kinds of fixes that are offered, best first.</param>
/// <param name="ConstantLength">The text of its number of epochs, where that stands in the program.</param>
/// <param name="HasAttention">Whether its model is one with attention, which warms up per batch; its network is that of the others, so nothing is measured.</param>
internal sealed record ProgramCase(
    string Name, string Problem, string[] Schedules, string? ConstantLength = null, bool HasAttention = false)
{
    /// <summary>Its text.</summary>
    public string Source => File.ReadAllText(Path.Combine(TestMetadata.RepositoryRoot, "tests", "LrAnalyzers.EndToEnd", "Programs", Name + ".cs"));

    private readonly ConcurrentDictionary<int, TrainingProgram> _programs = [];

    /// <summary>The program for so many epochs, made once: several tests ask what it is compiled to and offered.</summary>
    public TrainingProgram Create(int epochs) => _programs.GetOrAdd(ConstantLength is null ? 0 : epochs, CreateAnew);

    private TrainingProgram CreateAnew(int epochs)
    {
        string source = Source;
        if (ConstantLength is not null)
        {
            Assert.Contains(ConstantLength, source, StringComparison.Ordinal);
            source = source.Replace(ConstantLength, ConstantLength.Replace("30", $"{epochs}", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        return TrainingProgram.Of(OutputKind.DynamicallyLinkedLibrary, (Name + ".cs", source));
    }

    public override string ToString() => Name;
}

/// <summary>The programs and the sample.</summary>
internal static class ProgramCatalog
{
    /// <summary>The programs; the lists of schedules are those for 30 epochs.</summary>
    public static IReadOnlyList<ProgramCase> Programs { get; } =
    [
        new("Local", "Curve", ["Trapezoid", "Hold", "Plateau", "WarmupCosine", "WarmupLinear", "OneCycle", "Cosine", "StepDecay", "Exponential"]),
        new("OptimizerInField", "Spirals", ["Trapezoid", "Hold", "WarmupCosine", "WarmupLinear", "OneCycle", "Cosine", "StepDecay", "Exponential"]),
        new("LengthOnlyInLoop", "Curve", ["Trapezoid", "Hold", "Plateau", "WarmupCosine", "WarmupLinear", "OneCycle", "Cosine", "StepDecay", "Exponential"]),
        new("HelperPerEpoch", "Spirals", ["Trapezoid", "Hold", "Plateau", "WarmupCosine", "WarmupLinear", "OneCycle", "Cosine", "StepDecay", "Exponential"]),
        new("WhileLoop", "Spirals", ["Trapezoid", "Hold", "Plateau", "WarmupCosine", "WarmupLinear", "OneCycle", "Cosine", "StepDecay", "Exponential"]),
        new("TwoOptimizers", "Curve", ["Trapezoid", "Hold", "WarmupCosine", "WarmupLinear", "OneCycle", "Cosine", "StepDecay", "Exponential"]),
        new("ParameterGroups", "Spirals", ["Trapezoid", "Hold", "WarmupCosine", "WarmupLinear", "Cosine", "StepDecay", "Exponential"]),
        new("ConstantLength", "Spirals", ["Trapezoid", "Hold", "WarmupCosine", "WarmupLinear", "OneCycle", "Cosine", "StepDecay", "Exponential"], ConstantLength: "Epochs = 30"),
        new("LiteralLength", "Curve", ["Trapezoid", "Hold", "Plateau", "WarmupCosine", "WarmupLinear", "OneCycle", "Cosine", "StepDecay", "Exponential"], ConstantLength: "epoch < 30"),
        new("Attention", "Curve", ["Trapezoid", "WarmupCosine", "WarmupLinear", "OneCycle"], HasAttention: true),
    ];

    /// <summary>The program of a name.</summary>
    public static ProgramCase Program(string name) => Programs.Single(program => program.Name == name);

    /// <summary>The sample, with the recorder's seed in place of its own.</summary>
    /// <param name="drawings">The drawings it is trained on: with fewer the rates are the same, only sooner.</param>
    public static TrainingProgram Sample(int drawings = SampleDrawings)
    {
        string folder = Path.Combine(TestMetadata.RepositoryRoot, "samples", "TorchSharpTraining");
        IEnumerable<(string, string)> files = Directory.EnumerateFiles(folder, "*.cs").Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileName(file), File.ReadAllText(file)
                .Replace("manual_seed(1)", "manual_seed(LrAnalyzers.EndToEnd.Training.Recorder.Seed)", StringComparison.Ordinal)
                .Replace("count: 3000", $"count: {drawings}", StringComparison.Ordinal)));
        // What the SDK adds to the sample's project.
        const string ImplicitUsings = """
            global using System;
            global using System.Collections.Generic;
            global using System.IO;
            global using System.Linq;
            """;
        return TrainingProgram.Of(OutputKind.ConsoleApplication, [.. files, ("ImplicitUsings.cs", ImplicitUsings)]);
    }

    /// <summary>The drawings the sample is trained on.</summary>
    public const int SampleDrawings = 600;

    /// <summary>The sample's batches per epoch.</summary>
    public const int SampleBatches = (SampleDrawings + 31) / 32;

    /// <summary>The sample's epochs.</summary>
    public const int SampleEpochs = 20;

    /// <summary>The fixes that are offered for both of the sample's trainings.</summary>
    public static string[] SampleSchedules { get; } = ["Trapezoid", "Hold", "Plateau", "WarmupCosine", "WarmupLinear", "Cosine", "StepDecay", "Exponential"];
}
