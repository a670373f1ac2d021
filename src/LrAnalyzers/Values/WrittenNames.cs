using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Values;

/// <summary>
/// The names that a member or a type writes after their declaration: assigned, incremented, passed by <c>ref</c> or
/// <c>out</c>, deconstructed into, or whose address is taken. Syntax only, so two variables of one name count as one:
/// a value that may have changed is unknown.
/// </summary>
internal static class WrittenNames
{
    // Values hold strings only, so a cached set keeps no compilation alive.
    private static readonly ConditionalWeakTable<SyntaxNode, HashSet<string>> s_namesByNode = new();

    /// <summary>Whether the name is written anywhere in the node.</summary>
    public static bool Contains(SyntaxNode node, string name, CancellationToken cancellationToken)
    {
        if (!s_namesByNode.TryGetValue(node, out HashSet<string>? names))
        {
            names = Collect(node, cancellationToken);
            names = s_namesByNode.GetValue(node, _ => names);
        }

        return names.Contains(name);
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

    private static HashSet<string> Collect(SyntaxNode root, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>();
        foreach (SyntaxNode node in root.DescendantNodes())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TargetOf(node) is { } target)
            {
                AddTargets(names, target);
            }
        }

        return names;
    }

    private static void AddTargets(HashSet<string> names, ExpressionSyntax target)
    {
        var pending = new Stack<ExpressionSyntax>();
        pending.Push(target);
        while (pending.Count > 0)
        {
            switch (pending.Pop())
            {
                case SimpleNameSyntax name:
                    names.Add(name.Identifier.ValueText);
                    break;
                case MemberAccessExpressionSyntax access:
                    names.Add(access.Name.Identifier.ValueText);
                    break;
                case MemberBindingExpressionSyntax binding:
                    names.Add(binding.Name.Identifier.ValueText);
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
}
