using System.Globalization;
using System.Text;

namespace LrAnalyzers.EndToEnd.Measurements;

/// <summary>The tables, as Markdown.</summary>
internal static class Report
{
    /// <summary>Compares the schedules of all arms with their constant arms, as far as results are there.</summary>
    public static string Of(IReadOnlyList<Arm> arms, Results results, int seeds)
    {
        Dictionary<Setting, Arm> constant = arms.Where(arm => arm.Place == 0).ToDictionary(arm => arm.Setting);
        var text = new StringBuilder();
        int missing = arms.Sum(arm => Enumerable.Range(1, seeds).Count(seed => results.Find(arm, seed) is null));
        if (missing > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{missing} of {arms.Count * seeds} trainings are missing.\n\n");
        }

        foreach (var table in arms.GroupBy(arm => (arm.Setting.Level, arm.Setting.Shape)))
        {
            text.Append(CultureInfo.InvariantCulture, $"### {table.Key.Shape}, {table.Key.Level} rates\n\n");
            AppendConstant(text, table.Where(arm => arm.Place == 0), results, seeds);
            (string Schedule, Comparison Loss, Comparison Error)[] schedules =
            [
                .. table.Where(arm => arm.Place > 0).GroupBy(arm => arm.Schedule)
                    .Select(schedule => (
                        schedule.Key,
                        Compare(schedule, constant, results, seeds, result => result.Loss),
                        Compare(schedule, constant, results, seeds, result => result.Error)))
                    .Where(schedule => schedule.Item2.Trainings > 0),
            ];
            AppendSchedules(text, schedules);
            foreach ((string schedule, Comparison loss, Comparison error) in schedules)
            {
                AppendCells(text, schedule, loss, error);
            }
        }

        return text.ToString();
    }

    private static Comparison Compare(
        IEnumerable<Arm> schedule, Dictionary<Setting, Arm> constant, Results results, int seeds, Func<Result, double> measure)
    {
        var cells = new List<CellOfSeeds>();
        foreach (Arm arm in schedule)
        {
            (Result With, Result Without)[] pairs =
            [
                .. Enumerable.Range(1, seeds)
                    .Select(seed => (With: results.Find(arm, seed), Without: results.Find(constant[arm.Setting], seed)))
                    .Where(pair => pair is { With: not null, Without: not null })
                    .Select(pair => (pair.With!, pair.Without!)),
            ];
            if (pairs.Length > 0)
            {
                cells.Add(new CellOfSeeds(arm.Setting, pairs[0].With.Steps, [.. pairs.Select(pair => Math.Log(measure(pair.With) / measure(pair.Without)))]));
            }
        }

        return new Comparison(cells);
    }

    private static void AppendConstant(StringBuilder text, IEnumerable<Arm> arms, Results results, int seeds)
    {
        text.Append("| problem | optimizer | steps | loss | error |\n| --- | --- | --- | --- | --- |\n");
        foreach (Arm arm in arms.OrderBy(arm => arm.Setting.Problem, StringComparer.Ordinal).ThenBy(arm => arm.Setting.Optimizer, StringComparer.Ordinal).ThenBy(arm => arm.Setting.Epochs))
        {
            Result[] all = [.. Enumerable.Range(1, seeds).Select(seed => results.Find(arm, seed)).OfType<Result>()];
            if (all.Length > 0)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"| {arm.Setting.Problem} | {arm.Setting.Optimizer} {arm.Setting.LearningRate:G4} | {all[0].Steps} | {all.Average(result => result.Loss):F4} | {all.Average(result => result.Error):F4} |\n");
            }
        }

        text.Append('\n');
    }

    private static void AppendSchedules(StringBuilder text, (string Schedule, Comparison Loss, Comparison Error)[] schedules)
    {
        text.Append("| schedule | trainings | held-out loss | held-out error | up by over 2 % | better | worse | worst |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n");
        foreach ((string schedule, Comparison loss, Comparison error) in schedules)
        {
            (CellOfSeeds Cell, Ratio Ratio)[] cells = [.. error.Cells()];
            (CellOfSeeds worst, Ratio ratio) = cells.MaxBy(cell => cell.Ratio.Mean);
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {schedule} | {error.Trainings} | {Format(loss.Overall())} | {Format(error.Overall())} | {cells.Count(cell => cell.Ratio.Mean > Comparison.Margin)} of {cells.Length} | {Count(cells, ratio => ratio.High < 1 / Comparison.Margin)} | {Count(cells, ratio => ratio.Low > Comparison.Margin)} | {ratio.Mean:F2} ({NameOf(worst)}) |\n");
        }

        string[] problems = [.. schedules.SelectMany(schedule => schedule.Error.Cells()).Select(cell => cell.Cell.Setting.Problem).Distinct()];
        foreach ((string measure, Func<(string Schedule, Comparison Loss, Comparison Error), Comparison> select) in
            new (string, Func<(string Schedule, Comparison Loss, Comparison Error), Comparison>)[] { ("error", row => row.Error), ("loss", row => row.Loss) })
        {
            text.Append(CultureInfo.InvariantCulture, $"\n| held-out {measure} | {string.Join(" | ", problems)} |\n| --- |{string.Concat(problems.Select(_ => " --- |"))}\n");
            foreach (var schedule in schedules)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {schedule.Schedule} | {string.Join(" | ", problems.Select(problem => Format(select(schedule).Of(problem))))} |\n");
            }
        }

        text.Append('\n');
    }

    private static void AppendCells(StringBuilder text, string schedule, Comparison loss, Comparison error)
    {
        text.Append(CultureInfo.InvariantCulture, $"| {schedule} | steps | held-out loss | held-out error |\n| --- | --- | --- | --- |\n");
        foreach (((CellOfSeeds cell, Ratio lossRatio), (_, Ratio errorRatio)) in loss.Cells().Zip(error.Cells()))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {NameOf(cell)} | {cell.Steps} | {Format(lossRatio)} | {Format(errorRatio)} |\n");
        }

        text.Append('\n');
    }

    // Beyond noise, which one seed does not tell.
    private static string Count((CellOfSeeds Cell, Ratio Ratio)[] cells, Func<Ratio, bool> condition) =>
        cells.All(cell => double.IsFinite(cell.Ratio.High)) ? cells.Count(cell => condition(cell.Ratio)).ToString(CultureInfo.InvariantCulture) : "";

    private static string NameOf(CellOfSeeds cell) =>
        string.Create(CultureInfo.InvariantCulture, $"{cell.Setting.Problem}, {cell.Setting.Optimizer} {cell.Setting.LearningRate:G4}, {cell.Steps} steps");

    private static string Format(Ratio? given) => given is not { } ratio ? "" : string.Create(
        CultureInfo.InvariantCulture, $"{ratio.Mean:F3} ({ratio.Low:F3} to {(double.IsFinite(ratio.High) ? ratio.High.ToString("F3", CultureInfo.InvariantCulture) : "?")})");
}
