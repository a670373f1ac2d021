using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using LrAnalyzers.Catalog;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Flow;
using LrAnalyzers.Loops;
using LrAnalyzers.Rules;
using LrAnalyzers.Trials;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.CodeFixes.Training;

/// <summary>
/// The length of a training that only the code around an object knows, handed to the constructor that makes the object's own
/// optimizer: <c>new Trainer(model, epochs * batches.Count)</c>, where the loop calls <c>trainer.TrainBatch(x, y)</c>.
/// </summary>
/// <param name="Name">The constructor's parameter: the number of the optimizer's steps, or of epochs where the object knows its batches.</param>
/// <param name="Steps">The number of the optimizer's steps.</param>
/// <param name="Anchor">The statement of the constructor behind which the scheduler is made.</param>
/// <param name="Type">The class that owns the optimizer.</param>
/// <param name="Epochs">The loop over epochs; one of several where several objects are trained.</param>
/// <param name="HasBatchLoop">Whether an epoch has a loop of its own.</param>
/// <param name="Chain">From where the optimizer is stepped.</param>
/// <param name="Edits">What gives the length, up to where each object is made; empty where the constructor has it already.</param>
internal sealed record HandedLength(
    string Name, Quantity Steps, StatementSyntax Anchor, INamedTypeSymbol Type, TrainingLoop Epochs, bool HasBatchLoop, CallChain Chain, ImmutableArray<Edit> Edits)
{
    private const int MaximumDepth = 8;

    /// <summary>Finds the length; <see langword="null"/> where it is not known at each place where such an object is made.</summary>
    /// <param name="site">The site of the fix.</param>
    /// <param name="optimizer">The optimizer, which an object of the type makes for itself.</param>
    /// <param name="type">That type.</param>
    /// <param name="anchor">The statement of its constructor behind which the optimizer is there.</param>
    /// <param name="names">Gives out new names.</param>
    public static async Task<HandedLength?> FindAsync(
        FixSite site, OptimizerContext optimizer, INamedTypeSymbol type, StatementSyntax anchor, ScheduleNames names)
    {
        // A step that is taken at several places, or on several ways, is counted at none of them.
        IOperation[] calls = optimizer.Flow.Of(UseKind.Step).Select(step => step.Operation).Distinct().ToArray();
        if (calls.Length != 1
            || anchor.Parent?.Parent is not ConstructorDeclarationSyntax constructor
            || optimizer.Code.ModelOf(constructor.SyntaxTree).GetDeclaredSymbol(constructor, site.CancellationToken) is not IMethodSymbol made
            || TrainingsOf(calls[0], optimizer) is not { IsEmpty: false } trainings)
        {
            return null;
        }

        var lengths = new List<(Training Training, string Epochs, string? Steps)>();
        var edits = new List<Edit>();
        foreach (Training training in trainings.OrderBy(training => training.Creation.Syntax.SpanStart))
        {
            if (await LengthAsync(site, training, optimizer, names, edits).ConfigureAwait(false) is not var (epochs, steps))
            {
                return null;
            }

            lengths.Add((training, epochs, steps));
        }

        Training shown = trainings.FirstOrDefault(training => StepCount.EndsEarly(training.Epochs)) ?? trainings[0];
        // Where the batches are the object's own, it counts them itself.
        bool areSteps = lengths.All(length => length.Steps is not null);
        string[] wishes = !areSteps ? ["epochs", "totalEpochs"]
            : shown.HasBatchLoop || !shown.Epochs.NamesEpochs ? ["totalSteps", "trainingSteps"] : ["totalEpochs", "trainingEpochs"];
        var parameters = new LengthParameters(
            site, optimizer.Code, lengths.ToDictionary(length => length.Training.Creation.Syntax, length => areSteps ? length.Steps! : length.Epochs), wishes);
        if (await parameters.NameAsync(made).ConfigureAwait(false) is not { } name || !parameters.ReachesAll)
        {
            return null;
        }

        foreach (StatementSyntax place in areSteps ? [anchor] : new[] { anchor, constructor.Body!.Statements.Last() }.Distinct())
        {
            if ((areSteps ? new Quantity(name) : StepsOf(shown, new Quantity(name), place, type, optimizer)) is { } steps)
            {
                return new HandedLength(
                    name,
                    steps,
                    place,
                    type,
                    trainings.All(training => training.Epochs.TripCount == shown.Epochs.TripCount) ? shown.Epochs : shown.Epochs with { TripCount = null },
                    shown.HasBatchLoop,
                    shown.Chain,
                    edits.Concat(parameters.Edits).ToImmutableArray());
            }
        }

        return null;
    }

    // The steps of so many epochs, written in the constructor.
    private static Quantity? StepsOf(Training training, Quantity epochs, StatementSyntax anchor, INamedTypeSymbol type, OptimizerContext optimizer)
    {
        var carrier = new ExpressionCarrier(training.Chain, training.Epochs, optimizer.Code, optimizer.Code.ModelOf(anchor.SyntaxTree), anchor.Span.End, optimizer.CancellationToken) { Owner = type };
        return anchor is ExpressionStatementSyntax
            ? StepCount.Of(training.Chain, training.Epochs, epochs, optimizer.Flow.Iterations, carrier, optimizer.CancellationToken)
            : null;
    }

    // How many epochs one object is trained for, and how many steps its optimizer takes, written where the object is made.
    private static async Task<(string Epochs, string? Steps)?> LengthAsync(FixSite site, Training training, OptimizerContext optimizer, ScheduleNames names, List<Edit> edits)
    {
        SyntaxNode creation = training.Creation.Syntax;
        SyntaxNode loop = training.Epochs.Operation.Syntax;
        Solution solution = site.Document.Project.Solution;
        if (solution.GetDocument(creation.SyntaxTree) is not { } document
            || solution.GetDocument(loop.SyntaxTree) is not { } loopDocument
            || await document.GetSemanticModelAsync(site.CancellationToken).ConfigureAwait(false) is not { } model
            || NumericSyntax.HasDirectives(creation)
            || training.IsResumed(optimizer.Code, site.CancellationToken))
        {
            return null;
        }

        StatementSyntax? statement = creation.Ancestors().TakeWhile(node => !FunctionBodies.IsFunction(node)).OfType<StatementSyntax>().FirstOrDefault();
        int position = statement?.SpanStart ?? creation.SpanStart;
        var carrier = new ExpressionCarrier(training.Chain, training.Epochs, optimizer.Code, model, position, site.CancellationToken) { Owner = training.Owner };
        if (LoopRounds.Of(training.Epochs) is not { } read)
        {
            return null;
        }

        Quantity? horizon;
        Quantity? bound = StepCount.BoundOf(training.Chain, training.Epochs, read, carrier);
        if (CallChain.FunctionOf(creation) != CallChain.FunctionOf(loop) || statement is null)
        {
            // The same number twice, in places that do not know of each other, would come apart.
            horizon = bound?.Literal is null ? StepCount.OfEpochs(training.Chain, training.Epochs, carrier, null) : null;
        }
        else if (bound is { } written && NamedBound.Of(loopDocument, training.Epochs, read, written, training.HasBatchLoop, wishes => names.ForLocal(CodeBase.MemberOf(loop), wishes)) is { } named)
        {
            horizon = named.Use is { } use && StatementEdits.InsertBefore(document.Id, await document.GetTextAsync(site.CancellationToken).ConfigureAwait(false), statement, [named.Declaration]) is { } declaration
                ? Named(named.Name, [use, declaration])
                : null;
        }
        else if (bound is null && ConstantBelow(read.End, statement, loop, model, site.CancellationToken) is { } constant)
        {
            var move = new StatementMove(document.Id, await document.GetTextAsync(site.CancellationToken).ConfigureAwait(false), model, site.CancellationToken);
            horizon = move.Before(constant, statement, static _ => false) is { } moved ? Named(read.End.ToString(), moved) : null;
        }
        else
        {
            horizon = StepCount.OfEpochs(training.Chain, training.Epochs, carrier, null);
        }

        if (horizon is not { } rounds || IsChangedBehind(rounds.Text, creation, training))
        {
            return null;
        }

        return (
            rounds.Text,
            StepCount.Of(training.Chain, training.Epochs, rounds, optimizer.Flow.Iterations, carrier, site.CancellationToken) is { } total && !IsChangedBehind(total.Text, creation, training)
                ? total.Text
                : null);

        // Of several objects the first needs the name.
        Quantity? Named(string name, IReadOnlyList<Edit> made)
        {
            edits.AddRange(made.Any(edits.Contains) ? [] : made);
            return StepCount.OfEpochs(training.Chain, training.Epochs, carrier, new Quantity(name));
        }
    }

    // `const int epochs = 20;` behind the object's creation, which means the same in front of it.
    private static StatementSyntax? ConstantBelow(ExpressionSyntax bound, StatementSyntax creation, SyntaxNode loop, SemanticModel model, CancellationToken cancellationToken) =>
        bound is IdentifierNameSyntax name
        && model.GetSymbolInfo(name, cancellationToken).Symbol is ILocalSymbol local
        && local.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: var value, Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax declaration } }
        && TrainingSite.ListOf(declaration) == TrainingSite.ListOf(creation)
        && declaration.SpanStart > creation.SpanStart && declaration.Span.End <= loop.SpanStart
        && model.GetConstantValue(value, cancellationToken).HasValue
        && !WrittenNames.Contains(CodeBase.MemberOf(declaration), local.Name, cancellationToken)
            ? declaration
            : null;

    // `settings.Epochs = 5;` between the object's creation and its training, or in that.
    private static bool IsChangedBehind(string length, SyntaxNode creation, Training training)
    {
        var named = new HashSet<string>(SyntaxFactory.ParseExpression(length).DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(name => name.Identifier.ValueText));
        return new[] { CodeBase.MemberOf(creation), CodeBase.MemberOf(training.Epochs.Operation.Syntax) }.Distinct().Any(member => member.DescendantNodes()
            .Any(node => (node.SyntaxTree != creation.SyntaxTree || node.SpanStart > creation.Span.End)
                && WrittenNames.TargetOf(node) is MemberAccessExpressionSyntax { Expression: not ThisExpressionSyntax } target
                && named.Contains(target.Name.Identifier.ValueText)));
    }

    // The trainings of the objects that are made in the project, if each of them is known.
    private static ImmutableArray<Training>? TrainingsOf(IOperation step, OptimizerContext optimizer)
    {
        if (EntriesTo(step, optimizer) is not { } entries)
        {
            return null;
        }

        ImmutableArray<Training>.Builder trainings = ImmutableArray.CreateBuilder<Training>();
        foreach (CallPath entry in entries)
        {
            if (Training.Of(step, entry, optimizer) is not { } training
                // Two calls for one object would be counted together.
                || trainings.Any(other => other.Creation.Syntax == training.Creation.Syntax))
            {
                return null;
            }

            trainings.Add(training);
        }

        return trainings.ToImmutable();
    }

    // The calls of the object's methods by others, each with those of its own on the way to the step.
    private static IEnumerable<CallPath>? EntriesTo(IOperation step, OptimizerContext optimizer)
    {
        var inside = new Stack<(IOperation Call, SyntaxNode Entered)>();
        IOperation current = step;
        for (int calls = 0; calls < MaximumDepth; calls++)
        {
            SyntaxNode function = FunctionBodies.FunctionOf(current.Syntax);
            if (function is not (MethodDeclarationSyntax or LocalFunctionStatementSyntax)
                || optimizer.Code.EnclosingSymbolOf(current, optimizer.CancellationToken) is not IMethodSymbol method
                || optimizer.Code.IsLibrary && method.IsVisibleOutside()
                || optimizer.Code.CallsOf(method, optimizer.CancellationToken) is not { Count: > 0 } found
                || found.Any(call => call is not IInvocationOperation))
            {
                return null;
            }

            if (found.All(call => call is IInvocationOperation { Instance: { } owner } && owner is not IInstanceReferenceOperation))
            {
                return found.Select(call => inside.Aggregate(new CallPath(call, caller: null, function), (path, own) => new CallPath(own.Call, path, own.Entered)));
            }

            if (found.Count > 1)
            {
                return null;
            }

            inside.Push((found[0], function));
            current = found[0];
        }

        return null;
    }

    /// <summary>The training of one object.</summary>
    /// <param name="Creation">What makes the object: its creation, or the call of the method that creates it.</param>
    /// <param name="Chain">From where its optimizer is stepped.</param>
    /// <param name="Epochs">The loop over epochs.</param>
    /// <param name="HasBatchLoop">Whether an epoch has a loop of its own.</param>
    /// <param name="Owner">The type that makes the object for itself and trains it in a method; <see langword="null"/> where one function does both.</param>
    private sealed record Training(IOperation Creation, CallChain Chain, TrainingLoop Epochs, bool HasBatchLoop, INamedTypeSymbol? Owner)
    {
        public static Training? Of(IOperation step, CallPath entry, OptimizerContext optimizer)
        {
            CodeBase code = optimizer.Code;
            CancellationToken cancellationToken = optimizer.CancellationToken;
            var chain = CallChain.Of(step, entry, code, cancellationToken);
            if (entry.Calls.Last() is not IInvocationOperation { Instance: { } receiver } call
                || MadeBy(receiver, chain, chain.Sites.IndexOf(call), code, 0, cancellationToken) is not { } creation)
            {
                return null;
            }

            ImmutableArray<TrainingLoop> made = LoopNest.Around(creation, path: null, code, cancellationToken);
            ImmutableArray<TrainingLoop> loops = LoopNest.Without(chain.Loops(cancellationToken), made)
                .RemoveAll(loop => optimizer.Flow.Iterations.Contains(loop.Operation.Syntax));
            // Of the objects of a loop that the training is not in there are several.
            return !made.Any(loop => !chain.IsIn(loop))
                && EpochLoop.Find(loops, minimumSteps: 0) is { } epochs
                && !EpochLoop.IsRepeated(epochs, loops)
                && TrainingSite.StatementOf(epochs) is not null
                && chain.SiteIn(epochs) is { } inLoop && chain.Sites.IndexOf(inLoop) >= chain.Sites.IndexOf(call)
                && Reaches(creation, chain, epochs, code) is var (reaches, owner) && reaches
                    ? new Training(creation, chain, epochs, loops.IndexOf(epochs) > 0, owner)
                    : null;
        }

        public bool IsResumed(CodeBase code, CancellationToken cancellationToken) =>
            LoopRounds.Of(Epochs) is { Start: not null } && Epochs.Range is { Start: var saved } && SavedProgress.Is(saved, code, cancellationToken);

        // Whether the object is made in front of its one training: in the function of the loop, in one that calls it, or for the object
        // that has the loop.
        private static (bool Reaches, INamedTypeSymbol? Owner) Reaches(IOperation creation, CallChain chain, TrainingLoop epochs, CodeBase code)
        {
            SyntaxNode function = CallChain.FunctionOf(creation.Syntax);
            SyntaxNode loop = epochs.Operation.Syntax;
            if (CallChain.FunctionOf(loop) == function)
            {
                return (creation.Syntax.Span.End <= loop.SpanStart, null);
            }

            INamedTypeSymbol? owner = null;
            for (int frame = chain.Sites.IndexOf(chain.SiteIn(epochs)!); frame + 1 < chain.Sites.Length; frame++)
            {
                if (code.EnclosingSymbolOf(chain.Sites[frame], CancellationToken.None) is not IMethodSymbol method || code.IsLibrary && method.IsVisibleOutside())
                {
                    return (false, null);
                }

                SyntaxNode call = chain.Sites[frame + 1].Syntax;
                if (CallChain.FunctionOf(call) == function)
                {
                    return (creation.Syntax.Span.End <= call.SpanStart || call.Span.Contains(creation.Syntax.Span), null);
                }

                owner ??= !method.IsStatic && IsMadeIn(method.ContainingType, creation, code) ? method.ContainingType : null;
            }

            return (owner is not null, owner);
        }

        // In a constructor, or where a member is declared.
        private static bool IsMadeIn(INamedTypeSymbol type, IOperation creation, CodeBase code) =>
            code.EnclosingSymbolOf(creation, CancellationToken.None) is IMethodSymbol { MethodKind: MethodKind.Constructor } or IFieldSymbol { IsStatic: false } or IPropertySymbol { IsStatic: false }
            && creation.Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration
            && SymbolEqualityComparer.Default.Equals(code.ModelOf(declaration.SyntaxTree).GetDeclaredSymbol(declaration), type);
    }

    // What makes the object that a variable holds, where nothing else can.
    private static IOperation? MadeBy(IOperation value, CallChain chain, int frame, CodeBase code, int depth, CancellationToken cancellationToken)
    {
        switch (value.WithoutConversions())
        {
            case IObjectCreationOperation or IInvocationOperation { TargetMethod.MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } when depth > 0:
                return value.WithoutConversions();
            case IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol method } parameter } when depth < MaximumDepth
                && WritesOf(parameter, code, cancellationToken) is { Count: 0 }:
                int caller = frame >= 0 && frame + 1 < chain.Sites.Length && SymbolEqualityComparer.Default.Equals(chain.Sites[frame + 1].CalledMethod()?.OriginalDefinition, method.OriginalDefinition) ? frame + 1 : -1;
                IOperation? call = caller >= 0 ? chain.Sites[caller] : code.CallsOf(method, cancellationToken) is { Count: 1 } only ? only[0] : null;
                return call?.Arguments().FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal) is { ArgumentKind: ArgumentKind.Explicit, Value: var given }
                    ? MadeBy(given, chain, caller, code, depth + 1, cancellationToken)
                    : null;
            case ILocalReferenceOperation { Local: var local } when depth < MaximumDepth:
                return OnlyValue(local, code, cancellationToken) is { } held ? MadeBy(held, chain, frame, code, depth + 1, cancellationToken) : null;
            case IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } or IPropertyReferenceOperation { Property.IsIndexer: false, Instance: null or IInstanceReferenceOperation }
                when depth < MaximumDepth && value.Variable() is { } member && !(code.IsLibrary && IsSetOutside(member)):
                return OnlyValue(member, code, cancellationToken) is { } set ? MadeBy(set, chain, frame: -1, code, depth + 1, cancellationToken) : null;
            default:
                return null;
        }
    }

    private static bool IsSetOutside(ISymbol member) =>
        member is IFieldSymbol { IsReadOnly: false } && member.IsVisibleOutside() || member is IPropertySymbol { SetMethod: { } setter } && setter.IsVisibleOutside();

    private static IOperation? OnlyValue(ISymbol variable, CodeBase code, CancellationToken cancellationToken)
    {
        ExpressionSyntax? initializer = variable.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) switch
        {
            VariableDeclaratorSyntax { Initializer.Value: var value } => value,
            PropertyDeclarationSyntax { Initializer.Value: var value } => value,
            _ => null,
        };
        if (WritesOf(variable, code, cancellationToken) is not { } writes)
        {
            return null;
        }

        // `null!` holds nothing.
        return initializer is null or LiteralExpressionSyntax or PostfixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax }
            ? writes.Count == 1 && writes[0].Parent is ISimpleAssignmentOperation { IsRef: false } only && only.Target == writes[0] ? only.Value : null
            : writes.Count == 0 ? code.ModelOf(initializer.SyntaxTree).OperationOf(initializer, cancellationToken) : null;
    }

    // What it is given to is no write of it.
    private static IReadOnlyList<IOperation>? WritesOf(ISymbol variable, CodeBase code, CancellationToken cancellationToken) => code.WritesOf(variable, cancellationToken)?
        .Where(reference => !(reference.WithOuterConversions().Parent is IAssignmentOperation assignment && assignment.Value.WithoutConversions() == reference)).ToArray();
}
