using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Loops;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Trials;

/// <summary>Recognises trainings that a constant learning rate suits, or that change it in a way of their own.</summary>
internal static class TrainingStyle
{
    // What reinforcement learning alone talks about.
    private static readonly Regex s_reinforcement = new(
        "rewards?(?![a-z])|Reward|advantages?(?![a-z])|Advantage|episodes?(?![a-z])|Episode|rollouts?(?![a-z])|Rollout|[Rr]eplay_?([Bb]uffer|[Mm]emory)|[Ll]og_?[Pp]robs",
        RegexOptions.CultureInvariant);

    private static readonly Regex s_agent = new("PPO|DQN|DDPG|A2C|A3C|TD3|REINFORCE|QLearning|ActorCritic|(?<![A-Za-z])SAC(?![a-z])", RegexOptions.CultureInvariant);

    /// <summary>
    /// Whether the loop steps several optimizers after several <c>backward()</c> calls, as adversarial training does:
    /// their balance is often better served by constant rates.
    /// </summary>
    /// <param name="step">The optimizer's step.</param>
    /// <param name="innermost">The innermost loop around it.</param>
    /// <param name="catalog">Tells optimizers.</param>
    /// <param name="code">The project.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static bool IsAdversarial(
        IOperation step, TrainingLoop innermost, ScheduleCatalog catalog, CodeBase code, CancellationToken cancellationToken)
    {
        // The round of the loop, with what is called in it; the method of the step where it is not.
        string own = (step as IInvocationOperation)?.Instance?.Syntax.ToString() ?? "";
        return IsAdversarial(innermost.Body.Syntax, own, catalog, code, cancellationToken)
            || !innermost.Contains(step) && IsAdversarial(CallChain.FunctionOf(step.Syntax), own, catalog, code, cancellationToken);
    }

    private static bool IsAdversarial(SyntaxNode round, string own, ScheduleCatalog catalog, CodeBase code, CancellationToken cancellationToken) =>
        code.FactOf(round, node => ReadRound(node, catalog, code, cancellationToken)) is { Passes: > 1 } facts
        && (facts.StepsSeveral || facts.Stepped is { } stepped && stepped != own);

    private static RoundFacts ReadRound(SyntaxNode round, ScheduleCatalog catalog, CodeBase code, CancellationToken cancellationToken)
    {
        int passes = 0;
        string? stepped = null;
        bool stepsSeveral = false;
        var givenTo = new Dictionary<string, string>();
        foreach (InvocationExpressionSyntax call in SourceCalls.In(round, code, cancellationToken))
        {
            stepsSeveral |= OptimizerGivenTo(call, catalog, code, cancellationToken) is { } given && IsOther(givenTo, call.Expression.ToString(), given);
            if (call.Expression is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name, Expression: var receiver })
            {
                continue;
            }

            passes += name == "backward" ? 1 : 0;
            if (!stepsSeveral
                && name == "step"
                && receiver.ToString() is var optimizer
                && optimizer != stepped
                && catalog.IsOptimizer(code.ModelOf(call.SyntaxTree).GetTypeInfo(receiver, cancellationToken).Type))
            {
                stepsSeveral = stepped is not null;
                stepped = optimizer;
            }
        }

        return new RoundFacts(passes, stepped, stepsSeveral);
    }

    // `Update(criticOptimizer, …); Update(actorOptimizer, …);`: one method steps them all.
    private static bool IsOther(Dictionary<string, string> givenTo, string method, string optimizer)
    {
        if (!givenTo.TryGetValue(method, out string? first))
        {
            givenTo.Add(method, first = optimizer);
        }

        return first != optimizer;
    }

    private static string? OptimizerGivenTo(InvocationExpressionSyntax call, ScheduleCatalog catalog, CodeBase code, CancellationToken cancellationToken) =>
        call.ArgumentList.Arguments.FirstOrDefault(argument =>
            argument.Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax
            && catalog.IsOptimizer(code.ModelOf(call.SyntaxTree).GetTypeInfo(argument.Expression, cancellationToken).Type))?.Expression.ToString();

    /// <summary>
    /// Whether the step is one of reinforcement learning. Its data change with what has been learned, so there is no last
    /// epoch to settle in, and a constant learning rate is usual.
    /// </summary>
    public static bool IsReinforcement(IOperation step, CodeBase code) =>
        step.Syntax.Ancestors().OfType<BaseTypeDeclarationSyntax>().Any(type => s_agent.IsMatch(type.Identifier.ValueText))
        || code.FactOf(CallChain.FunctionOf(step.Syntax), function => new FunctionWords(
            FunctionNodes.Of(function, code).All.Prepend(function).Any(node => NameIn(node) is { } name && s_reinforcement.IsMatch(name)))).SpeakOfReinforcement;

    private static string? NameIn(SyntaxNode node) => node switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
        ParameterSyntax parameter => parameter.Identifier.ValueText,
        SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        _ => null,
    };

    /// <summary>
    /// Whether a variable that holds the optimizer is given another one in the loop: a decay by hand, or a training in rounds.
    /// </summary>
    /// <param name="holder">A variable that holds the optimizer.</param>
    /// <param name="epochs">The loop.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static bool IsReplaced(ISymbol holder, TrainingLoop epochs, CancellationToken cancellationToken) =>
        holder is ILocalSymbol or IFieldSymbol or IPropertySymbol
        && WrittenNames.Contains(epochs.Operation.Syntax, holder.Name, cancellationToken);

    /// <summary>
    /// Whether the model of an optimizer is given the weights of another in front of its creation, as a client's of a federation and the
    /// learner of a meta-learning are in each round: what follows is a part of the other's training.
    /// </summary>
    /// <param name="creation">The optimizer's creation.</param>
    /// <param name="parameters">What it trains.</param>
    /// <param name="code">The project.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static bool IsGivenWeights(IOperation creation, IOperation parameters, CodeBase code, CancellationToken cancellationToken)
    {
        SyntaxNode function = CallChain.FunctionOf(creation.Syntax);
        ILookup<string, int> given = code.FactOf(function, node => FunctionNodes.Of(node, code).All.OfType<MemberAccessExpressionSyntax>()
            .Where(access => access is { Name.Identifier.ValueText: "load_state_dict", Parent: InvocationExpressionSyntax })
            .ToLookup(access => access.Expression.ToString(), access => access.SpanStart));
        return given.Count > 0 && parameters.DescendantsAndSelf().Any(part => part.Variable() is not null && part is not IConversionOperation
            && given[part.Syntax.ToString()].Any(position => position < creation.Syntax.SpanStart));
    }

    /// <summary>What a round does.</summary>
    /// <param name="Passes">How many <c>backward()</c> calls it makes.</param>
    /// <param name="Stepped">The text of an optimizer that it steps.</param>
    /// <param name="StepsSeveral">Whether it steps others too.</param>
    private sealed record RoundFacts(int Passes, string? Stepped, bool StepsSeveral);

    private sealed record FunctionWords(bool SpeakOfReinforcement);
}
