using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.ValueGraph;

namespace LrAnalyzers.Rules;

/// <summary>What value rules share while one compilation is analysed.</summary>
/// <param name="Catalog">The catalog of this compilation.</param>
/// <param name="Analysis">What all rules share.</param>
/// <param name="Code">The project.</param>
/// <param name="Sources">The places that give values from afar.</param>
internal sealed record ValueScope(LearningRateCatalog Catalog, AnalysisScope Analysis, CodeBase Code, RateSources Sources)
{
    /// <summary>Tells which optimizers fine-tune.</summary>
    public FineTuning FineTuning { get; } = new(Code);

    /// <summary>What tells an optimizer's uses; <see langword="null"/> without TorchSharp.</summary>
    public ScheduleCatalog? Schedules { get; } = ScheduleCatalog.TryCreate(Code.Compilation);

    /// <summary>Tells which learning rates others replace later.</summary>
    public LaterRates LaterRates { get; } = new(Code);
}
