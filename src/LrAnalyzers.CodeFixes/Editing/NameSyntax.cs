using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LrAnalyzers.CodeFixes.Editing;

/// <summary>Writes names.</summary>
internal static class NameSyntax
{
    /// <summary>The name of a symbol as code has to write it: <c>@event</c> where it is a keyword.</summary>
    public static string WrittenName(this ISymbol symbol) =>
        SyntaxFacts.GetKeywordKind(symbol.Name) == SyntaxKind.None ? symbol.Name : "@" + symbol.Name;
}
