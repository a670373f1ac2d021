using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Catalog;

/// <summary>Questions about symbols.</summary>
internal static class SymbolExtensions
{
    private static readonly ConditionalWeakTable<Compilation, IAssemblySymbol[]> s_assembliesByCompilation = new();
    private static readonly ConditionalWeakTable<IAssemblySymbol, ConcurrentDictionary<string, INamedTypeSymbol?>> s_typesByAssembly = new();

    /// <summary>
    /// A type of a library by metadata name. Looked for in the project and in what is no part of .NET only: a name that is nowhere
    /// costs a look into each of the framework's hundred and seventy assemblies, and a project has one of the two libraries as a rule.
    /// </summary>
    public static INamedTypeSymbol? FindLibraryType(this Compilation compilation, string metadataName)
    {
        foreach (IAssemblySymbol assembly in s_assembliesByCompilation.GetValue(compilation, MayBeLibraries))
        {
            if (TypeIn(assembly, metadataName) is { } type)
            {
                return type;
            }
        }

        return null;
    }

    // An edit makes a new compilation, with the same assemblies in it. Those of other projects are not the same for long.
    private static INamedTypeSymbol? TypeIn(IAssemblySymbol assembly, string metadataName) =>
        // Not its locations: those of a project are a list of all its files, made anew for each who asks.
        assembly.GetMetadata() is not null
            ? s_typesByAssembly.GetOrCreateValue(assembly).GetOrAdd(metadataName, assembly.GetTypeByMetadataName)
            : assembly.GetTypeByMetadataName(metadataName);

    private static IAssemblySymbol[] MayBeLibraries(Compilation compilation) =>
        compilation.SourceModule.ReferencedAssemblySymbols.Where(assembly => !IsOfPlatform(assembly.Name)).Prepend(compilation.Assembly).ToArray();

    private static bool IsOfPlatform(string assembly) =>
        assembly is "System" or "mscorlib" or "netstandard" or "WindowsBase"
        || assembly.StartsWith("System.", StringComparison.Ordinal)
        || assembly.StartsWith("Microsoft.", StringComparison.Ordinal) && !assembly.StartsWith(MLNetNames.Namespace, StringComparison.Ordinal);

    /// <summary>
    /// A type by metadata name. Not <c>GetTypeByMetadataName</c> alone: that gives nothing when two references define the
    /// type, as in a library's own solution.
    /// </summary>
    public static INamedTypeSymbol? FindType(this Compilation compilation, string metadataName) =>
        compilation.GetTypeByMetadataName(metadataName)
        ?? compilation.GetTypesByMetadataName(metadataName).FirstOrDefault();

    /// <summary>
    /// Whether the symbol is declared in the project that is compiled. Not <c>DeclaringSyntaxReferences</c>: in an editor the
    /// symbols of the other projects of a solution have them too, and in a build they have not.
    /// </summary>
    public static bool IsDeclaredIn(this ISymbol symbol, Compilation compilation) =>
        SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, compilation.Assembly);

    /// <summary>Whether a project that references this one can reach the symbol.</summary>
    public static bool IsVisibleOutside(this ISymbol symbol)
    {
        for (ISymbol? current = symbol; current is not null and not INamespaceSymbol; current = current.ContainingSymbol)
        {
            if (current.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the symbol is part of the framework, by its namespace.</summary>
    public static bool IsOfFramework(this ISymbol symbol) => OuterNamespaces(symbol).First == "System";

    /// <summary>Whether the symbol is part of a library that the catalog knows, by its namespace.</summary>
    public static bool IsOfLibrary(this ISymbol symbol) => OuterNamespaces(symbol) is ("TorchSharp", _) or ("Microsoft", "ML");

    private static (string? First, string? Second) OuterNamespaces(ISymbol symbol)
    {
        INamespaceSymbol? inner = null;
        INamespaceSymbol? outermost = symbol.ContainingNamespace;
        while (outermost is { ContainingNamespace: { IsGlobalNamespace: false } containing })
        {
            inner = outermost;
            outermost = containing;
        }

        return (outermost?.Name, inner?.Name);
    }

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
