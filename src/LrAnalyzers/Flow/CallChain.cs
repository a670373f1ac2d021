using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Loops;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>
/// The places from which an operation runs, innermost first: the operation itself, the call that leads to its function,
/// the call that leads to that one, and so on. Tells in which order, in which loops and under which conditions two
/// operations run, also when they stand in different methods.
/// </summary>
/// <param name="sites">The places, innermost first; at least one.</param>
/// <param name="code">The project; a chain whose loops nobody asks for has none.</param>
internal sealed class CallChain(ImmutableArray<IOperation> sites, CodeBase? code)
{
    private ImmutableArray<TrainingLoop> _loops;

    /// <summary>The places, innermost first; at least one.</summary>
    public ImmutableArray<IOperation> Sites { get; } = sites;

    /// <summary>The operation itself.</summary>
    public IOperation Operation => Sites[0];

    /// <summary>
    /// The chain of an operation. Where the calls that lead to it are not known, a function's only caller is taken; a
    /// function with several callers, and a lambda whose calls cannot be seen, end the chain.
    /// </summary>
    /// <param name="operation">The operation.</param>
    /// <param name="path">The calls through which it is known to be reached.</param>
    /// <param name="code">The project.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static CallChain Of(IOperation operation, CallPath? path, CodeBase code, CancellationToken cancellationToken)
    {
        ConcurrentDictionary<(IOperation Operation, CallPath? Path), CallChain> chains = code.Answers<(IOperation Operation, CallPath? Path), CallChain>();
        return chains.TryGetValue((operation, path), out CallChain? known) ? known : chains.GetOrAdd((operation, path), Climb(operation, path, code, cancellationToken));
    }

    /// <summary>The chain of an operation as far as its own function.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="code">The project, for whoever asks for the loops.</param>
    public static CallChain Alone(IOperation operation, CodeBase? code = null) => new(ImmutableArray.Create(operation), code);

    /// <summary>The chain of what an operation of this one makes first.</summary>
    /// <param name="read">What stands in the place of this chain's operation.</param>
    /// <param name="made">What that makes.</param>
    public CallChain Behind(IOperation read, IOperation made) => new(Sites.SetItem(0, read).Insert(0, made), code);

    /// <summary>The part of the chain whose sites are like that; <see langword="null"/> where there is none.</summary>
    public CallChain? While(Func<IOperation, bool> isPart) =>
        Sites.TakeWhile(isPart).ToImmutableArray() is { IsEmpty: false } own ? new CallChain(own, code) : null;

    private static CallChain Climb(IOperation operation, CallPath? path, CodeBase code, CancellationToken cancellationToken)
    {
        ImmutableArray<IOperation>.Builder sites = ImmutableArray.CreateBuilder<IOperation>();
        ImmutableDictionary<IOperation, TrainingLoop> lambdaLoops = ImmutableDictionary<IOperation, TrainingLoop>.Empty;
        IOperation current = operation;
        for (int calls = 0; calls < GraphLimits.Calls; calls++)
        {
            sites.Add(current);
            IReadOnlyList<CallSite> above = CallSites.Above(current, path, code, cancellationToken);
            if (above.Count != 1 || above[0].IsAssumed || sites.Any(site => site.Syntax == above[0].Operation.Syntax))
            {
                break;
            }

            if (above[0].Loop is { } perElement)
            {
                lambdaLoops = lambdaLoops.Add(current, perElement);
            }

            (current, path) = (above[0].Operation, above[0].Path);
        }

        return new CallChain(sites.ToImmutable(), code) { LambdaLoops = lambdaLoops };
    }

    // The loops that a library runs around a site: those whose body is the lambda in which it stands.
    private ImmutableDictionary<IOperation, TrainingLoop> LambdaLoops { get; init; } = ImmutableDictionary<IOperation, TrainingLoop>.Empty;

    /// <summary>The loops around the operation, innermost first, as far as the chain reaches.</summary>
    public ImmutableArray<TrainingLoop> Loops(CancellationToken cancellationToken)
    {
        if (_loops.IsDefault)
        {
            _loops = LoopsBySite(cancellationToken).Select(found => found.Loop).ToImmutableArray();
        }

        return _loops;
    }

    /// <summary>The same, each with the index of the site that it is around.</summary>
    public IEnumerable<(TrainingLoop Loop, int Site)> LoopsBySite(CancellationToken cancellationToken)
    {
        for (int site = 0; site < Sites.Length; site++)
        {
            foreach (TrainingLoop loop in code is null ? Enumerable.Empty<TrainingLoop>() : CallSites.LoopsAround(Sites[site], code, cancellationToken))
            {
                yield return (loop, site);
            }

            if (LambdaLoops.TryGetValue(Sites[site], out TrainingLoop? perElement))
            {
                yield return (perElement, site);
            }
        }
    }

    /// <summary>Whether the operation runs in the loop's body, itself or through a call that stands there.</summary>
    public bool IsIn(TrainingLoop loop) => Sites.Any(loop.Contains);

    /// <summary>The site that stands in the loop's own function, or <see langword="null"/>.</summary>
    public IOperation? SiteIn(TrainingLoop loop) => Sites.FirstOrDefault(loop.Contains);

    /// <summary>
    /// Where the two meet: the innermost function in which both run, and the list of statements there that holds both.
    /// <see langword="null"/> where there is no such list, as for the two branches of an <c>if</c>.
    /// </summary>
    public Meeting? Meet(CallChain other)
    {
        foreach (IOperation site in Sites)
        {
            SyntaxNode function = FunctionOf(site.Syntax);
            if (other.Sites.FirstOrDefault(candidate => FunctionOf(candidate.Syntax) == function) is not { } otherSite)
            {
                continue;
            }

            SyntaxNode? child = site.Syntax;
            SyntaxNode? container = child.Parent;
            while (container is not null && !(container.SyntaxTree == otherSite.Syntax.SyntaxTree && container.Span.Contains(otherSite.Syntax.Span)))
            {
                child = container;
                container = container.Parent;
            }

            SyntaxNode? otherChild = otherSite.Syntax;
            while (otherChild is not null && otherChild.Parent != container)
            {
                otherChild = otherChild.Parent;
            }

            return container is BlockSyntax or SwitchSectionSyntax or CompilationUnitSyntax && otherChild is not null && child != otherChild
                ? new Meeting(site, otherSite, child, otherChild)
                : null;
        }

        return null;
    }

    /// <summary>The same for a creation, also of one that stands in the call that leads here, and is done before it: <c>Fit(model, optimizer, StepLR(optimizer, 10))</c>.</summary>
    public Meeting? MeetCreation(CallChain created)
    {
        if (Meet(created) is { } meeting)
        {
            return meeting;
        }

        foreach (IOperation site in Sites)
        {
            if (created.Sites.FirstOrDefault(candidate => candidate.Syntax != site.Syntax && candidate.Syntax.SyntaxTree == site.Syntax.SyntaxTree
                    && site.Syntax.Span.Contains(candidate.Syntax.Span) && FunctionOf(candidate.Syntax) == FunctionOf(site.Syntax)) is { } inside
                && site.Syntax.AncestorsAndSelf().FirstOrDefault(node => node.Parent is BlockSyntax or SwitchSectionSyntax or CompilationUnitSyntax or ArrowExpressionClauseSyntax) is { } statement)
            {
                return new Meeting(site, inside, statement, statement);
            }
        }

        return null;
    }

    /// <summary>
    /// Whether the operation runs whenever the node does: no branch, loop, lambda or handler lies between, a test of its own
    /// receiver for null aside.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="throughLoops">Whether loops may lie between.</param>
    /// <param name="iterations">Loops that may lie between: those over a collection with the object, which do not repeat what is done with it.</param>
    /// <param name="passes">Branches of an <c>if</c> that may lie between, with the site in them.</param>
    public bool IsUnconditionalIn(
        SyntaxNode node, bool throughLoops = false, ImmutableHashSet<SyntaxNode>? iterations = null, Func<IfStatementSyntax, IOperation, bool>? passes = null)
    {
        foreach (IOperation site in Sites)
        {
            for (SyntaxNode? current = site.Syntax; current is not null; current = current.Parent)
            {
                if (current == node)
                {
                    return true;
                }

                // In a section of a `switch` everything runs whenever the section does.
                bool isSection = current.Parent == node && node is SwitchSectionSyntax;
                if (!isSection && current.Parent is { } parent && IsConditionalIn(current, parent, site)
                    && !(throughLoops && FunctionBodies.IsLoop(parent))
                    && iterations?.Contains(parent) != true
                    && !(passes is not null && parent is IfStatementSyntax branch && branch.Statement == current && passes(branch, site)))
                {
                    return false;
                }

                if (FunctionBodies.IsFunction(current))
                {
                    break;
                }
            }
        }

        return false;
    }

    /// <summary>
    /// The same, where conditions that hold in all rounds or in none may lie between, and tests for numbers that have
    /// overflowed.
    /// </summary>
    public bool IsSteadyIn(
        SyntaxNode node, CancellationToken cancellationToken, bool throughLoops = false, ImmutableHashSet<SyntaxNode>? iterations = null) =>
        IsUnconditionalIn(node, throughLoops, iterations, (branch, site) =>
            site.SemanticModel?.GetOperation(branch.Condition, cancellationToken) is { } condition && RoundGuards.IsSteady(condition, node, cancellationToken));

    /// <summary>The function, lambda or file of top-level statements in which a node runs.</summary>
    public static SyntaxNode FunctionOf(SyntaxNode node) => FunctionBodies.FunctionOf(node);

    private static bool IsConditionalIn(SyntaxNode node, SyntaxNode parent, IOperation site) => parent switch
    {
        IfStatementSyntax branch => IsBranchOf(node, parent) && !IsNullTest(branch, node, site),
        ForStatementSyntax loop => loop.Statement == node,
        CommonForEachStatementSyntax loop => loop.Statement == node,
        WhileStatementSyntax or DoStatementSyntax => true,
        _ => IsBranchOf(node, parent),
    };

    /// <summary>Whether the node is what its parent runs in one case only, as one branch of an <c>if</c>.</summary>
    public static bool IsBranchOf(SyntaxNode node, SyntaxNode parent) => parent switch
    {
        IfStatementSyntax branch => branch.Condition != node,
        ElseClauseSyntax or SwitchSectionSyntax or SwitchExpressionArmSyntax or CatchClauseSyntax => true,
        ConditionalExpressionSyntax choice => choice.Condition != node,
        BinaryExpressionSyntax binary => binary.Right == node
            && (SyntaxKind)binary.RawKind is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression or SyntaxKind.CoalesceExpression,
        AssignmentExpressionSyntax assignment => assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression) && assignment.Right == node,
        _ => false,
    };

    // `if (scheduler != null) scheduler.step();` and `if (scheduler is not null) …`
    private static bool IsNullTest(IfStatementSyntax branch, SyntaxNode node, IOperation site)
    {
        if (branch.Statement != node || site is not IInvocationOperation { Instance: { } instance })
        {
            return false;
        }

        string receiver = instance.WithoutConversions().Syntax.ToString();
        return branch.Condition switch
        {
            BinaryExpressionSyntax { Left: var left, Right: var right } test =>
                test.IsKind(SyntaxKind.NotEqualsExpression) && left.ToString() == receiver && right.IsKind(SyntaxKind.NullLiteralExpression),
            IsPatternExpressionSyntax { Expression: var tested, Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax constant } } =>
                tested.ToString() == receiver && constant.Expression.IsKind(SyntaxKind.NullLiteralExpression),
            _ => false,
        };
    }
}

/// <summary>Where two operations meet in one list of statements.</summary>
/// <param name="Site">The first operation, or the call in that function that leads to it.</param>
/// <param name="OtherSite">The same for the second operation.</param>
/// <param name="Statement">The statement of the list that holds the first.</param>
/// <param name="OtherStatement">The statement of the list that holds the second.</param>
internal sealed record Meeting(IOperation Site, IOperation OtherSite, SyntaxNode Statement, SyntaxNode OtherStatement)
{
    /// <summary>Whether the first runs before the second.</summary>
    public bool IsBefore => Statement.SpanStart < OtherStatement.SpanStart;

    /// <summary>The list of statements.</summary>
    public SyntaxNode Container => Statement.Parent!;

    /// <summary>Whether the statement of the second is a loop around it, or has one.</summary>
    public bool HasLoopAroundOther => OtherSite.Syntax.Ancestors().TakeWhile(ancestor => ancestor != Container).Any(FunctionBodies.IsLoop);

    /// <summary>Whether the second runs whenever its statement does.</summary>
    public bool IsOtherUnconditional => CallChain.Alone(OtherSite).IsUnconditionalIn(Container);

    /// <summary>Whether the first statement is nothing but this call.</summary>
    public bool IsStatement(SyntaxNode call) =>
        (Statement is GlobalStatementSyntax global ? global.Statement : Statement) is ExpressionStatementSyntax { Expression: var expression }
        && (expression == call || expression is ConditionalAccessExpressionSyntax access && access.WhenNotNull == call);
}
