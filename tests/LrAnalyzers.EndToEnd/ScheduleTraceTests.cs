using System.Collections.Concurrent;
using System.Reflection;
using LrAnalyzers.CodeFixes.Refactorings;
using LrAnalyzers.EndToEnd.Training;

namespace LrAnalyzers.EndToEnd;

/// <summary>
/// Every fix of LR2001, applied to every program, compiled and run: real schedulers on real optimizers of a network without
/// weights, so that TorchSharp's native library is not needed. The learning rate of every step is compared with the engine's.
/// </summary>
public class ScheduleTraceTests
{
    private const int Batches = 3;

    // What each program trains with unfixed: of each optimizer the rate of each group.
    private static readonly ConcurrentDictionary<string, Lazy<Task<double[][]>>> s_constantRates = [];

    private static readonly int[] s_horizons = [0, 1, 2, 3, 5, 10, 30, 1000];

    public static TheoryData<string> Programs => [.. ProgramCatalog.Programs.Select(program => program.Name)];

    public static TheoryData<string, string> Fixes
    {
        get
        {
            var fixes = new TheoryData<string, string>();
            foreach (ProgramCase program in ProgramCatalog.Programs)
            {
                foreach (string schedule in program.Schedules)
                {
                    fixes.Add(program.Name, schedule);
                }
            }

            return fixes;
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Unfixed_TrainsWithConstantRates_AndIsOfferedItsSchedules(string name)
    {
        ProgramCase program = ProgramCatalog.Program(name);
        TrainingProgram source = program.Create(epochs: 30);

        Assert.All(await source.OfferedSchedulesAsync(), offered => Assert.True(program.Schedules.SequenceEqual(offered), string.Join(", ", offered)));
        Recording recording = await RunAsync(source, 30);
        Assert.Equal((await source.OfferedSchedulesAsync()).Length, recording.Optimizers.Count);
        Assert.All(recording.Optimizers, optimizer =>
        {
            Assert.Equal(30 * Batches, optimizer.LearningRates.Count);
            Assert.All(optimizer.LearningRates, rates => Assert.Equal(optimizer.LearningRates[0], rates));
        });
    }

    [Theory]
    [MemberData(nameof(Fixes))]
    public async Task Fixed_TrainsWithThePredictedRates_AtEveryHorizon(string name, string schedule)
    {
        ProgramCase program = ProgramCatalog.Program(name);
        double[][] constant = await s_constantRates.GetOrAdd(name, _ => new(async () =>
            [.. (await RunAsync(program.Create(30), 30)).Optimizers.Select(optimizer => optimizer.LearningRates[0])])).Value;
        TrainingProgram? scheduled = program.ConstantLength is null ? await program.Create(30).WithScheduleAsync(schedule) : null;
        Func<Problem, int, Network>? train = scheduled is null ? null : await LoadAsync(scheduled);
        foreach (int epochs in s_horizons)
        {
            if (program.ConstantLength is not null)
            {
                TrainingProgram source = program.Create(epochs);
                // A length that is written down is judged: no schedule for one epoch, not each of them for few.
                var offers = await source.OfferedSchedulesAsync();
                if (epochs < 20 && !(offers.Any() && offers.All(offered => offered.Contains(schedule))))
                {
                    continue;
                }

                scheduled = await source.WithScheduleAsync(schedule);
                train = await LoadAsync(scheduled);
            }

            Recording recording = Run(train!, epochs, scheduled!);
            Assert.Equal(epochs == 0 ? 0 : constant.Length, recording.Optimizers.Count);
            foreach ((OptimizerTrace trace, double[] rates) in recording.Optimizers.Zip(constant))
            {
                ExpectedSchedule expected = ExpectedSchedule.Of(schedule, epochs, Batches, rates[0]);
                expected.AssertFollowedBy(trace, rates, epochs, Batches, recording.Metrics);
            }
        }
    }

    // What the titles say, without the engine: where the curve begins, that it reaches the learning rate, where it ends.
    [Theory]
    [InlineData("Trapezoid", 1 / 30.0, 0, 0.01)]
    [InlineData("Hold", 1, 0, 0.03)]
    [InlineData("Cosine", 1, 0, 0.001)]
    [InlineData("WarmupCosine", 0.1, 0, 0.001)]
    [InlineData("WarmupLinear", 0.1, 0, 0.01)]
    [InlineData("OneCycle", 0.04, 0, 0.001)]
    [InlineData("StepDecay", 1, 0.01, 0.0101)]
    [InlineData("Exponential", 1, 0.01, 0.0103)]
    [InlineData("Plateau", 1, 0, 0.5)]
    public async Task Fixed_BeginsAndEndsAsItsTitleSays(string schedule, double first, double lastFrom, double lastTo)
    {
        TrainingProgram source = ProgramCatalog.Program("Local").Create(200);
        double[] rates = [.. (await RunAsync(await source.WithScheduleAsync(schedule), 200)).Optimizers.Single().LearningRates.Select(groups => groups[0] / 0.01)];

        Assert.Equal(first, rates[0], 1e-9);
        Assert.Equal(1, rates.Max(), 1e-3);
        Assert.InRange(rates[^1], lastFrom, lastTo);
    }

    [Theory]
    [MemberData(nameof(Fixes))]
    public async Task Fixed_IsReportedForNothingNew(string name, string schedule)
    {
        TrainingProgram source = ProgramCatalog.Program(name).Create(30);
        string[] before = await source.ReportedIdsAsync();
        string[] after = await (await source.WithScheduleAsync(schedule)).ReportedIdsAsync();

        Assert.DoesNotContain("LR2001", after);
        Assert.Empty(after.Except(before));
    }

    // To the last bit: a scheduler multiplies as the loop did.
    [Theory]
    [InlineData("foreach (var group in optimizer.ParamGroups) group.LearningRate *= 0.9;", "")]
    [InlineData("foreach (var group in optimizer.ParamGroups) { group.LearningRate *= 0.9f; }", "")]
    [InlineData("if ((epoch + 1) % 3 == 0) { foreach (var group in optimizer.ParamGroups) { group.LearningRate *= 0.5; } }", "")]
    [InlineData("if ((epoch + 1) % 1 == 0) foreach (var group in optimizer.ParamGroups) group.LearningRate *= 0.5;", "")]
    [InlineData("foreach (var group in optimizer.ParamGroups) group.LearningRate *= 0.9;", "foreach (var group in optimizer.ParamGroups) { group.LearningRate = 0.3; }")]
    [InlineData("if ((epoch + 1) % 3 == 0) { foreach (var group in optimizer.ParamGroups) { group.LearningRate *= 0.5; } }", "foreach (var group in optimizer.ParamGroups) { group.LearningRate = 0.3; }")]
    public async Task ManualDecay_ReplacedByAScheduler_TrainsWithTheSameRates(string decay, string before)
    {
        const string End = "            }\n        }\n";
        const string Loop = "        for (int epoch";
        string local = ProgramCatalog.Program("Local").Source.ReplaceLineEndings("\n");
        string source = local
            .Replace(End, $"            }}\n            {decay}\n        }}\n", StringComparison.Ordinal)
            .Replace(Loop, $"        {before}\n{Loop}", StringComparison.Ordinal);
        TrainingProgram manual = TrainingProgram.Of(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary, ("Manual.cs", source));
        TrainingProgram? scheduled = await manual.WithRefactoringAsync(new ReplaceManualDecay(), decay[decay.IndexOf("foreach", StringComparison.Ordinal)..]);

        Assert.NotNull(scheduled);
        Assert.DoesNotContain(decay, scheduled.Text, StringComparison.Ordinal);
        Assert.Empty((await scheduled.ReportedIdsAsync()).Except(await manual.ReportedIdsAsync()));
        foreach (int epochs in s_horizons)
        {
            double[] expected = [.. Rates(await RunAsync(manual, epochs))];
            Assert.Equal(epochs * Batches, expected.Length);
            Assert.Equal(expected, Rates(await RunAsync(scheduled, epochs)));
        }
    }

    private static IEnumerable<double> Rates(Recording recording) =>
        recording.Optimizers.SelectMany(optimizer => optimizer.LearningRates).Select(groups => groups[0]);

    [Fact]
    public async Task Sample_IsOfferedItsSchedules_AndCompilesWithEachOfThem()
    {
        TrainingProgram sample = ProgramCatalog.Sample();

        // One cycle is for one parameter group; the fine-tuning has two.
        Assert.Equal([true, false], (await sample.OfferedSchedulesAsync()).Select(offered => offered.Contains("OneCycle")));
        Assert.All(
            await sample.OfferedSchedulesAsync(),
            offered => Assert.True(ProgramCatalog.SampleSchedules.SequenceEqual(offered.Where(schedule => schedule != "OneCycle")), string.Join(", ", offered)));
        foreach (string schedule in ProgramCatalog.SampleSchedules)
        {
            Assert.NotEmpty(await (await sample.WithScheduleAsync(schedule)).CompileRecordingAsync(trains: true));
        }
    }

    private static async Task<Recording> RunAsync(TrainingProgram program, int epochs) =>
        Run(await LoadAsync(program), epochs, program);

    private static async Task<Func<Problem, int, Network>> LoadAsync(TrainingProgram program) =>
        Training.Program.EntryPoint(Assembly.Load(await program.CompileRecordingAsync(trains: false)));

    private static Recording Run(Func<Problem, int, Network> train, int epochs, TrainingProgram program)
    {
        Recording recording = Recorder.Begin();
        try
        {
            train(new UntrainedProblem(Batches), epochs);
        }
        catch (Exception exception)
        {
            Assert.Fail($"{epochs} epochs: {exception}\n{program.Text}");
        }

        return recording;
    }
}
