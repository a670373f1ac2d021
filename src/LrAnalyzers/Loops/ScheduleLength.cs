using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Loops;

/// <summary>Compares the length that a schedule is given with the bounds of loops.</summary>
internal static class ScheduleLength
{
    // A number of epochs, and not one of them or a part.
    private static readonly Regex s_epochs = new(
        "^_?((num|n|max|total|number_?of|training|train)_?)?epochs?_?(count|num|number|total|max)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    // How many batches, and not how large they are or which.
    private static readonly Regex s_batches = new(
        "(steps|batches|iterations|iters|updates)_?per_?epoch|^_?(num|n|number_?of)_?batches$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    // A number of epochs that is a part of the training: `warmupEpochs`.
    private static readonly Regex s_someEpochs = new("epochs$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>The length that the creation gives in so many words.</summary>
    public static IOperation? Of(SchedulerSite site) => site.Explicit(site.Definition?.Length);

    /// <summary>
    /// Whether an expression counts batches by the names in it: a product with something like <c>stepsPerEpoch</c>.
    /// </summary>
    public static bool NamesBatches(IOperation expression, CancellationToken cancellationToken) =>
        HasFactor(expression, factor => IsNamed(factor, s_batches), cancellationToken);

    /// <summary>
    /// Whether an expression counts epochs by the names in it: a variable such as <c>warmupEpochs</c>, or arithmetic on such
    /// and on constants.
    /// </summary>
    public static bool NamesEpochs(IOperation expression, CancellationToken cancellationToken) =>
        !CountsMore(Aliases(expression, cancellationToken))
        && !Aliases(expression, cancellationToken).Any(IsMultiplied)
        && IsMadeOf(expression, leaf => IsNamed(leaf, s_someEpochs) && !IsNamed(leaf, s_batches), cancellationToken);

    // `epochs * 60` counts the batches of all epochs, whatever it is made of.
    private static bool IsMultiplied(IOperation length) => length.DescendantsAndSelf().Any(part =>
        part is IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } product
        && new[] { product.LeftOperand, product.RightOperand }.Any(factor => factor.ConstantValue.Value.ToDouble() > 1));

    /// <summary>Whether an expression is arithmetic on one variable, that of the bound, and on constants: <c>epochs / 2</c>.</summary>
    public static bool IsMadeOf(IOperation expression, IOperation bound, CancellationToken cancellationToken) =>
        IsMadeOf(expression, leaf => IsSameName(leaf, bound.WithoutConversions()), cancellationToken);

    private static bool IsMadeOf(IOperation expression, Func<IOperation, bool> isLeaf, CancellationToken cancellationToken) =>
        Aliases(expression, cancellationToken).Any(alias =>
        {
            // Constants are leaves too: `Epochs / 2` of a `const int Epochs` is half of the epochs.
            IOperation[] leaves = alias.DescendantsAndSelf().Where(part => part.Variable() is not null && part is not IConversionOperation).ToArray();
            return leaves.Length > 0 && leaves.All(isLeaf)
                && alias.DescendantsAndSelf().All(part => part is not IInvocationOperation { TargetMethod.ContainingType.Name: not "Math" });
        });

    private static bool IsNamed(IOperation factor, Regex name) => factor.Variable() is { } variable && name.IsMatch(variable.Name);

    private static IEnumerable<List<IOperation>> FactorsOf(IOperation expression, CancellationToken cancellationToken)
    {
        foreach (IOperation alias in Aliases(expression, cancellationToken))
        {
            List<IOperation> factors = new();
            AddFactors(factors, alias);
            yield return factors;
        }
    }

    /// <summary>
    /// Everything that the creation says of how long the schedule or a phase of it is: its length, its period, its milestones,
    /// and the same of the schedulers that it is made of.
    /// </summary>
    /// <param name="site">The creation.</param>
    /// <param name="partAt">Finds the creation of a part, or <see langword="null"/>.</param>
    public static IEnumerable<IOperation> AllOf(SchedulerSite site, Func<IOperation, SchedulerSite?> partAt)
    {
        var pending = new Queue<SchedulerSite>();
        pending.Enqueue(site);
        for (int seen = 0; pending.Count > 0 && seen < GraphLimits.Schedules; seen++)
        {
            SchedulerSite next = pending.Dequeue();
            if (next.Definition is not { } definition)
            {
                continue;
            }

            IEnumerable<SchedulerParameter?> counts = new[] { definition.Length, definition.Period, definition.LengthInEpochs?.Epochs }.Concat(definition.CycleLengths);
            foreach (IOperation given in counts.Select(next.Explicit).OfType<IOperation>())
            {
                yield return given;
            }

            foreach (IOperation milestone in Elements(next.Explicit(definition.Milestones)))
            {
                yield return milestone;
            }

            foreach (SchedulerSite part in Elements(next.Explicit(definition.Parts)).Select(partAt).OfType<SchedulerSite>())
            {
                pending.Enqueue(part);
            }
        }
    }

    /// <summary>
    /// What the names in a length count: batches (<see langword="true"/>, as <c>totalSteps</c> and <c>epochs * batches</c> do),
    /// epochs (<see langword="false"/>), or <see langword="null"/> where they do not say.
    /// </summary>
    public static bool? CountsBatchesByName(IOperation length, CancellationToken cancellationToken)
    {
        bool namesEpochs = false;
        foreach (IOperation part in Aliases(length, cancellationToken).SelectMany(alias => alias.DescendantsAndSelf()))
        {
            if (part.Variable()?.Name is not { } name || NameWords.Of(name) is not { } words || words.Contains("size"))
            {
                continue;
            }

            if (words.Any(word => word is "batch" or "batches" or "step" or "steps" or "iter" or "iters" or "iteration" or "iterations" or "update" or "updates"))
            {
                return true;
            }

            namesEpochs |= words.Any(word => word is "epoch" or "epochs");
        }

        return namesEpochs ? false : null;
    }

    private static ImmutableArray<IOperation> Elements(IOperation? list) =>
        list is null ? ImmutableArray<IOperation>.Empty : ListElements.Of(list) ?? ImmutableArray<IOperation>.Empty;

    /// <summary>The number that an expression always has; a parameter's default is only what it is when the caller says nothing.</summary>
    public static double? Number(IOperation operation, CancellationToken cancellationToken)
    {
        LearningRateValue value = ValueResolver.Resolve(operation, cancellationToken);
        return value.Numbers.Length == 1 && value.Origin != ValueOrigin.ParameterDefault ? value.Numbers[0] : null;
    }

    /// <summary>
    /// Whether two expressions count the same thing, through conversions, a guard such as <c>Math.Max(1, n)</c>, and locals that are never
    /// changed: they have the same factors, as <c>epochs * batches.Count</c> has twice; what is no product is its only factor. Variables
    /// of one name that speaks of epochs are the same, as a constructor's and a method's parameter are; equal numbers alone tell nothing.
    /// </summary>
    public static bool AreSameCount(IOperation first, IOperation second, CancellationToken cancellationToken) =>
        FactorsOf(first, cancellationToken).Any(factors => FactorsOf(second, cancellationToken).Any(others => AreSameFactors(factors, others, cancellationToken)));

    // Takes the others away as it finds them.
    private static bool AreSameFactors(List<IOperation> factors, List<IOperation> others, CancellationToken cancellationToken)
    {
        if (factors.Count != others.Count)
        {
            return false;
        }

        bool isNamed = false;
        foreach (IOperation factor in factors)
        {
            int same = others.FindIndex(other => AreSameFactor(factor, other, cancellationToken));
            isNamed |= same >= 0;
            same = same < 0 ? others.FindIndex(other => AreSameNumber(factor, other)) : same;
            if (same < 0)
            {
                return false;
            }

            others.RemoveAt(same);
        }

        return isNamed;
    }

    private static bool AreSameFactor(IOperation first, IOperation second, CancellationToken cancellationToken)
    {
        List<IOperation> names = Aliases(first, cancellationToken);
        return Aliases(second, cancellationToken).Any(alias => names.Any(name => IsSameName(name, alias)))
            || EpochsName(first, cancellationToken) is { } epochs && epochs == EpochsName(second, cancellationToken);
    }

    private static bool AreSameNumber(IOperation first, IOperation second) =>
        first.ConstantValue.Value is { } number && number.Equals(second.ConstantValue.Value);

    /// <summary>Whether the expression is a variable that counts epochs by its name, such as <c>numEpochs</c>.</summary>
    public static bool CountsEpochs(IOperation expression, CancellationToken cancellationToken) => EpochsName(expression, cancellationToken) is not null;

    // Without the case of its first letter and the underscore of a field.
    private static string? EpochsName(IOperation expression, CancellationToken cancellationToken)
    {
        List<IOperation> aliases = Aliases(expression, cancellationToken);
        // `int numEpochs = epochs * batches.Count;` counts steps, whatever it is called.
        return CountsMore(aliases)
            ? null
            : aliases.Select(alias => alias.Variable()?.Name).FirstOrDefault(name => name is not null && s_epochs.IsMatch(name))?.TrimStart('_').ToUpperInvariant();
    }

    // A product of two variables, constants with a name among them, or with the length of a list.
    private static bool CountsMore(List<IOperation> aliases)
    {
        List<IOperation> factors = new();
        AddFactors(factors, aliases[aliases.Count - 1]);
        return factors.Count > 1
            && (factors.Count(factor => !factor.ConstantValue.HasValue || factor.Variable() is not null) > 1
                || factors.Any(factor => factor is IPropertyReferenceOperation { Property.Name: "Count" or "Length" } or IInvocationOperation { TargetMethod.Name: "Count" }));
    }

    /// <summary>Whether the expression is a product with the factor, and with something else that is not a smaller constant than the minimum.</summary>
    public static bool IsMultipleOf(IOperation expression, IOperation factor, double minimum, CancellationToken cancellationToken) =>
        IsMultiple(
            expression,
            part => AreSameCount(part, factor, cancellationToken) || AreSameNumber(part, factor),
            minimum,
            cancellationToken);

    /// <summary>Whether a factor of the expression is one that is asked for.</summary>
    public static bool HasFactor(IOperation expression, Func<IOperation, bool> isWanted, CancellationToken cancellationToken) =>
        FactorsOf(expression, cancellationToken).Any(factors => factors.Any(isWanted));

    /// <summary>Whether the expression is such a product with a number of epochs, by the factor's name.</summary>
    public static bool IsMultipleOfEpochs(IOperation expression, double minimum, CancellationToken cancellationToken) =>
        IsMultiple(expression, part => CountsEpochs(part, cancellationToken), minimum, cancellationToken);

    private static bool IsMultiple(IOperation expression, Func<IOperation, bool> isFactor, double minimum, CancellationToken cancellationToken) =>
        FactorsOf(expression, cancellationToken).Any(factors => factors.Count > 1
            && factors.Any(isFactor)
            && factors.Any(part => !isFactor(part) && !(part.ConstantValue.Value.ToDouble() < minimum)));

    /// <summary>The expression, and what the locals and the parameters of a function with one caller stand for, without conversions and guards.</summary>
    public static List<IOperation> Aliases(IOperation expression, CancellationToken cancellationToken)
    {
        var aliases = new List<IOperation>();
        IOperation? current = expression;
        while (current is not null && aliases.Count < GraphLimits.Aliases)
        {
            current = WithoutGuard(current.WithoutConversions());
            aliases.Add(current);
            current = DeclaredValue.Behind(current, cancellationToken);
        }

        return aliases;
    }

    // Math.Max(1, epochs)
    private static IOperation WithoutGuard(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod: { Name: "Max", ContainingType.Name: "Math" }, Arguments: { Length: 2 } arguments }
        && arguments.FirstOrDefault(argument => argument.Value.ConstantValue.HasValue) is { } floor
            ? arguments.First(argument => argument != floor).Value.WithoutConversions()
            : operation;

    private static void AddFactors(List<IOperation> factors, IOperation expression)
    {
        var pending = new Stack<IOperation>();
        pending.Push(expression);
        while (pending.Count > 0)
        {
            IOperation next = pending.Pop().WithoutConversions();
            if (next is IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } product)
            {
                pending.Push(product.LeftOperand);
                pending.Push(product.RightOperand);
            }
            else
            {
                factors.Add(next);
            }
        }
    }

    private static bool IsSameName(IOperation first, IOperation second) =>
        first is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation
        && first.Variable() is { } symbol
        && SymbolEqualityComparer.Default.Equals(symbol, second.Variable())
        && InstanceText(first) == InstanceText(second);

    private static string? InstanceText(IOperation reference) =>
        reference is IMemberReferenceOperation { Instance: { } instance and not IInstanceReferenceOperation } ? instance.Syntax.ToString() : null;
}
