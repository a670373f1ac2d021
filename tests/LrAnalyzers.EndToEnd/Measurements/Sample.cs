using System.Globalization;
using System.Text;
using LrAnalyzers.EndToEnd.Training;
using MathNet.Numerics.Statistics;

namespace LrAnalyzers.EndToEnd.Measurements;

/// <summary>samples/TorchSharpTraining as it is written and after fixes: the table of the README.</summary>
internal static class Sample
{
    private const int Drawings = 3000;

    /// <summary>Trains it and writes the table: the accuracy of its two trainings, mean and deviation of the seeds.</summary>
    public static async Task<string> MeasureAsync(int seeds)
    {
        TrainingProgram written = ProgramCatalog.Sample(Drawings);
        (TrainingProgram divided, _) = await written.WithFirstFixesAsync("LR1002");
        (TrainingProgram all, IReadOnlyList<string> applied) = await written.WithFirstFixesAsync();
        (string Name, TrainingProgram Program)[] variants = [("as written", written), ("LR1002 fixed", divided), ("the first fix of every finding", all)];

        DirectoryInfo folder = Directory.CreateTempSubdirectory("lranalyzers-sample-");
        try
        {
            var jobs = new List<TrainingJob>();
            foreach ((string name, TrainingProgram program) in variants)
            {
                string assembly = Path.Combine(folder.FullName, jobs.Count + ".dll");
                await File.WriteAllBytesAsync(assembly, await program.CompileRecordingAsync(trains: true));
                jobs.AddRange(Enumerable.Range(1, seeds).Select(seed => new TrainingJob(assembly, Problem: null, Epochs: 0, seed)));
            }

            TrainingOutcome[] outcomes = await TrainingHost.TrainAsync(folder.FullName, [.. jobs]);
            var text = new StringBuilder("| | training | fine-tuning |\n| --- | --- | --- |\n");
            foreach (((string name, _), TrainingOutcome[] trained) in variants.Zip(outcomes.Chunk(seeds)))
            {
                text.Append(CultureInfo.InvariantCulture, $"| {name} | {Accuracy(trained, 0)} | {Accuracy(trained, 1)} |\n");
            }

            return text.Append("\nApplied: ").AppendJoin("; ", applied).Append('\n').Append(all.Text).ToString();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Accuracy(TrainingOutcome[] trained, int training)
    {
        double[] percent = [.. trained.Select(outcome => 100 * outcome.Accuracies[training])];
        return string.Create(CultureInfo.InvariantCulture, $"{percent.Mean():F1} ± {percent.StandardDeviation():F1} % ({string.Join(", ", percent.Select(one => one.ToString("F1", CultureInfo.InvariantCulture)))})");
    }
}
