using System.Linq;
using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Training;

/// <summary>Writes names the way the code around them does: as far qualified as the optimizer's creation, and no further.</summary>
internal sealed class ScheduleWriter
{
    private const string FactoriesType = "TorchSharp.torch.optim.lr_scheduler";

    private readonly SemanticModel _semanticModel;
    private readonly int _position;

    /// <summary>Looks around at a position.</summary>
    /// <param name="semanticModel">The meaning of the document.</param>
    /// <param name="position">The position.</param>
    /// <param name="creation">The optimizer's creation.</param>
    /// <param name="beside">The type of the optimizer where the scheduler's is written beside it.</param>
    public ScheduleWriter(SemanticModel semanticModel, int position, ExpressionSyntax creation, TypeSyntax? beside = null)
    {
        _semanticModel = semanticModel;
        _position = position;
        Factories = beside is QualifiedNameSyntax { Left: var optim } && IsFactories(optim + ".lr_scheduler") ? optim + ".lr_scheduler." : FindFactories(creation);
        Math = MathAt(semanticModel, position);
    }

    /// <summary>The qualified <c>lr_scheduler</c>, with the dot behind it.</summary>
    public string Factories { get; }

    /// <summary>The name of <see cref="System.Math"/>.</summary>
    public string Math { get; }

    /// <summary>The name of <see cref="System.Math"/> at a position.</summary>
    public static string MathAt(SemanticModel semanticModel, int position) => Binds(semanticModel, position, "Math", "System.Math") ? "Math" : "System.Math";

    /// <summary>The call that creates a scheduler, with its arguments by name.</summary>
    public static string Call(SchedulerDefinition definition, string optimizer, params (SchedulerParameter? Parameter, string Value)[] arguments) =>
        $"{definition}({optimizer}{string.Concat(arguments.Select(argument => $", {argument.Parameter}: {argument.Value}"))})";

    // `torch.optim.Adam` is scheduled by `torch.optim.lr_scheduler…`, a scheduler by others of its kind; a constructor by the
    // shortest name that binds.
    private string FindFactories(ExpressionSyntax creation)
    {
        string? qualifier = creation is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver } }
            ? receiver.ToString()
            : null;
        if (qualifier is not null && IsFactories(qualifier))
        {
            return qualifier + ".";
        }

        if (creation is InvocationExpressionSyntax { Expression: SimpleNameSyntax }
            && _semanticModel.GetSymbolInfo(creation).Symbol is { ContainingType: { } containing } && containing.ToDisplayString() == FactoriesType)
        {
            return "";
        }

        string[] candidates = { "lr_scheduler", "optim.lr_scheduler", "torch.optim.lr_scheduler", FactoriesType };
        if (qualifier is not null && IsFactories(qualifier + ".lr_scheduler"))
        {
            return qualifier + ".lr_scheduler.";
        }

        return (candidates.FirstOrDefault(IsFactories) ?? "global::" + FactoriesType) + ".";
    }

    private bool IsFactories(string name) => Binds(_semanticModel, _position, name, FactoriesType);

    private static bool Binds(SemanticModel semanticModel, int position, string name, string type) =>
        semanticModel.GetSpeculativeSymbolInfo(
            position, SyntaxFactory.ParseExpression(name), SpeculativeBindingOption.BindAsExpression).Symbol is INamedTypeSymbol bound
        && bound.ToDisplayString() == type;
}
