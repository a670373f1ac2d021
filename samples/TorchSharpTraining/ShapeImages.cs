using TorchSharp;
using static TorchSharp.torch;

namespace TorchSharpTraining;

internal enum Shape
{
    Bar,
    Cross,
    Blob,
}

/// <summary>Drawings of one bar, cross or blob on 16x16 pixels. The same seed gives the same drawings.</summary>
internal sealed class ShapeImages : utils.data.Dataset
{
    public const int Size = 16;

    private readonly Tensor _images;
    private readonly Tensor _labels;

    private ShapeImages(Tensor images, Tensor labels)
    {
        _images = images;
        _labels = labels;
    }

    public override long Count => _labels.shape[0];

    /// <summary>Draws images, shape [count, 1, 16, 16], and labels, shape [count].</summary>
    /// <param name="count">The number of drawings; the three shapes take turns.</param>
    /// <param name="noise">The standard deviation of the noise added to every pixel; white is 1, black is 0.</param>
    /// <param name="chalk">Whether to draw with chalk on a blackboard, not with ink on paper.</param>
    /// <param name="seed">The seed of the drawings.</param>
    public static ShapeImages Draw(int count, double noise, bool chalk, int seed)
    {
        var random = new Random(seed);
        float[] pixels = new float[count * Size * Size];
        long[] labels = new long[count];
        for (int i = 0; i < count; i++)
        {
            var shape = (Shape)(i % 3);
            Draw(pixels.AsSpan(i * Size * Size, Size * Size), shape, noise, chalk, random);
            labels[i] = (long)shape;
        }

        return new ShapeImages(tensor(pixels, [count, 1, Size, Size]), tensor(labels));
    }

    public override Dictionary<string, Tensor> GetTensor(long index) => new()
    {
        ["image"] = _images[index],
        ["label"] = _labels[index],
    };

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _images.Dispose();
            _labels.Dispose();
        }

        base.Dispose(disposing);
    }

    private static void Draw(Span<float> image, Shape shape, double noise, bool chalk, Random random)
    {
        int centerX = random.Next(5, Size - 5);
        int centerY = random.Next(5, Size - 5);
        double radius = 2.5 + 2 * random.NextDouble();
        bool upright = random.Next(2) == 0;
        for (int y = 0; y < Size; y++)
        {
            for (int x = 0; x < Size; x++)
            {
                int dx = Math.Abs(x - centerX);
                int dy = Math.Abs(y - centerY);
                bool drawn = shape switch
                {
                    Shape.Bar => upright ? dx == 0 && dy <= radius : dy == 0 && dx <= radius,
                    Shape.Cross => (dx == 0 && dy <= radius) || (dy == 0 && dx <= radius),
                    _ => dx * dx + dy * dy <= radius * radius / 2,
                };
                double value = drawn == chalk ? 1 : 0;
                image[y * Size + x] = (float)(value + noise * NextGaussian(random));
            }
        }
    }

    // Box-Muller: two uniform numbers make one that is normally distributed.
    private static double NextGaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
