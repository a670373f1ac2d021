namespace LrAnalyzers.Testing;

/// <summary>
/// A test that takes long: <c>.ci/run</c> runs it, by the environment variable <c>LRANALYZERS_THOROUGH</c>. Give it the trait
/// <c>Category=Thorough</c>, by which it is chosen there.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ThoroughFactAttribute : FactAttribute
{
    public ThoroughFactAttribute() => Skip = Thorough.Skip;
}

/// <inheritdoc cref="ThoroughFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ThoroughTheoryAttribute : TheoryAttribute
{
    public ThoroughTheoryAttribute() => Skip = Thorough.Skip;
}

/// <summary>Whether what takes long is run.</summary>
internal static class Thorough
{
    /// <summary>Whether it is.</summary>
    public static bool IsOn { get; } = Environment.GetEnvironmentVariable("LRANALYZERS_THOROUGH") == "1";

    /// <summary>Why it is not; <see langword="null"/> where it is.</summary>
    public static string? Skip { get; } = IsOn ? null : "Takes long: .ci/run runs it, or you with LRANALYZERS_THOROUGH=1.";
}
