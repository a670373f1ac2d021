using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers;

/// <summary>
/// The names that a member or a type writes after their declaration: assigned, incremented, passed by <c>ref</c> or
/// <c>out</c>, deconstructed into, or whose address is taken. Found by syntax; whoever has a symbol at hand is told of
/// the writes that mean it, so that <c>this.lr = lr</c> is no write of the parameter.
/// </summary>
internal static class WrittenNames
{
    // Values hold strings and positions only, so a cached set keeps no compilation alive.
    private static readonly ConditionalWeakTable<SyntaxNode, Dictionary<string, List<int>>> s_positionsByNode = new();

    /// <summary>Whether the name is written anywhere in the node, whatever it means there.</summary>
    public static bool Contains(SyntaxNode node, string name, CancellationToken cancellationToken) =>
        PositionsIn(node, cancellationToken).ContainsKey(name);

    /// <summary>
    /// Whether the symbol is written anywhere in the node. A name that cannot be bound, because it is missing or stands in
    /// another file than the model's, counts as the symbol's.
    /// </summary>
    public static bool Contains(SyntaxNode node, ISymbol symbol, SemanticModel semanticModel, CancellationToken cancellationToken)
    {
        if (!PositionsIn(node, cancellationToken).TryGetValue(symbol.Name, out List<int>? positions))
        {
            return false;
        }

        foreach (int position in positions)
        {
            if (node.SyntaxTree != semanticModel.SyntaxTree
                || node.FindToken(position).Parent is not SimpleNameSyntax name
                || semanticModel.GetSymbolInfo(name, cancellationToken).Symbol is not { } written
                || SymbolEqualityComparer.Default.Equals(written.OriginalDefinition, symbol.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The assignment that is the only write of the symbol in the node, or <see langword="null"/>.</summary>
    public static AssignmentExpressionSyntax? OnlyAssignment(
        SyntaxNode node, ISymbol symbol, SemanticModel semanticModel, CancellationToken cancellationToken) =>
        node.SyntaxTree == semanticModel.SyntaxTree
        && PositionsIn(node, cancellationToken).TryGetValue(symbol.Name, out List<int>? positions)
        && positions.Count == 1
        && node.FindToken(positions[0]).Parent is SimpleNameSyntax { Parent: AssignmentExpressionSyntax assignment } name
        && assignment.Left == name
            ? assignment
            : null;

    private static Dictionary<string, List<int>> PositionsIn(SyntaxNode node, CancellationToken cancellationToken)
    {
        if (!s_positionsByNode.TryGetValue(node, out Dictionary<string, List<int>>? positions))
        {
            positions = Collect(node, cancellationToken);
            positions = s_positionsByNode.GetValue(node, _ => positions);
        }

        return positions;
    }

    /// <summary>What the node itself writes to, or <see langword="null"/>.</summary>
    public static ExpressionSyntax? TargetOf(SyntaxNode node) => node switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left,
        PrefixUnaryExpressionSyntax prefix when prefix.Kind()
            is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression or SyntaxKind.AddressOfExpression => prefix.Operand,
        PostfixUnaryExpressionSyntax postfix when postfix.Kind()
            is SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression => postfix.Operand,
        ArgumentSyntax argument when argument.RefKindKeyword.Kind()
            is SyntaxKind.RefKeyword or SyntaxKind.OutKeyword => argument.Expression,
        RefExpressionSyntax reference => reference.Expression,
        _ => null,
    };

    /// <summary>What writes to the name itself below a node, in order.</summary>
    public static IEnumerable<SyntaxNode> WritesOf(SyntaxNode scope, string name) =>
        scope.DescendantNodes().Where(node => TargetOf(node) is { } target && NamesIn(target).Contains(name));

    /// <summary>The same for all names.</summary>
    public static ILookup<string, SyntaxNode> WritesIn(SyntaxNode scope) => scope.DescendantNodes()
        .SelectMany(node => TargetOf(node) is { } target ? NamesIn(target) : Enumerable.Empty<string>(), (node, name) => (Node: node, Name: name))
        .ToLookup(write => write.Name, write => write.Node);

    private static IEnumerable<string> NamesIn(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax written => new[] { written.Identifier.ValueText },
        TupleExpressionSyntax tuple => tuple.Arguments.SelectMany(argument => NamesIn(argument.Expression)),
        _ => Enumerable.Empty<string>(),
    };

    private static Dictionary<string, List<int>> Collect(SyntaxNode root, CancellationToken cancellationToken)
    {
        var positions = new Dictionary<string, List<int>>();
        foreach (SyntaxNode node in root.DescendantNodes())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TargetOf(node) is { } target)
            {
                AddTargets(positions, target);
            }
        }

        return positions;
    }

    private static void AddTargets(Dictionary<string, List<int>> positions, ExpressionSyntax target)
    {
        var pending = new Stack<ExpressionSyntax>();
        pending.Push(target);
        while (pending.Count > 0)
        {
            switch (pending.Pop())
            {
                case SimpleNameSyntax name:
                    Add(positions, name);
                    break;
                case MemberAccessExpressionSyntax access:
                    Add(positions, access.Name);
                    break;
                case MemberBindingExpressionSyntax binding:
                    Add(positions, binding.Name);
                    break;
                case ParenthesizedExpressionSyntax parenthesized:
                    pending.Push(parenthesized.Expression);
                    break;
                case ConditionalAccessExpressionSyntax conditional:
                    pending.Push(conditional.WhenNotNull);
                    break;
                case PostfixUnaryExpressionSyntax suppressed: // `x! = …`
                    pending.Push(suppressed.Operand);
                    break;
                case ConditionalExpressionSyntax choice: // `ref (flag ? ref a : ref b)`
                    pending.Push(choice.WhenTrue);
                    pending.Push(choice.WhenFalse);
                    break;
                case RefExpressionSyntax reference:
                    pending.Push(reference.Expression);
                    break;
                case TupleExpressionSyntax tuple:
                    foreach (ArgumentSyntax argument in tuple.Arguments)
                    {
                        pending.Push(argument.Expression);
                    }

                    break;
            }
        }
    }

    private static void Add(Dictionary<string, List<int>> positions, SimpleNameSyntax name)
    {
        if (!positions.TryGetValue(name.Identifier.ValueText, out List<int>? places))
        {
            positions.Add(name.Identifier.ValueText, places = new List<int>());
        }

        places.Add(name.SpanStart);
    }
}
