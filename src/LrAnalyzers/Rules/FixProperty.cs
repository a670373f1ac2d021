using System.Collections.Immutable;

namespace LrAnalyzers.Rules;

/// <summary>A property of a diagnostic in which a rule tells its fix what it found: a name of its own type, which is no value.</summary>
/// <param name="Key">Its name among the diagnostic's properties.</param>
internal readonly record struct FixProperty(string Key);

/// <summary>Reads and writes those properties.</summary>
internal static class FixProperties
{
    /// <summary>The properties with another one.</summary>
    public static ImmutableDictionary<string, string?> Add(this ImmutableDictionary<string, string?> properties, FixProperty property, string? value) =>
        properties.Add(property.Key, value);

    /// <summary>The properties with another one, in the place of one of that name.</summary>
    public static ImmutableDictionary<string, string?> SetItem(this ImmutableDictionary<string, string?> properties, FixProperty property, string? value) =>
        properties.SetItem(property.Key, value);

    /// <summary>Reads a property, where it is there.</summary>
    public static bool TryGetValue(this ImmutableDictionary<string, string?> properties, FixProperty property, out string? value) =>
        properties.TryGetValue(property.Key, out value);

    /// <summary>Whether a property is there.</summary>
    public static bool ContainsKey(this ImmutableDictionary<string, string?> properties, FixProperty property) => properties.ContainsKey(property.Key);
}
