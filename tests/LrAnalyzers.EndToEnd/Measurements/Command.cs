using System.CommandLine;
using LrAnalyzers.EndToEnd.Training;
using LrAnalyzers.EndToEnd.Training.Real;

namespace LrAnalyzers.EndToEnd.Measurements;

/// <summary>
/// Measures what the advice does to trainings on real data. Each training adds a line to a file of results as it ends; what
/// stands there already, of the same program text, is not trained again.
/// </summary>
internal static class Command
{
    /// <summary>The folder with the data sets: that of the variable, or the one beside the repository.</summary>
    public static string DataFolder { get; } = Environment.GetEnvironmentVariable(RealData.FolderVariable) is { Length: > 0 } folder
        ? folder
        : Path.Combine(TestMetadata.RepositoryRoot, "..", "shared", "data");

    private static async Task<int> Main(string[] args)
    {
        var what = new Argument<string>("what")
        {
            Description = "'schedules': the fixes of LR2001; 'values': what the rules about the number write; 'sweep': every optimizer at every learning rate; 'sample': the program of samples/TorchSharpTraining.",
            DefaultValueFactory = _ => "schedules",
        }.AcceptOnlyFromAmong("schedules", "values", "sweep", "sample");
        var problems = Choice("--problems", "Problems to train.", [.. RealData.Names]);
        var optimizers = Choice("--optimizers", "Optimizers to train with.", [.. Setting.Optimizers]);
        var shapes = Choice("--shapes", "Shapes of the program.", [Setting.BatchLoop]);
        var levels = Choice("--rates", "Learning rates: Usual, a third (Low), three times (High).", [RateLevel.Usual]);
        var lengths = Choice("--lengths", "Lengths of the training.", Enum.GetValues<TrainingLength>());
        var schedules = Choice("--schedules", "'all', 'first' (what is offered first), 'none', or names as in the fixes' equivalence keys.", ["all"]);
        var rate = new Option<double?>("--rate") { Description = "A learning rate in place of the usual one." };
        var seeds = new Option<int>("--seeds") { Description = "Seeds per training.", DefaultValueFactory = _ => 5 };
        var text = new Option<string>("--text") { Description = "The repository whose source is the text of 'characters'.", DefaultValueFactory = _ => TestMetadata.RepositoryRoot };
        var results = new Option<string>("--results")
        {
            Description = "The file of results, which is read and added to.",
            DefaultValueFactory = _ => Path.Combine(TestMetadata.RepositoryRoot, ".artifacts", "measurements", "schedules.csv"),
        };
        var report = new Option<bool>("--report") { Description = "Writes the tables of the results that are there; trains nothing." };
        var print = new Option<bool>("--print") { Description = "Writes the programs; trains nothing." };
        var command = new RootCommand("Trains programs on real data before and after fixes and writes the tables of src/docs/measurements.md.")
        {
            what, problems, optimizers, shapes, levels, lengths, schedules, rate, seeds, text, results, report, print,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(what) == "sample")
            {
                Console.WriteLine(await Sample.MeasureAsync(parsed.GetValue(seeds)));
                return 0;
            }

            Setting[] settings = [.. from length in parsed.GetValue(lengths)!
                                     from problem in parsed.GetValue(problems)!
                                     from optimizer in parsed.GetValue(optimizers)!
                                     from level in parsed.GetValue(levels)!
                                     from shape in parsed.GetValue(shapes)!
                                     select new Setting(problem, optimizer, level, length, shape) { RateOverride = parsed.GetValue(rate) }];
            if (MissingFor(settings) is { } missing)
            {
                await Console.Error.WriteLineAsync(missing);
                return 1;
            }

            (List<Arm> arms, Func<IReadOnlyList<Arm>, Results, int, string> table) = parsed.GetValue(what) switch
            {
                "values" => (await Values.ArmsAsync(parsed.GetValue(problems)!), Values.Table),
                "sweep" => (Sweep.Arms(parsed.GetValue(problems)!), Sweep.Table),
                _ => (await Arms.OfAsync(settings, parsed.GetValue(schedules)!), (Func<IReadOnlyList<Arm>, Results, int, string>)Report.Of),
            };
            if (parsed.GetValue(print))
            {
                Console.WriteLine(string.Join('\n', arms.Select(arm => $"// {arm.Hash}: {arm.Setting.Shape}, {arm.Schedule}\n{arm.Program.Text}")));
                return 0;
            }

            string file = Path.GetFullPath(parsed.GetValue(results)!);
            if (!parsed.GetValue(report))
            {
                await TrainAsync(arms, parsed.GetValue(seeds), file, parsed.GetValue(text)!);
            }

            Console.WriteLine(table(arms, Results.Read(file, parsed.GetValue(text)!), parsed.GetValue(seeds)));
            return 0;
        });
        return await command.Parse(args).InvokeAsync();
    }

    /// <summary>What to say where data is missing; <see langword="null"/> where it is all there.</summary>
    public static string? MissingFor(IEnumerable<Setting> settings)
    {
        var data = new RealData(DataFolder, TestMetadata.RepositoryRoot);
        return settings.Select(setting => data.MissingFor(setting.Problem)).FirstOrDefault(path => path is not null) is { } missing
            ? $"The data set '{missing}' is not there. {RealData.FolderVariable} names the folder that holds optdigits-train.csv.gz and optdigits-test.csv.gz (Optical Recognition of Handwritten Digits), hour_train.csv.gz (Bike Sharing) and adult.txt.gz (Adult), all of the UCI Machine Learning Repository; '--problems characters' needs none of them."
            : null;
    }

    /// <summary>Trains what the file of results does not hold yet: all arms with the first seed, then with the second.</summary>
    public static async Task TrainAsync(IReadOnlyList<Arm> arms, int seeds, string resultFile, string textRoot)
    {
        Results results = Results.Read(resultFile, textRoot);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lranalyzers-measurements-");
        try
        {
            var assemblies = new Dictionary<string, string>();
            var jobs = new List<MeasurementJob>();
            foreach (int seed in Enumerable.Range(1, seeds))
            {
                foreach (Arm arm in arms)
                {
                    string label = results.LabelOf(arm, seed);
                    if (results.Find(arm, seed) is not null || jobs.Any(job => job.Label == label))
                    {
                        continue;
                    }

                    if (!assemblies.TryGetValue(arm.Hash, out string? assembly))
                    {
                        assemblies.Add(arm.Hash, assembly = Path.Combine(folder.FullName, arm.Hash + ".dll"));
                        await File.WriteAllBytesAsync(assembly, await arm.Program.CompileRecordingAsync(trains: true));
                    }

                    jobs.Add(new MeasurementJob(label, assembly, arm.Setting.Problem, arm.Setting.Epochs, seed));
                }
            }

            if (jobs.Count == 0)
            {
                return;
            }

            Results.Begin(resultFile);
            string jobFile = Path.Combine(folder.FullName, "jobs.json");
            Training.Program.Write(jobFile, new Measurement(DataFolder, textRoot, [.. jobs]));
            await TrainingHost.RunAsync("measure", jobFile, resultFile);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Option<T[]> Choice<T>(string name, string description, T[] byDefault) =>
        new(name) { Description = description, AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => byDefault };
}
