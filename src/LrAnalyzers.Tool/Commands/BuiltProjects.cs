using LrAnalyzers.Tool.Builds;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Tool.Commands;

/// <summary>What the commands that open projects ask of a build.</summary>
internal static class BuiltProjects
{
    // Only lr for the newest .NET has the newest compiler.
    private const string Advice =
#if NET10_0_OR_GREATER
        "Update lr.";
#else
        "Run lr on .NET 10, or update it.";
#endif

    /// <summary>Builds a target.</summary>
    /// <exception cref="LrException">The build fails, or nothing was compiled.</exception>
    public static async Task<Build> BuildAsync(BuildTarget target, BuildSettings settings, CancellationToken cancellationToken)
    {
        Build build = await Progress.ShowAsync($"Building {settings.TargetPath}", () => Build.RunAsync(target, settings.Build, cancellationToken));
        if (build.ProblemOf(settings.TargetPath, settings.Framework) is { } problem)
        {
            foreach (string line in build.Faults.Concat(build.Errors).Take(20))
            {
                await Console.Error.WriteLineAsync(line);
            }

            throw new LrException(problem);
        }

        WarnOfNewerCompiler(build);
        return build;
    }

    /// <summary>Whether the project is the one for the target framework; true for all where none is named.</summary>
    public static bool IsOf(Project project, string? framework) =>
        // A project of several target frameworks is open once for each: "Training(net8.0)".
        framework is null || !project.Name.EndsWith(')') || project.Name.EndsWith($"({framework})", StringComparison.OrdinalIgnoreCase);

    // What is built with the SDK's compiler is opened with the tool's own.
    private static void WarnOfNewerCompiler(Build build)
    {
        Version own = typeof(Compilation).Assembly.GetName().Version!;
        string? newest = build.Projects.Select(project => project.Compiler.Replace("roslyn", "", StringComparison.Ordinal))
            .Where(version => Version.TryParse(version, out Version? parsed) && new Version(parsed.Major, parsed.Minor) > new Version(own.Major, own.Minor))
            .OrderBy(Version.Parse)
            .LastOrDefault();
        if (newest is not null)
        {
            Console.Error.WriteLine($"lr: the SDK's compiler ({newest}) is newer than the one in lr ({own.Major}.{own.Minor}): code that only the newer one understands is not looked at. {Advice}");
        }
    }
}
