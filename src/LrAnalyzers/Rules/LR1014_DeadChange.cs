using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>
/// A learning rate that is changed where nothing trains with the new one: a variable that the optimizer has read already, or
/// groups whose rate a scheduler sets anew before the next step (run: LambdaLR, CyclicLR and OneCycleLR overwrite it, the
/// others multiply what they find).
/// </summary>
internal sealed class LR1014_DeadChange : ValueRule
{
    /// <summary>Property of a diagnostic: the variable that holds the optimizer, where its groups can be written.</summary>
    public static readonly FixProperty Optimizer = new(nameof(Optimizer));

    /// <summary>Property of a diagnostic: the variable with the learning rate.</summary>
    public static readonly FixProperty Variable = new(nameof(Variable));

    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR1014",
        title: "Learning rate is changed where that has no effect",
        messageFormat: "'{0}' has no effect: {1}",
        category: RuleCategory.Value,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "An optimizer copies its learning rate when it is created. A variable that is changed later changes nothing, and a scheduler that computes its rate from the first one overwrites what is written into the groups.",
        helpLinkUri: RulePage.Of("LR1014"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override bool IsIndependent => true;

    /// <inheritdoc/>
    public override bool YieldsToWarnings => false;

    /// <inheritdoc/>
    public override Diagnostic? Check(ValueContext context) => context.Site switch
    {
        { Role: LearningRateRole.Optimizer, Value: not null } => CheckVariable(context),
        { Role: LearningRateRole.Write, Operation: IAssignmentOperation write } => CheckWrite(context, write),
        _ => null,
    };

    private Diagnostic? CheckVariable(ValueContext context)
    {
        if (context.DeadDecay is not { } decay)
        {
            return null;
        }

        IOperation creation = context.Site.Operation;
        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty.Add(Variable, decay.Variable.Name);
        if (Companion.LocalThatHolds(creation) is { } holder)
        {
            properties = properties.Add(Optimizer, holder.Name);
        }

        SyntaxNode change = decay.Changes[0].Syntax;
        return Report(
            change,
            decay.Changes.Skip(1).Select(other => other.Syntax.GetLocation()).Append(context.Site.Syntax.GetLocation()).ToImmutableArray(),
            properties,
            change.ToString(),
            $"{context.Site.Algorithm.Name} took the value of '{decay.Variable.Name}' when it was created and trains on with that. Write it to the optimizer's parameter groups.");
    }

    private Diagnostic? CheckWrite(ValueContext context, IAssignmentOperation write)
    {
        string? reason = context.DeadBranchAround(write) is { } branch
            ? $"'{branch.Condition.Syntax}' never holds, because '{branch.Counter.Name}' runs from {branch.First} to {branch.Last}."
            : context.OverwrittenBy(write) is { } scheduler
                ? $"the step() of {scheduler} sets the rate anew before the optimizer takes a step. Put the change into the schedule."
                : null;
        return reason is null
            ? null
            : Report(write.Syntax, ImmutableArray<Location>.Empty, ImmutableDictionary<string, string?>.Empty, write.Syntax.ToString(), reason);
    }
}
