using System.Collections;
using static TorchSharp.torch;

namespace LrAnalyzers.EndToEnd.Training.Real;

/// <summary>Examples and what is to be said of them.</summary>
/// <param name="Inputs">The first dimension counts the examples.</param>
/// <param name="Targets">The first dimension counts the examples.</param>
public sealed record Batch(Tensor Inputs, Tensor Targets);

/// <summary>
/// The training set in batches, shuffled anew each time it is gone through, as a data loader does. The order depends on nothing
/// but the seed, so that two trainings of one seed see the same batches.
/// </summary>
/// <param name="examples">The training set.</param>
/// <param name="size">Examples per batch; what is left over at the end of a round is left out.</param>
/// <param name="seed">The seed of the order.</param>
public sealed class Batches(Batch examples, int size, int seed) : IReadOnlyCollection<Batch>
{
    private readonly Random _random = new(seed);
    private readonly long[] _order = [.. Enumerable.Range(0, (int)examples.Inputs.shape[0]).Select(index => (long)index)];

    public int Count => _order.Length / size;

    public IEnumerator<Batch> GetEnumerator()
    {
        _random.Shuffle(_order);
        for (int i = 0; i < Count; i++)
        {
            using Tensor rows = tensor(_order[(i * size)..((i + 1) * size)]);
            yield return new Batch(examples.Inputs.index_select(0, rows), examples.Targets.index_select(0, rows));
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
