using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using LrAnalyzers.Catalog;
using LrAnalyzers.Options;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LrAnalyzers.Tests.Options;

public class RangeOptionsTests
{
    private static Algorithm Adam(params (string Key, string Value)[] settings) =>
        RangeOptions.Apply(TorchSharpOptimizers.Adam, new Settings(settings));

    [Fact]
    public void NothingSet_KeepsTheAlgorithm() => Assert.Same(TorchSharpOptimizers.Adam, Adam());

    [Fact]
    public void OtherAlgorithm_IsNotMeant() =>
        Assert.Same(TorchSharpOptimizers.Adam, Adam(("lr_analyzers.adamw.max_learning_rate", "0.5")));

    [Fact]
    public void Maximum_InsideTheWorkingRange_MovesTheUsualRangeOnly()
    {
        Algorithm adam = Adam(("lr_analyzers.adam.max_learning_rate", "0.05"));

        Assert.Equal((1e-7, 0.05), (adam.Usual!.Minimum, adam.Usual.Maximum));
        Assert.Same(TorchSharpOptimizers.Adam.Working, adam.Working);
        Assert.IsType<OptimizerDefinition>(adam);
    }

    [Fact]
    public void Maximum_BeyondTheWorkingRange_WidensIt()
    {
        Algorithm adam = Adam(("lr_analyzers.adam.max_learning_rate", "2"));

        Assert.Equal((1e-9, 2), (adam.Working!.Minimum, adam.Working.Maximum));
        Assert.True(adam.Working.Contains(2));
        Assert.False(adam.Working.Contains(2.1));
    }

    [Fact]
    public void Minimum_BelowTheWorkingRange_WidensIt()
    {
        Algorithm adam = Adam(("lr_analyzers.adam.min_learning_rate", "1e-12"));

        Assert.Equal((1e-12, 1), (adam.Working!.Minimum, adam.Working.Maximum));
        Assert.Equal((1e-12, 1e-2), (adam.Usual!.Minimum, adam.Usual.Maximum));
    }

    [Fact]
    public void AlgorithmWithoutRange_GetsOneSide()
    {
        Algorithm own = RangeOptions.Apply(
            TorchSharpOptimizers.UserDefined with { Name = "Lion" }, new Settings([("lr_analyzers.lion.max_learning_rate", "0.001")]));

        Assert.True(own.Usual!.Contains(1e-30));
        Assert.True(own.Usual.IsAbove(0.0011));
        Assert.Null(own.Working);
    }

    [Fact]
    public void GarbageValue_ChangesNothing() =>
        Assert.Same(TorchSharpOptimizers.Adam, Adam(("lr_analyzers.adam.max_learning_rate", "lots")));

    /// <summary>An optimizer or trainer of the catalog that is missing from <see cref="Algorithms"/> could not be given a range.</summary>
    [Fact]
    public void EveryAlgorithmOfTheCatalog_CanBeGivenARange()
    {
        IEnumerable<string> catalog = typeof(Algorithms).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(Algorithms).Namespace)
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public))
            .Select(field => field.GetValue(null))
            .OfType<Algorithm>()
            .Where(algorithm => algorithm != TorchSharpOptimizers.UserDefined)
            .Select(algorithm => algorithm.Name);

        Assert.Empty(catalog.Except(Algorithms.All.Select(algorithm => algorithm.Name)));
    }

    private sealed class Settings((string Key, string Value)[] settings) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = settings.FirstOrDefault(setting => setting.Key == key).Value;
            return value is not null;
        }
    }
}
