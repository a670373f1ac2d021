using System;
using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Schedules;
using LrAnalyzers.Sites;
using LrAnalyzers.Trials;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Rules;

/// <summary>The function of the epoch that a scheduler is given: what it returns and how that is computed.</summary>
internal sealed class LambdaFactor
{
    private LambdaFactor(IOperation argument, ScheduleFunction function, ScheduleFactor? factor)
    {
        Argument = argument;
        Function = function;
        Factor = factor;
    }

    /// <summary>What is given to the scheduler.</summary>
    public IOperation Argument { get; }

    /// <summary>The lambda, local function or method.</summary>
    public ScheduleFunction Function { get; }

    /// <summary>What it returns; <see langword="null"/> where that is not simple arithmetic on known numbers.</summary>
    public ScheduleFactor? Factor { get; }

    /// <summary>Where a report stands: the lambda's result where it is written in the call, else what is given there.</summary>
    public IOperation Body => Argument.Syntax.Span.Contains(Function.Syntax.Span) && Argument.Syntax.SyntaxTree == Function.Syntax.SyntaxTree
        ? Results is { Length: 1 } results ? results[0] : Argument
        : Argument;

    /// <summary>The expressions it returns.</summary>
    public ImmutableArray<IOperation> Results => Function.Results;

    /// <summary>The factor for an epoch, or <see langword="null"/> where it is not known.</summary>
    public double? Evaluate(int epoch)
    {
        string? fault = null;
        double? factor = Factor?.Evaluate(epoch, ref fault);
        return fault is null ? factor : null;
    }

    /// <summary>The function of a scheduler that takes one.</summary>
    public static LambdaFactor? Of(SchedulerContext context) => Of(context, static _ => null);

    /// <summary>The function with each captured variable that is not known replaced by a number: one of several trials.</summary>
    public static LambdaFactor? Of(SchedulerContext context, Func<ISymbol, double?> trial) => All(context, trial) is { Length: 1 } all ? all[0] : null;

    /// <summary>The functions of a scheduler that takes one for each parameter group.</summary>
    public static ImmutableArray<LambdaFactor> All(SchedulerContext context) => All(context, static _ => null);

    /// <summary>The same with each captured variable that is not known replaced by a number.</summary>
    public static ImmutableArray<LambdaFactor> All(SchedulerContext context, Func<ISymbol, double?> trial)
    {
        ImmutableArray<LambdaFactor>.Builder functions = ImmutableArray.CreateBuilder<LambdaFactor>();
        foreach (IOperation given in Given(context))
        {
            if (FunctionReader.Of(given, context.Code, context.CancellationToken) is not { } function)
            {
                return ImmutableArray<LambdaFactor>.Empty;
            }

            ScheduleFactor? factor = LambdaExpressionFold.TryFold(
                function,
                captured => Number(captured, context) ?? (captured.Variable() is { } symbol ? trial(symbol) : null),
                method => FunctionReader.BodyOf(method, context.Code, context.CancellationToken));
            functions.Add(new LambdaFactor(given, function, factor));
        }

        return functions.ToImmutable();
    }

    private static ImmutableArray<IOperation> Given(SchedulerContext context)
    {
        IOperation? argument = context.Site.Definition?.Factors.Select(context.Site.Explicit).FirstOrDefault(given => given is not null);
        return argument is null ? ImmutableArray<IOperation>.Empty
            : ListElements.Of(argument) ?? ImmutableArray.Create(argument);
    }

    private static double? Number(IOperation captured, SchedulerContext context) =>
        ValueResolver.ResolveWithoutDefaults(captured, context.CancellationToken) is { Numbers: { Length: 1 } numbers } ? numbers[0] : null;
}
