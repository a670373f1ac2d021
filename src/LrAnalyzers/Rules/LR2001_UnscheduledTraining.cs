using System.Globalization;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Models;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Rules;

/// <summary>
/// A module that is trained in an epoch loop with one constant learning rate. Decay to zero matches or beats every other
/// use of the last epochs (Defazio et al. 2023, When, Why and How Much?; Bergsma et al. 2025, Straight to Zero).
/// </summary>
internal sealed partial class LR2001_UnscheduledTraining : OptimizerRule
{
    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR2001",
        title: "Model is trained without a learning-rate schedule",
        messageFormat: "{0} trains with a constant learning rate{1}: {2}. {3}.",
        category: RuleCategory.Schedule,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A learning rate that is right for the first epochs is too high for the last: the weights bounce around the minimum instead of settling. A schedule that decays it costs two lines, the decay of an ML.NET trainer one setting.",
        helpLinkUri: RulePage.Of("LR2001"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override Diagnostic? Check(OptimizerContext context)
    {
        OptimizerSite site = context.Site;
        if (site.Definition.SchedulePolicy != SchedulePolicy.Schedulable
            || context.IsExemptTest
            || !ModuleParameters.AreIn(site.Parameters, context.Catalog, context.Code, context.CancellationToken)
            || context.Flow is not { EscapesHere: false } flow
            || flow.Has(UseKind.Scheduled)
            || flow.Has(UseKind.LearningRateWrite)
            || flow.Has(UseKind.LoadState)
            // A group is also reached without the optimizer, by the variable in which it was made.
            || site.NamesGroups && LearningRateWrites.AnyIn(site.Operation.Syntax.SyntaxTree, context.CancellationToken))
        {
            return null;
        }

        if (context.Epochs is not { } epochs
            // A decay that does not reach the optimizer is LR1014's.
            || DeadDecay.Of(site.Operation, site.LearningRate, context.Code, context.Catalog, context.CancellationToken) is not null
            || SeparateTrainings.AreMade(context, epochs)
            || IsLaterAlternative(context)
            || StagedRates.AreSetBy(site, context.Reader, context.Code, context.CancellationToken))
        {
            return null;
        }

        // Of a factory's callers, the one that trains without a schedule.
        string name = flow.IsHandedOut && epochs.Operation.Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { Identifier.ValueText: var trainer }
            ? $"{site.Definition.Name} (in {trainer})"
            : site.Definition.Name;
        string rate = site.LearningRate is null && !site.TrainsGroups ? ", the default" : "";
        string duration = epochs.TripCount is { } count
            ? count.ToString(CultureInfo.InvariantCulture) + (epochs.NamesEpochs ? " epochs" : " rounds")
            : "training";
        return Diagnostic.Create(Descriptor, site.Operation.Syntax.GetLocation(), name, rate, "the last steps are as large as the first, so a long training bounces around the minimum instead of settling", $"Decay it over the {duration}");
    }

    // One training, one report: a factory that creates one of several optimizers is reported at the first of them.
    private static bool IsLaterAlternative(OptimizerContext context)
    {
        SyntaxNode creation = context.Site.Operation.Syntax;
        return FunctionOptimizers.Of(CallChain.FunctionOf(creation), context.Reader, context.Code, context.CancellationToken).HasAlternativeBefore(creation);
    }
}
