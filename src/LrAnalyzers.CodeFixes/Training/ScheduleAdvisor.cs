using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Flow;
using LrAnalyzers.Options;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Training;

/// <summary>
/// Chooses the schedules that fit a training and orders them, best first. Every schedule is safe at every horizon, 0 and 1
/// included: no NaN, no exception, and the last epoch still trains (ScheduleTemplateTests run each against TorchSharp).
/// </summary>
internal sealed class ScheduleAdvisor
{
    private const string Steps = "steps";
    private const string This = "this.";

    // At two and three epochs a decay from the first one on made the error x 1.04 and x 1.02, at five x 0.99 (measurements.md).
    private const int FewestEpochsToDecayIn = 5;

    private readonly TrainingSite _training;
    private readonly ScheduleWriter _writer;
    private readonly string _scheduler;
    private readonly Warmup _warmup;
    private readonly double _warmupRatio;
    private readonly double _cooldownRatio;
    private readonly TrainingShare _cooldown;
    private readonly Func<string[], string> _allocate;
    private readonly PreferredSchedule _preferred;
    private readonly string _assignment;
    private readonly string _step;

    /// <summary>Looks at a training.</summary>
    public ScheduleAdvisor(TrainingSite training, ExpressionSyntax creation, ScheduleNames names, AnalyzerConfigOptions options)
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
            string prefix = holder.Symbol is IPropertySymbol && type.GetMembers().OfType<IFieldSymbol>().Any(field => field.Name.StartsWith("_", StringComparison.Ordinal))
                ? "_"
                : ScheduleNames.PrefixOf(holder.Symbol.Name);
            _scheduler = names.ForMember(type, ScheduleNames.ForScheduler(holder.Symbol.Name).Select(wish => prefix + wish).ToArray());
            // As the optimizer's own are written.
            string qualifier = training.OptimizerName.StartsWith(This, StringComparison.Ordinal) && training.Step.Syntax.ToString().StartsWith(This, StringComparison.Ordinal) ? This : "";
            _assignment = qualifier + _scheduler;
            bool isStatic = member.Modifiers.Any(SyntaxKind.StaticKeyword);
            bool isAlwaysSet = IsOnlyConstructor(training.Anchor, type, isStatic);
            bool isAnnotated = (holder.Model.GetNullableContext(member.SpanStart) & NullableContext.AnnotationsEnabled) != 0;
            // Set by the same statements as the optimizer, it is there whenever that is.
            bool isSetWithOptimizer = !HolderAssignments.AreSeveral(holder.Symbol, CancellationToken.None)
                && (!isAnnotated || TypeOf(holder.Symbol) is { NullableAnnotation: NullableAnnotation.NotAnnotated } && InitializerOf(member) is not null);
            bool isNullable = isAnnotated && !isAlwaysSet && !isSetWithOptimizer;
            _step = qualifier + _scheduler + (isAlwaysSet || isSetWithOptimizer ? ".step(" : "?.step(");
            string modifiers = (isStatic ? "private static " : "private ") + (isAlwaysSet ? "readonly " : "");
            string initializer = isAnnotated && !isAlwaysSet && isSetWithOptimizer ? " = null!" : "";
            Field = $"{modifiers}{new ScheduleWriter(holder.Model, member.SpanStart, creation).Factories}LRScheduler{(isNullable ? "?" : "")} {_scheduler}{initializer};";
        }
        else
        {
            _scheduler = names.ForLocal(scope, ScheduleNames.ForScheduler(training.OptimizerName));
            _assignment = (UsesVar(creation) ? "var " : _writer.Factories + "LRScheduler ") + _scheduler;
            _step = _scheduler + ".step(";
        }
    }

    /// <summary>What the scheduler is called where it is made.</summary>
    public string Scheduler => _scheduler;

    /// <summary>The field that holds the scheduler, where it needs one.</summary>
    public string? Field { get; }

    private static INamedTypeSymbol? TypeOf(SchedulerMember member) =>
        member.Declaration.Parent is TypeDeclarationSyntax declaration ? member.Model.GetDeclaredSymbol(declaration) : null;

    private static ITypeSymbol? TypeOf(ISymbol holder) => (holder as IFieldSymbol)?.Type ?? (holder as IPropertySymbol)?.Type;

    // `= null!`
    private static EqualsValueClauseSyntax? InitializerOf(MemberDeclarationSyntax member) =>
        (member as FieldDeclarationSyntax)?.Declaration.Variables[0].Initializer ?? (member as PropertyDeclarationSyntax)?.Initializer;

    // Whether the statement runs whenever an object is made, or the type is first used.
    private static bool IsOnlyConstructor(StatementSyntax statement, INamedTypeSymbol type, bool isStatic) =>
        statement.Parent is BlockSyntax { Parent: ConstructorDeclarationSyntax constructor }
        && constructor.Modifiers.Any(SyntaxKind.StaticKeyword) == isStatic
        && (isStatic || type.TypeKind == TypeKind.Class && type.InstanceConstructors
            .Where(candidate => !candidate.IsImplicitlyDeclared)
            .All(candidate => candidate.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is ConstructorDeclarationSyntax other && (other == constructor || TrainingSite.IsChained(other))));

    /// <summary>
    /// The schedules, best first. Of two of a kind the second is for where the first finds no place. What stands on top loses
    /// nothing where it is offered (measurements.md); whatever else somebody may want comes behind.
    /// </summary>
    public IEnumerable<SchedulePlan> Plans()
    {
        SchedulePlan?[] top;
        if (_training.NeedsWarmup)
        {
            // Whatever else begins at the full rate. The long decays cost a transformer 2 % (measurements.md): only where there is no other.
            top = Trapezoid(perBatch: true) is { } trapezoid ? [trapezoid] : [WarmupThenCosine(perBatch: true), WarmupThenCosine(perBatch: false)];
        }
        else if (_training.Horizon is null && _training.TotalSteps is null || EndsEarly)
        {
            top = [Plateau(), Trapezoid(perBatch: true), Trapezoid(perBatch: false)];
        }
        else if (IsAboveUsual)
        {
            top = [WarmupThenCosine(perBatch: true), WarmupThenCosine(perBatch: false), Trapezoid(perBatch: true), Trapezoid(perBatch: false)];
        }
        else
        {
            top = [Trapezoid(perBatch: true), Trapezoid(perBatch: false), Hold()];
        }

        SchedulePlan?[] rest = _training.NeedsWarmup
            ? [WarmupThenCosine(perBatch: true), WarmupThenCosine(perBatch: false), WarmupThenLinear(perBatch: true), WarmupThenLinear(perBatch: false), OneCycle()]
            :
            [
                Plateau(), WarmupThenCosine(perBatch: true), WarmupThenCosine(perBatch: false), WarmupThenLinear(perBatch: true), WarmupThenLinear(perBatch: false),
                OneCycle(), Cosine(), StepDecay(), Exponential(),
            ];
        return top.OfType<SchedulePlan>().Select(plan => plan with { IsTop = true })
            .Concat(rest.OfType<SchedulePlan>())
            .Where(plan => !_training.IsMadeAgain || !plan.StartsAtCurrentRate)
            .Select(plan => EndsEarly && !plan.UsesMetric ? plan with { Title = WithoutPromise(plan.Title) } : plan)
            .Select(plan => plan.Key == _preferred.ToString() ? plan with { IsTop = true } : plan)
            .OrderBy(plan => plan.Key == _preferred.ToString() ? 0 : 1);
    }

    // A `break` or `return` may pass the end of the schedule by.
    private bool EndsEarly => StepCount.EndsEarly(_training.EpochLoop);

    // What a `break` may pass by is no promise.
    private static string WithoutPromise(string title) =>
        title.EndsWith(")", StringComparison.Ordinal) && title.LastIndexOf(" (", StringComparison.Ordinal) is > 0 and var curve
            ? title.Substring(0, curve) + ", if it gets there" + title.Substring(curve)
            : title + ", if it gets there";

    private bool IsAboveUsual => _training.LearningRate is { } rate && _training.Optimizer.Definition.Usual?.IsAbove(rate) == true;

    private SchedulePlan? Trapezoid(bool perBatch) => Trapezoid(perBatch, "Trapezoid");

    // The second on top, for who steps once per epoch.
    private SchedulePlan? Hold() => _training.TotalSteps is not null && _training.HasBatchLoop ? Trapezoid(perBatch: false, "Hold") : null;

    // The full rate for most of the training, then linearly to 0: per batch behind a warmup, and one closed formula, so that
    // `scheduler.step(done)` goes on with a training that was interrupted (measurements.md compares it with the others).
    private SchedulePlan? Trapezoid(bool perBatch, string key)
    {
        bool countsSteps = perBatch || Unit == Steps;
        if (_cooldownRatio == 0
            || (perBatch ? _training.TotalSteps : _training.Horizon) is null
            // An epoch is too coarse a warmup, and below five epochs too coarse a cooldown.
            || !countsSteps && (_training.NeedsWarmup || _training.Epochs * _cooldownRatio < 1)
            || countsSteps && _training.NeedsWarmup && _warmupRatio == 0)
        {
            return null;
        }

        ImmutableArray<string>.Builder lines = Lines();
        (string total, long? known) = Total(lines, perBatch);
        bool namesSteps = NamesSteps(perBatch);
        string e = _allocate(namesSteps ? ["step", "s", "n"] : ["epoch", "e", "n"]);
        string cooldown = NameFor(namesSteps ? "cooldownSteps" : "cooldownEpochs");
        long? most = Warmup.MostSteps(_training.Optimizer, CancellationToken.None);
        string? warmup = null;
        if (countsSteps && _warmupRatio > 0)
        {
            warmup = NameFor(namesSteps ? "warmupSteps" : "warmupEpochs");
            lines.Add($"int {warmup} = {_warmup.Share.Length(total, known, isLiteral: false, most)};");
        }

        lines.Add($"int {cooldown} = {(countsSteps ? _cooldown.Length(total, known, isLiteral: false) : _cooldown.PartOf(total))};");
        lines.Add($"{_assignment} = {_writer.Factories}{LambdaLRDefinition.Value}({_training.OptimizerName}, {e} =>");
        if (warmup is not null)
        {
            lines.Add($"    {e} < {warmup} ? ({e} + 1.0) / {warmup}");
        }

        lines.Add($"    {(warmup is null ? "" : ": ")}{e} < {total} - {cooldown} ? 1.0");
        lines.Add($"    : {_writer.Math}.Max(0.0, ({total} - {e}) / ({cooldown} + 1.0)));");
        Resume(lines, perBatch, LambdaLRDefinition.Value);
        string unit = perBatch && _training.HasBatchLoop ? "batches" : Unit;
        string end = known is { } length && unit == Unit
            ? $"the last {(_cooldown.Of(length) is > 1 and var last ? last.ToString(CultureInfo.InvariantCulture) + " " : "")}of {length.ToString(CultureInfo.InvariantCulture)} {unit}"
            : $"the last {_cooldown.Percent} of the {unit}";
        return new SchedulePlan(
            warmup is null
                ? $"Hold, then decay linearly to 0 over {end}{(key == "Hold" ? ", stepped once per epoch" : "")}{Curve(Peak, Peak, "0")}"
                : $"Warm up over {_warmup.Share.Duration(known, unit, most)}, hold, then decay linearly to 0 over {end}{Curve("0", Peak, Peak, "0")}",
            key,
            lines.ToImmutable(),
            $"{_step});",
            perBatch);
    }

    // What stands before the creation: the name of the loop's bound, where it gets one.
    private ImmutableArray<string>.Builder Lines()
    {
        ImmutableArray<string>.Builder lines = ImmutableArray.CreateBuilder<string>();
        if (_training.Bound is { } bound)
        {
            lines.Add(bound.Declaration);
        }

        return lines;
    }

    // The name of the number of scheduler steps, and the number where it is known. What is written reads nothing that somebody
    // may write to later.
    private (string Name, long? Known) Total(ImmutableArray<string>.Builder lines, bool perBatch)
    {
        Quantity total = perBatch ? _training.TotalSteps!.Value : _training.Horizon!.Value;
        long? known = !perBatch || total == _training.Horizon ? _training.Epochs : null;
        if (total.Text == _training.Bound?.Name || total.Text == _training.Handed?.Name || IsStable(total.Text))
        {
            return (total.Text, known);
        }

        string name = NameFor(NamesSteps(perBatch) ? "totalSteps" : "totalEpochs");
        lines.Add($"int {name} = {total.Text};");
        return (name, known);
    }

    private bool IsStable(string name) =>
        SyntaxFacts.IsValidIdentifier(name)
        && _training.SemanticModel.LookupSymbols(_training.Position, name: name).FirstOrDefault()
            is ILocalSymbol or IParameterSymbol { RefKind: RefKind.None } or IFieldSymbol { IsConst: true }
        && !WrittenNames.Contains(CodeBase.MemberOf(_training.Anchor), name, CancellationToken.None);

    // What decays from the first epoch on costs a short training more than it gives.
    private bool IsLong(int epochs) => _training.Horizon is not null && !(_training.Epochs < epochs);

    private SchedulePlan? Cosine() => !IsLong(FewestEpochsToDecayIn) ? null : Plan(
        $"Decay with a cosine to 0{Length()}{Curve(Peak, "0")}",
        "Cosine",
        CosineAnnealingLRDefinition.Value,
        perBatch: false,
        (CosineAnnealingLRDefinition.Value.Length, AtLeastOne(Horizon)));

    private SchedulePlan? StepDecay() => !IsLong(2 * FewestEpochsToDecayIn) ? null : Plan(
        $"Divide by 10 after each third of the training{Curve(Peak, Times(0.1), Times(0.01))}",
        "StepDecay",
        StepLRDefinition.Value,
        perBatch: false,
        (StepLRDefinition.Value.Period, Third()),
        (StepLRDefinition.Value.Decay, "0.1"));

    private SchedulePlan? Exponential() => !IsLong(2 * FewestEpochsToDecayIn) ? null : Plan(
        $"Decay exponentially to 1 %{Length()}{Curve(Peak, Times(0.01))}",
        "Exponential",
        ExponentialLRDefinition.Value,
        perBatch: false,
        (ExponentialLRDefinition.Value.Decay, $"{_writer.Math}.Pow(0.01, 1.0 / {AtLeastOne(Horizon)})"));

    private SchedulePlan? WarmupThenCosine(bool perBatch) => Warm(
        "then a cosine to 0",
        "WarmupCosine",
        decay => ScheduleWriter.Call(CosineAnnealingLRDefinition.Value, _training.OptimizerName, (CosineAnnealingLRDefinition.Value.Length, decay)),
        perBatch);

    private SchedulePlan? WarmupThenLinear(bool perBatch) => Warm(
        "then linearly to 0",
        "WarmupLinear",
        decay => ScheduleWriter.Call(
            LinearLRDefinition.Value,
            _training.OptimizerName,
            (LinearLRDefinition.Value.StartFactor, "1.0"),
            (LinearLRDefinition.Value.EndFactor, "0.0"),
            (LinearLRDefinition.Value.Length, decay)),
        perBatch);

    // Per batch where their number can be written: an epoch is a coarse warmup.
    private SchedulePlan? Warm(string then, string key, Func<string, string> decay, bool perBatch)
    {
        // Where the ratio gives less than an epoch there is nothing to warm up in.
        if (_warmupRatio == 0
            || (perBatch ? _training.TotalSteps : _training.Horizon) is null
            || !perBatch && !_training.NeedsWarmup && _training.Epochs * _warmupRatio < 1)
        {
            return null;
        }

        ImmutableArray<string>.Builder lines = Lines();
        bool countsSteps = perBatch || Unit == Steps;
        (string horizon, long? known) = perBatch ? Total(lines, perBatch) : (Term(Horizon), _training.Epochs);
        string warmup = NameFor(NamesSteps(perBatch) ? "warmupSteps" : "warmupEpochs");
        long? most = countsSteps ? Warmup.MostSteps(_training.Optimizer, CancellationToken.None) : null;
        lines.Add($"int {warmup} = {_warmup.Share.Length(horizon, known, !perBatch && _training.Horizon?.Literal is not null, most)};");
        ImmutableArray<string> opening = _warmup.Opening(_training.OptimizerName, warmup);
        lines.Add($"{_assignment} = {opening[0]}");
        lines.AddRange(opening.RemoveAt(0));
        lines.Add($"        {_writer.Factories}{decay(_warmup.Rest(horizon, warmup))},");
        lines.AddRange(Warmup.Closing(warmup));
        lines[lines.Count - 1] += ";";
        Resume(lines, perBatch, SequentialLRDefinition.Value);
        return new SchedulePlan(
            $"Warm up over {_warmup.Share.Duration(known, perBatch && _training.HasBatchLoop ? "batches" : Unit, most)}, {then}{Curve(Times(0.1), Peak, "0")}",
            key,
            lines.ToImmutable(),
            $"{_step});",
            perBatch);
    }

    // One cycle over all batches: needs their number, one parameter group, and a momentum or beta to cycle.
    private SchedulePlan? OneCycle()
    {
        if (_training.TotalSteps is not { } total
            || !(_training.Optimizer.Definition.HasMomentum || _training.Optimizer.Definition.HasBetas)
            || _training.IsOneOfSeveral
            // Its first round is trained where there are no epochs, too, and a step behind the last one throws.
            || _training.EpochLoop.Operation.Syntax is DoStatementSyntax
            || HasGroups(_training.Optimizer.Parameters)
            || _training.Optimizer.LearningRate?.Syntax is not ExpressionSyntax rate
            || rate is not (IdentifierNameSyntax or MemberAccessExpressionSyntax or LiteralExpressionSyntax)
            || rate is not LiteralExpressionSyntax && LoopLength.FunctionOf(rate) != LoopLength.FunctionOf(_training.Anchor))
        {
            return null;
        }

        return Plan(
            $"One cycle over all {(_training.HasBatchLoop ? "batches" : Unit)}{Curve(Times(1 / 25.0), Peak, "0")}",
            "OneCycle",
            OneCycleLRDefinition.Value,
            perBatch: true,
            (OneCycleLRDefinition.Value.Peak, rate.ToString()),
            (OneCycleLRDefinition.Value.Length, _training.Epochs >= 1 && total == _training.Horizon ? total.Text : $"{_writer.Math}.Max(1, {total.Text})"));
    }

    // Only where the epoch ends with a loss in hand, a validation loss before a training loss, and where there are epochs
    // enough for it to act: it waits for more than its patience of them without a better loss. So few single steps without one
    // say nothing.
    private SchedulePlan? Plateau()
    {
        const int Patience = 3;
        if (!_training.HasBatchLoop || _training.Epochs < 2 * (Patience + 2) || Losses.AtEndOf(_training.EpochLoop, _training.LoopModel) is not { } loss)
        {
            return null;
        }

        SchedulerDefinition plateau = ReduceLROnPlateauDefinition.Value;
        return Plan($"Halve when '{loss}' stops improving", "Plateau", plateau, perBatch: false, (plateau.Decay, "0.5"), (plateau.Patience, Patience.ToString(CultureInfo.InvariantCulture)))
            with { UsesMetric = true, Step = $"{_step}{loss});" };
    }

    // One creation, stepped once per epoch unless it is said otherwise.
    private SchedulePlan Plan(
        string title, string key, SchedulerDefinition definition, bool perBatch, params (SchedulerParameter? Parameter, string Value)[] arguments)
    {
        ImmutableArray<string>.Builder lines = Lines();
        lines.Add($"{_assignment} = {_writer.Factories}{ScheduleWriter.Call(definition, _training.OptimizerName, arguments)};");
        Resume(lines, perBatch, definition);
        return new SchedulePlan(
            title, key, lines.ToImmutable(), $"{_step});", perBatch, StartsAtCurrentRate: definition.StartsAtCurrentRate || definition.NeedsMetric);
    }

    // A new scheduler begins at 0, where the training goes on from a saved state.
    private void Resume(ImmutableArray<string>.Builder lines, bool perBatch, SchedulerDefinition definition)
    {
        if (!definition.NeedsMetric && (perBatch ? _training.StepsDone : _training.EpochsDone) is { } done)
        {
            lines.AddRange(ResumeLines.Of(_scheduler, done.Text, definition.ResumesByStep, _allocate(["done", "taken", "stepsTaken"])));
            // One blank line is enough.
            SourceText text = _training.Anchor.SyntaxTree.GetText();
            int next = text.Lines.IndexOf(_training.Anchor.Span.End) + 1;
            if (_training.AfterAnchor && (next == text.Lines.Count || string.IsNullOrWhiteSpace(text.Lines[next].ToString())))
            {
                lines.RemoveAt(lines.Count - 1);
            }
        }
    }

    private string NameFor(string wish) => _allocate(ScheduleNames.ForNumber(wish, _training.OptimizerName));

    private string Horizon => _training.Horizon!.Value.Text;

    private string Length() => _training.Epochs is { } epochs ? $" over {epochs} {Unit}" : "";

    // A step may be an epoch.
    private bool NamesSteps(bool perBatch) => perBatch && _training.HasBatchLoop || Unit == Steps;

    // A single loop that does not call itself one over epochs goes through steps.
    private string Unit => !_training.HasBatchLoop && !_training.EpochLoop.NamesEpochs && (_training.Handed is not null || _training.EpochLoop.Contains(_training.Step)) ? Steps : "epochs";

    private string? Peak => _training.LearningRate is { } rate ? LearningRateFormat.FormatWritten(rate) : null;

    private string? Times(double factor) =>
        _training.LearningRate is { } rate ? LearningRateFormat.FormatWritten(Math.Round(rate * factor, 15)) : null;

    private static string Curve(params string?[] points) =>
        points.Contains(null) ? "" : " (" + string.Join(" → ", points) + ")";

    private string AtLeastOne(string horizon) => _training.Epochs >= 1 ? horizon : $"{_writer.Math}.Max(1, {horizon})";

    // Rounded up: rounded down, the epochs left over would be divided by 10 once more.
    private string Third() =>
        _training.Horizon?.Literal is not null && _training.Epochs is { } epochs
            ? Math.Max(1, (epochs + 2) / 3).ToString(CultureInfo.InvariantCulture)
            : _training.Epochs >= 1 ? $"({Term(Horizon)} + 2) / 3" : $"{_writer.Math}.Max(1, ({Term(Horizon)} + 2) / 3)";

    private static string Term(string horizon) => new Quantity(horizon).Term;

    private static bool HasGroups(IOperation? parameters) =>
        parameters?.DescendantsAndSelf().Any(operation => operation.Type?.Name == "ParamGroup"
            || operation.Type is IArrayTypeSymbol { ElementType.Name: "ParamGroup" }) != false;

    // As the optimizer's own declaration does.
    private static bool UsesVar(ExpressionSyntax creation) =>
        creation.Parent is not EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Type.IsVar: false, Parent: LocalDeclarationStatementSyntax } };
}
