using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Trials;

/// <summary>What a loop over batches takes them from.</summary>
/// <param name="Samples">The single samples.</param>
/// <param name="BatchSize">How many of them make a batch.</param>
internal sealed record BatchedSource(IOperation Samples, IOperation BatchSize)
{
    /// <summary>The source of a DataLoader, or of <c>samples.Chunk(size)</c>; <see langword="null"/> for anything else.</summary>
    public static BatchedSource? Of(IOperation batches, CodeBase code, CancellationToken cancellationToken) =>
        Origins.Single(batches, code, cancellationToken) is { } origin && CreationArguments.Of(origin) is { } creation
            ? creation.Method switch
            {
                { ContainingType.Name: TorchSharpNames.DataLoader } or { Name: TorchSharpNames.DataLoader }
                    when creation.Explicit("dataset") is { } samples && creation.Explicit("batchSize") is { } size => new BatchedSource(samples, size),
                { Name: "Chunk", ContainingType.Name: "Enumerable" } when creation.Explicit("source") is { } samples && creation.Explicit("size") is { } size =>
                    new BatchedSource(samples, size),
                _ => null,
            }
            : null;
}
