using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Sites;

/// <summary>Tells test code from training code, for one compilation.</summary>
internal sealed class TestCode
{
    // xUnit, NUnit, MSTest and BenchmarkDotNet; what derives from them counts as well.
    private static readonly ImmutableHashSet<string> s_testAttributes = ImmutableHashSet.Create(
        "FactAttribute", "TheoryAttribute", "TestAttribute", "TestCaseAttribute", "TestCaseSourceAttribute",
        "TestMethodAttribute", "BenchmarkAttribute");

    private readonly ConcurrentDictionary<ISymbol, bool> _isTestType = new(SymbolEqualityComparer.Default);

    /// <summary>Whether the symbol belongs to a type that has a test or benchmark method, or to a type nested in one.</summary>
    public bool Contains(ISymbol symbol)
    {
        for (INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? symbol.ContainingType; type is not null; type = type.ContainingType)
        {
            if (_isTestType.GetOrAdd(type, static candidate => HasTestMethod((INamedTypeSymbol)candidate)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasTestMethod(INamedTypeSymbol type) =>
        type.GetMembers().Any(member => member is IMethodSymbol && member.GetAttributes().Any(IsTestAttribute));

    private static bool IsTestAttribute(AttributeData attribute)
    {
        for (INamedTypeSymbol? type = attribute.AttributeClass; type is not null; type = type.BaseType)
        {
            if (s_testAttributes.Contains(type.Name))
            {
                return true;
            }
        }

        return false;
    }
}
