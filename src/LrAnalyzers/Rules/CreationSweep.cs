using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>
/// Creations of one algorithm that stand side by side in a list: whoever writes that tries several learning rates, the bad
/// ones too.
/// </summary>
internal static class CreationSweep
{
    // Each is looked at with all the others.
    private const int MaximumCreations = 64;

    /// <summary>The learning rates of the others, where the site's own creation is an element of such a list; else none.</summary>
    public static IEnumerable<LearningRateSite> OthersBeside(LearningRateSite site, SiteReader reader)
    {
        if (site.Role is not (LearningRateRole.Optimizer or LearningRateRole.Trainer)
            || ListAround(site.Operation) is not { } list
            || OptimizerCreation.ElementsOf(list) is not { Length: > 1 and <= MaximumCreations } elements)
        {
            return Enumerable.Empty<LearningRateSite>();
        }

        var others = elements.Select(element => element.WithoutConversions())
            .Where(element => element.Syntax != site.Operation.Syntax)
            .SelectMany(element => reader.Read(element))
            .Where(other => other.Role == site.Role && other.Algorithm == site.Algorithm)
            .ToImmutableArray();
        return others.Length == elements.Length - 1 ? others : Enumerable.Empty<LearningRateSite>();
    }

    private static IOperation? ListAround(IOperation creation) => creation.WithOuterConversions().Parent switch
    {
        IArrayInitializerOperation { Parent: IArrayCreationOperation array } => array,
        IArgumentOperation { Parent: IInvocationOperation { Parent: IObjectOrCollectionInitializerOperation { Parent: IObjectCreationOperation list } } } => list,
        { Syntax: CollectionExpressionSyntax } collection => collection,
        _ => null,
    };
}
