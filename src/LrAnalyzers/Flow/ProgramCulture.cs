using System.Linq;
using System.Threading;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Flow;

/// <summary>Tells programs that choose the culture in which they read numbers: it is not the machine's any more.</summary>
internal static class ProgramCulture
{
    private static readonly string[] s_properties = { "CurrentCulture", "DefaultThreadCurrentCulture" };

    /// <summary>Whether the program sets <c>CultureInfo.CurrentCulture</c>, that of its threads, or the default of those, anywhere.</summary>
    public static bool IsChosen(Compilation compilation, CancellationToken cancellationToken) => compilation.SyntaxTrees.Any(tree =>
        s_properties.Any(name => ProjectFacts.Mentions(tree, name, cancellationToken) && WrittenNames.Contains(tree.GetRoot(cancellationToken), name, cancellationToken)));
}
