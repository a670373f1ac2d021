using System;
using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Flow;
using LrAnalyzers.Schedules;
using LrAnalyzers.Sites;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>The <c>lr_lambda</c> of a scheduler, written in place or in a local: what it returns and how that is computed.</summary>
internal sealed class LambdaFactor
{
    private LambdaFactor(IOperation argument, IAnonymousFunctionOperation lambda, ScheduleFactor? factor)
    {
        Argument = argument;
        Lambda = lambda;
        Factor = factor;
    }

    /// <summary>What is given to the scheduler.</summary>
    public IOperation Argument { get; }

    /// <summary>The lambda.</summary>
    public IAnonymousFunctionOperation Lambda { get; }

    /// <summary>What it returns; <see langword="null"/> where that is not simple arithmetic on known numbers.</summary>
    public ScheduleFactor? Factor { get; }

    /// <summary>Where a report stands: the lambda's result where it is written in the call, else what is given there.</summary>
    public IOperation Body => Argument.Syntax.Span.Contains(Lambda.Syntax.Span) && Argument.Syntax.SyntaxTree == Lambda.Syntax.SyntaxTree
        ? Results is { Length: 1 } results ? results[0] : Lambda
        : Argument;

    /// <summary>The expressions it returns.</summary>
    public ImmutableArray<IOperation> Results => Lambda.Body.Descendants().OfType<IReturnOperation>()
        .Where(result => result.ReturnedValue is not null)
        .Select(result => result.ReturnedValue!)
        .ToImmutableArray();

    /// <summary>The factor for an epoch, or <see langword="null"/> where it is not known.</summary>
    public double? Evaluate(int epoch)
    {
        string? fault = null;
        double? factor = Factor?.Evaluate(epoch, ref fault);
        return fault is null ? factor : null;
    }

    /// <summary>The lambda of a LambdaLR or MultiplicativeLR.</summary>
    public static LambdaFactor? Of(SchedulerContext context) =>
        Read(context) is var (argument, lambda)
            ? new LambdaFactor(argument, lambda, LambdaExpressionFold.TryFold(lambda, captured => Number(captured, context)))
            : null;

    /// <summary>The lambda with each captured variable that is not known replaced by a number: one of several trials.</summary>
    public static LambdaFactor? Of(SchedulerContext context, Func<ISymbol, double> trial) =>
        Read(context) is var (argument, lambda)
            ? new LambdaFactor(argument, lambda, LambdaExpressionFold.TryFold(
                lambda,
                captured => Number(captured, context) ?? (FlowTracker.Variable(captured) is { } symbol ? trial(symbol) : null)))
            : null;

    private static (IOperation Argument, IAnonymousFunctionOperation Lambda)? Read(SchedulerContext context)
    {
        if ((context.Site.Creation.Explicit("lr_lambda") ?? context.Site.Creation.Explicit("lr_lambdas")) is not { } argument)
        {
            return null;
        }

        IOperation value = argument;
        if (ListElements.Of(value) is { } list)
        {
            // One lambda per group; each is judged only where there is one.
            if (list.Length != 1)
            {
                return null;
            }

            value = argument = list[0];
        }

        if (LambdaOf(value) is { } lambda)
        {
            return (argument, lambda);
        }

        return Origins.Single(value, context.Code, context.CancellationToken) is { } origin && LambdaOf(origin) is { } elsewhere
            ? (argument, elsewhere)
            : null;
    }

    private static IAnonymousFunctionOperation? LambdaOf(IOperation value) => value.WithoutConversions() switch
    {
        IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => lambda,
        IAnonymousFunctionOperation lambda => lambda,
        _ => null,
    };

    private static double? Number(IOperation captured, SchedulerContext context) =>
        ValueResolver.ResolveWithoutDefaults(captured, context.CancellationToken) is { Numbers: { Length: 1 } numbers } ? numbers[0] : null;
}
