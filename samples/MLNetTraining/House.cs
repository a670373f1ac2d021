using Microsoft.ML.Data;

namespace MLNetTraining;

/// <summary>A house: five measurements between 0 and 1, and its price in arbitrary units, linear in them but for some noise.</summary>
internal sealed class House
{
    /// <summary>Floor space, rooms, age, distance to the station, garden: each between 0 and 1.</summary>
    [VectorType(5)]
    public float[] Features { get; set; } = [];

    /// <summary>The price.</summary>
    public float Label { get; set; }

    /// <summary>Draws houses.</summary>
    public static IEnumerable<House> Draw(int count, int seed)
    {
        float[] worth = [3, 1.5f, -2, -1, 0.5f];
        var random = new Random(seed);
        for (int i = 0; i < count; i++)
        {
            float[] features = [.. worth.Select(_ => random.NextSingle())];
            float noise = 0.05f * (random.NextSingle() - 0.5f);
            yield return new House { Features = features, Label = features.Zip(worth, (x, w) => x * w).Sum() + noise };
        }
    }
}
