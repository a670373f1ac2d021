using System.ComponentModel;
using LrAnalyzers.Tool.Builds;
using LrAnalyzers.Tool.Findings;
using LrAnalyzers.Tool.Output;
using Spectre.Console;
using Spectre.Console.Cli;

namespace LrAnalyzers.Tool.Commands;

/// <summary><c>lr check</c>: the user's own build with the analyzers in it.</summary>
internal sealed class CheckCommand : AsyncCommand<CheckCommand.Settings>
{
    /// <summary>What the command takes.</summary>
    internal sealed class Settings : BuildSettings
    {
        [CommandOption("-d|--diagnostics <IDS>")]
        [Description("Only these rules, such as LR1002,LR2001; may be repeated.")]
        public string[] Diagnostics { get; init; } = [];

        [CommandOption("-s|--severity <LEVEL>")]
        [Description("The least severity that counts: info, warning (as a build prints them) or error.")]
        [DefaultValue("warning")]
        public string SeverityName { get; init; } = "warning";

        [CommandOption("-o|--output <FILE>")]
        [Description("Write the findings to a file; a summary is still printed.")]
        public string? Output { get; init; }

        [CommandOption("--output-format <FORMAT>")]
        [Description("text, sarif, github (annotations) or gitlab (code quality).")]
        [DefaultValue("text")]
        public string FormatName { get; init; } = "text";

        [CommandOption("--baseline <FILE>")]
        [Description("Only what this file does not know is new, printed and counted.")]
        public string? Baseline { get; init; }

        [CommandOption("--update-baseline")]
        [Description("Write everything that is found to the baseline, and end with exit code 0.")]
        public bool UpdateBaseline { get; init; }

        [CommandOption("--exit-zero")]
        [Description("End with exit code 0 although there are findings.")]
        public bool ExitZero { get; init; }

        /// <summary>The least severity.</summary>
        public Severity Severity => Enum.Parse<Severity>(SeverityName, ignoreCase: true);

        /// <summary>The format.</summary>
        public OutputFormat Format => Enum.Parse<OutputFormat>(FormatName, ignoreCase: true);

        /// <inheritdoc/>
        protected override ValidationResult Check() =>
            !IsName<Severity>(SeverityName) ? ValidationResult.Error($"'{SeverityName}' is no severity: write info, warning or error.")
            : !IsName<OutputFormat>(FormatName) ? ValidationResult.Error($"'{FormatName}' is no output format: write text, sarif, github or gitlab.")
            : UpdateBaseline && Baseline is null ? ValidationResult.Error("--update-baseline needs --baseline FILE.")
            : base.Check();

        private static bool IsName<T>(string text)
            where T : struct, Enum => Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var filter = new FindingFilter(RuleList.Ids(settings.Diagnostics), settings.Severity, settings.Include, settings.Exclude);
        var target = BuildTarget.Resolve(settings.TargetPath);
        Baseline baseline = settings.Baseline is { } known && !settings.UpdateBaseline ? Baseline.Read(known) : Baseline.Empty;

        Build build = await Progress.ShowAsync($"Building {settings.TargetPath}", () => Build.RunAsync(target, settings.Build, cancellationToken));
        Finding[] findings = [.. build.Findings.Where(filter.Takes)];
        BaselineMatch match = baseline.Match(build.Findings, build.Root);
        var report = new FindingReport(
            [.. findings.Where(finding => !match.Known.Contains(finding))],
            [.. findings.Where(match.Known.Contains)],
            match.Absent,
            settings.Baseline is not null && !settings.UpdateBaseline,
            build.Root);

        if (build.ProblemOf(settings.TargetPath, settings.Framework) is { } problem)
        {
            foreach (string line in build.Faults.Concat(build.Errors).Take(20))
            {
                await Console.Error.WriteLineAsync(line);
            }

            // What was found is told all the same; a report of half a build would be taken for the whole.
            await Console.Error.WriteAsync(TextOutput.Write(report, Directory.GetCurrentDirectory()));
            throw new LrException(problem);
        }

        if (settings.UpdateBaseline)
        {
            await OutputFile.WriteAsync(settings.Baseline!, SarifOutput.Write(report, isBaseline: true), cancellationToken);
            Console.WriteLine($"{settings.Baseline} knows {TextOutput.Count(findings.Length, "finding")} now.");
            return LrApplication.Clean;
        }

        await WriteAsync(report, settings, cancellationToken);
        foreach (string note in Notes(build))
        {
            await Console.Error.WriteLineAsync("lr: " + note);
        }

        return report.New.Count == 0 || settings.ExitZero ? LrApplication.Clean : LrApplication.HasFindings;
    }

    private static IEnumerable<string> Notes(Build build)
    {
        foreach (CompiledProject project in build.Projects.Where(project => project.HasLibrary && project.IsAnalysisOff).DistinctBy(project => project.Path))
        {
            yield return $"{ErrorLog.Relative(project.Path, build.Root)} switches analyzers off in its build (RunAnalyzers): nothing of it was looked at; -p RunAnalyzers=true looks.";
        }

        if (!build.Projects.Any(project => project.HasLibrary))
        {
            yield return "no project references TorchSharp or ML.NET, so there was nothing to look at.";
        }
    }

    private static async Task WriteAsync(FindingReport report, Settings settings, CancellationToken cancellationToken)
    {
        string text = settings.Format switch
        {
            OutputFormat.Sarif => SarifOutput.Write(report),
            OutputFormat.Github => GithubOutput.Write(report),
            OutputFormat.Gitlab => GitlabOutput.Write(report),
            _ => TextOutput.Write(report, Directory.GetCurrentDirectory()),
        };
        if (settings.Output is { } file)
        {
            await OutputFile.WriteAsync(file, text, cancellationToken);
            Console.Write(TextOutput.Write(report, Directory.GetCurrentDirectory()));
            Console.Write(TextOutput.Summary(report));
            return;
        }

        Console.Write(text);
        // A file that is made by redirection holds the format and nothing else.
        TextWriter summary = settings.Format is OutputFormat.Sarif or OutputFormat.Gitlab ? Console.Error : Console.Out;
        await summary.WriteAsync(TextOutput.Summary(report));
    }
}
