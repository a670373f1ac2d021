using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LrAnalyzers.Options;

/// <summary>One key that users set in <c>.editorconfig</c>: the single source for reading it, checking it and documenting it.</summary>
internal abstract class OptionDefinition(string key, string allowed, string description, ImmutableArray<string> rules)
{
    /// <summary>The full key, with the <c>lr_analyzers.</c> prefix.</summary>
    public string Key { get; } = key;

    /// <summary>The values it takes, in words.</summary>
    public string Allowed { get; } = allowed;

    /// <summary>What it does, in one sentence.</summary>
    public string Description { get; } = description;

    /// <summary>The rules that read it, or whose fixes do; empty where it is read by whatever rule judges a value, or by fixes of many rules.</summary>
    public ImmutableArray<string> Rules { get; } = rules;

    /// <summary>The default as a user would write it.</summary>
    public abstract string DefaultText { get; }

    /// <summary>Whether the text is a value of this option.</summary>
    public abstract bool IsValid(string text);
}

/// <summary>An option with values of one type.</summary>
/// <param name="key">The full key.</param>
/// <param name="defaultValue">The value where none, or no valid one, is set.</param>
/// <param name="parse">Reads a value; the first part of the result says whether it is one.</param>
/// <param name="format">Writes a value as a user would.</param>
/// <param name="allowed">The values it takes, in words.</param>
/// <param name="description">What it does, in one sentence.</param>
/// <param name="rules">The rules that read it.</param>
internal sealed class OptionDefinition<T>(
    string key,
    T defaultValue,
    Func<string, (bool IsValid, T Value)> parse,
    Func<T, string> format,
    string allowed,
    string description,
    ImmutableArray<string> rules)
    : OptionDefinition(key, allowed, description, rules)
{
    /// <summary>The value where none, or no valid one, is set.</summary>
    public T Default { get; } = defaultValue;

    /// <inheritdoc/>
    public override string DefaultText => format(Default);

    /// <inheritdoc/>
    public override bool IsValid(string text) => parse(text.Trim()).IsValid;

    /// <summary>The value of a text; the default where it is none.</summary>
    public T Parse(string text) => parse(text.Trim()) is (true, var value) ? value : Default;

    /// <summary>The value that holds for a file.</summary>
    public T Read(AnalyzerConfigOptions options) => options.TryGetValue(Key, out string? text) ? Parse(text) : Default;
}
