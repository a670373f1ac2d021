using System;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Sites;

/// <summary>
/// Recognises the files that ML.NET Model Builder writes. They are generated code, but carry no <c>auto-generated</c> mark
/// that Roslyn knows.
/// </summary>
internal static class ModelBuilderFile
{
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<bool>> s_isGenerated = new();

    /// <summary>Whether Model Builder wrote the file.</summary>
    public static bool Is(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (!s_isGenerated.TryGetValue(tree, out StrongBox<bool>? generated))
        {
            bool value = HasItsName(tree.FilePath) || HasItsHeader(tree, cancellationToken);
            generated = s_isGenerated.GetValue(tree, _ => new StrongBox<bool>(value));
        }

        return generated.Value;
    }

    private static bool HasItsName(string path) =>
        path.EndsWith(".training.cs", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".consumption.cs", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".evaluate.cs", StringComparison.OrdinalIgnoreCase);

    private static bool HasItsHeader(SyntaxTree tree, CancellationToken cancellationToken)
    {
        foreach (SyntaxTrivia trivia in tree.GetRoot(cancellationToken).GetLeadingTrivia())
        {
            string text = trivia.ToString();
            if (text.IndexOf("Model Builder", StringComparison.Ordinal) >= 0
                && text.IndexOf("generated", StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
