using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>Tells the training of a module from the optimisation of bare parameters, as solvers and style transfer do.</summary>
internal static class ModuleParameters
{
    private const int MaximumDepth = 4;

    /// <summary>Whether what an optimizer is given comes from a module's <c>parameters()</c> or <c>named_parameters()</c>.</summary>
    public static bool AreIn(IOperation? parameters, ScheduleCatalog catalog, CancellationToken cancellationToken) =>
        parameters is not null && AreIn(parameters, catalog, 0, cancellationToken);

    private static bool AreIn(IOperation parameters, ScheduleCatalog catalog, int depth, CancellationToken cancellationToken)
    {
        foreach (IOperation operation in parameters.DescendantsAndSelf())
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (operation)
            {
                case IInvocationOperation { TargetMethod.Name: "parameters" or "named_parameters", Instance: { } instance }
                    when catalog.IsModule(instance.Type):
                    return true;
                case ILocalReferenceOperation { Local: var local } when depth < MaximumDepth
                    && local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken)
                        is VariableDeclaratorSyntax { Initializer.Value: { } initializer }
                    && operation.SemanticModel is { } semanticModel
                    && initializer.SyntaxTree == semanticModel.SyntaxTree
                    && semanticModel.GetOperation(initializer, cancellationToken) is { } value
                    && AreIn(value, catalog, depth + 1, cancellationToken):
                    return true;
            }
        }

        return false;
    }
}
