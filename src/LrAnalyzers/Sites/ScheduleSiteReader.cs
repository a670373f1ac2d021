using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Sites;

/// <summary>Recognises the creation of optimizers and schedulers.</summary>
internal sealed class ScheduleSiteReader(ScheduleCatalog catalog)
{
    /// <summary>What the library is.</summary>
    public ScheduleCatalog Catalog => catalog;

    /// <summary>The optimizer that the operation creates, or <see langword="null"/>.</summary>
    public OptimizerSite? ReadOptimizer(IOperation operation) =>
        CreationArguments.Of(operation) is { } creation && catalog.OptimizerCreatedBy(creation.Method) is { } definition
            // `: base(parameters, lr)` creates no optimizer of its own.
            && (operation.Type is not null && operation.Type.SpecialType != SpecialType.System_Void)
            ? new OptimizerSite(operation, definition, creation)
            : null;

    /// <summary>The scheduler that the operation creates, or <see langword="null"/>.</summary>
    public SchedulerSite? ReadScheduler(IOperation operation) =>
        CreationArguments.Of(operation) is { } creation
            && operation.Type is not null && operation.Type.SpecialType != SpecialType.System_Void
            && catalog.SchedulerCreatedBy(creation.Method) is { } name
            ? new SchedulerSite(operation, name, catalog.DefinitionOf(creation.Method), creation)
            : null;

    /// <summary>The step of a scheduler that the operation takes, or <see langword="null"/>.</summary>
    public StepSite? ReadStep(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod: { Name: "step", IsStatic: false } method, Instance: { } instance } invocation
            && catalog.IsScheduler(method.ContainingType)
            ? new StepSite(invocation, instance)
            : null;
}
