using System.Linq;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Catalog;

/// <summary>Questions about symbols.</summary>
internal static class SymbolExtensions
{
    /// <summary>
    /// A type by metadata name. Not <c>GetTypeByMetadataName</c> alone: that gives nothing when two references define the
    /// type, as in a library's own solution.
    /// </summary>
    public static INamedTypeSymbol? FindType(this Compilation compilation, string metadataName) =>
        compilation.GetTypeByMetadataName(metadataName)
        ?? compilation.GetTypesByMetadataName(metadataName).FirstOrDefault();

    /// <summary>Whether the type is <paramref name="baseType"/> or derives from it.</summary>
    public static bool DerivesFrom(this ITypeSymbol type, INamedTypeSymbol baseType)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, baseType))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether the symbol is declared in the compilation itself. What a project reference brings has syntax in an editor and
    /// none in a build, so that to look at it would let the two disagree.
    /// </summary>
    public static bool IsDeclaredIn(this ISymbol symbol, Compilation compilation) =>
        SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, compilation.Assembly);
}
