using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Catalog;

/// <summary>Questions about symbols.</summary>
internal static class SymbolExtensions
{
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<bool>> s_declaresLibrary = new();
    private static readonly StrongBox<bool> s_yes = new(true);
    private static readonly StrongBox<bool> s_no = new(false);

    private static readonly ConditionalWeakTable<Compilation, TypesOf[]> s_typesByCompilation = new();

    // An edit makes a new compilation, with the same assemblies in it.
    private static readonly ConditionalWeakTable<IAssemblySymbol, TypesOf> s_typesByAssembly = new();

    /// <summary>
    /// A type of a library by metadata name. Looked for in what is no part of .NET only, and in the project where that declares a
    /// library's namespace: a name that is nowhere costs a look into each of the framework's hundred and seventy assemblies, and a
    /// project has one of the two libraries as a rule.
    /// </summary>
    public static INamedTypeSymbol? FindLibraryType(this Compilation compilation, string metadataName)
    {
        foreach (TypesOf assembly in s_typesByCompilation.GetValue(compilation, MayHaveLibraries))
        {
            if (assembly.Find(metadataName) is { } type)
            {
                return type;
            }
        }

        return null;
    }

    private static TypesOf[] MayHaveLibraries(Compilation compilation)
    {
        IEnumerable<IAssemblySymbol> assemblies = compilation.SourceModule.ReferencedAssemblySymbols.Where(assembly => !IsOfPlatform(assembly.Name));
        return (compilation.DeclaresLibrary() ? assemblies.Prepend(compilation.Assembly) : assemblies)
            .Select(assembly => s_typesByAssembly.GetValue(assembly, key => new TypesOf(key))).ToArray();
    }

    /// <summary>
    /// Whether the project may declare a library's namespace itself. By its syntax, once for each file: to ask for the namespaces is
    /// to make symbols of all types that stand beside them, and to sort them, after every edit.
    /// </summary>
    public static bool DeclaresLibrary(this Compilation compilation)
    {
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            if (!s_declaresLibrary.TryGetValue(tree, out StrongBox<bool>? declares))
            {
                declares = s_declaresLibrary.GetValue(tree, key => DeclaresLibrary(key) ? s_yes : s_no);
            }

            if (declares.Value)
            {
                return true;
            }
        }

        return false;
    }

    private static bool DeclaresLibrary(SyntaxTree tree) =>
        tree.GetRoot() is CompilationUnitSyntax { Members: var members }
        && members.OfType<BaseNamespaceDeclarationSyntax>().Any(declared => declared.Name.ToString() is var name
            && (Begins(name, TorchSharpNames.Namespace) || Begins(name, MLNetNames.Namespace) || Begins(MLNetNames.Namespace, name)));

    private static bool Begins(string name, string outer) =>
        name.StartsWith(outer, StringComparison.Ordinal) && (name.Length == outer.Length || name[outer.Length] == '.');

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
        // `where TModel : Module<Tensor, Tensor>`
        ITypeSymbol? first = type is ITypeParameterSymbol { ConstraintTypes: var constraints } ? constraints.FirstOrDefault(constraint => constraint.TypeKind == TypeKind.Class) : type;
        // What a class derives from as it is declared: Roslyn makes the base of `Module<Tensor, Tensor>` anew.
        for (ITypeSymbol? current = first?.OriginalDefinition; current is not null; current = current.BaseType?.OriginalDefinition)
        {
            if (SymbolEqualityComparer.Default.Equals(current, baseType))
            {
                return true;
            }
        }

        return false;
    }

    private sealed class TypesOf(IAssemblySymbol assembly)
    {
        private readonly ConcurrentDictionary<string, INamedTypeSymbol?> _types = new();

        public INamedTypeSymbol? Find(string metadataName) =>
            _types.TryGetValue(metadataName, out INamedTypeSymbol? type) ? type : _types.GetOrAdd(metadataName, assembly.GetTypeByMetadataName(metadataName));
    }
}
