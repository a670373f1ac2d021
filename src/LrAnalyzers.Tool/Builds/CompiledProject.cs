namespace LrAnalyzers.Tool.Builds;

/// <summary>What a project said of itself while it was compiled, for one target framework.</summary>
/// <param name="Path">The full path of the project.</param>
/// <param name="Framework">The target framework; empty where the project names none.</param>
/// <param name="Libraries">Which of the libraries with learning rates it references.</param>
/// <param name="Compiler">The version of the SDK's compiler as MSBuild names it, such as <c>roslyn5.9</c>.</param>
/// <param name="IsAnalysisOff">Whether the project switches analyzers off in its build.</param>
/// <param name="ErrorLog">The full path of the compiler's error log; it may not exist.</param>
internal sealed record CompiledProject(
    string Path, string Framework, IReadOnlyList<string> Libraries, string Compiler, bool IsAnalysisOff, string ErrorLog)
{
    /// <summary>Whether there was anything to analyse.</summary>
    public bool HasLibrary => Libraries.Count > 0;

    /// <summary>Reads what the injected targets wrote.</summary>
    public static CompiledProject Read(string file)
    {
        var lines = File.ReadAllLines(file)
            .Select(line => line.Split('=', 2))
            .Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        return new CompiledProject(
            lines.GetValueOrDefault("Project", ""),
            lines.GetValueOrDefault("TargetFramework", ""),
            lines.GetValueOrDefault("Library", "").Split(' ', StringSplitOptions.RemoveEmptyEntries),
            lines.GetValueOrDefault("Compiler", ""),
            lines.GetValueOrDefault("AnalyzersOff", "") == "true",
            System.IO.Path.ChangeExtension(file, ".sarif"));
    }
}
