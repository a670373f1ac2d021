using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Sites;

/// <summary>Makes sites from operations: the one place that knows how learning rates look in code.</summary>
internal sealed class SiteReader(LearningRateCatalog catalog)
{
    // Nothing is known of the numbers that shape a schedule; what they do is judged by its curve.
    private static readonly Algorithm s_schedule = new() { Name = "Schedule", Library = Library.TorchSharp };

    /// <summary>The catalog that it reads by.</summary>
    public LearningRateCatalog Catalog { get; } = catalog;

    /// <summary>The learning rates that the operation itself gives, in source order; none for most operations.</summary>
    public ImmutableArray<LearningRateSite> Read(IOperation operation) => operation switch
    {
        IInvocationOperation invocation => ReadArguments(invocation, invocation.TargetMethod, invocation.Arguments),
        IObjectCreationOperation { Constructor: { } constructor } creation =>
            ReadArguments(creation, constructor, creation.Arguments),
        ISimpleAssignmentOperation assignment => ReadAssignment(assignment),
        ICompoundAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "LearningRate" } property, Instance.Type: INamedTypeSymbol group } } assignment
            when Catalog.IsLearningRateController(group) => ImmutableArray.Create(new LearningRateSite(
                assignment, LearningRateRole.Write, Catalog.OptimizerOfGroup(group) ?? TorchSharpOptimizers.UserDefined, property, Value: null, Default: null)),
        _ => ImmutableArray<LearningRateSite>.Empty,
    };

    private ImmutableArray<LearningRateSite> ReadArguments(
        IOperation operation, IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments)
    {
        if (method.ContainingType is not { } type)
        {
            return ImmutableArray<LearningRateSite>.Empty;
        }

        ImmutableArray<LearningRateSlot> slots = Catalog.SlotsOf(type);
        string member = method.MethodKind == MethodKind.Constructor ? LearningRateSlot.Constructor : method.Name;
        bool isScheduler = Catalog.IsSchedulerFactory(type);
        if (!isScheduler && !AnyOf(slots, member))
        {
            return method.MethodKind == MethodKind.Constructor && Catalog.IsOptimizer(type)
                ? ReadUserDefinedOptimizer(operation, type, arguments)
                : ImmutableArray<LearningRateSite>.Empty;
        }

        ImmutableArray<LearningRateSite>.Builder? sites = null;
        foreach (IArgumentOperation argument in arguments)
        {
            if (argument.Parameter is not { } parameter)
            {
                continue;
            }

            bool isRate = false;
            foreach (LearningRateSlot slot in slots)
            {
                if (slot.Member != member || slot.Parameter != parameter.Name)
                {
                    continue;
                }

                isRate = true;
                if (slot.Role == LearningRateRole.ScheduleFactor)
                {
                    AddFactors(ref sites, operation, slot.Algorithm, argument, parameter);
                }
                else
                {
                    AddValues(ref sites, operation, slot.Role, Catalog.Known(AlgorithmOf(slot, arguments)), argument, parameter);
                }
            }

            if (isScheduler && !isRate && IsFraction(parameter) && argument.ArgumentKind != ArgumentKind.DefaultValue)
            {
                AddValues(ref sites, operation, LearningRateRole.ScheduleArgument, s_schedule, argument, parameter);
            }
        }

        return sites?.ToImmutable() ?? ImmutableArray<LearningRateSite>.Empty;
    }

    /// <summary>Whether a scheduler's parameter takes a number that is usually a fraction.</summary>
    public static bool IsFraction(IParameterSymbol? parameter) =>
        parameter?.Type.IsFloatingPoint() == true && !TorchSharpNames.WholeScheduleParameters.Contains(parameter.Name);

    // A loop, because this is asked at every call: a lambda would allocate.
    private static bool AnyOf(ImmutableArray<LearningRateSlot> slots, string member)
    {
        foreach (LearningRateSlot slot in slots)
        {
            if (slot.Member == member)
            {
                return true;
            }
        }

        return false;
    }

    // A user's own optimizer names its learning rate as the library does, or its constructor is not understood.
    private static ImmutableArray<LearningRateSite> ReadUserDefinedOptimizer(
        IOperation operation, INamedTypeSymbol type, ImmutableArray<IArgumentOperation> arguments)
    {
        ImmutableArray<LearningRateSite>.Builder? sites = null;
        foreach (IArgumentOperation argument in arguments)
        {
            if (argument.Parameter is { } parameter
                && TorchSharpNames.LearningRateParameters.Contains(parameter.Name)
                && parameter.Type.IsFloatingPoint())
            {
                Algorithm algorithm = TorchSharpOptimizers.UserDefined with { Name = type.Name };
                AddValues(ref sites, operation, LearningRateRole.Optimizer, algorithm, argument, parameter);
            }
        }

        return sites?.ToImmutable() ?? ImmutableArray<LearningRateSite>.Empty;
    }

    // A schedule with a learning rate of its own trains the optimizer it is given.
    private Algorithm AlgorithmOf(LearningRateSlot slot, ImmutableArray<IArgumentOperation> arguments) =>
        slot.Role is LearningRateRole.SchedulePeak or LearningRateRole.ScheduleBase
        && arguments.Select(argument => Catalog.OptimizerOf(argument.Value.WithoutConversions().Type))
            .FirstOrDefault(optimizer => optimizer is not null) is { } scheduled
            ? scheduled
            : slot.Algorithm;

    private ImmutableArray<LearningRateSite> ReadAssignment(ISimpleAssignmentOperation assignment)
    {
        if (assignment.Target is IMemberReferenceOperation { Member: IPropertySymbol or IFieldSymbol } target
            && Catalog.DeclaredSlotOf(target.Member, target.Instance?.Type ?? target.Member.ContainingType) is { } declared)
        {
            return ImmutableArray.Create(new LearningRateSite(
                assignment, declared.Role, declared.Algorithm, target.Member, assignment.Value, Default: null));
        }

        if (assignment.Target is not IMemberReferenceOperation { Member: { Name: "LearningRate" or "InitLearningRate" } member, Instance: { } instance }
            || instance.Type is not INamedTypeSymbol instanceType)
        {
            return ImmutableArray<LearningRateSite>.Empty;
        }

        if (Catalog.TrainerOf(member, instanceType) is { } trainer)
        {
            return ReadTrainer(assignment, trainer, member);
        }

        // `group.Options.LearningRate = x` changes a group that exists; anything else fills a new one.
        bool fillsNewOne = instance is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver };
        if (Catalog.OptimizerOfOptions(instanceType) is { } optimizer)
        {
            LearningRateRole role = instance is IPropertyReferenceOperation or IFieldReferenceOperation
                ? LearningRateRole.Write
                : LearningRateRole.ParamGroup;
            return ImmutableArray.Create(new LearningRateSite(assignment, role, optimizer, member, assignment.Value, Default: null));
        }

        return Catalog.IsLearningRateController(instanceType)
            ? ImmutableArray.Create(new LearningRateSite(
                assignment,
                fillsNewOne ? LearningRateRole.ParamGroup : LearningRateRole.Write,
                Catalog.OptimizerOfGroup(instanceType) ?? TorchSharpOptimizers.UserDefined,
                member,
                assignment.Value,
                Default: null))
            : ImmutableArray<LearningRateSite>.Empty;
    }

    private static ImmutableArray<LearningRateSite> ReadTrainer(
        ISimpleAssignmentOperation assignment, TrainerDefinition trainer, ISymbol member)
    {
        if (!trainer.ReadsFirstOnly)
        {
            return ImmutableArray.Create(new LearningRateSite(
                assignment, LearningRateRole.Trainer, trainer, member, assignment.Value, trainer.OptionsDefault));
        }

        ImmutableArray<IOperation> rates = OptimizerCreation.ElementsOf(assignment.Value);
        return rates.IsEmpty
            ? ImmutableArray<LearningRateSite>.Empty
            : rates.Take(2).Select((rate, index) => new LearningRateSite(
                assignment,
                index == 0 ? LearningRateRole.Trainer : LearningRateRole.UnreadEntry,
                trainer,
                member,
                rate,
                trainer.OptionsDefault)).ToImmutableArray();
    }

    private static void AddValues(
        ref ImmutableArray<LearningRateSite>.Builder? sites,
        IOperation operation,
        LearningRateRole role,
        Algorithm algorithm,
        IArgumentOperation argument,
        IParameterSymbol parameter)
    {
        sites ??= ImmutableArray.CreateBuilder<LearningRateSite>();
        double? libraryDefault = parameter.HasExplicitDefaultValue ? parameter.ExplicitDefaultValue.ToDouble() : null;
        if (argument.ArgumentKind == ArgumentKind.DefaultValue)
        {
            sites.Add(new LearningRateSite(operation, role, algorithm, parameter, Value: null, libraryDefault));
            return;
        }

        foreach (IOperation value in ElementsOf(argument.Value))
        {
            sites.Add(new LearningRateSite(operation, role, algorithm, parameter, value, libraryDefault));
        }
    }

    // What the function returns; one of another file is judged nowhere, because a report there would lie outside the file.
    private static void AddFactors(
        ref ImmutableArray<LearningRateSite>.Builder? sites,
        IOperation operation,
        Algorithm algorithm,
        IArgumentOperation argument,
        IParameterSymbol parameter)
    {
        foreach (IOperation function in ElementsOf(argument.Value).DefaultIfEmpty(argument.Value))
        {
            if (ScheduleFunction.InFileOf(function, CancellationToken.None) is not { } made)
            {
                continue;
            }

            sites ??= ImmutableArray.CreateBuilder<LearningRateSite>();
            foreach (IOperation factor in made.Results)
            {
                sites.Add(new LearningRateSite(operation, LearningRateRole.ScheduleFactor, algorithm, parameter, factor, Default: null));
            }
        }
    }

    /// <summary>The elements of an array or list written in place, one learning rate per parameter group; else the value itself.</summary>
    private static ImmutableArray<IOperation> ElementsOf(IOperation value)
    {
        return value.Type.IsFloatingPoint() ? ImmutableArray.Create(value) : OptimizerCreation.ElementsOf(value);
    }
}
