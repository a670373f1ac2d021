using System.Linq;
using System.Threading;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Flow;

/// <summary>Tells programs that choose the culture in which they read numbers: it is not the machine's any more.</summary>
internal static class ProgramCulture
{
    private static readonly string[] s_properties = { "CurrentCulture", "DefaultThreadCurrentCulture" };

    /// <summary>Whether the program sets <c>CultureInfo.CurrentCulture</c>, that of its threads, or the default of those, anywhere.</summary>
    public static bool IsChosen(Compilation compilation, CancellationToken cancellationToken) => compilation.SyntaxTrees.Any(tree =>
        s_properties.Any(name => ProjectFacts.Mentions(tree, name, cancellationToken))
        && tree.GetRoot(cancellationToken).DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(assignment =>
            assignment.Left is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } && s_properties.Contains(name)
            || assignment.Left is SimpleNameSyntax { Identifier.ValueText: var simple } && s_properties.Contains(simple)));
}
