using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>
/// Tells whether an optimizer trains with other learning rates than the one it is created with, wherever the code stands
/// that sets them. Lives as long as the analysis of one compilation; asked only where a report depends on it.
/// </summary>
internal sealed class LaterRates(CodeBase code)
{
    private ScheduleCatalog? _schedules;

    /// <summary>
    /// Whether the first learning rate may be no more than a placeholder: others are written, or a schedule computes its own.
    /// </summary>
    /// <param name="creation">The optimizer's creation.</param>
    /// <param name="learningRate">The learning rate that it gives.</param>
    /// <param name="mayGrow">Whether a schedule that can raise the rate counts as well, as for one that is too low.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public bool MayReplace(IOperation creation, double learningRate, bool mayGrow, CancellationToken cancellationToken)
    {
        _schedules ??= ScheduleCatalog.TryCreate(code.Compilation);
        if (_schedules is not { } schedules || creation.SemanticModel is not { } semanticModel)
        {
            return false;
        }

        code.Use(semanticModel);
        ObjectFlow flow = FlowTracker.Track(creation, code, schedules, cancellationToken);
        return flow.Has(UseKind.LearningRateWrite)
            // What becomes of it out of sight, any code of the project may do.
            || flow.Escapes && (LearningRateWrites.AnyIn(code.Compilation, cancellationToken) || learningRate == 1 && MayReplaceOne(cancellationToken))
            || flow.Of(UseKind.Scheduled).Any(use => CreationArguments.Of(use.Operation) is { } scheduler
                && (Replaces(scheduler, learningRate, schedules) || mayGrow && MayRaise(scheduler, schedules)));
    }

    /// <summary>
    /// Whether a rate that is written into the optimizer's groups may be no more than a placeholder: others are written, too,
    /// a schedule computes its own, or what becomes of the optimizer is out of sight.
    /// </summary>
    public bool MayReplaceWritten(IOperation creation, IOperation write, double learningRate, CancellationToken cancellationToken) =>
        FlowOf(creation, cancellationToken) is not var (flow, schedules)
        || flow.Escapes
        || flow.Of(UseKind.LearningRateWrite).Any(use => use.Operation.Syntax != LearningRateWrites.OptimizerOf(write)?.Parent?.Syntax)
        || LearningRateWrites.AreSeveralAround(write)
        || flow.Of(UseKind.Scheduled).Any(use => CreationArguments.Of(use.Operation) is not { } scheduler || Replaces(scheduler, learningRate, schedules));

    /// <summary>Whether gradients are clipped where the optimizer is created or stepped. By name, so rather too often.</summary>
    public bool ClipsGradients(IOperation creation, CancellationToken cancellationToken)
    {
        if (FlowOf(creation, cancellationToken) is not var (flow, _))
        {
            return false;
        }

        return flow.Escapes
            ? code.Files(cancellationToken).Where(typeof(LaterRates), most: 1, (tree, _) => Clips(tree)).Length > 0
            : flow.Of(UseKind.Step).Select(step => step.Operation.Syntax.SyntaxTree).Append(creation.Syntax.SyntaxTree).Any(Clips);

        bool Clips(SyntaxTree tree) =>
            ProjectFacts.Mentions(tree, "clip_grad_norm_", cancellationToken) || ProjectFacts.Mentions(tree, "clip_grad_value_", cancellationToken);
    }

    /// <summary>Whether a schedule is made for the optimizer that overwrites its learning rate, wherever.</summary>
    public bool AreSetBySchedule(IOperation creation, CancellationToken cancellationToken) =>
        FlowOf(creation, cancellationToken) is var (flow, schedules)
        && flow.Of(UseKind.Scheduled).Any(use =>
            CreationArguments.Of(use.Operation) is { } scheduler && schedules.DefinitionOf(scheduler.Method) is { ReplacesRate: true });

    private (ObjectFlow Flow, ScheduleCatalog Schedules)? FlowOf(IOperation creation, CancellationToken cancellationToken)
    {
        _schedules ??= ScheduleCatalog.TryCreate(code.Compilation);
        if (_schedules is not { } schedules || creation.SemanticModel is not { } semanticModel)
        {
            return null;
        }

        code.Use(semanticModel);
        return (FlowTracker.Track(creation, code, schedules, cancellationToken), schedules);
    }

    /// <summary>The creation of the one optimizer that the value can be; <see langword="null"/> where that is not sure.</summary>
    public IOperation? CreationOf(IOperation optimizer, LearningRateCatalog catalog, CancellationToken cancellationToken)
    {
        if (optimizer.SemanticModel is not { } semanticModel)
        {
            return null;
        }

        code.Use(semanticModel);
        return Origins.Single(optimizer, code, cancellationToken) is { } creation && OptimizerCreation.Creates(creation, catalog) ? creation : null;
    }

    /// <summary>The groups that are made in the calls that add them to the optimizer.</summary>
    public IEnumerable<IOperation> GroupsAddedTo(IOperation creation, CancellationToken cancellationToken)
    {
        _schedules ??= ScheduleCatalog.TryCreate(code.Compilation);
        return _schedules is { } schedules && code.Mentions("add_param_group", cancellationToken)
            ? FlowTracker.Track(creation, code, schedules, cancellationToken).Of(UseKind.AddParamGroup)
                .Select(use => use.Operation.Arguments().FirstOrDefault()?.Value.WithoutConversions())
                .OfType<IObjectCreationOperation>()
            : Enumerable.Empty<IOperation>();
    }

    private bool MayReplaceOne(CancellationToken cancellationToken) => TorchSharpSchedulers.All.Where(IsFunction)
        .Any(definition => code.Mentions(definition.Name, cancellationToken));

    private static bool IsFunction(SchedulerDefinition definition) => definition is { Overwrites: true, Factors.IsEmpty: false };

    // With a base of 1 the factors of a lambda are the rates themselves (Vaswani et al. 2017, section 5.3).
    private static bool Replaces(CreationArguments scheduler, double learningRate, ScheduleCatalog schedules) =>
        schedules.DefinitionOf(scheduler.Method) is not { } definition
        || definition.ReplacesRate
        || learningRate == 1 && IsFunction(definition);

    // By a function of the code's own, or by a factor that is not known to be none that grows.
    private static bool MayRaise(CreationArguments scheduler, ScheduleCatalog schedules) =>
        schedules.DefinitionOf(scheduler.Method) is { } definition
        && (!definition.Factors.IsEmpty
            || definition.BrokenArguments.Any(broken => broken.Grows
                && scheduler.For(broken.Parameter.Name) is { } factor
                && !(factor.Value.ConstantValue.Value.ToDouble() is { } number && !broken.Contains(number))));
}
