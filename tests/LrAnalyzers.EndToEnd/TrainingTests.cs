using LrAnalyzers.EndToEnd.Training;

namespace LrAnalyzers.EndToEnd;

/// <summary>
/// Trains every program for real, before and after each fix, with TorchSharp's native library: the learning rates of every step
/// are the predicted ones there too. What a fix does to a training is measured on real data (Measurements/Command.cs).
/// </summary>
public class TrainingTests
{
    // As NativeProblem has them.
    private const int Batches = 20;
    // As the lists of ProgramCatalog assume.
    private const int Epochs = 30;

    [TrainingFact]
    [Trait("Category", "Training")]
    public async Task Trained_WithThePredictedRates()
    {
        string folder = Directory.CreateTempSubdirectory("lranalyzers-training-").FullName;
        try
        {
            List<Candidate> candidates = await CompileAsync(folder);
            TrainingJob[] jobs = [.. candidates.Select(candidate => new TrainingJob(candidate.Assembly, candidate.Program?.Problem, Epochs, Seed: 1))];
            TrainingOutcome[] outcomes = await TrainingHost.TrainAsync(folder, jobs);
            Assert.Equal(jobs.Length, outcomes.Length);

            double[][] constant = [];
            foreach ((Candidate candidate, TrainingOutcome outcome) in candidates.Zip(outcomes))
            {
                if (candidate.Schedule is null)
                {
                    constant = [.. outcome.Recording.Optimizers.Select(optimizer => optimizer.LearningRates[0])];
                }

                AssertPredicted(candidate, outcome, constant);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void AssertPredicted(Candidate candidate, TrainingOutcome outcome, double[][] constant)
    {
        (int epochs, int batches) = candidate.Program is not null ? (Epochs, Batches) : (ProgramCatalog.SampleEpochs, ProgramCatalog.SampleBatches);
        Assert.True(double.IsFinite(outcome.TrainingLoss), $"{candidate.Name}, {candidate.Schedule}: the loss is {outcome.TrainingLoss}");
        Assert.Equal(constant.Length, outcome.Recording.Optimizers.Count);
        for (int i = 0; i < constant.Length; i++)
        {
            OptimizerTrace trace = outcome.Recording.Optimizers[i];
            if (candidate.Schedule is not { } schedule)
            {
                Assert.Equal(epochs * batches, trace.LearningRates.Count);
                Assert.All(trace.LearningRates, rates => Assert.Equal(constant[i], rates));
                continue;
            }

            // One optimizer after the other in the sample: each has metrics of its own.
            IReadOnlyList<double> metrics = candidate.Program is null && schedule == "Plateau"
                ? outcome.Recording.Metrics.GetRange(i * epochs, epochs)
                : outcome.Recording.Metrics;
            ExpectedSchedule.Of(schedule, epochs, batches, constant[i][0])
                .AssertFollowedBy(trace, constant[i], epochs, batches, metrics);
        }
    }

    // Before any fix first, then after each.
    private static async Task<List<Candidate>> CompileAsync(string folder)
    {
        var candidates = new List<Candidate>();
        foreach (ProgramCase program in ProgramCatalog.Programs.Where(program => !program.HasAttention))
        {
            await AddAsync(program, program.Name, program.Create(Epochs), program.Schedules);
        }

        await AddAsync(null, "samples/TorchSharpTraining", ProgramCatalog.Sample(), ProgramCatalog.SampleSchedules);
        return candidates;

        async Task AddAsync(ProgramCase? program, string name, TrainingProgram source, string[] schedules)
        {
            foreach (string? schedule in schedules.Prepend(null))
            {
                TrainingProgram scheduled = schedule is null ? source : await source.WithScheduleAsync(schedule);
                string assembly = Path.Combine(folder, $"{candidates.Count}.dll");
                await File.WriteAllBytesAsync(assembly, await scheduled.CompileRecordingAsync(trains: true));
                candidates.Add(new Candidate(program, name, schedule, assembly));
            }
        }
    }

    private sealed record Candidate(ProgramCase? Program, string Name, string? Schedule, string Assembly);
}

/// <summary>A test that trains, where TorchSharp's native library is there to train with.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TrainingFactAttribute : FactAttribute
{
    public TrainingFactAttribute()
    {
        if (!TestMetadata.WithLibTorch)
            Skip = "Training needs TorchSharp's native library, a large download: build with -p:WithLibTorch=true on 64-bit Linux.";
    }
}
