using System.ComponentModel;
using LrAnalyzers.Tool.Findings;
using Microsoft.CodeAnalysis;
using Spectre.Console.Cli;

namespace LrAnalyzers.Tool.Commands;

/// <summary><c>lr rules</c>: the list, or a rule's page.</summary>
internal sealed class RulesCommand : Command<RulesCommand.Settings>
{
    /// <summary>What the command takes.</summary>
    internal sealed class Settings : LrSettings
    {
        [CommandArgument(0, "[ID]")]
        [Description("The rule whose page is printed, such as LR2001.")]
        public string? Id { get; init; }
    }

    /// <inheritdoc/>
    public override int Execute(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        if (settings.Id is { } id)
        {
            Console.Write(Page(RuleList.Rule(id).Id));
            return LrApplication.Clean;
        }

        foreach (DiagnosticDescriptor rule in RuleList.Rules)
        {
            string severity = rule.DefaultSeverity.ToString().ToLowerInvariant();
            Console.WriteLine($"{rule.Id}  {severity,-7}  {(RuleList.HasFix(rule.Id) ? "fix" : "   ")}  {rule.Title}");
        }

        return LrApplication.Clean;
    }

    /// <summary>The page of a rule, as Markdown.</summary>
    public static string Page(string id)
    {
        using Stream page = typeof(RulesCommand).Assembly.GetManifestResourceStream($"rules/{id}.md")!;
        using var reader = new StreamReader(page);
        return reader.ReadToEnd();
    }
}
