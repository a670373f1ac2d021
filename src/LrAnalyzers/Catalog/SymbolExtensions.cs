using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Catalog;

/// <summary>Questions about symbols.</summary>
internal static class SymbolExtensions
{
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
}
