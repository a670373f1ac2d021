using System.ComponentModel;
using LrAnalyzers.Tool.Builds;
using Spectre.Console;
using Spectre.Console.Cli;

namespace LrAnalyzers.Tool.Commands;

/// <summary>What all commands that build take.</summary>
internal class BuildSettings : LrSettings
{
    [CommandArgument(0, "[PATH]")]
    [Description("A solution (.sln, .slnx, .slnf), a C# project, a file-based app (.cs) or a folder; the current folder if left out.")]
    public string TargetPath { get; init; } = ".";

    [CommandOption("-c|--configuration <NAME>")]
    [Description("The build configuration, such as Release.")]
    public string? Configuration { get; init; }

    [CommandOption("-f|--framework <TFM>")]
    [Description("Only this target framework.")]
    public string? Framework { get; init; }

    [CommandOption("-p|--property <NAME=VALUE>")]
    [Description("An MSBuild property, as for dotnet build; may be repeated.")]
    public string[] Properties { get; init; } = [];

    [CommandOption("--no-restore")]
    [Description("Do not restore packages first.")]
    public bool NoRestore { get; init; }

    [CommandOption("--include <GLOB>")]
    [Description("Only files that match, by their path from the repository's root, such as src/**; may be repeated.")]
    public string[] Include { get; init; } = [];

    [CommandOption("--exclude <GLOB>")]
    [Description("Not the files that match; may be repeated.")]
    public string[] Exclude { get; init; } = [];

    /// <summary>How to build.</summary>
    public BuildOptions Build => new(Configuration, Framework, Properties, !NoRestore);

    /// <inheritdoc/>
    protected override ValidationResult Check() =>
        Properties.FirstOrDefault(property => property.IndexOf('=', StringComparison.Ordinal) <= 0) is { } wrong
            ? ValidationResult.Error($"'{wrong}' is no property: write -p NAME=VALUE.")
            : base.Check();
}
