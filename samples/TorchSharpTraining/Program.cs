using TorchSharp;
using TorchSharp.Modules;
using TorchSharpTraining;
using static TorchSharp.torch.utils.data;

/// <summary>Trains a small network on drawings, then fine-tunes it on noisier ones. It runs and learns, and makes the mistakes that LrAnalyzers is for.</summary>
internal static class Program
{
    private const int Epochs = 20;
    private const int FineTuningEpochs = 20;
    private const int BatchSize = 32;

    private static void Main()
    {
        torch.random.manual_seed(1);
        using var model = new ShapeNet();

        using var drawings = ShapeImages.Draw(count: 3000, noise: 0.3, chalk: false, seed: 1);
        using var newDrawings = ShapeImages.Draw(count: 3000, noise: 0.3, chalk: false, seed: 2);
        Train(model, drawings, newDrawings);

        using var chalkDrawings = ShapeImages.Draw(count: 3000, noise: 0.5, chalk: true, seed: 3);
        using var newChalkDrawings = ShapeImages.Draw(count: 3000, noise: 0.5, chalk: true, seed: 4);
        FineTune(model, chalkDrawings, newChalkDrawings);
    }

    private static void Train(ShapeNet model, Dataset trainingSet, Dataset testSet)
    {
        using var batches = new DataLoader(trainingSet, BatchSize, shuffle: true, seed: 1);
        using var testBatches = new DataLoader(testSet, BatchSize, shuffle: false);
        using var optimizer = torch.optim.Adam(model.parameters(), 0.01);

        for (int epoch = 1; epoch <= Epochs; epoch++)
        {
            double loss = TrainEpoch(model, optimizer, batches);
            double accuracy = Evaluate(model, testBatches);
            Console.WriteLine($"Training    epoch {epoch,2}: loss {loss:F4}, test accuracy {accuracy:P1}");
        }
    }

    // The features are to change slowly, the classifier quickly.
    private static void FineTune(ShapeNet model, Dataset trainingSet, Dataset testSet)
    {
        using var batches = new DataLoader(trainingSet, BatchSize, shuffle: true, seed: 2);
        using var testBatches = new DataLoader(testSet, BatchSize, shuffle: false);
        using var optimizer = torch.optim.AdamW(
        [
            new AdamW.ParamGroup(model.Features.parameters(), lr: 1 / 10_000),
            new AdamW.ParamGroup(model.Classifier.parameters(), lr: 0.002),
        ]);

        for (int epoch = 1; epoch <= FineTuningEpochs; epoch++)
        {
            double loss = TrainEpoch(model, optimizer, batches);
            double accuracy = Evaluate(model, testBatches);
            Console.WriteLine($"Fine-tuning epoch {epoch,2}: loss {loss:F4}, test accuracy {accuracy:P1}");
        }
    }

    /// <summary>Trains on every batch once and returns the mean loss per batch.</summary>
    private static double TrainEpoch(ShapeNet model, torch.optim.Optimizer optimizer, DataLoader batches)
    {
        model.train();
        double lossSum = 0;
        foreach (var batch in batches)
        {
            using var scope = torch.NewDisposeScope();
            optimizer.zero_grad();
            var loss = torch.nn.functional.cross_entropy(model.forward(batch["image"]), batch["label"]);
            loss.backward();
            optimizer.step();
            lossSum += loss.item<float>();
        }

        return lossSum / batches.Count;
    }

    /// <summary>Returns the share of images, from 0 to 1, that get the right label.</summary>
    private static double Evaluate(ShapeNet model, DataLoader batches)
    {
        model.eval();
        using var noGradient = torch.no_grad();
        long correct = 0;
        long count = 0;
        foreach (var batch in batches)
        {
            using var scope = torch.NewDisposeScope();
            var labels = batch["label"];
            correct += model.forward(batch["image"]).argmax(1).eq(labels).sum().item<long>();
            count += labels.shape[0];
        }

        return (double)correct / count;
    }
}
