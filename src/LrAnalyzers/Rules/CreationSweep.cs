using System;
using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
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
    /// <summary>Whether the site's own creation is an element of such a list, of which not all are wrong.</summary>
    /// <param name="site">The learning rate.</param>
    /// <param name="reader">Reads the others.</param>
    /// <param name="isRight">Whether another one is right.</param>
    public static bool Tries(LearningRateSite site, SiteReader reader, Func<LearningRateSite, bool> isRight)
    {
        if (site.Role is not (LearningRateRole.Optimizer or LearningRateRole.Trainer)
            || ListAround(site.Operation) is not { } list
            || OptimizerCreation.ElementsOf(list) is not { Length: > 1 } elements)
        {
            return false;
        }

        if (elements.Length > GraphLimits.SweptCreations)
        {
            return true;
        }

        var others = elements.Select(element => element.WithoutConversions())
            .Where(element => element.Syntax != site.Operation.Syntax)
            .SelectMany(element => reader.Read(element))
            .Where(other => other.Role == site.Role && other.Algorithm == site.Algorithm)
            .ToImmutableArray();
        return others.Length == elements.Length - 1 && others.Any(isRight);
    }

    private static IOperation? ListAround(IOperation creation) => creation.WithOuterConversions().Parent switch
    {
        IArrayInitializerOperation { Parent: IArrayCreationOperation array } => array,
        IArgumentOperation { Parent: IInvocationOperation { Parent: IObjectOrCollectionInitializerOperation { Parent: IObjectCreationOperation list } } } => list,
        { Syntax: CollectionExpressionSyntax } collection => collection,
        _ => null,
    };
}
