using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;
using System.Text.RegularExpressions;
using LrAnalyzers.EndToEnd.Training.Real;
using TorchSharp;

namespace LrAnalyzers.EndToEnd.Training;

/// <summary>A program to be trained once.</summary>
/// <param name="Assembly">The compiled program.</param>
/// <param name="Problem">"Curve", "Spirals", or null for a program with data of its own and a <c>Main</c>.</param>
/// <param name="Epochs">The number of epochs it is asked for.</param>
/// <param name="Seed">The seed of the data and the weights.</param>
public sealed record TrainingJob(string Assembly, string? Problem, int Epochs, int Seed);

/// <summary>What came of it.</summary>
/// <param name="Recording">The learning rates of every step.</param>
/// <param name="TrainingLoss">The loss on the training set after the training; for a program with a <c>Main</c>, the last it prints.</param>
/// <param name="Accuracies">For a program with a <c>Main</c>, the last accuracy that each of its trainings prints, from 0 to 1.</param>
public sealed record TrainingOutcome(Recording Recording, double TrainingLoss, double[] Accuracies);

/// <summary>A program to be trained once on real data.</summary>
/// <param name="Label">What the line of the result begins with.</param>
/// <param name="Assembly">The compiled program.</param>
/// <param name="Problem">The name of the problem.</param>
/// <param name="Epochs">The number of epochs it is asked for.</param>
/// <param name="Seed">The seed of the first weights and of the order of batches.</param>
public sealed record MeasurementJob(string Label, string Assembly, string Problem, int Epochs, int Seed);

/// <summary>What is to be trained on real data.</summary>
/// <param name="DataFolder">The folder with the data sets.</param>
/// <param name="RepositoryRoot">The repository, whose own source is a problem too.</param>
/// <param name="Jobs">The trainings in their order.</param>
public sealed record Measurement(string DataFolder, string RepositoryRoot, MeasurementJob[] Jobs);

/// <summary>
/// Trains compiled programs with TorchSharp's native library: <c>JOBS.json OUTCOMES.json</c>, or on real data
/// <c>measure MEASUREMENT.json RESULTS.csv</c>, where each training adds its line as it ends.
/// </summary>
public static partial class Program
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Reads jobs as the tests wrote them, or outcomes as this program did.</summary>
    public static T Read<T>(string file) => JsonSerializer.Deserialize<T>(File.ReadAllText(file), s_options)!;

    /// <summary>Writes what <see cref="Read"/> reads.</summary>
    public static void Write<T>(string file, T value) => File.WriteAllText(file, JsonSerializer.Serialize(value, s_options));

    private static void Main(string[] args)
    {
        // The tensors are small: more threads only wait for each other.
        torch.set_num_threads(1);
        if (args[0] == "measure")
        {
            Measure(Read<Measurement>(args[1]), args[2]);
            return;
        }

        Write(args[1], Read<TrainingJob[]>(args[0]).Select(Train).ToArray());
    }

    /// <summary>The entry point of a program that trains on a problem: <c>static Network Train(Problem, int)</c>.</summary>
    public static Func<Problem, int, Network> EntryPoint(Assembly assembly) =>
        assembly.GetType("Training", throwOnError: true)!.GetMethod("Train")!.CreateDelegate<Func<Problem, int, Network>>();

    private static TrainingOutcome Train(TrainingJob job)
    {
        // In a context of its own: the fixes of a program are assemblies of one name.
        Assembly assembly = new AssemblyLoadContext(null).LoadFromAssemblyPath(job.Assembly);
        Recorder.Seed = job.Seed;
        Recording recording = Recorder.Begin();
        if (job.Problem is null)
        {
            string printed = OutputOf(assembly);
            return new TrainingOutcome(
                recording,
                Number(PrintedLoss().Matches(printed)[^1]),
                [.. PrintedAccuracy().Matches(printed).GroupBy(match => match.Groups[1].Value).Select(training => Number(training.Last(), group: 2) / 100)]);
        }

        using NativeProblem problem = job.Problem == "Curve" ? NativeProblem.Curve(job.Seed) : NativeProblem.Spirals(job.Seed);
        using Network network = EntryPoint(assembly)(problem, job.Epochs);
        return new TrainingOutcome(recording, problem.TrainingLoss(network), []);
    }

    private static void Measure(Measurement measurement, string resultFile)
    {
        var data = new RealData(measurement.DataFolder, measurement.RepositoryRoot);
        var problems = new Dictionary<string, RealProblem>();
        using var results = new StreamWriter(resultFile, append: true) { AutoFlush = true };
        for (int i = 0; i < measurement.Jobs.Length; i++)
        {
            MeasurementJob job = measurement.Jobs[i];
            if (!problems.TryGetValue(job.Problem, out RealProblem? problem))
            {
                problems.Add(job.Problem, problem = data.Read(job.Problem));
            }

            var context = new AssemblyLoadContext(null, isCollectible: true);
            Func<RealProblem, int, torch.nn.Module<torch.Tensor, torch.Tensor>> train = context.LoadFromAssemblyPath(job.Assembly)
                .GetType("Training", throwOnError: true)!.GetMethod("Train")!
                .CreateDelegate<Func<RealProblem, int, torch.nn.Module<torch.Tensor, torch.Tensor>>>();
            Recording recording = Recorder.Begin();
            problem.Begin(job.Seed);
            var clock = Stopwatch.StartNew();
            using torch.nn.Module<torch.Tensor, torch.Tensor> model = train(problem, job.Epochs);
            HeldOut heldOut = problem.Measure(model);
            double[] rates = [.. recording.Optimizers.SelectMany(optimizer => optimizer.LearningRates).Select(groups => groups[0])];
            FormattableString line =
                $"{job.Label},{rates.Length},{heldOut.Loss:R},{heldOut.Error:R},{rates[0]:G6},{rates.Max():G6},{rates[^1]:G6},{clock.Elapsed.TotalSeconds:F2}";
            results.WriteLine(line.ToString(CultureInfo.InvariantCulture));
            Console.WriteLine($"{i + 1} of {measurement.Jobs.Length}: {line.ToString(CultureInfo.InvariantCulture)}");
            context.Unload();
        }
    }

    private static string OutputOf(Assembly program)
    {
        TextWriter console = Console.Out;
        var printed = new StringWriter(CultureInfo.InvariantCulture);
        Console.SetOut(printed);
        try
        {
            program.EntryPoint!.Invoke(null, null);
        }
        finally
        {
            Console.SetOut(console);
        }

        return printed.ToString();
    }

    private static double Number(Match match, int group = 1) =>
        double.Parse(match.Groups[group].Value.Replace(',', '.'), CultureInfo.InvariantCulture);

    // `Training    epoch 12: loss 0.1542, test accuracy 95.2 %`
    [GeneratedRegex(@"^Training .*loss ([\d.,]+|NaN),", RegexOptions.Multiline)]
    private static partial Regex PrintedLoss();

    [GeneratedRegex(@"^(\S+) .*accuracy ([\d.,]+) ?%", RegexOptions.Multiline)]
    private static partial Regex PrintedAccuracy();
}
