namespace LrAnalyzers.Tests.Fuzz;

/// <summary>Programs that had a problem once.</summary>
internal static class FoundPrograms
{
    /// <summary>What was wrong, and the program in its smallest form.</summary>
    public static IReadOnlyList<(string Name, string Source)> All { get; } =
    [
    ];
}
