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

    /// <summary>The document in which the scheduler is made and stepped.</summary>
    public required Document Document { get; init; }

    /// <summary>The meaning of that document.</summary>
    public required SemanticModel SemanticModel { get; init; }

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
    public MemberDeclarationSyntax? OptimizerMember { get; init; }

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
            || site.Document.Project.Solution.GetDocument(loop.SyntaxTree) is not { } document
            || await document.GetSemanticModelAsync(site.CancellationToken).ConfigureAwait(false) is not { } semanticModel)
        {
            return null;
        }

        SyntaxNode function = LoopLength.FunctionOf(loop);
        (StatementSyntax Anchor, bool After, string Name)? place = null;
        ExpressionSyntax? horizon = null;
        MemberDeclarationSyntax? member = null;
        if (site.Expression.SyntaxTree == loop.SyntaxTree && LoopLength.FunctionOf(site.Expression) == function
            && OwnerStatement(site.Expression) is { } owner && owner.Statement.Span.End <= loop.SpanStart)
        {
            // Behind the creation, or inside the block of a `using` statement; before the loop where the horizon comes later.
            horizon = LoopLength.At(epochs, semanticModel, owner.Statement.Span.End);
            place = horizon is not null && owner.Statement.Parent!.Span.Contains(loop.Span) && StatementEdits.IsInList(owner.Statement)
                ? (owner.Statement, true, owner.Name)
                : (loop, false, owner.Name);
        }
        else if (site.Expression.SyntaxTree == loop.SyntaxTree && LoopLength.FunctionOf(site.Expression) == function
            && site.Expression.FirstAncestorOrSelf<UsingStatementSyntax>() is { Declaration.Variables: { Count: 1 } variables, Statement: BlockSyntax block }
            && variables[0].Initializer?.Value.Span.Contains(site.Expression.Span) == true
            && block.Span.Contains(loop.Span))
        {
            string name = variables[0].Identifier.Text;
            horizon = LoopLength.At(epochs, semanticModel, block.OpenBraceToken.Span.End);
            place = horizon is not null && block.Statements.Count > 0 ? (block.Statements[0], false, name) : (loop, false, name);
        }
        else if (MemberHolding(site, optimizer.Flow, function) is { } holder
            && OwnerStatement(site.Expression) is { } assignment && StatementEdits.IsInList(assignment.Statement))
        {
            member = holder;
            place = (assignment.Statement, true, assignment.Name);
        }
        else if (optimizer.Flow.Holders.OfType<IParameterSymbol>().FirstOrDefault(parameter => DeclaredBy(parameter, function)) is { ContainingSymbol: IMethodSymbol method } given
            && optimizer.Code.ReferencesTo(method, site.CancellationToken) is { Count: 1 })
        {
            place = (loop, false, given.Name);
        }

        else if (site.Expression.SyntaxTree != loop.SyntaxTree || LoopLength.FunctionOf(site.Expression) != function)
        {
            place = optimizer.Flow.Holders.OfType<ILocalSymbol>().FirstOrDefault(local => IsMadeFor(local, loop, function, optimizer)) is { } made
                ? (loop, false, made.Name)
                : null;
        }

        if (place is not { } found || !StatementEdits.IsInList(found.Anchor))
        {
            return null;
        }

        horizon = LoopLength.At(epochs, semanticModel, found.After ? found.Anchor.Span.End : found.Anchor.SpanStart);
        int epochIndex = loops.IndexOf(epochs);
        return new TrainingSite
        {
            Optimizer = optimizer.Site,
            EpochLoop = epochs,
            BatchLoop = epochIndex == 1 ? loops[0] : null,
            Step = step.Operation,
            Document = document,
            SemanticModel = semanticModel,
            OptimizerName = found.Name,
            OptimizerMember = member,
            Anchor = found.Anchor,
            AfterAnchor = found.After,
            Horizon = horizon,
            LearningRate = LearningRateOf(optimizer.Site, site.CancellationToken),
            NeedsWarmup = optimizer.IsEnabled(SiteContexts.MissingWarmup) && LR2011_MissingWarmup.AsksFor(optimizer),
        };
    }

    // The optimizer's field or property in the type that also has the loop, all in one file.
    private static MemberDeclarationSyntax? MemberHolding(FixSite site, ObjectFlow flow, SyntaxNode loopFunction)
    {
        TypeDeclarationSyntax? type = loopFunction.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        if (type is null || type != site.Expression.FirstAncestorOrSelf<TypeDeclarationSyntax>())
        {
            return null;
        }

        return flow.Holders.Where(holder => holder is IFieldSymbol or IPropertySymbol)
            .Select(holder => holder.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax().FirstAncestorOrSelf<MemberDeclarationSyntax>())
            .FirstOrDefault(declaration => declaration is not null && declaration.Parent == type);
    }

    private static double? LearningRateOf(OptimizerSite optimizer, CancellationToken cancellationToken) =>
        optimizer.LearningRate is not { } given
            ? optimizer.Definition.FactoryDefault
            : ValueResolver.Resolve(given, cancellationToken) is { Numbers: { Length: 1 } numbers } ? numbers[0] : null;

    // `var optimizer = Adam(…);` or `_optimizer = Adam(…);`
    private static (StatementSyntax Statement, string Name)? OwnerStatement(ExpressionSyntax creation) =>
        creation.FirstAncestorOrSelf<StatementSyntax>() switch
        {
            LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } declaration
                when variables[0].Initializer?.Value == creation => (declaration, variables[0].Identifier.Text),
            ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax or MemberAccessExpressionSyntax } assignment } statement
                when assignment.Right == creation => (statement, assignment.Left.ToString()),
            _ => null,
        };

    // `var optimizer = Create(model);` and `var (model, optimizer) = Create();` in the function that trains with it, where the
    // factory makes no other optimizer.
    private static bool IsMadeFor(ILocalSymbol local, StatementSyntax loop, SyntaxNode function, OptimizerContext optimizer)
    {
        if (local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(optimizer.CancellationToken) is not { } declaration
            || declaration.SyntaxTree != loop.SyntaxTree
            || declaration.FirstAncestorOrSelf<StatementSyntax>() is not { } statement
            || LoopLength.FunctionOf(declaration) != function
            || statement.Span.End > loop.SpanStart
            || !ScopeOf(statement).Span.Contains(loop.Span)
            || HolderAssignments.AreSeveral(local, optimizer.CancellationToken))
        {
            return false;
        }

        ExpressionSyntax? value = (declaration as VariableDeclaratorSyntax)?.Initializer?.Value
            ?? (declaration is SingleVariableDesignationSyntax ? declaration.FirstAncestorOrSelf<AssignmentExpressionSyntax>()?.Right : null);
        value = value is AwaitExpressionSyntax { Expression: var awaited } ? awaited : value;
        return value is InvocationExpressionSyntax
            && optimizer.Code.ModelOf(value.SyntaxTree).GetSymbolInfo(value, optimizer.CancellationToken).Symbol is IMethodSymbol factory
            && optimizer.Code.BodiesOf(factory, optimizer.CancellationToken) is { Count: 1 } bodies
            && bodies[0].DeclaringSyntaxReferences[0].GetSyntax(optimizer.CancellationToken) is var body
            && body.SyntaxTree == optimizer.Site.Operation.Syntax.SyntaxTree
            && body.Span.Contains(optimizer.Site.Operation.Syntax.Span)
            && body.DescendantNodes().OfType<ExpressionSyntax>().Count(node => node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax
                && optimizer.Code.ModelOf(body.SyntaxTree).GetOperation(node, optimizer.CancellationToken) is { } made
                && optimizer.Reader.ReadOptimizer(made) is not null) == 1;
    }

    private static SyntaxNode ScopeOf(StatementSyntax statement) =>
        statement.Parent is GlobalStatementSyntax { Parent: { } file } ? file : statement.Parent!;

    private static bool DeclaredBy(IParameterSymbol parameter, SyntaxNode function) =>
        parameter.ContainingSymbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() == function;
}
