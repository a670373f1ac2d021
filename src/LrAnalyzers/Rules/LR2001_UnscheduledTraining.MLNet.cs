using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Catalog;
using LrAnalyzers.Options;
using LrAnalyzers.Sites;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <content>
/// ML.NET: a trainer's own decay is off. At a learning rate that is low enough a constant one is often the better choice
/// (run: OnlineGradientDescent at 0.1, R² 0.9998 without decay and 0.925 with it), so that by default only rates are
/// reported with which the trainer diverges.
/// </content>
internal sealed partial class LR2001_UnscheduledTraining : ITrainerRule
{
    /// <summary>Property of a diagnostic: the parameter or member that switches the decay on.</summary>
    public static readonly FixProperty Switch = new(nameof(Switch));

    /// <inheritdoc/>
    public Diagnostic? Check(TrainerContext context)
    {
        if (context.Site.Trainer is not { DecaySwitch: { } decaySwitch } trainer || context.IsExemptTest)
        {
            return null;
        }

        IOperation? off = DecayThatIsOff(context, trainer, decaySwitch);
        if (off is null)
        {
            return null;
        }

        bool everywhere = context.Option(LrOptions.TrainerDecayScope) == TrainerDecayScope.All;
        Companion rate = context.Setting(trainer.Member);
        if (rate.Value is null)
        {
            return everywhere ? Report(trainer, decaySwitch, off, ", the default", MayDecay) : null;
        }

        LearningRateValue value = context.Resolve(rate.Value);
        if (Diverging(trainer, value) is { } learningRate)
        {
            return Report(trainer, decaySwitch, off, " " + LearningRateFormat.FormatWritten(learningRate), trainer.AboveWorkingWithoutDecay!);
        }

        string written = value.Single is { } number ? " " + LearningRateFormat.FormatWritten(number) : "";
        return everywhere && !IsUnworkable(trainer, value) ? Report(trainer, decaySwitch, off, written, MayDecay) : null;
    }

    private const string MayDecay = "its last updates are as large as its first";

    // A rate that diverges even with the decay is LR1003's.
    private static bool IsUnworkable(TrainerDefinition trainer, LearningRateValue value) =>
        value.FirstWhere(number => !(number > 0) || trainer.Working?.IsAbove(number) == true) is not null;

    private static double? Diverging(TrainerDefinition trainer, LearningRateValue value) =>
        trainer.WorkingWithoutDecay is { } range && !IsUnworkable(trainer, value) ? value.FirstWhere(range.IsAbove) : null;

    // What is underlined: the `false`, or the call or creation that leaves a decay off.
    private static IOperation? DecayThatIsOff(TrainerContext context, TrainerDefinition trainer, string decaySwitch)
    {
        switch (context.Site.Operation)
        {
            case ISimpleAssignmentOperation assignment:
                return context.Site.Member?.Name == decaySwitch && IsFalse(assignment.Value) ? assignment.Value : null;
            case IInvocationOperation invocation when context.Setting(decaySwitch) is { IsKnown: true, Value: var given }:
                return given is null
                    ? trainer.DecaysByDefault ? null : invocation
                    : IsFalse(given) ? given : null;
            case IObjectCreationOperation creation when !trainer.DecaysByDefault && IsLeftOff(creation, context, decaySwitch):
                return creation;
            default:
                return null;
        }
    }

    // Options that are given nothing else are asked through a member that they are given; others may be filled anywhere.
    private static bool IsLeftOff(IObjectCreationOperation creation, TrainerContext context, string decaySwitch) =>
        creation.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>().FirstOrDefault() is { } first
        && context.SettingBeside(first, decaySwitch).IsAbsent;

    private static bool IsFalse(IOperation value) => value.ConstantValue is { HasValue: true, Value: false };

    private Diagnostic Report(TrainerDefinition trainer, string decaySwitch, IOperation off, string rate, string consequence) =>
        Diagnostic.Create(
            Descriptor,
            off.Syntax.GetLocation(),
            ImmutableDictionary<string, string?>.Empty.Add(Switch, decaySwitch),
            trainer.Name,
            rate,
            consequence,
            $"Switch {decaySwitch} on");
}
