namespace LrAnalyzers.Tool.Builds;

/// <summary>How a target is built.</summary>
/// <param name="Configuration">The configuration, such as <c>Release</c>; <see langword="null"/> for the project's own default.</param>
/// <param name="Framework">The only target framework that is looked at; <see langword="null"/> for all.</param>
/// <param name="Properties">MSBuild properties as <c>NAME=VALUE</c>.</param>
/// <param name="Restore">Whether packages are restored first.</param>
internal sealed record BuildOptions(string? Configuration, string? Framework, IReadOnlyList<string> Properties, bool Restore)
{
    /// <summary>
    /// Environment variables that bring the analyzers into every build below this process. MSBuild reads them as properties,
    /// and what a project says itself comes before them: one that uses one of these two hooks keeps it, and the other serves.
    /// </summary>
    public static IReadOnlyDictionary<string, string> InjectingVariables { get; } = new Dictionary<string, string>
    {
        ["CustomBeforeMicrosoftCSharpTargets"] = Path.Combine(AppContext.BaseDirectory, "injected", "LrAnalyzers.Injected.targets"),
        ["CustomAfterMicrosoftCSharpTargets"] = Path.Combine(AppContext.BaseDirectory, "injected", "LrAnalyzers.Injected.After.targets"),
    };

    /// <summary>The properties of a build, by name.</summary>
    public Dictionary<string, string> AsDictionary()
    {
        var properties = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (Configuration is not null)
        {
            properties["Configuration"] = Configuration;
        }

        foreach (string property in Properties)
        {
            int equals = property.IndexOf('=', StringComparison.Ordinal);
            properties[property[..equals]] = property[(equals + 1)..];
        }

        return properties;
    }
}
