using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Flow;
using LrAnalyzers.Options;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.CodeFixes.Schedules;

/// <summary>
/// Chooses the schedules that fit a training and orders them, best first. Every schedule is safe at every horizon, 0 and 1
/// included: no NaN, no exception, and the last epoch still trains (ScheduleTemplateTests run each against TorchSharp).
/// </summary>
internal sealed class ScheduleAdvisor
{
    private const string Steps = "steps";

    private readonly TrainingSite _training;
    private readonly ScheduleWriter _writer;
    private readonly string _scheduler;
    private readonly Warmup _warmup;
    private readonly double _warmupRatio;
    private readonly double _cooldownRatio;
    private readonly TrainingShare _cooldown;
    private readonly Func<string[], string> _allocate;
    private readonly Dictionary<string, string> _names = new();
    private readonly PreferredSchedule _preferred;
    private readonly string _assignment;
    private readonly string _step;

    /// <summary>Looks at a training.</summary>
    public ScheduleAdvisor(TrainingSite training, ExpressionSyntax creation, NameAllocator names, AnalyzerConfigOptions options)
    {
        _warmupRatio = LrOptions.WarmupRatio.Read(options);
        _cooldownRatio = LrOptions.CooldownRatio.Read(options);
        _preferred = LrOptions.PreferredSchedule.Read(options);
        _training = training;
        _writer = new ScheduleWriter(training.SemanticModel, training.Position, creation);
        SyntaxNode scope = CodeBase.MemberOf(training.Anchor);
        _warmup = new Warmup(_writer, _warmupRatio);
        _cooldown = new TrainingShare(_writer, _cooldownRatio);
        _allocate = wishes => names.ForLocal(scope, wishes);
        if (training.OptimizerMember is { } holder && TypeOf(holder) is { } type)
        {
            MemberDeclarationSyntax member = holder.Declaration;
            _scheduler = names.ForMember(
                type, new[] { "scheduler", "lrScheduler" }.Select(wish => PrefixOf(NameOf(member)) + wish).ToArray(), CancellationToken.None);
            _assignment = _scheduler;
            bool isStatic = member.Modifiers.Any(SyntaxKind.StaticKeyword);
            bool isAlwaysSet = IsOnlyConstructor(training.Anchor, type, isStatic);
            bool isNullable = !isAlwaysSet && (holder.Model.GetNullableContext(member.SpanStart) & NullableContext.AnnotationsEnabled) != 0;
            _step = _scheduler + (isAlwaysSet ? ".step(" : "?.step(");
            string modifiers = (isStatic ? "private static " : "private ") + (isAlwaysSet ? "readonly " : "");
            Field = $"{modifiers}{new ScheduleWriter(holder.Model, member.SpanStart, creation).Factories}LRScheduler{(isNullable ? "?" : "")} {_scheduler};";
        }
        else
        {
            _scheduler = names.ForLocal(scope, new[] { "scheduler", "lrScheduler", "learningRateScheduler" });
            _assignment = (UsesVar(creation) ? "var " : _writer.Factories + "LRScheduler ") + _scheduler;
            _step = _scheduler + ".step(";
        }
    }

    /// <summary>The field that holds the scheduler, where it needs one.</summary>
    public string? Field { get; }

    private static INamedTypeSymbol? TypeOf(SchedulerMember member) =>
        member.Declaration.Parent is TypeDeclarationSyntax declaration ? member.Model.GetDeclaredSymbol(declaration) : null;

    // Whether the statement runs whenever an object is made, or the type is first used.
    private static bool IsOnlyConstructor(StatementSyntax statement, INamedTypeSymbol type, bool isStatic) =>
        statement.Parent is BlockSyntax { Parent: ConstructorDeclarationSyntax constructor }
        && constructor.Modifiers.Any(SyntaxKind.StaticKeyword) == isStatic
        && (isStatic || type.TypeKind == TypeKind.Class && type.InstanceConstructors.Count(candidate => !candidate.IsImplicitlyDeclared) == 1);

    // `_optimizer`, `s_optimizer`, `m_optimizer`
    private static string PrefixOf(string name) => name.Substring(0, name.Length > 1 && name[1] == '_' ? 2 : name.StartsWith("_", StringComparison.Ordinal) ? 1 : 0);

    private static string NameOf(MemberDeclarationSyntax member) => member switch
    {
        FieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        _ => "",
    };

    /// <summary>The schedules, best first. Of two of a kind the second is for where the first finds no place.</summary>
    public IEnumerable<SchedulePlan> Plans()
    {
        if (_training.Horizon is null)
        {
            SchedulePlan?[] endless = _training.NeedsWarmup
                ? new SchedulePlan?[] { WarmupOnly() }
                : new[] { Plateau(), ExponentialOfUnknownLength(), WarmupOnly() };
            return endless.OfType<SchedulePlan>();
        }

        // Where the ratio gives less than an epoch there is nothing to warm up in.
        bool isShort = _warmupRatio == 0 || _training.Epochs * _warmupRatio < 1;
        SchedulePlan?[] warm = isShort ? Array.Empty<SchedulePlan>() : new SchedulePlan?[] { WarmupThenCosine(), WarmupThenLinear() };
        SchedulePlan?[] first = { Trapezoid(perBatch: true), Trapezoid(perBatch: false) };
        SchedulePlan?[] plain = { Cosine(), OneCycle(), StepDecay(), Exponential(), Plateau() };
        // Of a length that nobody knows the plain cosine comes first: it is right for a short training as well.
        IEnumerable<SchedulePlan?> ordered = _training.NeedsWarmup
            ? new[] { Trapezoid(perBatch: true), WarmupThenCosine(perBatch: true), WarmupThenCosine(), WarmupThenLinear(perBatch: true), WarmupThenLinear(), OneCycle() }
            : _training.Epochs is null
                ? first.Concat(plain.Take(1)).Concat(warm).Concat(plain.Skip(1))
                : first.Concat(warm).Concat(plain);
        return ordered.OfType<SchedulePlan>().OrderBy(plan => plan.Key == _preferred.ToString() ? 0 : 1);
    }

    // The full rate for most of the training, then linearly to 0: per batch behind a warmup, and one closed formula, so that
    // `scheduler.step(done)` goes on with a training that was interrupted (measurements.md compares it with the others).
    private SchedulePlan? Trapezoid(bool perBatch)
    {
        bool countsSteps = perBatch || Unit == Steps;
        if (_cooldownRatio == 0
            || perBatch && Batches is null
            // An epoch is too coarse a warmup, and below five epochs too coarse a cooldown.
            || !countsSteps && (_training.NeedsWarmup || _training.Epochs * _cooldownRatio < 1)
            || countsSteps && _training.NeedsWarmup && _warmupRatio == 0)
        {
            return null;
        }

        ImmutableArray<string>.Builder lines = ImmutableArray.CreateBuilder<string>();
        string total = Total(lines, perBatch);
        string e = _allocate(countsSteps ? new[] { "step", "s", "n" } : new[] { "epoch", "e", "n" });
        string cooldown = NameFor(countsSteps ? "cooldownSteps" : "cooldownEpochs");
        long? most = Warmup.MostSteps(_training.Optimizer, CancellationToken.None);
        string? warmup = null;
        if (countsSteps && _warmupRatio > 0)
        {
            warmup = NameFor("warmupSteps");
            lines.Add($"int {warmup} = {_warmup.Share.Length(total, perBatch ? null : _training.Epochs, isLiteral: false, most)};");
        }

        lines.Add($"int {cooldown} = {(countsSteps ? _cooldown.Length(total, perBatch ? null : _training.Epochs, isLiteral: false) : _cooldown.PartOf(total))};");
        lines.Add($"{_assignment} = {_writer.Factories}LambdaLR({_training.OptimizerName}, {e} =>");
        if (warmup is not null)
        {
            lines.Add($"    {e} < {warmup} ? ({e} + 1.0) / {warmup}");
        }

        lines.Add($"    {(warmup is null ? "" : ": ")}{e} < {total} - {cooldown} ? 1.0");
        lines.Add($"    : {_writer.Math}.Max(0.0, ({total} - {e}) / ({cooldown} + 1.0)));");
        string unit = perBatch ? "batches" : Unit;
        string end = _training.Epochs is { } epochs && !perBatch
            ? $"the last {_cooldown.Of(epochs).ToString(CultureInfo.InvariantCulture)} of {epochs.ToString(CultureInfo.InvariantCulture)} {unit}"
            : $"the last {_cooldown.Percent} of the {unit}";
        return new SchedulePlan(
            warmup is null
                ? $"Hold, then decay linearly to 0 over {end}{Curve(Peak, Peak, "0")}"
                : $"Warm up over {_warmup.Share.Duration(perBatch ? null : _training.Epochs, unit, most)}, hold, then decay linearly to 0 over {end}{Curve("0", Peak, Peak, "0")}",
            "Trapezoid",
            lines.ToImmutable(),
            $"{_step});",
            perBatch);
    }

    // The name of the number of scheduler steps. What is written reads nothing that somebody may write to later.
    private string Total(ImmutableArray<string>.Builder lines, bool perBatch)
    {
        string horizon = Term(Horizon);
        if (!perBatch && _training.Horizon is IdentifierNameSyntax name
            && _training.SemanticModel.GetSymbolInfo(name).Symbol is ILocalSymbol or IParameterSymbol { RefKind: RefKind.None } or IFieldSymbol { IsConst: true }
            && !WrittenNames.Contains(CodeBase.MemberOf(_training.Anchor), name.Identifier.ValueText, CancellationToken.None))
        {
            return name.ToString();
        }

        string total = NameFor(perBatch || Unit == Steps ? "totalSteps" : "totalEpochs");
        lines.Add($"int {total} = {(perBatch ? $"{horizon} * {Batches}" : Horizon)};");
        return total;
    }

    private SchedulePlan Cosine() => Decay(
        $"Decay with a cosine to 0{Length()}{Curve(Peak, "0")}",
        "Cosine",
        $"CosineAnnealingLR({_training.OptimizerName}, T_max: {AtLeastOne(Horizon)})");

    private SchedulePlan StepDecay() => Decay(
        $"Divide by 10 after each third of the training{Curve(Peak, Times(0.1), Times(0.01))}",
        "StepDecay",
        $"StepLR({_training.OptimizerName}, step_size: {Third()}, gamma: 0.1)");

    private SchedulePlan Exponential() => Decay(
        $"Decay exponentially to 1 %{Length()}{Curve(Peak, Times(0.01))}",
        "Exponential",
        $"ExponentialLR({_training.OptimizerName}, gamma: {_writer.Math}.Pow(0.01, 1.0 / {AtLeastOne(Horizon)}))");

    private SchedulePlan ExponentialOfUnknownLength() => Decay(
        "Decay exponentially by 5 % per epoch",
        "Exponential",
        $"ExponentialLR({_training.OptimizerName}, gamma: 0.95)");

    private SchedulePlan WarmupOnly() => Decay(
        $"Warm up over 5 epochs, then stay constant{Curve(Times(0.1), Peak)}",
        "WarmupOnly",
        $"LinearLR({_training.OptimizerName}, start_factor: 0.1, total_iters: 5)");

    private SchedulePlan? WarmupThenCosine(bool perBatch = false) => Warm(
        "then a cosine to 0", "WarmupCosine", decay => $"CosineAnnealingLR({_training.OptimizerName}, T_max: {decay})", perBatch);

    private SchedulePlan? WarmupThenLinear(bool perBatch = false) => Warm(
        "then linearly to 0",
        "WarmupLinear",
        decay => $"LinearLR({_training.OptimizerName}, start_factor: 1.0, end_factor: 0.0, total_iters: {decay})",
        perBatch);

    // Per batch where their number can be written: an epoch is a coarse warmup.
    private SchedulePlan? Warm(string then, string key, Func<string, string> decay, bool perBatch)
    {
        if (perBatch && Batches is null)
        {
            return null;
        }

        ImmutableArray<string>.Builder lines = ImmutableArray.CreateBuilder<string>();
        string horizon = Term(Horizon);
        if (perBatch)
        {
            string total = NameFor("totalSteps");
            lines.Add($"int {total} = {horizon} * {Batches};");
            horizon = total;
        }

        bool countsSteps = perBatch || Unit == Steps;
        string warmup = NameFor(countsSteps ? "warmupSteps" : "warmupEpochs");
        long? known = perBatch ? null : _training.Epochs;
        long? most = countsSteps ? Warmup.MostSteps(_training.Optimizer, CancellationToken.None) : null;
        lines.Add($"int {warmup} = {_warmup.Share.Length(horizon, known, !perBatch && _training.Horizon is LiteralExpressionSyntax, most)};");
        ImmutableArray<string> opening = _warmup.Opening(_training.OptimizerName, warmup);
        lines.Add($"{_assignment} = {opening[0]}");
        lines.AddRange(opening.RemoveAt(0));
        lines.Add($"        {_writer.Factories}{decay(_warmup.Rest(horizon, warmup))},");
        lines.AddRange(Warmup.Closing(warmup));
        lines[lines.Count - 1] += ";";
        return new SchedulePlan(
            $"Warm up over {_warmup.Share.Duration(known, perBatch ? "batches" : Unit, most)}, {then}{Curve(Times(0.1), Peak, "0")}",
            key,
            lines.ToImmutable(),
            $"{_step});",
            perBatch);
    }

    // One cycle over all batches: needs their number, one parameter group, and a momentum or beta to cycle.
    private SchedulePlan? OneCycle()
    {
        if (Batches is not { } count
            || !(_training.Optimizer.Definition.HasMomentum || _training.Optimizer.Definition.HasBetas)
            || HasGroups(_training.Optimizer.Parameters)
            || _training.Optimizer.LearningRate?.Syntax is not ExpressionSyntax rate
            || rate is not (IdentifierNameSyntax or MemberAccessExpressionSyntax or LiteralExpressionSyntax)
            || rate is not LiteralExpressionSyntax && LoopLength.FunctionOf(rate) != LoopLength.FunctionOf(_training.Anchor))
        {
            return null;
        }

        return Decay(
            $"One cycle over all batches{Curve(Times(1 / 25.0), Peak, "0")}",
            "OneCycle",
            $"OneCycleLR({_training.OptimizerName}, max_lr: {rate}, total_steps: {_writer.Math}.Max(1, {Term(Horizon)} * {count}))")
            with { PerBatch = true };
    }

    // Only where the epoch ends with a loss in hand; a validation loss before a training loss.
    private SchedulePlan? Plateau()
    {
        string? loss = Losses.AtEndOf(_training.EpochLoop, _training.LoopModel);
        return loss is null
            ? null
            : Decay(
                $"Halve when '{loss}' stops improving",
                "Plateau",
                $"ReduceLROnPlateau({_training.OptimizerName}, factor: 0.5, patience: 3)",
                loss)
                with { UsesMetric = true };
    }

    private SchedulePlan Decay(string title, string key, string creation, string argument = "") => new(
        title,
        key,
        ImmutableArray.Create($"{_assignment} = {_writer.Factories}{creation};"),
        $"{_step}{argument});");

    // All plans of a training share their names: only one of them is applied.
    private string NameFor(string wish)
    {
        if (!_names.TryGetValue(wish, out string? name))
        {
            _names.Add(wish, name = _allocate(new[] { wish }));
        }

        return name;
    }

    private string Horizon => _training.Horizon!.ToString();

    // The number of optimizer steps in an epoch, where each batch makes one.
    private string? Batches =>
        _training.BatchLoop is { } batches
        && new CallChain(ImmutableArray.Create(_training.Step)).IsUnconditionalIn(batches.Body.Syntax)
            ? LoopLength.CountAt(batches, _training.SemanticModel, _training.Position)
            : null;

    private string Length() => _training.Epochs is { } epochs ? $" over {epochs} {Unit}" : "";

    // A single loop that does not call itself one over epochs goes through steps.
    private string Unit => _training.BatchLoop is null && !_training.EpochLoop.NamesEpochs && _training.EpochLoop.Contains(_training.Step) ? Steps : "epochs";

    private string? Peak => _training.LearningRate is { } rate ? LearningRateFormat.FormatWritten(rate) : null;

    private string? Times(double factor) =>
        _training.LearningRate is { } rate ? LearningRateFormat.FormatWritten(Math.Round(rate * factor, 15)) : null;

    private static string Curve(params string?[] points) =>
        points.Contains(null) ? "" : " (" + string.Join(" → ", points) + ")";

    private string AtLeastOne(string horizon) => _training.Epochs >= 1 ? horizon : $"{_writer.Math}.Max(1, {horizon})";

    // Rounded up: rounded down, the epochs left over would be divided by 10 once more.
    private string Third() =>
        _training.Horizon is LiteralExpressionSyntax && _training.Epochs is { } epochs
            ? Math.Max(1, (epochs + 2) / 3).ToString(CultureInfo.InvariantCulture)
            : _training.Epochs >= 1 ? $"({Term(Horizon)} + 2) / 3" : $"{_writer.Math}.Max(1, ({Term(Horizon)} + 2) / 3)";

    private string Term(string horizon) => _training.Horizon is BinaryExpressionSyntax or ConditionalExpressionSyntax ? $"({horizon})" : horizon;

    private static bool HasGroups(IOperation? parameters) =>
        parameters?.DescendantsAndSelf().Any(operation => operation.Type?.Name == "ParamGroup"
            || operation.Type is IArrayTypeSymbol { ElementType.Name: "ParamGroup" }) != false;

    // As the optimizer's own declaration does.
    private static bool UsesVar(ExpressionSyntax creation) =>
        creation.Parent is not EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Type.IsVar: false, Parent: LocalDeclarationStatementSyntax } };
}
