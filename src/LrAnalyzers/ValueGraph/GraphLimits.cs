namespace LrAnalyzers.ValueGraph;

/// <summary>
/// How far values are followed, all in one place. Reaching a limit is an escape: what was found is not all, and a rule that
/// needs all is silent. No code that a person wrote by hand for one training comes near them.
/// </summary>
internal static class GraphLimits
{
    /// <summary>Calls that one path leads through.</summary>
    public const int Calls = 8;

    /// <summary>The same for a learning rate that is inferred from where a member's value goes.</summary>
    public const int InferredCalls = 4;

    /// <summary>Callers of a function that are told apart: from more places it does the same as from these.</summary>
    public const int Callers = 8;

    /// <summary>Calls that lead down from a piece of code to what it does through methods of this project.</summary>
    public const int CallsBelow = 4;

    /// <summary>Methods that are looked into on the way down.</summary>
    public const int MethodsBelow = 64;

    /// <summary>Jumps in one function that are looked at: who writes more of them by hand trains nothing.</summary>
    public const int Jumps = 64;

    /// <summary>Files that mention a name and are bound for it.</summary>
    public const int Files = 64;

    /// <summary>Places that one walk passes.</summary>
    public const int Places = 1_000;

    /// <summary>Bodies that a virtual call can lead to.</summary>
    public const int Bodies = 8;

    /// <summary>Places on the way back to what a variable is given.</summary>
    public const int Origins = 64;

    /// <summary>Containers in containers: a list of tuples is 2 deep.</summary>
    public const int Parts = 3;

    // Delegates that are made by delegates.
    internal const int Delegates = 2;
}
