using System.Collections.Immutable;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Catalog;

/// <summary>
/// A learning rate in a user's own API, as an option declares it: <c>Namespace.Type.Member</c>,
/// <c>Namespace.Type.Method(parameter)</c> or, for a constructor, <c>Namespace.Type(parameter)</c>.
/// </summary>
/// <param name="Path">What stands before the parenthesis: a type, or a type and its member.</param>
/// <param name="Parameter">The name of the parameter; <see langword="null"/> for a property or field.</param>
internal sealed record DeclaredLearningRate(string Path, string? Parameter)
{
    // Nested types may be written with + or a dot, generic ones with their arity: Outer.Inner`1.
    private static readonly Regex s_syntax = new(
        @"^(?<path>\w+(?:[.+]\w+)*(?:`\d+)?(?:[.+]\w+(?:`\d+)?)*)(?:\((?<parameter>\w+)\))?$", RegexOptions.CultureInvariant);

    /// <summary>Reads an entry; <see langword="null"/> where it is written in none of the three ways.</summary>
    public static DeclaredLearningRate? TryParse(string text)
    {
        Match match = s_syntax.Match(text);
        if (!match.Success)
        {
            return null;
        }

        string path = match.Groups["path"].Value;
        string? parameter = match.Groups["parameter"] is { Success: true } group ? group.Value : null;
        return parameter is null && path.IndexOf('.') < 0 ? null : new DeclaredLearningRate(path, parameter);
    }

    /// <summary>
    /// Finds the places in a compilation; none where the type or member is missing or does not take a <c>float</c> or
    /// <c>double</c>.
    /// </summary>
    public ImmutableArray<DeclaredSlot> Resolve(Compilation compilation)
    {
        if (Parameter is not null
            && FindDottedType(compilation, Path) is { } created
            && created.InstanceConstructors.Any(HasParameter))
        {
            return ImmutableArray.Create(Slot(created, LearningRateSlot.Constructor, created.Name, symbol: null));
        }

        int dot = Path.LastIndexOf('.');
        if (dot < 0 || FindDottedType(compilation, Path.Substring(0, dot)) is not { } type)
        {
            return ImmutableArray<DeclaredSlot>.Empty;
        }

        string name = Path.Substring(dot + 1);
        ImmutableArray<DeclaredSlot>.Builder slots = ImmutableArray.CreateBuilder<DeclaredSlot>();
        for (INamedTypeSymbol? declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            foreach (ISymbol member in declaring.GetMembers(name))
            {
                if (Parameter is null ? IsRate(TypeOf(member)) : member is IMethodSymbol method && HasParameter(method))
                {
                    // A member is named after the type that was asked for, which may inherit it.
                    slots.Add(Parameter is null
                        ? Slot(type, name, type.Name, member.OriginalDefinition)
                        : Slot(declaring, name, name, symbol: null));
                    break;
                }
            }
        }

        return slots.ToImmutable();
    }

    /// <summary>
    /// Whether the entry speaks of something that this compilation should have. One <c>.editorconfig</c> often serves several
    /// projects, and not all of them know the namespace.
    /// </summary>
    public bool IsExpectedIn(Compilation compilation)
    {
        int dot = Path.LastIndexOf('.');
        string outer = dot < 0 ? "" : Path.Substring(0, dot);
        if (FindDottedType(compilation, Path) is not null || (dot >= 0 && FindDottedType(compilation, outer) is not null))
        {
            return true;
        }

        if (Parameter is null)
        {
            int outerDot = outer.LastIndexOf('.');
            outer = outerDot < 0 ? "" : outer.Substring(0, outerDot);
        }

        INamespaceSymbol? current = compilation.GlobalNamespace;
        foreach (string part in outer.Split(new[] { '.' }, System.StringSplitOptions.RemoveEmptyEntries))
        {
            current = current?.GetNamespaceMembers().FirstOrDefault(inner => inner.Name == part);
        }

        return current is not null;
    }

    private DeclaredSlot Slot(INamedTypeSymbol type, string member, string name, ISymbol? symbol) => new(
        type.OriginalDefinition,
        symbol,
        new LearningRateSlot(
            type.MetadataName, member, Parameter, LearningRateRole.Optimizer, TorchSharpOptimizers.UserDefined with { Name = name }));

    private bool HasParameter(IMethodSymbol method) =>
        method.Parameters.Any(parameter => parameter.Name == Parameter && IsRate(parameter.Type));

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IPropertySymbol property => property.Type,
        IFieldSymbol field => field.Type,
        _ => null,
    };

    private static bool IsRate(ITypeSymbol? type) =>
        type.IsFloatingPoint() || (type is IArrayTypeSymbol array && array.ElementType.IsFloatingPoint());

    // Users write nested types with dots; metadata has them with a plus.
    private static INamedTypeSymbol? FindDottedType(Compilation compilation, string name)
    {
        while (true)
        {
            if (compilation.FindType(name) is { } type)
            {
                return type;
            }

            int dot = name.LastIndexOf('.');
            if (dot < 0)
            {
                return null;
            }

            name = name.Substring(0, dot) + "+" + name.Substring(dot + 1);
        }
    }
}

/// <summary>A learning rate of a user's own API in one compilation.</summary>
/// <param name="Type">The type whose constructor, method or member it is.</param>
/// <param name="Member">The property or field; <see langword="null"/> for a parameter.</param>
/// <param name="Slot">What it is to the rules.</param>
internal sealed record DeclaredSlot(INamedTypeSymbol Type, ISymbol? Member, LearningRateSlot Slot);
