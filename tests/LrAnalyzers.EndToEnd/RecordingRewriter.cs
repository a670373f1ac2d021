using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.EndToEnd;

/// <summary>
/// Puts a call of the recorder before each <c>optimizer.step()</c> and each <c>scheduler.step(metric)</c>. After the fix, so that
/// neither the analysis nor the fix sees anything but the program.
/// </summary>
/// <param name="semanticModel">The program's meaning.</param>
/// <param name="trains">
/// Whether the optimizers really step. Without TorchSharp's native library they cannot, not even over no weights; a learning
/// rate is the scheduler's work and stays the same.
/// </param>
internal sealed class RecordingRewriter(SemanticModel semanticModel, bool trains) : CSharpSyntaxRewriter
{
    private const string Recorder = "global::LrAnalyzers.EndToEnd.Training.Recorder";

    public override SyntaxNode? VisitExpressionStatement(ExpressionStatementSyntax node)
    {
        (ExpressionSyntax? receiver, InvocationExpressionSyntax? call) = node.Expression switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } direct => (access.Expression, direct),
            ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax conditional } access => (access.Expression, conditional),
            _ => (null, null),
        };
        if (call is null || semanticModel.GetSymbolInfo(call).Symbol is not IMethodSymbol { Name: "step" } method)
        {
            return node;
        }

        if (DerivesFrom(method.ContainingType, "Optimizer"))
        {
            StatementSyntax record = Record($"OptimizerSteps({receiver})");
            return trains ? SyntaxFactory.Block(record, node) : record;
        }

        return DerivesFrom(method.ContainingType, "LRScheduler") && call.ArgumentList.Arguments.Count == 1
            ? SyntaxFactory.Block(Record($"SchedulerSteps({call.ArgumentList.Arguments[0]})"), node)
            : node;
    }

    private static StatementSyntax Record(string call) => SyntaxFactory.ParseStatement($"{Recorder}.{call};");

    private static bool DerivesFrom(INamedTypeSymbol? type, string name)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.Name == name && type.ContainingNamespace.Name == "TorchSharp")
            {
                return true;
            }
        }

        return false;
    }
}
