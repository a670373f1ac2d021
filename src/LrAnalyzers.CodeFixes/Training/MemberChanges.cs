using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Loops;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.CodeFixes.Training;

/// <summary>
/// Whether a field or property may have another value somewhere in a training than where its schedule is made: set by what is called in
/// between, as by <c>Config.Parse(args)</c>, or asked of somebody each time.
/// </summary>
/// <param name="chain">From where the optimizer is stepped.</param>
/// <param name="epochs">The loop over epochs.</param>
/// <param name="code">The project.</param>
/// <param name="function">The function in which the schedule is made.</param>
/// <param name="position">Where it is made.</param>
/// <param name="isPure">Whether a call neither changes anything nor gives another value each time.</param>
/// <param name="cancellationToken">Stops the search.</param>
internal sealed class MemberChanges(
    CallChain chain, TrainingLoop epochs, CodeBase code, SyntaxNode function, int position, Func<InvocationExpressionSyntax, SemanticModel, bool> isPure, CancellationToken cancellationToken)
{
    private const int MaximumDepth = 4;
    private const int MostFunctions = 100;

    private readonly Dictionary<ISymbol, bool> _known = new(SymbolEqualityComparer.Default);
    private ImmutableArray<(SyntaxNode Function, int Start, int End)>? _meanwhile;

    /// <summary>Whether the member keeps its value; what another library declares is taken to.</summary>
    public bool Keeps(ISymbol member) => Keeps(member.OriginalDefinition, 0);

    private bool Keeps(ISymbol member, int depth)
    {
        if (!member.IsDeclaredIn(code.Compilation) || member is IFieldSymbol { IsConst: true } or IFieldSymbol { IsReadOnly: true })
        {
            return true;
        }

        if (depth > MaximumDepth)
        {
            return false;
        }

        if (!_known.TryGetValue(member, out bool keeps))
        {
            _known[member] = keeps = (member is not IPropertySymbol property || ImplementationsOf(property).All(own => Keeps(own.OriginalDefinition, depth + 1))
                    && property.GetMethod?.DeclaringSyntaxReferences.All(getter => IsSame(getter.GetSyntax(cancellationToken), depth)) != false)
                && (member is IPropertySymbol { SetMethod: null or { IsInitOnly: true } } || code.WritesOf(member, cancellationToken) is { } writes && !writes.Any(RunsMeanwhile));
        }

        return keeps;
    }

    // What an interface's property is, or another one that may be overridden.
    private IEnumerable<ISymbol> ImplementationsOf(IPropertySymbol property) => property.IsAbstract || property.IsVirtual
        ? code.Compilation.GetSymbolsWithName(property.Name, SymbolFilter.Member, cancellationToken).OfType<IPropertySymbol>().Where(own => OtherNames.Of(own).Contains(property, SymbolEqualityComparer.Default))
        : [];

    private bool IsSame(SyntaxNode getter, int depth)
    {
        SemanticModel model = code.ModelOf(getter.SyntaxTree);
        return getter.DescendantNodes(node => !IsLazy(node)).All(node => node switch
        {
            InvocationExpressionSyntax call => isPure(call, model) || model.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol { ContainingType.ContainingNamespace: { Name: "Linq", ContainingNamespace.Name: "System" } },
            AwaitExpressionSyntax => false,
            IdentifierNameSyntax name => model.GetSymbolInfo(name, cancellationToken).Symbol is not { } symbol || symbol is not (IFieldSymbol or IPropertySymbol) || Keeps(symbol.OriginalDefinition, depth + 1),
            _ => WrittenNames.TargetOf(node) is null || IsLazy(node),
        });
    }

    // `_batches ??= Load()`, `if (_batches == null) _batches = Load();`
    private static bool IsLazy(SyntaxNode node) => node switch
    {
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression } => true,
        IfStatementSyntax { Condition: var condition } => condition.DescendantNodes().Any(part => part.IsKind(SyntaxKind.NullLiteralExpression)),
        _ => false,
    };

    // Whether what stands at a place runs while the training does, or between the place of the schedule and that.
    private bool RunsMeanwhile(IOperation write)
    {
        if (write is IMemberReferenceOperation { Instance: IInstanceReferenceOperation owner }
            && (owner.ReferenceKind == InstanceReferenceKind.ImplicitReceiver || FunctionBodies.FunctionOf(write.Syntax) is ConstructorDeclarationSyntax)
            || write.Syntax.Ancestors().TakeWhile(node => !FunctionBodies.IsFunction(node)).Any(IsLazy))
        {
            return false;
        }

        if ((_meanwhile ??= Meanwhile()) is not { IsEmpty: false } meanwhile)
        {
            return true;
        }

        var asked = new HashSet<SyntaxNode>();
        var places = new Stack<SyntaxNode>();
        places.Push(write.Syntax);
        while (places.Count > 0)
        {
            SyntaxNode place = places.Pop();
            SyntaxNode around = FunctionBodies.FunctionOf(place);
            (SyntaxNode Function, int Start, int End)[] runs = meanwhile.Where(run => run.Function == around).ToArray();
            if (runs.Length > 0)
            {
                if (runs.Any(run => place.SpanStart >= run.Start && place.SpanStart < run.End))
                {
                    return true;
                }

                continue;
            }

            if (!asked.Add(around))
            {
                continue;
            }

            if (asked.Count > MostFunctions || CallsOf(around) is not { } calls)
            {
                return true;
            }

            foreach (SyntaxNode call in calls)
            {
                places.Push(call);
            }
        }

        return false;
    }

    // From where a function is run; null where nobody knows.
    private IEnumerable<SyntaxNode>? CallsOf(SyntaxNode function) => function switch
    {
        AnonymousFunctionExpressionSyntax => function.Parent is ArgumentSyntax ? [function.Parent] : null,
        AccessorDeclarationSyntax or PropertyDeclarationSyntax or BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax => (code.ModelOf(function.SyntaxTree).GetDeclaredSymbol(function, cancellationToken) switch
        {
            IMethodSymbol { AssociatedSymbol: { } property, MethodKind: MethodKind.PropertySet } => code.WritesOf(property, cancellationToken),
            IMethodSymbol { AssociatedSymbol: { } property } => code.ReferencesTo(property, cancellationToken),
            IMethodSymbol method => code.CallsOf(method, cancellationToken),
            IPropertySymbol property => code.ReferencesTo(property, cancellationToken),
            _ => null,
        })?.Select(call => call.Syntax),
        _ => [],
    };

    // What of each function runs behind the place of the schedule and before the end of the training; nothing where that is not known.
    private ImmutableArray<(SyntaxNode Function, int Start, int End)> Meanwhile()
    {
        // The functions around the place, from the inside out, up to one that leads to the training as well.
        var around = new List<(SyntaxNode Function, int Start)> { (function, position) };
        while (EndIn(around[around.Count - 1].Function) is null)
        {
            if (around.Count > MaximumDepth || MakerOf(around[around.Count - 1].Function) is not { } call)
            {
                return ImmutableArray<(SyntaxNode, int, int)>.Empty;
            }

            around.Add((FunctionBodies.FunctionOf(call), call.Span.End));
        }

        SyntaxNode common = around[around.Count - 1].Function;
        return around.Select(part => (part.Function, part.Start, EndIn(part.Function) ?? part.Function.Span.End))
            .Concat(chain.Sites.Select(site => FunctionBodies.FunctionOf(site.Syntax)).TakeWhile(called => called != common)
                .Select(called => (called, called.SpanStart, IsInEpochs(called) ? called.Span.End : EndIn(called)!.Value)))
            .ToImmutableArray();
    }

    private bool IsInEpochs(SyntaxNode called) => called != FunctionBodies.FunctionOf(epochs.Operation.Syntax)
        && chain.Sites.Any(site => FunctionBodies.FunctionOf(site.Syntax) == called && chain.Sites.IndexOf(site) < chain.Sites.IndexOf(chain.SiteIn(epochs)!));

    // Where the training is over, in a function that leads to it.
    private int? EndIn(SyntaxNode function) => FunctionBodies.FunctionOf(epochs.Operation.Syntax) == function
        ? epochs.Operation.Syntax.Span.End
        : chain.Sites.FirstOrDefault(site => FunctionBodies.FunctionOf(site.Syntax) == function)?.Syntax.Span.End;

    // The only call of a function, or the only creation of an object in whose initializers it stands.
    private SyntaxNode? MakerOf(SyntaxNode function) => (function switch
    {
        BaseFieldDeclarationSyntax or PropertyDeclarationSyntax { Initializer: not null } =>
            function.Parent is TypeDeclarationSyntax declaration && code.ModelOf(declaration.SyntaxTree).GetDeclaredSymbol(declaration, cancellationToken) is { } type
                ? type.InstanceConstructors.SelectMany(constructor => code.CallsOf(constructor, cancellationToken)?.Select(call => call.Syntax) ?? [function, function])
                    .Where(call => !call.IsKind(SyntaxKind.ThisConstructorInitializer))
                : null,
        _ => CallsOf(function),
    })?.Take(2).ToArray() is { Length: 1 } only ? only[0] : null;
}
