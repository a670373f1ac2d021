using System.Reflection;
using Spectre.Console;
using Spectre.Console.Cli;

namespace LrAnalyzers.Tool.Commands;

/// <summary>What every command takes is checked the same way: a value that is missing is never made up.</summary>
internal abstract class LrSettings : CommandSettings
{
    // What the parser puts where an option stands without its value.
    private const string NoValue = "__default_command";

    /// <inheritdoc/>
    public sealed override ValidationResult Validate() => MissingValue() ?? Check();

    /// <summary>Whether the values, which are all there, are ones that the command knows.</summary>
    protected virtual ValidationResult Check() => ValidationResult.Success();

    private ValidationResult? MissingValue()
    {
        foreach (PropertyInfo property in GetType().GetProperties())
        {
            if (property.GetCustomAttribute<CommandOptionAttribute>() is { } option && IsMissingIn(property))
            {
                return ValidationResult.Error($"--{option.LongNames[0]} needs a value: write --{option.LongNames[0]} {option.ValueName}.");
            }

            if (property.GetCustomAttribute<CommandArgumentAttribute>() is { } argument && IsMissingIn(property))
            {
                return ValidationResult.Error($"The {argument.ValueName} is empty.");
            }
        }

        return null;

        bool IsMissingIn(PropertyInfo property) => property.GetValue(this) switch
        {
            string value => IsMissing(value),
            string[] values => values.Any(IsMissing),
            _ => false,
        };

        static bool IsMissing(string value) => value == NoValue || string.IsNullOrWhiteSpace(value);
    }
}
