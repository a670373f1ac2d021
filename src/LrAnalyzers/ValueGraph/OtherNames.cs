using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.ValueGraph;

/// <summary>The members of base types and interfaces under whose names a member can be used.</summary>
internal static class OtherNames
{
    /// <summary>What the member overrides or implements, all the way up.</summary>
    public static IEnumerable<ISymbol> Of(ISymbol member)
    {
        for (ISymbol? overridden = Overridden(member); overridden is not null; overridden = Overridden(overridden))
        {
            yield return overridden.OriginalDefinition;
        }

        if (member.ContainingType is not { TypeKind: not TypeKind.Interface } type)
        {
            yield break;
        }

        foreach (ISymbol declared in type.AllInterfaces.SelectMany(implemented => implemented.GetMembers(NameIn(member))))
        {
            if (SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(declared), member))
            {
                yield return declared.OriginalDefinition;
            }
        }
    }

    // An explicit implementation is called by its interface's name and a dot.
    private static string NameIn(ISymbol member) => member.Name.Substring(member.Name.LastIndexOf('.') + 1);

    private static ISymbol? Overridden(ISymbol member) => member switch
    {
        IMethodSymbol method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        _ => null,
    };
}
