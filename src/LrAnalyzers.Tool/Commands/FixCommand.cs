using System.ComponentModel;
using LrAnalyzers.Options;
using LrAnalyzers.Tool.Builds;
using LrAnalyzers.Tool.Findings;
using LrAnalyzers.Tool.Output;
using LrAnalyzers.Tool.Workspaces;
using Microsoft.CodeAnalysis;
using Spectre.Console;
using Spectre.Console.Cli;

namespace LrAnalyzers.Tool.Commands;

/// <summary><c>lr fix</c>: applies the package's own fixes, those that change a training included.</summary>
internal sealed class FixCommand : AsyncCommand<FixCommand.Settings>
{
    /// <summary>What the command takes.</summary>
    internal sealed class Settings : BuildSettings
    {
        [CommandOption("-d|--diagnostics <IDS>")]
        [Description("The rules whose findings are fixed, such as LR1002,LR2001; may be repeated. Required: a fix may change how a model trains.")]
        public string[] Diagnostics { get; init; } = [];

        [CommandOption("--schedule <NAME>")]
        [Description("The schedule that the fix of LR2001 writes, such as trapezoid; the one that suits best if left out.")]
        public string? Schedule { get; init; }

        [CommandOption("--dry-run")]
        [Description("Show what would change, and change nothing.")]
        public bool DryRun { get; init; }

        /// <inheritdoc/>
        protected override ValidationResult Check() =>
            Diagnostics.Length == 0 ? ValidationResult.Error("Name the rules whose findings are to be fixed: --diagnostics LR2001.")
            : Schedule is not null && ScheduleName(Schedule) is null ? ValidationResult.Error(
                $"'{Schedule}' is no schedule: write one of {string.Join(", ", Schedules())}.")
            : base.Check();

        /// <summary>The plan that a schedule's name in the options stands for, or <see langword="null"/>.</summary>
        public static string? ScheduleName(string name) =>
            Schedules().Contains(name.ToLowerInvariant()) && LrOptions.PreferredSchedule.Parse(name) is var schedule ? schedule.ToString() : null;

        // The option's own words, in the option's own order.
        private static IEnumerable<string> Schedules() => LrOptions.PreferredSchedule.Allowed
            .Split(["`, `", "`"], StringSplitOptions.RemoveEmptyEntries)
            .Where(name => name != LrOptions.PreferredSchedule.DefaultText);
    }

    /// <inheritdoc/>
    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        string[] rules = RuleList.Ids(settings.Diagnostics);
        if (rules.FirstOrDefault(rule => !RuleList.HasFix(rule)) is { } without)
        {
            throw new LrException($"{without} has no fix: 'lr rules {without}' says what to do by hand");
        }

        var filter = new FindingFilter([], Severity.Info, settings.Include, settings.Exclude);
        string? schedule = settings.Schedule is { } name ? Settings.ScheduleName(name) : null;
        var target = BuildTarget.Resolve(settings.TargetPath);

        // What does not build is not touched: whether a fix compiles could not be told.
        Build build = await BuiltProjects.BuildAsync(target, settings, cancellationToken);
        using ProjectWorkspace workspace = await Progress.ShowAsync(
            "Opening the projects", () => ProjectWorkspace.OpenAsync(target, settings.Build, cancellationToken));
        Solution before = workspace.Solution;
        var fixer = new Fixer(rules, schedule);
        var applied = new List<string>();
        (Solution after, IReadOnlyList<Diagnostic> left) = await Progress.ShowAsync(
            "Fixing", () => fixer.FixAllAsync(before, Takes, applied.Add, cancellationToken));

        IReadOnlyList<FileChange> changes = await FileChange.BetweenAsync(before, after, cancellationToken);
        foreach (FileChange change in changes)
        {
            Console.Write(change.UnifiedDiff(ErrorLog.Relative(change.Path, build.Root)));
        }

        if (!settings.DryRun)
        {
            cancellationToken.ThrowIfCancellationRequested();
            FileChange.WriteAll(changes, build.Root);
        }

        string[] remaining = [.. left.Select(diagnostic => Line(diagnostic)).Distinct()];
        if (changes.Count + remaining.Length > 0)
        {
            Console.WriteLine();
        }

        foreach (string line in remaining)
        {
            Console.WriteLine(line);
        }

        string verb = settings.DryRun ? "would be applied" : "applied";
        Console.WriteLine(
            $"{TextOutput.Count(applied.Count, "fix")} {verb} in {TextOutput.Count(changes.Count, "file")}; "
            + $"{TextOutput.Count(remaining.Length, "finding")} without a fix {(remaining.Length == 1 ? "remains" : "remain")}.");
        return remaining.Length == 0 ? LrApplication.Clean : LrApplication.HasFindings;

        bool Takes(Project project, Diagnostic diagnostic) => filter.TakesFile(ErrorLog.Relative(diagnostic.Location.GetLineSpan().Path, build.Root))
            && BuiltProjects.IsOf(project, settings.Framework);
    }

    private static string Line(Diagnostic diagnostic)
    {
        FileLinePositionSpan place = diagnostic.Location.GetLineSpan();
        string path = ErrorLog.Relative(place.Path, Directory.GetCurrentDirectory());
        return $"{path}({place.StartLinePosition.Line + 1},{place.StartLinePosition.Character + 1}): {diagnostic.Id}: {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}";
    }
}
