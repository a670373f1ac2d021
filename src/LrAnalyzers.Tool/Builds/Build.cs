using System.Text.RegularExpressions;
using LrAnalyzers.Tool.Findings;
using Microsoft.VisualStudio.SolutionPersistence.Model;
using Microsoft.VisualStudio.SolutionPersistence.Serializer;

namespace LrAnalyzers.Tool.Builds;

/// <summary>What the user's own build said with the analyzers in it.</summary>
/// <param name="Projects">The projects that were compiled, once for each target framework.</param>
/// <param name="Findings">What the analyzers found, merged over target frameworks, in the order of files and places.</param>
/// <param name="Errors">The errors that are not findings, as MSBuild prints them: why the build failed.</param>
/// <param name="Faults">Analyzers that threw or could not be loaded, as the compiler says it.</param>
/// <param name="Root">The folder that paths in reports are relative to.</param>
internal sealed partial record Build(
    IReadOnlyList<CompiledProject> Projects,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<string> Errors,
    IReadOnlyList<string> Faults,
    string Root)
{
    /// <summary>Builds a target.</summary>
    /// <exception cref="LrException">There is no SDK, or not the one that a global.json asks for.</exception>
    public static async Task<Build> RunAsync(BuildTarget target, BuildOptions options, CancellationToken cancellationToken)
    {
        await CheckSdkAsync(target, cancellationToken);
        using var folder = new TemporaryFolder();
        List<string> arguments =
        [
            "build",
            target.Kind == TargetKind.Folder ? await WriteSolutionAsync(target, options.Configuration, folder, cancellationToken) : target.Path,
            "-nologo",
            "-verbosity:quiet",
            "-consoleLoggerParameters:ErrorsOnly;NoSummary",
            "-terminalLogger:off",
            "-property:LrLogFolder=" + Escape(folder.Path),
        ];
        arguments.AddRange(options.Properties.Select(property => "-property:" + property));
        if (options.Configuration is { } configuration)
        {
            arguments.AddRange(["--configuration", configuration]);
        }

        if (options.Framework is { } framework && target.Kind == TargetKind.Project)
        {
            arguments.AddRange(["--framework", framework]);
        }

        if (!options.Restore)
        {
            arguments.Add("--no-restore");
        }

        DotnetResult result = await DotnetCommand.RunAsync(target.Directory, arguments, cancellationToken);
        CompiledProject[] projects =
        [
            .. Directory.EnumerateFiles(folder.Path, "*.project")
                .Select(CompiledProject.Read)
                .Where(project => options.Framework is null || project.Framework.Equals(options.Framework, StringComparison.OrdinalIgnoreCase))
                .OrderBy(project => project.Path, StringComparer.Ordinal)
                .ThenBy(project => project.Framework, StringComparer.Ordinal),
        ];
        string root = target.RootOf(projects.Select(project => project.Path));
        ErrorLog[] logs = [.. projects.Where(project => File.Exists(project.ErrorLog)).Select(project => ErrorLog.Read(project, root))];
        return new Build(
            projects,
            Finding.Merge(logs.SelectMany(log => log.Findings)),
            result.ExitCode == 0 ? [] : ErrorsOf(result, isExpected: logs.Any(log => log.Findings.Any(finding => finding.Severity == Severity.Error))),
            [.. logs.SelectMany(log => log.Faults).Distinct()],
            root);
    }

    private static string[] ErrorsOf(DotnetResult result, bool isExpected)
    {
        string[] lines = [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()];
        // MSBuild prints the stack of its own exception as errors, too.
        string[] errors = [.. lines.Where(line => AnyError().IsMatch(line) && !line.Contains(":    at ", StringComparison.Ordinal))];
        if (errors.Length == 0)
        {
            // A command line that MSBuild refuses, for one.
            return [.. lines.DefaultIfEmpty($"dotnet build ended with exit code {result.ExitCode} and said nothing.")];
        }

        return isExpected ? [.. errors.Where(line => !OwnError().IsMatch(line))] : errors;
    }

    /// <summary>
    /// Why the build says nothing about the code, in a sentence; <see langword="null"/> where it does. Findings that the
    /// project raised to errors are no failure.
    /// </summary>
    /// <param name="path">The target, as the user named it.</param>
    /// <param name="framework">The only target framework that was asked for.</param>
    public string? ProblemOf(string path, string? framework) =>
        Failure is { } failure ? failure
        : Faults.Count > 0 ? "An analyzer failed in this build, so its silence says nothing"
        : Projects.Count > 0 ? null
        : framework is not null ? $"No C# project in '{path}' targets {framework}"
        : $"'{path}' compiled no C# project";

    private string? Failure => Errors.Count == 0
        ? null
        : Errors.FirstOrDefault(error => error.Contains("NETSDK1004", StringComparison.Ordinal)) is not null
            ? "The project is not restored: run 'dotnet restore' first, or leave out --no-restore"
            : "The build fails, so not everything could be checked";

    private static async Task CheckSdkAsync(BuildTarget target, CancellationToken cancellationToken)
    {
        DotnetResult version = await DotnetCommand.RunAsync(target.Directory, ["--version"], cancellationToken);
        if (version.ExitCode != 0)
        {
            throw new LrException(RequestedSdk().Match(version.Output) is { Success: true } requested
                ? $"The .NET SDK {requested.Groups["version"].Value} that {requested.Groups["file"].Value} asks for is not installed"
                : "There is no .NET SDK: lr builds with it, so install one first");
        }
    }

    // One build of all: MSBuild then restores and compiles a project that several reference once.
    private static async Task<string> WriteSolutionAsync(BuildTarget target, string? configuration, TemporaryFolder folder, CancellationToken cancellationToken)
    {
        var solution = new SolutionModel();
        foreach (string type in new[] { "Debug", "Release", configuration ?? "Debug" }.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            solution.AddBuildType(type);
        }

        solution.AddPlatform("Any CPU");
        foreach ((string project, int index) in target.Projects.Select((project, index) => (project, index)))
        {
            // Two projects of one name in one folder of a solution are no solution.
            solution.AddProject(project, projectTypeName: null, solution.AddFolder($"/{index}/"));
        }

        string path = folder.File("Projects.sln");
        await SolutionSerializers.SlnFileV12.SaveAsync(path, solution, cancellationToken);
        return path;
    }

    private static string Escape(string path) => path.Replace("%", "%25").Replace(";", "%3B").Replace(",", "%2C");

    [GeneratedRegex(@"Requested SDK version: (?<version>\S+)\s+global\.json file: (?<file>[^\r\n]+?)\s*[\r\n]")]
    private static partial Regex RequestedSdk();

    [GeneratedRegex(@"\berror\b[^:]*:")]
    private static partial Regex AnyError();

    // A finding that the project raised to an error is printed as the compiler's own errors are.
    [GeneratedRegex(@": error LR\d{4}: ")]
    private static partial Regex OwnError();
}
