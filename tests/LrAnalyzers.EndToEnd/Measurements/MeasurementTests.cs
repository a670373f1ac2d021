using LrAnalyzers.EndToEnd.Training.Real;

namespace LrAnalyzers.EndToEnd.Measurements;

/// <summary>One small part of what the command measures, and its statistics.</summary>
public class MeasurementTests
{
    [TrainingFact]
    [Trait("Category", "Training")]
    public async Task FirstSchedule_TrainsOnRealData_AndAResultIsNotMadeTwice()
    {
        var data = new RealData(Command.DataFolder, TestMetadata.RepositoryRoot);
        Setting[] settings =
        [
            .. RealData.Names.Where(problem => data.MissingFor(problem) is null)
                .Select(problem => new Setting(problem, "SGD", RateLevel.Usual, TrainingLength.Short, Setting.BatchLoop)),
        ];
        List<Arm> arms = await Arms.OfAsync(settings, ["first"]);
        Assert.Equal(settings.Length * 2, arms.Count);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lranalyzers-measurements-");
        try
        {
            string file = Path.Combine(folder.FullName, "schedules.csv");
            await Command.TrainAsync(arms, seeds: 1, file, TestMetadata.RepositoryRoot);
            string[] lines = File.ReadAllLines(file);
            Assert.Equal(arms.Count + 1, lines.Length);
            var results = Results.Read(file, TestMetadata.RepositoryRoot);
            foreach (Arm arm in arms)
            {
                Result result = Assert.IsType<Result>(results.Find(arm, seed: 1));
                // An untrained network is wrong about 9 digits of 10, a quarter of the incomes, 95 characters of 96, and by 0.8 deviations.
                Assert.InRange(result.Error, 0.001, arm.Setting.Problem == "census" ? 0.2 : 0.8);
            }

            await Command.TrainAsync(arms, seeds: 1, file, TestMetadata.RepositoryRoot);
            Assert.Equal(lines, File.ReadAllLines(file));
            Assert.DoesNotContain("missing", Report.Of(arms, results, seeds: 1), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task EveryShape_IsOfferedASchedule()
    {
        foreach (string shape in Setting.Shapes)
        {
            List<Arm> arms = await Arms.OfAsync([new Setting("digits", "Adam", RateLevel.Usual, TrainingLength.Short, shape)], ["all"]);
            Assert.Equal(Arm.Constant, arms[0].Schedule);
            Assert.True(arms.Count > 2, shape);
            Assert.Equal(arms.Count, arms.Select(arm => arm.Hash).Distinct().Count());
        }
    }

    [Fact]
    public async Task EveryValue_IsReportedByItsRule_AndFixed() => Assert.NotEmpty(await Values.ArmsAsync(["bikes"]));

    [Fact]
    public void MissingData_IsNamed()
    {
        var nowhere = new RealData(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), TestMetadata.RepositoryRoot);

        Assert.EndsWith("hour_train.csv.gz", nowhere.MissingFor("bikes"), StringComparison.Ordinal);
        Assert.Null(nowhere.MissingFor("characters"));
    }

    // Two problems, one of them with twice the settings: each counts the same.
    [Fact]
    public void Mean_CountsEachProblemEqually_AndItsIntervalIsThatOfTheSettings()
    {
        var comparison = new Comparison(
        [
            Cell("digits", TrainingLength.Short, 0.1, 0.3), Cell("digits", TrainingLength.Long, 0.3, 0.5),
            Cell("bikes", TrainingLength.Short, -0.2, -0.2), Cell("bikes", TrainingLength.Middle, -0.2, -0.2),
            Cell("bikes", TrainingLength.Long, -0.2, -0.2), Cell("bikes", TrainingLength.Long, -0.2, -0.2),
        ]);

        Assert.Equal(12, comparison.Trainings);
        Assert.Equal(Math.Exp(0.05), comparison.Overall().Mean, 1e-12);
        Assert.Equal(Math.Exp(0.3), comparison.Of("digits")!.Value.Mean, 1e-12);
        // Settings at 0.2 and 0.4: a standard error of 0.1, and 12.706 of Student's t with one degree of freedom.
        Assert.Equal(Math.Exp(0.3 + 1.2706), comparison.Of("digits")!.Value.High, 1e-3);
        // Half of that, since the other problem does not vary.
        Assert.Equal(Math.Exp(0.05 + 0.6353), comparison.Overall().High, 1e-3);
    }

    [Fact]
    public void SingleSetting_IsJudgedByTheDeviationOfItsProblem_CorrectedForTheirNumber()
    {
        (CellOfSeeds _, Ratio ratio) = new Comparison([Cell("digits", TrainingLength.Short, 0.0, 0.2), Cell("digits", TrainingLength.Long, 0.5, 0.7)]).Cells().First();

        // Pooled: a variance of 0.02 with two degrees of freedom, so a standard error of 0.1; Student's t at 1 - 0.05 / 4 is 6.205.
        Assert.Equal(Math.Exp(0.1 + 0.6205), ratio.High, 1e-3);
    }

    private static CellOfSeeds Cell(string problem, TrainingLength length, params double[] logarithms) =>
        new(new Setting(problem, "Adam", RateLevel.Usual, length, Setting.BatchLoop), 100, logarithms);
}
