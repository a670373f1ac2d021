using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using LrAnalyzers.Catalog;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Flow;
using LrAnalyzers.Loops;
using LrAnalyzers.Rules;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.CodeFixes.Training;

/// <summary>
/// An optimizer's creation together with the loop that trains with it: where a scheduler can be made, what its horizon is
/// called there, and where it is to be stepped.
/// </summary>
internal sealed class TrainingSite
{
    private TrainingSite()
    {
    }

    /// <summary>The optimizer's creation.</summary>
    public required OptimizerSite Optimizer { get; init; }

    /// <summary>The loop over epochs.</summary>
    public required TrainingLoop EpochLoop { get; init; }

    /// <summary>Whether an epoch has a loop of its own around the optimizer's step.</summary>
    public required bool HasBatchLoop { get; init; }

    /// <summary>From where the optimizer is stepped, through the calls that lead there.</summary>
    public required CallChain Chain { get; init; }

    /// <summary>The locals, parameters, fields and properties that hold the optimizer.</summary>
    public required ImmutableArray<ISymbol> Holders { get; init; }

    /// <summary>The project.</summary>
    public required CodeBase Code { get; init; }

    /// <summary>The creation as it is written.</summary>
    public required ExpressionSyntax Creation { get; init; }

    /// <summary>The optimizer's <c>step</c>.</summary>
    public required IOperation Step { get; init; }

    /// <summary>The step, or the call that leads to it, that stands in the epoch loop; <see langword="null"/> where it is not known.</summary>
    public required IOperation? StepInLoop { get; init; }

    /// <summary>The document in which the scheduler is made.</summary>
    public required Document Document { get; init; }

    /// <summary>The meaning of that document.</summary>
    public required SemanticModel SemanticModel { get; init; }

    /// <summary>The document in which the scheduler is stepped.</summary>
    public required Document LoopDocument { get; init; }

    /// <summary>The meaning of that document.</summary>
    public required SemanticModel LoopModel { get; init; }

    /// <summary>What the optimizer is called there.</summary>
    public required string OptimizerName { get; init; }

    /// <summary>The statement behind or before which the scheduler is made.</summary>
    public required StatementSyntax Anchor { get; init; }

    /// <summary>Whether the scheduler is made behind <see cref="Anchor"/>; before it otherwise.</summary>
    public required bool AfterAnchor { get; init; }

    /// <summary>
    /// The field or property that holds the optimizer, where the scheduler needs a field of its own beside it because it is
    /// made in one method and stepped in another.
    /// </summary>
    public SchedulerMember? OptimizerMember { get; init; }

    /// <summary>The number of epochs as it is written there, an <see langword="int"/>; <see langword="null"/> where the loop does not say.</summary>
    public required Quantity? Horizon { get; init; }

    /// <summary>The number of all the optimizer's steps, an <see langword="int"/>; <see langword="null"/> where it cannot be written.</summary>
    public required Quantity? TotalSteps { get; init; }

    /// <summary>The number of epochs that were trained before, in another run; <see langword="null"/> where it begins anew.</summary>
    public required Quantity? EpochsDone { get; init; }

    /// <summary>The number of the optimizer's steps in them.</summary>
    public required Quantity? StepsDone { get; init; }

    /// <summary>The name that the loop's bound gets, so that loop and schedule cannot come apart; <see langword="null"/> where it has one.</summary>
    public required NamedBound? Bound { get; init; }

    /// <summary>How the length comes to the constructor that makes the scheduler; <see langword="null"/> where it is known there.</summary>
    public HandedLength? Handed { get; init; }

    /// <summary>
    /// Whether the scheduler may be made again for the same optimizer, as by a <c>Fit</c> that is called twice: one that goes
    /// on from the rate that it finds would begin where the last one ended.
    /// </summary>
    public required bool IsMadeAgain { get; init; }

    /// <summary>Whether a schedule without a warmup would be reported.</summary>
    public required bool NeedsWarmup { get; init; }

    /// <summary>Whether another optimizer may stand in the place of the one that is created, with another rate.</summary>
    public required bool IsOneOfSeveral { get; init; }

    /// <summary>The optimizer's learning rate where it is known.</summary>
    public required double? LearningRate { get; init; }

    /// <summary>The number of epochs where it is known.</summary>
    public long? Epochs => EpochLoop.TripCount;

    /// <summary>Where names are looked up for what is written at the anchor.</summary>
    public int Position => AfterAnchor ? Anchor.Span.End : Anchor.SpanStart;

    /// <summary>The meaning of a file of the project.</summary>
    public SemanticModel ModelOf(SyntaxTree tree) =>
        tree == SemanticModel.SyntaxTree ? SemanticModel : tree == LoopModel.SyntaxTree ? LoopModel : Code.ModelOf(tree);

    /// <summary>
    /// Finds the training of the optimizer that is created at the site of a fix: once for each place where a scheduler can be
    /// made, the one first where most of its length can be named.
    /// </summary>
    public static async Task<ImmutableArray<TrainingSite>> FindAsync(FixSite site, ScheduleNames names)
    {
        if (await SiteContexts.OptimizerAsync(site).ConfigureAwait(false) is not { } optimizer)
        {
            return ImmutableArray<TrainingSite>.Empty;
        }

        (ObjectUse Step, ImmutableArray<TrainingLoop> Loops, TrainingLoop? Epochs)[] trainings = optimizer.Flow.Of(UseKind.Step)
            .Select(step => (step, loops: optimizer.TrainingLoopsAround(step)))
            .Select(found => (found.step, found.loops, Loops.EpochLoop.Find(found.loops, minimumSteps: 0)))
            .ToArray();
        // A schedule for one of several trainings would leave the others at its end.
        if (trainings.Where(training => training.Epochs is not null)
            .Select(training => training.Epochs!.Operation.Syntax).Distinct().Skip(1).Any())
        {
            return ImmutableArray<TrainingSite>.Empty;
        }

        foreach ((ObjectUse step, ImmutableArray<TrainingLoop> loops, TrainingLoop? epochLoop) in trainings)
        {
            if (epochLoop is { } epochs
                && !Loops.EpochLoop.IsRepeated(epochs, loops)
                && await PlaceAsync(site, names, optimizer, step, loops, epochs).ConfigureAwait(false) is { IsEmpty: false } places)
            {
                return places.OrderByDescending(place => place.TotalSteps is not null ? 2 : place.Horizon is not null ? 1 : 0).ToImmutableArray();
            }
        }

        return ImmutableArray<TrainingSite>.Empty;
    }

    private static async Task<ImmutableArray<TrainingSite>> PlaceAsync(
        FixSite site,
        ScheduleNames names,
        OptimizerContext optimizer,
        ObjectUse step,
        ImmutableArray<TrainingLoop> loops,
        TrainingLoop epochs)
    {
        if (!epochs.IsWritten
            || StatementOf(epochs) is not { } loop
            || await ReadAsync(site, loop.SyntaxTree).ConfigureAwait(false) is not var (loopDocument, loopModel))
        {
            return ImmutableArray<TrainingSite>.Empty;
        }

        ExpressionSyntax created = LoopLength.FunctionOf(site.Expression) == LoopLength.FunctionOf(loop)
            ? site.Expression
            : CallingSide.Of(site.Expression, site.SemanticModel, optimizer.Code, site.CancellationToken);
        ImmutableArray<TrainingSite>.Builder trainings = ImmutableArray.CreateBuilder<TrainingSite>();
        foreach (Place place in InFunction(created, loop, loopModel, optimizer)
            .Append(InMember(created, loop, loopModel, optimizer))
            .Append(InParameter(loop, optimizer, site.CancellationToken))
            .Append(BeforeLoop(loop, loopModel, optimizer, site.CancellationToken))
            .Append(BesideOwner(loop, epochs, loopModel, optimizer, step, site.CancellationToken))
            .OfType<Place>()
            .Select(place => BehindGroups(place, loop, optimizer))
            .OfType<Place>())
        {
            if ((StatementEdits.IsInList(place.Anchor) || !place.After && StatementEdits.IsAlone(place.Anchor))
                && await ReadAsync(site, place.Anchor.SyntaxTree).ConfigureAwait(false) is var (document, semanticModel)
                && (place.Member is null || await ReadAsync(site, place.Member.SyntaxTree).ConfigureAwait(false) is not null))
            {
                SchedulerMember? member = place.Member is { } holder && await ReadAsync(site, holder.SyntaxTree).ConfigureAwait(false) is var (memberDocument, memberModel)
                    ? new SchedulerMember(holder, place.Holder!, memberDocument, memberModel)
                    : null;
                trainings.Add(Read(site, optimizer, step, loops, epochs, place, member, wishes => names.ForLocal(CodeBase.MemberOf(loop), wishes), (document, semanticModel), (loopDocument, loopModel)));
            }
        }

        return trainings.Count == 0 && await HandedAsync(site, names, optimizer, step, (loopDocument, loopModel), created).ConfigureAwait(false) is { } handed
            ? ImmutableArray.Create(handed)
            : trainings.ToImmutable();
    }

    // In the constructor of the class that makes the optimizer for itself, where only the code around its objects knows how long they are
    // trained.
    private static async Task<TrainingSite?> HandedAsync(
        FixSite site, ScheduleNames names, OptimizerContext optimizer, ObjectUse step, (Document Document, SemanticModel Model) loop, ExpressionSyntax created)
    {
        SemanticModel model = optimizer.Code.ModelOf(created.SyntaxTree);
        if (created.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { ParameterList: null } declaration
            || model.GetDeclaredSymbol(declaration, site.CancellationToken) is not { } type
            || optimizer.Flow.Holders.FirstOrDefault(holder => IsOwn(holder, type) && IsKnownAt(holder, step.Operation.Syntax, optimizer.Code.ModelOf(step.Operation.Syntax.SyntaxTree))) is not { } holder
            || HolderAssignments.AreSeveral(holder, site.CancellationToken)
            || DeclarationOf(holder) is not { } member
            || InConstructor(created, holder, type, optimizer) is not { } place
            || optimizer.Flow.Has(UseKind.AddParamGroup)
            || await ReadAsync(site, member.SyntaxTree).ConfigureAwait(false) is not var (memberDocument, memberModel)
            || await ReadAsync(site, place.Anchor.SyntaxTree).ConfigureAwait(false) is not var (document, semanticModel)
            || await HandedLength.FindAsync(site, optimizer, type, place.Anchor, names).ConfigureAwait(false) is not { } handed)
        {
            return null;
        }

        bool isOneOfSeveral = HasAlternatives(site, optimizer, place);
        return new TrainingSite
        {
            Optimizer = optimizer.Site,
            EpochLoop = handed.Epochs,
            HasBatchLoop = handed.HasBatchLoop,
            Chain = handed.Chain,
            Holders = optimizer.Flow.Holders,
            Code = optimizer.Code,
            Creation = site.Expression,
            Step = step.Operation,
            StepInLoop = handed.Chain.SiteIn(handed.Epochs),
            Document = document,
            SemanticModel = semanticModel,
            LoopDocument = loop.Document,
            LoopModel = loop.Model,
            OptimizerName = place.Name,
            OptimizerMember = new SchedulerMember(member, holder, memberDocument, memberModel),
            Anchor = handed.Anchor,
            AfterAnchor = true,
            Handed = handed,
            Horizon = null,
            TotalSteps = handed.Steps,
            EpochsDone = null,
            StepsDone = null,
            Bound = null,
            IsMadeAgain = false,
            IsOneOfSeveral = isOneOfSeveral,
            LearningRate = isOneOfSeveral ? null : LearningRateOf(optimizer.Site, optimizer.Code, site.CancellationToken),
            NeedsWarmup = optimizer.IsEnabled(SiteContexts.MissingWarmup) && LR2011_MissingWarmup.AsksFor(optimizer),
        };
    }

    private static bool IsOwn(ISymbol holder, INamedTypeSymbol type) =>
        holder is IFieldSymbol or IPropertySymbol && !holder.IsStatic && SymbolEqualityComparer.Default.Equals(holder.ContainingType, type);

    // Behind the statement of a constructor that sets the optimizer; at the end of the only constructor where the optimizer's field does.
    private static Place? InConstructor(ExpressionSyntax created, ISymbol holder, INamedTypeSymbol type, OptimizerContext optimizer)
    {
        if (OwnerStatement(created, optimizer) is { } owner)
        {
            return owner.Statement.Parent is BlockSyntax { Parent: ConstructorDeclarationSyntax } ? new Place(owner.Statement, true, owner.Name) : null;
        }

        ConstructorDeclarationSyntax[] constructors = type.InstanceConstructors.Where(constructor => !constructor.IsImplicitlyDeclared)
            .Select(constructor => constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(optimizer.CancellationToken))
            .OfType<ConstructorDeclarationSyntax>().Where(constructor => !IsChained(constructor)).ToArray();
        return created.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } or PropertyDeclarationSyntax }
            && constructors.Length == 1 && constructors[0].Body is { Statements: { Count: > 0 } statements }
            && statements.Last() is ExpressionStatementSyntax last
                ? new Place(last, true, holder.WrittenName())
                : null;
    }

    /// <summary>Whether a constructor leaves its work to another one of its type.</summary>
    public static bool IsChained(ConstructorDeclarationSyntax constructor) => constructor.Initializer?.IsKind(SyntaxKind.ThisConstructorInitializer) == true;

    // The call that runs a lambda for each epoch is a statement too: `Enumerable.Range(0, epochs).ToList().ForEach(epoch => …);`. Not where
    // epochs would run at the same time, as an `async` lambda's do, for which nobody waits.
    internal static StatementSyntax? StatementOf(TrainingLoop epochs) => epochs.Operation switch
    {
        IInvocationOperation { TargetMethod: { Name: "ForEach", ContainingType.Name: not ("Parallel" or "ParallelEnumerable") } } call
            when epochs.Lambda?.Symbol.IsAsync != true => call.Syntax.Parent as ExpressionStatementSyntax,
        { Syntax: StatementSyntax loop } => loop,
        _ => null,
    };

    // A scheduler knows the parameter groups that are there when it is made; no place is right where one comes later than it can wait.
    private static Place? BehindGroups(Place place, StatementSyntax loop, OptimizerContext optimizer)
    {
        foreach (ObjectUse added in optimizer.Flow.Of(UseKind.AddParamGroup))
        {
            if (added.Operation.Syntax.Ancestors().OfType<StatementSyntax>().FirstOrDefault(statement => ListOf(statement) == ListOf(place.Anchor)) is not { } addition
                || addition.Span.Contains(loop.Span)
                || loop.SyntaxTree == addition.SyntaxTree && ListOf(addition) == ListOf(loop) && loop.SpanStart < addition.SpanStart)
            {
                return null;
            }

            if (place.Anchor.SpanStart < addition.SpanStart)
            {
                place = place with { Anchor = addition, After = true };
            }
        }

        return place;
    }

    private static TrainingSite Read(
        FixSite site,
        OptimizerContext optimizer,
        ObjectUse step,
        ImmutableArray<TrainingLoop> loops,
        TrainingLoop epochs,
        Place place,
        SchedulerMember? member,
        Func<string[], string> allocate,
        (Document Document, SemanticModel Model) made,
        (Document Document, SemanticModel Model) loop)
    {
        CallChain chain = optimizer.ChainOf(step);
        int position = place.After ? place.Anchor.Span.End : place.Anchor.SpanStart;
        var carrier = new ExpressionCarrier(chain, epochs, optimizer.Code, made.Model, position, site.CancellationToken);
        bool hasBatchLoop = loops.IndexOf(epochs) > 0;
        Quantity? horizon = StepCount.OfEpochs(chain, epochs, carrier, null);
        bool isSameFunction = CallChain.FunctionOf(place.Anchor) == CallChain.FunctionOf(epochs.Operation.Syntax);
        NamedBound? bound = horizon is not null && isSameFunction
            && LoopRounds.Of(epochs) is { } read && StepCount.BoundOf(chain, epochs, read, carrier) is { } written
                ? NamedBound.Of(loop.Document, epochs, read, written, hasBatchLoop, allocate)
                : null;
        if (bound is not null)
        {
            horizon = StepCount.OfEpochs(chain, epochs, carrier, new Quantity(bound.Name));
        }

        // A step that is taken at several places, or on several ways, is counted at none of them.
        bool isOnlyStep = optimizer.Flow.Of(UseKind.Step).Count(use => optimizer.ChainOf(use).IsIn(epochs)) == 1;
        Quantity? Total(Quantity? rounds) => rounds is { } counted && isOnlyStep
            ? StepCount.Of(chain, epochs, counted, optimizer.Flow.Iterations, carrier, site.CancellationToken)
            : null;
        bool isOneOfSeveral = HasAlternatives(site, optimizer, place);
        Quantity? done = StepCount.DoneBefore(chain, epochs, carrier);
        Quantity? total = Total(horizon);
        if (horizon is null && isOnlyStep && StepCount.OfCounter(chain, epochs, carrier) is var (steps, counted))
        {
            bound = isSameFunction ? NamedBound.Of(loop.Document, epochs, counted, steps, hasBatchLoop: false, allocate) : null;
            total = bound is null ? steps : new Quantity(bound.Name);
        }

        return new TrainingSite
        {
            Optimizer = optimizer.Site,
            EpochLoop = epochs,
            HasBatchLoop = hasBatchLoop,
            Chain = chain,
            Holders = optimizer.Flow.Holders,
            Code = optimizer.Code,
            Creation = site.Expression,
            Step = step.Operation,
            StepInLoop = chain.SiteIn(epochs),
            Document = made.Document,
            SemanticModel = made.Model,
            LoopDocument = loop.Document,
            LoopModel = loop.Model,
            OptimizerName = place.Name,
            OptimizerMember = member,
            Anchor = place.Anchor,
            AfterAnchor = place.After,
            Horizon = horizon,
            TotalSteps = total,
            EpochsDone = done,
            StepsDone = Total(done),
            Bound = bound,
            IsMadeAgain = place.IsMadeAgain,
            IsOneOfSeveral = isOneOfSeveral,
            LearningRate = isOneOfSeveral ? null : LearningRateOf(optimizer.Site, optimizer.Code, site.CancellationToken),
            NeedsWarmup = optimizer.IsEnabled(SiteContexts.MissingWarmup) && LR2011_MissingWarmup.AsksFor(optimizer),
        };
    }

    private static bool HasAlternatives(FixSite site, OptimizerContext optimizer, Place place) =>
        CallingSide.Result(site.Expression) is var result && (result is SwitchExpressionSyntax or ConditionalExpressionSyntax)
        || optimizer.Flow.Holders.Any(holder => HolderAssignments.AreSeveral(holder, site.CancellationToken))
        || CallChain.FunctionOf(site.Expression) is var creator && creator != CallChain.FunctionOf(place.Anchor) && creator is MethodDeclarationSyntax
            && creator.DescendantNodes().OfType<ReturnStatementSyntax>().Skip(1).Any();

    private static async Task<(Document Document, SemanticModel Model)?> ReadAsync(FixSite site, SyntaxTree tree) =>
        site.Document.Project.Solution.GetDocument(tree) is { } document
        && await document.GetSemanticModelAsync(site.CancellationToken).ConfigureAwait(false) is { } model
            ? (document, model)
            : null;

    // In the loop's own function, or in the one that it is local to: behind the creation, or inside the block of a `using`
    // statement; or before the loop, where more may be known.
    private static IEnumerable<Place?> InFunction(
        ExpressionSyntax created, StatementSyntax loop, SemanticModel semanticModel, OptimizerContext optimizer)
    {
        SyntaxNode function = LoopLength.FunctionOf(created);
        if (created.SyntaxTree != loop.SyntaxTree || !function.Span.Contains(loop.Span))
        {
            yield break;
        }

        // What a local function uses may be declared behind it. Called twice it would go past the schedule's end.
        if (LoopLength.FunctionOf(loop) is var local && local != function)
        {
            if (local is LocalFunctionStatementSyntax
                && semanticModel.GetDeclaredSymbol(local) is { } symbol && optimizer.Code.ReferencesTo(symbol, optimizer.CancellationToken) is { Count: 1 }
                && OwnerStatement(created, optimizer) is { Statement: LocalDeclarationStatementSyntax } outer && outer.Statement.Parent!.Span.Contains(loop.Span))
            {
                yield return new Place(outer.Statement, true, outer.Name);
            }
        }
        else if (OwnerStatement(created, optimizer) is { } owner && owner.Statement.Span.End <= loop.SpanStart)
        {
            if (ListOf(owner.Statement).Span.Contains(loop.Span) && StatementEdits.IsInList(owner.Statement))
            {
                yield return new Place(owner.Statement, true, owner.Name);
                // A lambda that steps, declared in between, where more is known already.
                if (optimizer.Flow.Of(UseKind.Step).Select(step => step.Operation.Syntax.Ancestors().OfType<StatementSyntax>().FirstOrDefault(statement => ListOf(statement) == ListOf(owner.Statement)))
                    .FirstOrDefault(statement => statement is LocalDeclarationStatementSyntax && statement.SpanStart > owner.Statement.SpanStart && statement.Span.End <= loop.SpanStart) is { } lambda)
                {
                    yield return new Place(lambda, false, owner.Name);
                }
            }

            yield return new Place(loop, false, owner.Name);
        }
        else if (created.FirstAncestorOrSelf<UsingStatementSyntax>() is { Declaration.Variables: var variables } user
            && variables.FirstOrDefault(candidate => candidate.Initializer?.Value.Span.Contains(created.Span) == true) is { Identifier.Text: var used }
            && user.Statement.Span.Contains(loop.Span))
        {
            // using (var optimizer = …) using (var reader = …) { … }
            StatementSyntax body = user.Statement;
            while (body is UsingStatementSyntax inner)
            {
                body = inner.Statement;
            }

            if (body is BlockSyntax { Statements.Count: > 0 } block)
            {
                yield return new Place(block.Statements[0], false, used);
            }

            yield return new Place(loop, false, used);
        }
    }

    /// <summary>What holds the list of statements in which one stands.</summary>
    public static SyntaxNode ListOf(StatementSyntax statement) =>
        statement.Parent is GlobalStatementSyntax global ? global.Parent! : statement.Parent!;

    // In a field of its own, where the optimizer's field or property is set, in the type that also has the loop.
    private static Place? InMember(ExpressionSyntax created, StatementSyntax loop, SemanticModel loopModel, OptimizerContext optimizer)
    {
        if (OwnerStatement(created, optimizer) is not { } assignment
            || !StatementEdits.IsInList(assignment.Statement)
            || TypeOf(loop, loopModel) is not { } type
            || !SymbolEqualityComparer.Default.Equals(type, TypeOf(created, optimizer.Code.ModelOf(created.SyntaxTree))))
        {
            return null;
        }

        return optimizer.Flow.Holders
            .Where(holder => holder is IFieldSymbol or IPropertySymbol
                && SymbolEqualityComparer.Default.Equals(holder.ContainingType, type)
                && IsKnownAt(holder, loop, loopModel))
            .Select(holder => DeclarationOf(holder) is { } member ? new Place(assignment.Statement, true, assignment.Name, member, holder) : null)
            .FirstOrDefault(place => place is not null);
    }

    private static MemberDeclarationSyntax? DeclarationOf(ISymbol holder) =>
        holder.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax().FirstAncestorOrSelf<MemberDeclarationSyntax>()
            is { } member and (FieldDeclarationSyntax or PropertyDeclarationSyntax) ? member : null;

    private static INamedTypeSymbol? TypeOf(SyntaxNode node, SemanticModel model) =>
        node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration ? model.GetDeclaredSymbol(declaration) : null;

    /// <summary>Whether a member can be named at a place; not in a static function, which has no object to ask for it.</summary>
    public static bool IsKnownAt(ISymbol member, SyntaxNode place, SemanticModel model) =>
        SymbolEqualityComparer.Default.Equals(
            model.GetSpeculativeSymbolInfo(place.SpanStart, SyntaxFactory.IdentifierName(member.Name), SpeculativeBindingOption.BindAsExpression).Symbol,
            member);

    // Before the loop of a method that is given the optimizer, from one place.
    private static Place? InParameter(StatementSyntax loop, OptimizerContext optimizer, CancellationToken cancellationToken)
    {
        SyntaxNode function = LoopLength.FunctionOf(loop);
        return optimizer.Flow.Holders.OfType<IParameterSymbol>().FirstOrDefault(parameter => DeclaredBy(parameter, function)) is { ContainingSymbol: IMethodSymbol method } given
            && optimizer.Code.ReferencesTo(method, cancellationToken) is { Count: 1 }
                ? new Place(loop, false, given.WrittenName())
                : null;
    }

    // Before the loop of a method of the object that holds the optimizer.
    private static Place? BeforeLoop(StatementSyntax loop, SemanticModel loopModel, OptimizerContext optimizer, CancellationToken cancellationToken)
    {
        ISymbol? holder = optimizer.Flow.Holders.FirstOrDefault(holder => (holder is IFieldSymbol or IPropertySymbol || IsOfPrimaryConstructor(holder)) && IsKnownAt(holder, loop, loopModel));
        return holder is not null
            && loopModel.GetEnclosingSymbol(loop.SpanStart, cancellationToken) is IMethodSymbol { MethodKind: MethodKind.Ordinary } method
            && optimizer.Code.ReferencesTo(method, cancellationToken) is { } calls
            && Read(holder, optimizer) is { } name
                ? new Place(loop, false, name, IsMadeAgain: calls.Count > 1 || optimizer.Code.IsLibrary && method.IsVisibleOutside())
                : null;
    }

    // Before the loop that trains an object with an optimizer of its own, which everybody can see: `network.Optimizer`.
    private static Place? BesideOwner(
        StatementSyntax loop, TrainingLoop epochs, SemanticModel loopModel, OptimizerContext optimizer, ObjectUse step, CancellationToken cancellationToken)
    {
        if (optimizer.ChainOf(step).SiteIn(epochs) is not IInvocationOperation { Instance: { } owner }
            || owner is not (ILocalReferenceOperation or IParameterReferenceOperation)
            || owner.Variable()?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is not { } declared
            || declared.Span.End > loop.SpanStart
            || optimizer.Flow.Holders.FirstOrDefault(member => member is IFieldSymbol or IPropertySymbol
                && !member.IsStatic
                && SymbolEqualityComparer.Default.Equals(member.ContainingType, owner.Type)
                && loopModel.IsAccessible(loop.SpanStart, member)) is not { } holder)
        {
            return null;
        }

        // Whoever is made there is trained there only.
        bool isNew = declared is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax };
        return new Place(loop, false, $"{owner.Syntax}.{holder.Name}", IsMadeAgain: !isNew);
    }

    // `class Trainer(Optimizer optimizer)`
    private static bool IsOfPrimaryConstructor(ISymbol holder) =>
        holder is IParameterSymbol && holder.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is ParameterSyntax { Parent.Parent: TypeDeclarationSyntax };

    // As the code itself reads what may be null: `_optimizer!`; not where it does without the optimizer.
    private static string? Read(ISymbol holder, OptimizerContext optimizer)
    {
        foreach (ObjectUse step in optimizer.Flow.Of(UseKind.Step))
        {
            switch (step.Operation.Syntax)
            {
                case { Parent: ConditionalAccessExpressionSyntax }:
                    return null;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: PostfixUnaryExpressionSyntax suppressed } }
                    when suppressed.Operand.ToString().EndsWith(holder.Name, StringComparison.Ordinal):
                    return holder.WrittenName() + "!";
            }
        }

        return holder.WrittenName();
    }

    private static double? LearningRateOf(OptimizerSite optimizer, CodeBase code, CancellationToken cancellationToken) =>
        optimizer.LearningRate is not { } given
            ? optimizer.Definition.FactoryDefault
            // The default of a parameter is not what a caller gives.
            : given.Variable() is IParameterSymbol { HasExplicitDefaultValue: true, ContainingSymbol: IMethodSymbol method, Ordinal: var ordinal }
                && code.CallsOf(method, cancellationToken) is { } calls && calls.Any(call => call.Arguments().Any(argument => argument.Parameter?.Ordinal == ordinal && argument.ArgumentKind == ArgumentKind.Explicit))
            ? null
            : ValueResolver.Resolve(given, cancellationToken) is { Numbers: { Length: 1 } numbers } ? Written(numbers[0]) : null;

    // A float is not the double next to it: 0.001f, not 0.0010000000474974513.
    private static double Written(double number) =>
        (float)number == number && double.TryParse(((float)number).ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out double written)
            ? written
            : number;

    // `var optimizer = Adam(…);`, `_optimizer = Adam(…);` or `var (model, optimizer) = Create();`
    private static (StatementSyntax Statement, string Name)? OwnerStatement(ExpressionSyntax creation, OptimizerContext optimizer)
    {
        creation = CallingSide.Result(creation);
        return creation.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax declaration } variable } =>
                (declaration, variable.Identifier.Text),
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax or MemberAccessExpressionSyntax, Parent: ExpressionStatementSyntax statement } assignment
                when assignment.Right == creation => (statement, assignment.Left.ToString()),
            AssignmentExpressionSyntax { Left: DeclarationExpressionSyntax or TupleExpressionSyntax, Parent: ExpressionStatementSyntax statement } assignment
                when assignment.Right == creation && optimizer.Flow.Holders.FirstOrDefault(holder => IsDeclaredIn(holder, assignment.Left)) is { } made =>
                (statement, made.WrittenName()),
            _ => null,
        };
    }

    private static bool IsDeclaredIn(ISymbol symbol, SyntaxNode node) =>
        symbol.DeclaringSyntaxReferences.FirstOrDefault() is { } declaration && declaration.SyntaxTree == node.SyntaxTree && node.Span.Contains(declaration.Span);

    private static bool DeclaredBy(IParameterSymbol parameter, SyntaxNode function) =>
        parameter.ContainingSymbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() == function;

    /// <summary>Where a scheduler is made.</summary>
    /// <param name="Anchor">The statement beside it.</param>
    /// <param name="After">Whether it comes behind that statement; before it otherwise.</param>
    /// <param name="Name">What the optimizer is called there.</param>
    /// <param name="Member">The field or property of the optimizer, where the scheduler gets a field beside it.</param>
    /// <param name="Holder">The same as a symbol.</param>
    /// <param name="IsMadeAgain">Whether more than one scheduler may be made there for one optimizer.</param>
    private sealed record Place(
        StatementSyntax Anchor, bool After, string Name, MemberDeclarationSyntax? Member = null, ISymbol? Holder = null, bool IsMadeAgain = false);
}

/// <summary>The field or property of an optimizer, beside which its scheduler gets a field.</summary>
/// <param name="Declaration">Its declaration.</param>
/// <param name="Symbol">The field or property.</param>
/// <param name="Document">The document in which it stands.</param>
/// <param name="Model">The meaning of that document.</param>
internal sealed record SchedulerMember(MemberDeclarationSyntax Declaration, ISymbol Symbol, Document Document, SemanticModel Model);
