using System.ComponentModel;
using LrAnalyzers.Tool.Builds;
using LrAnalyzers.Tool.Findings;
using LrAnalyzers.Tool.Output;
using LrAnalyzers.Tool.Reporting;
using LrAnalyzers.Tool.Workspaces;
using Spectre.Console;
using Spectre.Console.Cli;

namespace LrAnalyzers.Tool.Commands;

/// <summary><c>lr report</c>: every optimizer and trainer on one page.</summary>
internal sealed class ReportCommand : AsyncCommand<ReportCommand.Settings>
{
    /// <summary>What the command takes.</summary>
    internal sealed class Settings : BuildSettings
    {
        [CommandOption("-o|--output <FILE>")]
        [Description("The page: one HTML file that needs nothing else.")]
        [DefaultValue("lr-report.html")]
        public string Output { get; init; } = "lr-report.html";

        [CommandOption("--title <TEXT>")]
        [Description("The title of the page; the name of what is reported if left out.")]
        public string? Title { get; init; }

        [CommandOption("--source-url <URL>")]
        [Description("Where the sources can be read, such as https://example.org/blob/main/{path}#L{line}: places become links.")]
        public string? SourceUrl { get; init; }

        /// <inheritdoc/>
        protected override ValidationResult Check() =>
            SourceUrl is null ? base.Check()
            : !SourceUrl.Contains("{path}", StringComparison.Ordinal) ? ValidationResult.Error("--source-url needs {path}, and may have {line}.")
            : !Uri.TryCreate(SourceUrl.Replace("{path}", "p").Replace("{line}", "1"), UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https")
                ? ValidationResult.Error($"'{SourceUrl}' is no address of the web.")
            : base.Check();
    }

    /// <inheritdoc/>
    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var target = BuildTarget.Resolve(settings.TargetPath);
        Build build = await BuiltProjects.BuildAsync(target, settings, cancellationToken);
        var filter = new FindingFilter([], Severity.Info, settings.Include, settings.Exclude);
        Finding[] findings = [.. build.Findings.Where(filter.Takes)];
        using ProjectWorkspace workspace = await Progress.ShowAsync(
            "Opening the projects", () => ProjectWorkspace.OpenAsync(target, settings.Build, cancellationToken));
        var builder = new ReportBuilder(workspace.Solution, findings, build.Root);
        Report report = await Progress.ShowAsync(
            "Following the learning rates",
            () => builder.BuildAsync(
                settings.Title ?? Path.GetFileNameWithoutExtension(target.Path),
                settings.SourceUrl,
                project => BuiltProjects.IsOf(project, settings.Framework),
                cancellationToken));
        report = report with { Trainings = [.. report.Trainings.Where(training => filter.TakesFile(training.Place.Path))] };
        await OutputFile.WriteAsync(settings.Output, ReportPage.Write(report), cancellationToken);
        Console.WriteLine(
            $"{settings.Output}: {TextOutput.Count(report.Trainings.Count, "training")}, {TextOutput.Count(findings.Length, "finding")}.");
        return LrApplication.Clean;
    }
}
