using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Sites;

/// <summary>The learning rates that an optimizer is created with.</summary>
internal static class GroupRates
{
    /// <summary>
    /// The learning rate of each parameter group as the code gives it, or the optimizer's own where it trains no groups;
    /// empty where not all of them can be seen, or one is left to a default of its class.
    /// </summary>
    public static ImmutableArray<IOperation> Of(OptimizerSite optimizer)
    {
        if (!optimizer.TrainsGroups)
        {
            return optimizer.LearningRateOrDefault is { } own ? ImmutableArray.Create(own) : ImmutableArray<IOperation>.Empty;
        }

        if (optimizer.Parameters is not { } given || ListElements.Of(given) is not { } groups)
        {
            return ImmutableArray<IOperation>.Empty;
        }

        IOperation?[] rates = groups.Select(group => RateOf(group.WithoutConversions())).ToArray();
        return rates.All(rate => rate is not null) ? rates.Select(rate => rate!).ToImmutableArray() : ImmutableArray<IOperation>.Empty;
    }

    /// <summary>The learning rate that a group is given; <see langword="null"/> where none is, or it is no creation.</summary>
    public static IOperation? RateOf(IOperation group)
    {
        if (group is not IObjectCreationOperation creation || CreationArguments.Of(creation) is not { } arguments)
        {
            return null;
        }

        return TorchSharpNames.LearningRateParameters.Select(arguments.Explicit).FirstOrDefault(rate => rate is not null)
            // `Options = new() { LearningRate = … }`
            ?? creation.Descendants().OfType<ISimpleAssignmentOperation>()
                .FirstOrDefault(assignment => assignment.Target is IMemberReferenceOperation { Member.Name: "LearningRate" })?.Value;
    }
}
