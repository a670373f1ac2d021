using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Flow;
using LrAnalyzers.Rules;
using LrAnalyzers.Sites;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Schedules;

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

    /// <summary>The loop over batches, where the optimizer's step stands in one right inside the epoch loop.</summary>
    public required TrainingLoop? BatchLoop { get; init; }

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

    /// <summary>The number of epochs as it is called there, or <see langword="null"/> where the loop does not say.</summary>
    public required ExpressionSyntax? Horizon { get; init; }

    /// <summary>Whether a schedule without a warmup would be reported.</summary>
    public required bool NeedsWarmup { get; init; }

    /// <summary>The optimizer's learning rate where it is known.</summary>
    public required double? LearningRate { get; init; }

    /// <summary>The number of epochs where it is known.</summary>
    public long? Epochs => EpochLoop.TripCount;

    /// <summary>Where names are looked up for what is written at the anchor.</summary>
    public int Position => AfterAnchor ? Anchor.Span.End : Anchor.SpanStart;

    /// <summary>Finds the training of the optimizer that is created at the site of a fix.</summary>
    public static async Task<TrainingSite?> FindAsync(FixSite site)
    {
        if (await SiteContexts.OptimizerAsync(site).ConfigureAwait(false) is not { } optimizer)
        {
            return null;
        }

        (ObjectUse Step, ImmutableArray<TrainingLoop> Loops, TrainingLoop? Epochs)[] trainings = optimizer.Flow.Of(UseKind.Step)
            .Select(step => (step, loops: optimizer.TrainingLoopsAround(step)))
            .Select(found => (found.step, found.loops, Flow.EpochLoop.Find(found.loops, minimumSteps: 0)))
            .ToArray();
        // A schedule for one of several trainings would leave the others at its end.
        if (trainings.Where(training => training.Epochs is not null)
            .Select(training => training.Epochs!.Operation.Syntax).Distinct().Skip(1).Any())
        {
            return null;
        }

        foreach ((ObjectUse step, ImmutableArray<TrainingLoop> loops, TrainingLoop? epochLoop) in trainings)
        {
            if (epochLoop is { } epochs
                && !Flow.EpochLoop.IsRepeated(epochs, loops)
                && await PlaceAsync(site, optimizer, step, loops, epochs).ConfigureAwait(false) is { } training)
            {
                return training;
            }
        }

        return null;
    }

    private static async Task<TrainingSite?> PlaceAsync(
        FixSite site,
        OptimizerContext optimizer,
        ObjectUse step,
        ImmutableArray<TrainingLoop> loops,
        TrainingLoop epochs)
    {
        if (epochs.Operation.Syntax is not StatementSyntax loop
            || await ReadAsync(site, loop.SyntaxTree).ConfigureAwait(false) is not var (loopDocument, loopModel))
        {
            return null;
        }

        ExpressionSyntax created = LoopLength.FunctionOf(site.Expression) == LoopLength.FunctionOf(loop)
            ? site.Expression
            : CallingSide.Of(site.Expression, site.SemanticModel, optimizer.Code, site.CancellationToken);
        if ((InFunction(created, epochs, loop, loopModel, optimizer)
                ?? InMember(created, loop, loopModel, optimizer)
                ?? InParameter(loop, optimizer, site.CancellationToken)
                ?? BeforeLoop(loop, loopModel, optimizer, site.CancellationToken)) is not { } place
            || !StatementEdits.IsInList(place.Anchor)
            || await ReadAsync(site, place.Anchor.SyntaxTree).ConfigureAwait(false) is not var (document, semanticModel))
        {
            return null;
        }

        SchedulerMember? member = null;
        if (place.Member is { } holder)
        {
            if (await ReadAsync(site, holder.SyntaxTree).ConfigureAwait(false) is not var (memberDocument, memberModel))
            {
                return null;
            }

            member = new SchedulerMember(holder, memberDocument, memberModel);
        }

        int epochIndex = loops.IndexOf(epochs);
        return new TrainingSite
        {
            Optimizer = optimizer.Site,
            EpochLoop = epochs,
            BatchLoop = epochIndex == 1 ? loops[0] : null,
            Step = step.Operation,
            StepInLoop = optimizer.ChainOf(step).SiteIn(epochs),
            Document = document,
            SemanticModel = semanticModel,
            LoopDocument = loopDocument,
            LoopModel = loopModel,
            OptimizerName = place.Name,
            OptimizerMember = member,
            Anchor = place.Anchor,
            AfterAnchor = place.After,
            Horizon = LoopLength.At(epochs, semanticModel, place.After ? place.Anchor.Span.End : place.Anchor.SpanStart),
            LearningRate = LearningRateOf(optimizer.Site, site.CancellationToken),
            NeedsWarmup = optimizer.IsEnabled(SiteContexts.MissingWarmup) && LR2011_MissingWarmup.AsksFor(optimizer),
        };
    }

    private static async Task<(Document Document, SemanticModel Model)?> ReadAsync(FixSite site, SyntaxTree tree) =>
        site.Document.Project.Solution.GetDocument(tree) is { } document
        && await document.GetSemanticModelAsync(site.CancellationToken).ConfigureAwait(false) is { } model
            ? (document, model)
            : null;

    // In the loop's own function, or in the one that it is local to: behind the creation, or inside the block of a `using`
    // statement; before the loop where the horizon comes later.
    private static Place? InFunction(
        ExpressionSyntax created, TrainingLoop epochs, StatementSyntax loop, SemanticModel semanticModel, OptimizerContext optimizer)
    {
        SyntaxNode function = LoopLength.FunctionOf(created);
        if (created.SyntaxTree != loop.SyntaxTree || !function.Span.Contains(loop.Span))
        {
            return null;
        }

        // What a local function uses may be declared behind it. Called twice it would go past the schedule's end.
        if (LoopLength.FunctionOf(loop) is var local && local != function)
        {
            return local is LocalFunctionStatementSyntax
                && semanticModel.GetDeclaredSymbol(local) is { } symbol && optimizer.Code.ReferencesTo(symbol, optimizer.CancellationToken) is { Count: 1 }
                && OwnerStatement(created, optimizer) is { Statement: LocalDeclarationStatementSyntax } outer && outer.Statement.Parent!.Span.Contains(loop.Span)
                ? new Place(outer.Statement, true, outer.Name)
                : null;
        }

        if (OwnerStatement(created, optimizer) is { } owner && owner.Statement.Span.End <= loop.SpanStart)
        {
            return LoopLength.At(epochs, semanticModel, owner.Statement.Span.End) is not null
                && owner.Statement.Parent!.Span.Contains(loop.Span) && StatementEdits.IsInList(owner.Statement)
                    ? new Place(owner.Statement, true, owner.Name)
                    : new Place(loop, false, owner.Name);
        }

        if (created.FirstAncestorOrSelf<UsingStatementSyntax>() is { Declaration.Variables: { Count: 1 } variables, Statement: BlockSyntax block }
            && variables[0].Initializer?.Value.Span.Contains(created.Span) == true
            && block.Span.Contains(loop.Span))
        {
            string name = variables[0].Identifier.Text;
            return LoopLength.At(epochs, semanticModel, block.OpenBraceToken.Span.End) is not null && block.Statements.Count > 0
                ? new Place(block.Statements[0], false, name)
                : new Place(loop, false, name);
        }

        return null;
    }

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

        MemberDeclarationSyntax? member = optimizer.Flow.Holders
            .Where(holder => holder is IFieldSymbol or IPropertySymbol
                && SymbolEqualityComparer.Default.Equals(holder.ContainingType, type)
                && IsKnownAt(holder, loop, loopModel))
            .Select(holder => holder.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax().FirstAncestorOrSelf<MemberDeclarationSyntax>())
            .FirstOrDefault(declaration => declaration is FieldDeclarationSyntax or PropertyDeclarationSyntax);
        return member is null ? null : new Place(assignment.Statement, true, assignment.Name, member);
    }

    private static INamedTypeSymbol? TypeOf(SyntaxNode node, SemanticModel model) =>
        node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration ? model.GetDeclaredSymbol(declaration) : null;

    // Not in a static function, which has no object to ask for it.
    private static bool IsKnownAt(ISymbol member, SyntaxNode place, SemanticModel model) =>
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

    // Before the loop for whatever field or property an initializer or a constructor's caller fills: a training that runs once.
    private static Place? BeforeLoop(StatementSyntax loop, SemanticModel loopModel, OptimizerContext optimizer, CancellationToken cancellationToken)
    {
        ISymbol? holder = optimizer.Flow.Holders.FirstOrDefault(holder => holder is IFieldSymbol or IPropertySymbol && IsKnownAt(holder, loop, loopModel));
        return holder is not null
            && loopModel.GetEnclosingSymbol(loop.SpanStart, cancellationToken) is IMethodSymbol { MethodKind: MethodKind.Ordinary } method
            && optimizer.Code.ReferencesTo(method, cancellationToken) is { Count: <= 1 }
                ? new Place(loop, false, holder.WrittenName())
                : null;
    }

    private static double? LearningRateOf(OptimizerSite optimizer, CancellationToken cancellationToken) =>
        optimizer.LearningRate is not { } given
            ? optimizer.Definition.FactoryDefault
            : ValueResolver.Resolve(given, cancellationToken) is { Numbers: { Length: 1 } numbers } ? numbers[0] : null;

    // `var optimizer = Adam(…);`, `_optimizer = Adam(…);` or `var (model, optimizer) = Create();`
    private static (StatementSyntax Statement, string Name)? OwnerStatement(ExpressionSyntax creation, OptimizerContext optimizer)
    {
        while (creation.Parent is CastExpressionSyntax or ParenthesizedExpressionSyntax)
        {
            creation = (ExpressionSyntax)creation.Parent;
        }

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
    private sealed record Place(StatementSyntax Anchor, bool After, string Name, MemberDeclarationSyntax? Member = null);
}

/// <summary>The field or property of an optimizer, beside which its scheduler gets a field.</summary>
/// <param name="Declaration">Its declaration.</param>
/// <param name="Document">The document in which it stands.</param>
/// <param name="Model">The meaning of that document.</param>
internal sealed record SchedulerMember(MemberDeclarationSyntax Declaration, Document Document, SemanticModel Model);
