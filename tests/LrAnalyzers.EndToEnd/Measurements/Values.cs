using System.Globalization;
using System.Text;

namespace LrAnalyzers.EndToEnd.Measurements;

/// <summary>What the rules about the number write in its place: trained against what stood there.</summary>
internal static class Values
{
    // Each where its rule reports it; LR1004 has no fix but names the typical rate, which is written in its place here.
    private static readonly (string Rule, string Creation, string? Instead)[] s_fromScratch =
    [
        ("LR1003", "optim.Adam(model.parameters(), 3)", null),
        ("LR1003", "optim.AdamW(model.parameters(), 1e-10)", null),
        ("LR1003", "optim.SGD(model.parameters(), 20, momentum: 0.9)", null),
        ("LR1003", "optim.RMSProp(model.parameters(), 2)", null),
        ("LR1003", "optim.Adagrad(model.parameters(), 30)", null),
        ("LR1003", "optim.Adamax(model.parameters(), 20)", null),
        ("LR1003", "optim.Adadelta(model.parameters(), 0.001)", null),
        ("LR1004", "optim.Adam(model.parameters(), 0.1)", "optim.Adam(model.parameters(), 0.001)"),
        ("LR1004", "optim.AdamW(model.parameters(), 1e-8)", "optim.AdamW(model.parameters(), 0.001)"),
        ("LR1004", "optim.SGD(model.parameters(), 3, momentum: 0.9)", "optim.SGD(model.parameters(), 0.01, momentum: 0.9)"),
        ("LR1004", "optim.RMSProp(model.parameters(), 0.1)", "optim.RMSProp(model.parameters(), 0.001)"),
        ("LR1004", "optim.Adadelta(model.parameters(), 0.01)", "optim.Adadelta(model.parameters(), 1)"),
        ("LR1006", "optim.NAdam([new TorchSharp.Modules.NAdam.ParamGroup(model.parameters())], 0.002)", null),
        ("LR1006", "optim.Adamax([new TorchSharp.Modules.Adamax.ParamGroup(model.parameters())], 0.002)", null),
        ("LR1006", "optim.SGD([new TorchSharp.Modules.SGD.ParamGroup(model.parameters())], 0.1)", null),
        ("LR1007", "optim.RAdam(model.parameters(), 0.001)", null),
    ];

    private static readonly string[] s_fineTuning =
    [
        "optim.AdamW(model.parameters(), 0.001)",
        "optim.AdamW(model.parameters(), 0.003)",
        "optim.SGD(model.parameters(), 0.05, momentum: 0.9)",
    ];

    private static readonly (string Rule, string Creation, string? Instead, string Shape)[] s_cases =
    [
        .. s_fromScratch.Select(value => (value.Rule, value.Creation, value.Instead, Setting.BatchLoop))
            .Concat(from shape in (string[])[Setting.FineTuningOnMore, Setting.FineTuningOnNew]
                    from creation in s_fineTuning
                    select ("LR1005", creation, (string?)null, shape))
            .OrderBy(value => value.Item1, StringComparer.Ordinal),
    ];

    private static readonly string[] s_rules = [.. s_cases.Select(value => value.Rule).Distinct()];

    /// <summary>The programs before and after, middle length.</summary>
    public static async Task<List<Arm>> ArmsAsync(IEnumerable<string> problems)
    {
        var arms = new List<Arm>();
        foreach (string problem in problems)
        {
            foreach ((string rule, string creation, string? instead, string shape) in s_cases)
            {
                // The negative of an image is one; the negative of a row is nothing.
                if (shape == Setting.FineTuningOnNew && problem != "digits")
                {
                    continue;
                }

                var setting = new Setting(problem, rule + " " + creation.Replace(',', ';'), RateLevel.Usual, TrainingLength.Middle, shape) { GivenCreation = creation };
                TrainingProgram before = setting.CreateProgram();
                Assert.Contains(rule, await before.ReportedIdsAsync());
                TrainingProgram after;
                if (instead is null)
                {
                    (after, IReadOnlyList<string> applied) = await before.WithFirstFixesAsync(s_rules);
                    Assert.NotEmpty(applied);
                }
                else
                {
                    after = (setting with { GivenCreation = instead }).CreateProgram();
                }

                arms.Add(new Arm(setting, Arm.Constant, 0, before));
                arms.Add(new Arm(setting, "fixed", 1, after));
            }
        }

        return arms;
    }

    /// <summary>The table.</summary>
    public static string Table(IReadOnlyList<Arm> arms, Results results, int seeds)
    {
        string[] problems = [.. arms.Select(arm => arm.Setting.Problem).Distinct()];
        var text = new StringBuilder($"| rule | as written, then as fixed | {string.Join(" | ", problems)} |\n| --- | --- |{string.Concat(problems.Select(_ => " --- |"))}\n");
        foreach (var value in arms.GroupBy(arm => (arm.Setting.Optimizer, arm.Setting.Shape)))
        {
            string[] cells = [.. problems.Select(problem => string.Join(" → ", value.Where(arm => arm.Setting.Problem == problem).Select(arm => Mean(arm, results, seeds))))];
            text.Append(CultureInfo.InvariantCulture, $"| {value.Key.Optimizer[..6]} | `{value.First().Setting.GivenCreation}`{(value.Key.Shape == Setting.BatchLoop ? "" : ", " + value.Key.Shape)} | {string.Join(" | ", cells)} |\n");
        }

        return text.ToString();
    }

    private static string Mean(Arm arm, Results results, int seeds)
    {
        double[] errors = [.. Enumerable.Range(1, seeds).Select(seed => results.Find(arm, seed)).OfType<Result>().Select(result => double.IsFinite(result.Loss) ? result.Error : double.NaN)];
        return errors.Length == 0 ? "" : errors.Average().ToString("F4", CultureInfo.InvariantCulture);
    }
}

/// <summary>How far each optimizer trains at each learning rate: where the ranges of src/docs/ranges.md come from.</summary>
internal static class Sweep
{
    // What is given only the learning rate; momentum as its users set it.
    private static readonly (string Optimizer, string Creation, string Shape)[] s_optimizers =
    [
        ("SGD", "optim.SGD(model.parameters(), {0})", Setting.BatchLoop),
        ("SGD; momentum 0.9", "optim.SGD(model.parameters(), {0}, momentum: 0.9)", Setting.BatchLoop),
        ("ASGD", "optim.ASGD(model.parameters(), {0})", Setting.BatchLoop),
        ("Adam", "optim.Adam(model.parameters(), {0})", Setting.BatchLoop),
        ("AdamW", "optim.AdamW(model.parameters(), {0}, weight_decay: 0.01)", Setting.BatchLoop),
        ("NAdam", "optim.NAdam(model.parameters(), {0})", Setting.BatchLoop),
        ("RAdam", "optim.RAdam(model.parameters(), {0})", Setting.BatchLoop),
        ("Adamax", "optim.Adamax(model.parameters(), {0})", Setting.BatchLoop),
        ("RMSProp", "optim.RMSProp(model.parameters(), {0})", Setting.BatchLoop),
        ("Adagrad", "optim.Adagrad(model.parameters(), {0})", Setting.BatchLoop),
        ("Adadelta", "optim.Adadelta(model.parameters(), {0})", Setting.BatchLoop),
        ("Rprop", "optim.Rprop(model.parameters(), {0})", Setting.FullBatch),
        ("LBFGS", "optim.LBFGS(model.parameters(), {0})", Setting.FullBatch),
    ];

    private static readonly double[] s_rates = [1e-7, 1e-6, 1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100];

    /// <summary>The programs, short ones.</summary>
    public static List<Arm> Arms(IEnumerable<string> problems) =>
    [
        .. from problem in problems
           from optimizer in s_optimizers
           from rate in s_rates
           let creation = string.Format(CultureInfo.InvariantCulture, optimizer.Creation, rate.ToString("0.########", CultureInfo.InvariantCulture))
           let setting = new Setting(problem, optimizer.Optimizer, RateLevel.Usual, TrainingLength.Short, optimizer.Shape) { GivenCreation = creation }
           select new Arm(setting, Arm.Constant, 0, setting.CreateProgram()),
    ];

    /// <summary>The tables of the held-out loss, one per problem.</summary>
    public static string Table(IReadOnlyList<Arm> arms, Results results, int seeds)
    {
        var text = new StringBuilder();
        foreach (var problem in arms.GroupBy(arm => arm.Setting.Problem))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {problem.Key} | {string.Join(" | ", s_rates.Select(rate => LearningRateFormat(rate)))} |\n| --- |{string.Concat(s_rates.Select(_ => " --- |"))}\n");
            foreach (var optimizer in problem.GroupBy(arm => arm.Setting.Optimizer))
            {
                text.Append(CultureInfo.InvariantCulture, $"| {optimizer.Key} | {string.Join(" | ", optimizer.Select(arm => Mean(arm, results, seeds)))} |\n");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static string LearningRateFormat(double rate) => rate.ToString("G2", CultureInfo.InvariantCulture);

    private static string Mean(Arm arm, Results results, int seeds)
    {
        double[] losses = [.. Enumerable.Range(1, seeds).Select(seed => results.Find(arm, seed)).OfType<Result>().Select(result => result.Loss)];
        return losses.Length == 0 ? "" : losses.Average().ToString("G3", CultureInfo.InvariantCulture);
    }
}
