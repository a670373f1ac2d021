using System;
using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Flow;
using LrAnalyzers.Sites;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>
/// A LambdaLR whose lambda returns a learning rate. LambdaLR multiplies what it returns by the optimizer's learning rate
/// (LRScheduler.cs:152), so that 0.001 becomes 0.000001.
/// </summary>
internal sealed class LR2015_LambdaReturnsLearningRate : SchedulerRule
{
    // A schedule whose highest factor is a hundredth would make the optimizer's own learning rate a number nobody trains with.
    private const double LargestRate = 0.01;
    private const double SameNumber = 1e-6;

    private static readonly int[] s_epochs = [0, 1, 2, 3, 5, 10, 20, 50, 100, 1_000, 10_000, 100_000, 1_000_000, 100_000_000];

    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR2015",
        title: "Schedule lambda returns a learning rate where a factor is expected",
        messageFormat: "The lambda of {0} returns a learning rate, but it is multiplied by the optimizer's learning rate{1}. Return a factor: divide by the optimizer's learning rate.",
        category: RuleCategory.Schedule,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "LambdaLR multiplies the optimizer's learning rate by what its lambda returns. A lambda that returns a learning rate squares it, and the training stands still.",
        helpLinkUri: RulePage.Of("LR2015"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override bool JudgesNumbers => true;

    /// <inheritdoc/>
    public override Diagnostic? Check(SchedulerContext context)
    {
        if (context.Site.Definition is not { Accumulates: false, Factors.IsEmpty: false }
            || context.Optimizer is not { } optimizer
            || GroupRates.Of(optimizer) is not { IsEmpty: false } rates
            || rates.Any(rate => ValueOf(rate, context).FirstWhere(number => number == 1) is not null))
        {
            return null;
        }

        // One for all groups, or one for each.
        ImmutableArray<LambdaFactor> functions = LambdaFactor.All(context);
        for (int i = 0; i < functions.Length; i++)
        {
            LambdaFactor function = functions[i];
            ImmutableArray<IOperation> own = functions.Length == 1 ? rates : i < rates.Length ? ImmutableArray.Create(rates[i]) : ImmutableArray<IOperation>.Empty;
            if (!function.Results.IsEmpty && !own.IsEmpty && own.All(rate => ReturnsRate(function, rate, context)))
            {
                return Report(function, optimizer, own, context);
            }
        }

        return null;
    }

    private static bool ReturnsRate(LambdaFactor function, IOperation learningRate, SchedulerContext context) =>
        learningRate.Variable() is not null && function.Results.All(result => IsProportional(result, learningRate))
        || ValueOf(learningRate, context) is { Numbers: { Length: 1 } numbers }
            && numbers[0] > 0
            && IsRate(function, numbers[0])
            && !function.Results.Any(result => IsDividedBy(result, numbers[0], context));

    private Diagnostic Report(LambdaFactor function, OptimizerSite optimizer, ImmutableArray<IOperation> rates, SchedulerContext context)
    {
        double? number = rates.Length == 1 && ValueOf(rates[0], context) is { Numbers: { Length: 1 } numbers } ? numbers[0] : null;
        string scaled = number is { } optimizerRate
            ? function.Evaluate(0) is { } factor
                ? $" {LearningRateFormat.Format(optimizerRate)}, which gives {LearningRateFormat.FormatRounded(factor * optimizerRate)}"
                : $" {LearningRateFormat.Format(optimizerRate)}"
            : "";
        bool isDefault = !optimizer.TrainsGroups && optimizer.LearningRate is null;
        return Report(
            function.Body,
            rates.Select(rate => rate.Syntax.GetLocation()).ToImmutableArray(),
            isDefault ? NoProperties.Add(Replacement, LearningRateFormat.Format(number!.Value)) : NoProperties,
            context.Site.Name,
            scaled);
    }

    // What it is changed to by hand is another one.
    private static LearningRateValue ValueOf(IOperation learningRate, SchedulerContext context) =>
        context.OptimizerFlow?.Has(UseKind.LearningRateWrite) == true
            ? LearningRateValue.Unknown
            : ValueResolver.ResolveWithoutDefaults(learningRate, context.CancellationToken);

    private static bool IsRate(LambdaFactor lambda, double rate)
    {
        double highest = 0;
        foreach (int epoch in s_epochs)
        {
            if (lambda.Evaluate(epoch) is not { } factor || !(factor >= 0))
            {
                return false;
            }

            highest = Math.Max(highest, factor);
        }

        return highest > 0 && (highest <= LargestRate || Math.Abs(highest - rate) <= SameNumber * rate);
    }

    // `0.001 / 0.1` is a factor, however small.
    private static bool IsDividedBy(IOperation result, double rate, SchedulerContext context) =>
        result.DescendantsAndSelf().OfType<IBinaryOperation>().Any(binary =>
            binary.OperatorKind == BinaryOperatorKind.Divide
            && ValueResolver.ResolveWithoutDefaults(binary.RightOperand, context.CancellationToken)
                .IsAlways(number => Math.Abs(number - rate) <= SameNumber * rate));

    // Whether a result is the learning rate times something.
    private static bool IsProportional(IOperation operation, IOperation rate)
    {
        operation = operation.WithoutConversions();
        return operation switch
        {
            ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation => IsRate(operation, rate),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } product =>
                IsProportional(product.LeftOperand, rate) && !Mentions(product.RightOperand, rate)
                || IsProportional(product.RightOperand, rate) && !Mentions(product.LeftOperand, rate),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Divide } quotient =>
                IsProportional(quotient.LeftOperand, rate) && !Mentions(quotient.RightOperand, rate),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } sum =>
                IsProportional(sum.LeftOperand, rate) && IsProportional(sum.RightOperand, rate),
            IConditionalOperation { WhenFalse: { } whenFalse } choice => IsProportional(choice.WhenTrue, rate) && IsProportional(whenFalse, rate),
            IInvocationOperation { TargetMethod: { Name: "Min" or "Max", ContainingType.Name: "Math" or "MathF" }, Arguments.Length: 2 } bounded =>
                bounded.Arguments.Any(argument => IsProportional(argument.Value, rate))
                && bounded.Arguments.All(argument => IsProportional(argument.Value, rate) || argument.Value.ConstantValue.HasValue),
            _ => false,
        };
    }

    private static bool IsRate(IOperation reference, IOperation rate) =>
        reference.Variable() is { } variable
        && SymbolEqualityComparer.Default.Equals(variable, rate.Variable())
        && InstanceOf(reference) == InstanceOf(rate);

    // `teacher.LearningRate` is another one than `student.LearningRate`.
    private static string InstanceOf(IOperation reference) =>
        reference.WithoutConversions() is IMemberReferenceOperation { Instance: { } instance and not IInstanceReferenceOperation } ? instance.Syntax.ToString() : "";

    private static bool Mentions(IOperation operation, IOperation rate) => operation.DescendantsAndSelf().Any(part => IsRate(part, rate));
}
