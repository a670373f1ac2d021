using System.Collections.Immutable;

namespace LrAnalyzers.Catalog;

/// <summary>A type of ML.NET's AutoML whose constructor says between which bounds a hyperparameter is searched.</summary>
/// <param name="TypeName">Metadata name.</param>
/// <param name="DefaultParameter">Name of the parameter with the value that the search begins at.</param>
internal sealed record SearchRangeDefinition(string TypeName, string DefaultParameter)
{
    /// <summary>Name of the parameter with the lower bound.</summary>
    public const string MinimumParameter = "min";

    /// <summary>Name of the parameter with the upper bound.</summary>
    public const string MaximumParameter = "max";

    /// <summary>Name of the parameter that switches the logarithmic scale on; it is off by default.</summary>
    public const string LogBaseParameter = "logBase";

    /// <summary>
    /// The widest ratio of the bounds for which a linear scale is passed over: two powers of ten. A wider range of a learning
    /// rate is searched by its logarithm: Bengio 2012, Practical Recommendations, section 3.3; Bergstra and Bengio 2012,
    /// Random Search for Hyper-Parameter Optimization, section 2.4 (learning rates log-uniform from 0.001 to 10).
    /// </summary>
    public const double LinearRatio = 100;

    /// <summary>
    /// The ratio of the bounds to search when only the upper one is known: three powers of ten, as ML.NET's own range for
    /// linear SGD (SdcaBinary.cs, Range(1e-3, 1)).
    /// </summary>
    public const double SearchRatio = 1000;

    /// <summary>
    /// All such types; Microsoft.ML.SearchSpace/Option/UniformNumericOption.cs and Microsoft.ML.Core/SearchSpace/RangeAttribute.cs.
    /// Release builds of ML.NET check none of the bounds: the checks are Contract.Assert, which is compiled in debug builds only.
    /// </summary>
    public static readonly ImmutableArray<SearchRangeDefinition> All = ImmutableArray.Create<SearchRangeDefinition>(
        new("Microsoft.ML.SearchSpace.Option.UniformDoubleOption", "defaultValue"),
        new("Microsoft.ML.SearchSpace.Option.UniformSingleOption", "defaultValue"),
        new("Microsoft.ML.SearchSpace.Option.UniformIntOption", "defaultValue"),
        new("Microsoft.ML.SearchSpace.RangeAttribute", "init"));
}
