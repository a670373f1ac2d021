namespace LrAnalyzers.Tool.Builds;

/// <summary>What a path on the command line stands for.</summary>
internal enum TargetKind
{
    /// <summary>A solution or a solution filter.</summary>
    Solution,

    /// <summary>A C# project.</summary>
    Project,

    /// <summary>A program of one file: <c>dotnet run app.cs</c>.</summary>
    FileBasedApp,

    /// <summary>A folder with several projects and no solution.</summary>
    Folder,
}

/// <summary>What is built.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">The full path of the solution, project, file or folder.</param>
/// <param name="Projects">The full paths of the projects of a folder; empty for anything else.</param>
internal sealed record BuildTarget(TargetKind Kind, string Path, IReadOnlyList<string> Projects)
{
    private static readonly string[] s_solutions = [".sln", ".slnx", ".slnf"];

    // Where builds and tools put what they make; a folder that begins with a dot is a tool's, too.
    private static readonly string[] s_output = ["bin", "obj", "node_modules", "artifacts"];

    /// <summary>The folder it is in: whose global.json and NuGet configuration hold.</summary>
    public string Directory => Kind == TargetKind.Folder ? Path : System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>
    /// The folder that paths in reports are relative to: that of the repository, or else the innermost that holds the target and
    /// what was built with it. So a baseline and a SARIF file hold on another machine, too, where a solution's projects lie beside it.
    /// </summary>
    /// <param name="projects">The full paths of the projects that were built.</param>
    public string RootOf(IEnumerable<string> projects) =>
        RepositoryOf(Directory) ?? projects.Select(project => System.IO.Path.GetDirectoryName(project)!).Aggregate(Directory, Common);

    /// <summary>Finds out what a path stands for.</summary>
    /// <exception cref="LrException">There is nothing there that could be built.</exception>
    public static BuildTarget Resolve(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        if (File.Exists(full))
        {
            return OfFile(full, path);
        }

        return System.IO.Directory.Exists(full) ? OfFolder(full, path) : throw new LrException($"There is no file or folder '{path}'");
    }

    private static BuildTarget OfFile(string full, string path)
    {
        string extension = System.IO.Path.GetExtension(full).ToLowerInvariant();
        return extension switch
        {
            ".sln" or ".slnx" or ".slnf" => new(TargetKind.Solution, full, []),
            ".csproj" => new(TargetKind.Project, full, []),
            ".cs" => new(TargetKind.FileBasedApp, full, []),
            ".vbproj" or ".fsproj" => throw new LrException($"'{path}' is no C# project: the rules are about C#"),
            _ => throw new LrException($"'{path}' is no solution (.sln, .slnx, .slnf), no C# project (.csproj) and no C# file (.cs)"),
        };
    }

    private static BuildTarget OfFolder(string full, string path)
    {
        string[] solutions = [.. Files(full, s_solutions[..2])];
        if (solutions.Length > 1)
        {
            throw new LrException($"'{path}' has {solutions.Length} solutions: name one of {string.Join(", ", solutions.Select(System.IO.Path.GetFileName))}");
        }

        if (solutions.Length == 1)
        {
            return new(TargetKind.Solution, solutions[0], []);
        }

        string[] projects = [.. Files(full, [".csproj"])];
        if (projects.Length == 0)
        {
            projects = [.. Below(full)];
        }

        return projects.Length switch
        {
            0 => throw new LrException($"There is no solution and no C# project in '{path}' or below it"),
            1 => new(TargetKind.Project, projects[0], []),
            _ => new(TargetKind.Folder, full, projects),
        };
    }

    private static IEnumerable<string> Files(string folder, string[] extensions) => System.IO.Directory.EnumerateFiles(folder)
        .Where(file => extensions.Contains(System.IO.Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Below(string folder)
    {
        foreach (string child in System.IO.Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            string name = System.IO.Path.GetFileName(child);
            if (name.StartsWith('.') || s_output.Contains(name, StringComparer.OrdinalIgnoreCase) || new DirectoryInfo(child).LinkTarget is not null)
            {
                continue;
            }

            foreach (string project in Files(child, [".csproj"]).Concat(Below(child)))
            {
                yield return project;
            }
        }
    }

    private static string? RepositoryOf(string folder) => Around(folder)
        // A worktree's .git is a file.
        .FirstOrDefault(candidate => System.IO.Path.Combine(candidate, ".git") is var git && (System.IO.Directory.Exists(git) || File.Exists(git)));

    // Nothing is in common on two drives, and the root of one is no folder of anybody's.
    private static string Common(string folder, string other)
    {
        string[] around = [.. Around(other)];
        return Around(folder).FirstOrDefault(candidate => around.Contains(candidate) && System.IO.Path.GetDirectoryName(candidate) is not null) ?? folder;
    }

    private static IEnumerable<string> Around(string folder)
    {
        for (string? candidate = folder; candidate is not null; candidate = System.IO.Path.GetDirectoryName(candidate))
        {
            yield return candidate;
        }
    }
}
