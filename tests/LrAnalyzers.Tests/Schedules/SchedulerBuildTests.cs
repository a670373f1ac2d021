using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using LrAnalyzers.Catalog;
using LrAnalyzers.Schedules;
using static TorchSharp.torch.optim;
using Impl = TorchSharp.torch.optim.lr_scheduler.impl;
using Scheduler = TorchSharp.torch.optim.lr_scheduler.LRScheduler;

namespace LrAnalyzers.Tests.Schedules;

/// <summary>
/// What a definition builds from arguments by their names, the library's own defaults included, does what TorchSharp's class
/// does with the same; and what it calls broken breaks.
/// </summary>
[Trait("Category", "Differential")]
public class SchedulerBuildTests
{
    private const int Cases = 400;
    private const double Rate = 0.1;

    private static readonly ImmutableDictionary<string, Func<Random, object>> s_values = new Dictionary<string, Func<Random, object>>
    {
        ["step_size"] = random => random.Next(1, 20),
        ["gamma"] = random => 0.05 + random.NextDouble(),
        ["milestones"] = random => Enumerable.Range(0, random.Next(0, 5)).Select(_ => random.Next(1, 40)).ToArray(),
        ["lr_lambda"] = random => Lambda(random.Next(3)),
        ["lr_lambdas"] = random => new[] { Lambda(random.Next(3)) },
        ["factor"] = random => 0.1 + 0.8 * random.NextDouble(),
        ["total_iters"] = random => random.Next(1, 40),
        ["start_factor"] = random => 0.05 + random.NextDouble(),
        ["end_factor"] = random => random.NextDouble(),
        ["power"] = random => 0.3 + 2 * random.NextDouble(),
        ["T_max"] = random => (double)random.Next(1, 50),
        ["eta_min"] = random => 0.01 * random.NextDouble(),
        ["base_lr"] = random => 1e-3 + 0.01 * random.NextDouble(),
        ["max_lr"] = random => 0.05 + 0.1 * random.NextDouble(),
        ["step_size_up"] = random => random.Next(1, 20),
        ["step_size_down"] = random => random.Next(1, 20),
        ["mode"] = random => random.Next(3),
        ["cycle_momentum"] = random => random.Next(2) == 0,
        ["total_steps"] = random => random.Next(5, 60),
        ["epochs"] = random => random.Next(2, 6),
        ["steps_per_epoch"] = random => random.Next(4, 9),
        ["pct_start"] = random => 0.05 + 0.9 * random.NextDouble(),
        ["anneal_strategy"] = random => random.Next(2),
        ["div_factor"] = random => 2 + 40 * random.NextDouble(),
        ["final_div_factor"] = random => 2 + 1e4 * random.NextDouble(),
        ["three_phase"] = random => random.Next(2) == 0,
        ["patience"] = random => random.Next(0, 6),
        ["threshold"] = random => 0.1 * random.NextDouble(),
        ["threshold_mode"] = random => random.Next(2) == 0 ? "rel" : "abs",
        ["cooldown"] = random => random.Next(0, 4),
        ["min_lr"] = random => new[] { 0.01 * random.NextDouble() },
        ["eps"] = random => 1e-8 * random.NextDouble(),
        ["last_epoch"] = random => random.Next(8) == 0 ? random.Next(0, 5) : -1,
        ["verbose"] = _ => false,
        ["base_momentum"] = _ => 0.8,
        ["max_momentum"] = _ => 0.9,
        ["scale_mode"] = random => random.Next(2),
    }.ToImmutableDictionary();

    public static TheoryData<string> Names => new(TorchSharpSchedulers.All.Select(definition => definition.Name));

    public static TheoryData<string, int> Broken
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (SchedulerDefinition definition in TorchSharpSchedulers.All)
            {
                for (int i = 0; i < definition.BrokenArguments.Length; i++)
                {
                    data.Add(definition.Name, i);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Build_DoesWhatTheClassDoes(string name)
    {
        var random = new Random(20_260_101);
        for (int i = 0; i < Cases; i++)
        {
            Optimizer optimizer = RealSchedule.Sgd(Rate);
            GivenArguments arguments = Draw(random, name, optimizer, depth: 0);
            Schedule? model = Of(name).Build(arguments);
            Assert.NotNull(model);

            ScheduleCursor cursor = model.Begin(ScheduledGroup.Single(Rate));
            optimizer = RealSchedule.Sgd(Rate);
            if (Create(arguments, optimizer) is not { } scheduler)
            {
                Assert.Equal(LearningRateKind.Throws, cursor.Current.Kind);
                continue;
            }

            for (int step = 0; step < 60; step++)
            {
                double real = RealSchedule.LearningRates(optimizer)[0];
                Assert.True(
                    cursor.Current.IsValue ? Math.Abs(real - cursor.Current.Value) <= 1e-9 * Math.Max(1e-3, Math.Abs(real)) : cursor.Current.Kind == LearningRateKind.NotANumber && double.IsNaN(real),
                    $"{arguments} at step {step}: {real} is not {cursor.Current}");
                string? fault = Step(scheduler, Of(name), step);
                if (Of(name).NeedsMetric)
                {
                    cursor.Advance(Metric(step));
                }
                else
                {
                    cursor.Advance();
                }

                if (fault is not null)
                {
                    Assert.Equal(fault, cursor.Current.Exception);
                    break;
                }
            }
        }
    }

    /// <summary>Each broken argument shows on its curve, and what is offered in its place does not.</summary>
    [Theory]
    [MemberData(nameof(Broken))]
    public void BrokenArgument_ShowsOnTheCurve(string name, int index)
    {
        SchedulerDefinition definition = Of(name);
        BrokenArgument broken = definition.BrokenArguments[index];
        double number = double.IsInfinity(broken.Minimum) ? (broken.Maximum > -2 ? broken.Maximum - 1 : broken.Maximum)
            : double.IsInfinity(broken.Maximum) ? broken.Minimum + 0.5
            : broken.IncludesMinimum ? broken.Minimum
            : (broken.Minimum + broken.Maximum) / 2;
        Assert.True(broken.Contains(number));
        Assert.True(IsBroken(definition, broken, number), $"{broken.Parameter} {number} breaks nothing");
        if (broken.Replacement is { } replacement)
        {
            double mended = double.Parse(replacement, CultureInfo.InvariantCulture);
            Assert.False(broken.Contains(mended));
            Assert.False(IsBroken(definition, broken, mended), $"{broken.Parameter} {mended} breaks it too");
        }
    }

    private static bool IsBroken(SchedulerDefinition definition, BrokenArgument broken, double number)
    {
        ConstructorInfo constructor = ConstructorsOf(definition.Name).First(candidate => candidate.GetParameters().Any(parameter => parameter.Name == broken.Parameter.Name)
            && candidate.GetParameters().All(parameter => parameter.HasDefaultValue || parameter.Name is not ("lr_lambdas" or "base_lr" or "max_lr") || !IsListType(parameter.ParameterType)));
        // What a training of 60 steps would give for the others.
        var sensible = new Dictionary<string, object?>
        {
            ["step_size"] = 10, ["milestones"] = new[] { 20, 40 }, ["T_max"] = 60.0, ["base_lr"] = 1e-3, ["max_lr"] = Rate, ["total_steps"] = 60, ["gamma"] = 0.9,
            ["step_size_up"] = 10, ["total_iters"] = definition.Name == "ConstantLR" ? 30 : 60, ["patience"] = 3,
        };
        Dictionary<string, object?> given = constructor.GetParameters().Where(parameter => sensible.ContainsKey(parameter.Name!)).ToDictionary(parameter => parameter.Name!, parameter => sensible[parameter.Name!]);
        given[broken.Parameter.Name] = constructor.GetParameters().Single(parameter => parameter.Name == broken.Parameter.Name).ParameterType == typeof(int) ? (object)(int)number : number;
        Schedule schedule = definition.Build(new GivenArguments(constructor, given))!;
        ScheduledGroup group = ScheduledGroup.Single(Rate);
        ScheduleSummary[] curves = definition.NeedsMetric
            ? [
                ScheduleSummary.Of(schedule, group, Enumerable.Repeat(1.0, 59).ToArray()),
                ScheduleSummary.Of(schedule, group, Enumerable.Range(0, 59).Select(step => 100.0 - step).ToArray()),
            ]
            : [ScheduleSummary.Of(schedule, group, 59)];
        return curves.Any(curve => !curve.IsSound || curve.ZeroStep < 58 || curve.Highest.LearningRate > Rate * 1.0001)
            // An improving metric lowers nothing; any other schedule does something.
            || (definition.NeedsMetric ? !curves[1].IsConstant : curves[0].IsConstant);
    }

    private static Func<int, double> Lambda(int kind) => kind switch
    {
        0 => epoch => Math.Pow(0.9, epoch),
        1 => epoch => Math.Min(1.0, (epoch + 1) / 7.0),
        _ => epoch => 0.5 * (1 + Math.Cos(Math.PI * epoch / 20)),
    };

    private static double Metric(int step) => 1 + Math.Sin(step * 1.7) / (step + 1);

    private static SchedulerDefinition Of(string name) => TorchSharpSchedulers.All.Single(definition => definition.Name == name);

    private static ConstructorInfo[] ConstructorsOf(string name) => typeof(Impl).GetNestedType(name)!.GetConstructors();

    private static bool IsListType(Type type) => type != typeof(string) && typeof(System.Collections.IEnumerable).IsAssignableFrom(type);

    private static GivenArguments Draw(Random random, string name, Optimizer optimizer, int depth)
    {
        ConstructorInfo[] constructors = ConstructorsOf(name);
        ConstructorInfo constructor = constructors[random.Next(constructors.Length)];
        var given = new Dictionary<string, object?>();
        foreach (ParameterInfo parameter in constructor.GetParameters())
        {
            if (parameter.ParameterType == typeof(Optimizer) || parameter.Name == "scale_fn" || parameter.HasDefaultValue && random.Next(2) == 0)
            {
                continue;
            }

            given[parameter.Name!] = parameter.Name == "schedulers"
                ? Enumerable.Range(0, 2).Select(_ => Draw(random, new[] { "LinearLR", "CosineAnnealingLR", "StepLR", "ExponentialLR" }[random.Next(4)], optimizer, depth + 1)).ToArray()
                : Convert(parameter.ParameterType, name == "ReduceLROnPlateau" && parameter.Name == "mode" ? random.Next(2) == 0 ? "min" : "max" : s_values[parameter.Name!](random));
        }

        if (name == "SequentialLR")
        {
            given["milestones"] = new[] { random.Next(1, 30) };
        }

        // Neither a total nor what it is made of throws; so does the momentum with a last epoch: it is rarely wanted here.
        return new GivenArguments(constructor, given);
    }

    private static object Convert(Type type, object value) =>
        type.IsEnum ? Enum.ToObject(type, value)
        : IsListType(type) && value is double number ? new[] { number }
        : value;

    private static Scheduler? Create(GivenArguments arguments, Optimizer optimizer)
    {
        object?[] values = arguments.Constructor.GetParameters().Select(parameter =>
            parameter.ParameterType == typeof(Optimizer) ? optimizer
            : arguments.Given.TryGetValue(parameter.Name!, out object? value)
                ? value is GivenArguments[] parts ? parts.Select(part => Create(part, optimizer)!).ToArray() : value
            : parameter.ParameterType.IsEnum ? Enum.ToObject(parameter.ParameterType, parameter.DefaultValue!)
            : parameter.DefaultValue).ToArray();
        try
        {
            return (Scheduler)arguments.Constructor.Invoke(values);
        }
        catch (TargetInvocationException)
        {
            return null;
        }
    }

    private static string? Step(Scheduler scheduler, SchedulerDefinition definition, int step)
    {
        try
        {
            if (definition.NeedsMetric)
            {
                scheduler.step(Metric(step));
            }
            else
            {
                scheduler.step();
            }

            return null;
        }
        catch (Exception exception)
        {
            return exception.GetType().Name;
        }
    }

    /// <summary>Arguments by name, and the defaults of a constructor of the library.</summary>
    private sealed class GivenArguments(ConstructorInfo constructor, IReadOnlyDictionary<string, object?> given) : ISchedulerArguments
    {
        public ConstructorInfo Constructor => constructor;

        public IReadOnlyDictionary<string, object?> Given => given;

        public double? Number(SchedulerParameter parameter) => Of(parameter) is { } value and not string ? System.Convert.ToDouble(value, CultureInfo.InvariantCulture) : null;

        public int? Count(SchedulerParameter parameter) => Of(parameter) is int count ? count : null;

        public bool? Flag(SchedulerParameter parameter) => Of(parameter) as bool?;

        public string? Word(SchedulerParameter parameter) => Of(parameter) switch
        {
            string word => word,
            Enum member => member.ToString(),
            int index => Enum.ToObject(constructor.GetParameters().Single(one => one.Name == parameter.Name).ParameterType, index).ToString(),
            _ => null,
        };

        public bool IsGiven(SchedulerParameter parameter) => given.TryGetValue(parameter.Name, out object? value) && value is not null;

        public bool IsList(SchedulerParameter parameter) => constructor.GetParameters().FirstOrDefault(one => one.Name == parameter.Name) is { } declared && IsListType(declared.ParameterType);

        public ImmutableArray<double>? Numbers(SchedulerParameter parameter) => (Of(parameter) as IEnumerable<double>)?.ToImmutableArray();

        public ImmutableArray<int>? Counts(SchedulerParameter parameter) => (Of(parameter) as IEnumerable<int>)?.ToImmutableArray();

        public ScheduleFactor? Function(SchedulerParameter parameter) => Of(parameter) is Func<int, double> function ? ScheduleFactor.Of(function) : null;

        public ImmutableArray<ScheduleFactor>? Functions(SchedulerParameter parameter) =>
            (Of(parameter) as IEnumerable<Func<int, double>>)?.Select(ScheduleFactor.Of).ToImmutableArray();

        public ImmutableArray<Schedule>? Parts(SchedulerParameter parameter) =>
            (Of(parameter) as GivenArguments[])?.Select(part => SchedulerBuildTests.Of(part.Constructor.DeclaringType!.Name).Build(part)!).ToImmutableArray();

        public override string ToString() => $"{constructor.DeclaringType!.Name}({string.Join(", ", given.Select(pair => $"{pair.Key}: {pair.Value}"))})";

        private object? Of(SchedulerParameter parameter) =>
            given.TryGetValue(parameter.Name, out object? value) ? value
            : constructor.GetParameters().FirstOrDefault(one => one.Name == parameter.Name) is { HasDefaultValue: true } declared ? declared.DefaultValue
            : null;
    }
}
