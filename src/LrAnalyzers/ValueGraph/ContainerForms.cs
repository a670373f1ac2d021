using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.ValueGraph;

/// <summary>What the framework's collections, tuples, tasks and delegates do with what is in them.</summary>
internal sealed class ContainerForms(FollowedValues followed)
{
    private static readonly ImmutableHashSet<string> s_takeOne = ImmutableHashSet.Create(
        "First", "FirstOrDefault", "Last", "LastOrDefault", "Single", "SingleOrDefault", "ElementAt", "ElementAtOrDefault", "Dequeue", "Pop", "Peek", "Find",
        "FindLast", "GetValueOrDefault", "MinBy", "MaxBy");

    private static readonly ImmutableHashSet<string> s_keepAll = ImmutableHashSet.Create(
        "ToList", "ToArray", "AsEnumerable", "AsReadOnly", "Reverse", "Skip", "Take", "Concat", "Append", "Prepend", "Where", "OrderBy", "OrderByDescending",
        "ThenBy", "ThenByDescending", "Distinct", "Union", "ToHashSet", "ToImmutableArray", "ToImmutableList", "TakeWhile", "SkipWhile", "FindAll", "GetRange",
        "AsParallel", "AsSpan", "Cast", "OfType", "ToDictionary", "GetEnumerator", "WhenAll");

    private static readonly ImmutableHashSet<string> s_lookAt = ImmutableHashSet.Create(
        "Count", "Any", "All", "Contains", "ContainsKey", "Clear", "Remove", "RemoveAt", "RemoveAll", "Add", "AddRange", "Insert", "Enqueue", "Push", "TryAdd", "IndexOf",
        "ToString", "GetHashCode", "ForEach", "Sum", "Min", "Max", "Average", "Select", "SelectMany", "Zip", "Aggregate", "TryGetValue", "Exists", "TrueForAll");

    private static readonly ImmutableHashSet<string> s_put = ImmutableHashSet.Create("Add", "TryAdd", "Insert", "Enqueue", "Push", "AddLast", "AddFirst");

    private static readonly ImmutableHashSet<string> s_putAll = ImmutableHashSet.Create("AddRange", "InsertRange", "UnionWith");

    /// <summary>Whether the call gives one of the collection's elements.</summary>
    public static bool TakesOne(IMethodSymbol method) => s_takeOne.Contains(method.Name);

    /// <summary>Whether the call gives a collection with the same elements, or some of them.</summary>
    public static bool KeepsAll(IMethodSymbol method) => s_keepAll.Contains(method.Name);

    /// <summary>Whether the call leaves the collection's elements where they are, lambdas aside.</summary>
    public static bool LooksAt(IMethodSymbol method) => s_lookAt.Contains(method.Name);

    /// <summary>Whether the argument becomes an element of the collection that the method is called on.</summary>
    public static bool Puts(IParameterSymbol parameter, IMethodSymbol method) =>
        s_put.Contains(method.Name) && parameter.Ordinal == method.Parameters.Length - 1;

    /// <summary>Whether the argument's elements become elements of the collection that the method is called on.</summary>
    public static bool PutsAll(IParameterSymbol parameter, IMethodSymbol method) =>
        s_putAll.Contains(method.Name) && parameter.Ordinal == method.Parameters.Length - 1;

    /// <summary><c>task.ConfigureAwait(false)</c>, <c>task.GetAwaiter().GetResult()</c>: what is awaited is what is followed.</summary>
    public static bool Awaits(IMethodSymbol method) => method.Name is "ConfigureAwait" or "GetAwaiter" or "GetResult" or "AsTask";

    /// <summary>Whether the property gives the value that its object wraps: of a task, a nullable, or a lazy value.</summary>
    public static bool Unwraps(IPropertySymbol property) =>
        property.Name == "Result" && IsTask(property.ContainingType) || property.Name == "Value" && IsNullable(property.ContainingType);

    /// <summary>Whether the property says something about a container without giving what is in it.</summary>
    public static bool LooksAt(IPropertySymbol property) => property.Name is "Count" or "Length" or "Keys" or "Key" or "IsCompleted" or "HasValue" or "IsValueCreated";

    /// <summary>Whether the type is a task, of which a value is awaited.</summary>
    public static bool IsTask(ITypeSymbol? type) => type is { Name: "Task" or "ValueTask" or "TaskAwaiter" or "ConfiguredTaskAwaitable" };

    /// <summary>Whether the type is <c>Nullable&lt;T&gt;</c>.</summary>
    public static bool IsNullable(ITypeSymbol? type) => type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T };

    /// <summary>Whether the type is <c>Lazy&lt;T&gt;</c>, which calls its function once.</summary>
    public static bool IsLazy(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "Lazy", TypeArguments.Length: 1 };

    /// <summary>Whether the type is a key with its value.</summary>
    public static bool IsPair(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "KeyValuePair", TypeArguments.Length: 2 };

    /// <summary>Whether what is iterated are keys with their values.</summary>
    public static bool HasPairs(ITypeSymbol? collection) =>
        collection is not null
        && collection.AllInterfaces.Concat(collection is INamedTypeSymbol named ? new[] { named } : Enumerable.Empty<INamedTypeSymbol>())
            .Any(implemented => implemented.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T && IsPair(implemented.TypeArguments[0]));

    /// <summary>Whether the method is one of LINQ's, or of its kind: its first argument is the collection.</summary>
    public static bool TakesCollection(IMethodSymbol method) =>
        method.ContainingType is { Name: "Enumerable" or "ImmutableArray" or "ImmutableList" or "CollectionExtensions" or "ParallelEnumerable" or "MoreEnumerable" }
        || method is { Name: "ForEach", ContainingType.Name: "Parallel" or "Array" }
        || method is { Name: "WhenAll", ContainingType.Name: "Task" };

    /// <summary>Whether a conversion keeps what the part says; one to <c>object</c> puts a container out of sight.</summary>
    public bool Keeps(IConversionOperation conversion, ValuePart part) =>
        // A `foreach` reads an array as a plain IEnumerable.
        Holds(conversion.Type, part) || part.Kind == PartKind.Element && conversion.Parent is IForEachLoopOperation;

    /// <summary>Whether the type can have a followed value in that part.</summary>
    public bool Holds(ITypeSymbol? type, ValuePart? part)
    {
        switch (part?.Kind)
        {
            case null:
                return type is not null && followed.Follows(type);
            case PartKind.Element:
                return ElementOf(type) is { } element && Holds(element, part.Inner);
            case PartKind.Item:
                return Unwrapped(type) switch
                {
                    { IsTupleType: true } tuple => part.Index < tuple.TupleElements.Length,
                    { } pair => part.Index == 1 && IsPair(pair),
                    _ => false,
                };
            default:
                return type is { TypeKind: TypeKind.Delegate } || IsLazy(type);
        }
    }

    /// <summary>The type of a collection's elements, of a dictionary's values; <see langword="null"/> for anything else, also where they are of any type.</summary>
    public static ITypeSymbol? ElementOf(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        // `Values` of a dictionary
        INamedTypeSymbol { ContainingType: { } outer } => ElementOf(outer),
        INamedTypeSymbol { TypeArguments: { IsEmpty: false } arguments, ContainingNamespace: { } space } when !IsTask(type) && !IsPair(type)
            && space.ToDisplayString() is "System.Collections.Generic" or "System.Collections.ObjectModel" or "System.Collections.Immutable" or "System.Linq"
                or "System.Collections.Concurrent" => arguments[arguments.Length - 1],
        _ => null,
    };

    private static INamedTypeSymbol? Unwrapped(ITypeSymbol? type) => IsNullable(type) ? ((INamedTypeSymbol)type!).TypeArguments[0] as INamedTypeSymbol : type as INamedTypeSymbol;

    /// <summary>Which item of its tuple a field is, or -1.</summary>
    public static int IndexOf(IFieldSymbol field)
    {
        if (field.ContainingType is not { IsTupleType: true } tuple)
        {
            return -1;
        }

        ImmutableArray<IFieldSymbol> elements = tuple.TupleElements;
        string position = (field.CorrespondingTupleField ?? field).Name;
        for (int index = 0; index < elements.Length; index++)
        {
            if ((elements[index].CorrespondingTupleField ?? elements[index]).Name == position)
            {
                return index;
            }
        }

        return -1;
    }
}
