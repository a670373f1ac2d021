using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Sites;

/// <summary>
/// Finds code that sets a member of an object that came from elsewhere: <c>x.Name = …</c>, but neither
/// <c>new X { Name = … }</c> nor <c>var x = new X(); x.Name = …</c>. Syntax only, so it sees too many rather than too few.
/// </summary>
internal static class MemberWrites
{
    // Values hold strings only, so a cached answer keeps no compilation alive.
    private static readonly ConditionalWeakTable<SyntaxTree, ConcurrentDictionary<string, bool>> s_answers = new();

    /// <summary>Whether any such write of a member of the name, in whatever case, stands in the file.</summary>
    public static bool AnyIn(SyntaxTree tree, string name, CancellationToken cancellationToken)
    {
        ConcurrentDictionary<string, bool> answers = s_answers.GetValue(tree, _ => new ConcurrentDictionary<string, bool>(StringComparer.OrdinalIgnoreCase));
        if (!answers.TryGetValue(name, out bool any))
        {
            any = tree.GetRoot(cancellationToken).DescendantTokens().Any(token =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return token.IsKind(SyntaxKind.IdentifierToken)
                    && string.Equals(token.ValueText, name, StringComparison.OrdinalIgnoreCase)
                    && token.Parent is SimpleNameSyntax member
                    && IsWritten(member, cancellationToken);
            });
            answers[name] = any;
        }

        return any;
    }

    private static bool IsWritten(SimpleNameSyntax member, CancellationToken cancellationToken)
    {
        // `new X { Options = { Name = … } }` sets it in an object that somebody else made.
        if (member.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax initializer } setting && setting.Left == member)
        {
            return initializer.Parent is AssignmentExpressionSyntax;
        }

        ExpressionSyntax target = member;
        while (target.Parent is MemberAccessExpressionSyntax { Name: var name } access && name == target)
        {
            target = access;
        }

        if (target == member && member.Parent is not MemberBindingExpressionSyntax)
        {
            return false;
        }

        while (target.Parent is ParenthesizedExpressionSyntax or MemberBindingExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression }
            || (target.Parent is ConditionalAccessExpressionSyntax conditional && conditional.WhenNotNull == target))
        {
            target = (ExpressionSyntax)target.Parent;
        }

        return target.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == target
                && !(assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && IsOfNewObject(target, cancellationToken)),
            PrefixUnaryExpressionSyntax prefix => prefix.Kind()
                is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression or SyntaxKind.AddressOfExpression,
            PostfixUnaryExpressionSyntax => true,
            ArgumentSyntax { Parent: TupleExpressionSyntax } => true,
            ArgumentSyntax argument => argument.RefKindKeyword.Kind() is SyntaxKind.RefKeyword or SyntaxKind.OutKeyword,
            RefExpressionSyntax => true,
            _ => false,
        };
    }

    // `var x = new X(); … x.Name = …`, where nothing else is put into x.
    private static bool IsOfNewObject(ExpressionSyntax target, CancellationToken cancellationToken)
    {
        if (target is not MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var local } })
        {
            return false;
        }

        SyntaxNode member = target.FirstAncestorOrSelf<SyntaxNode>(node => node is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or BaseFieldDeclarationSyntax)
            ?? target.SyntaxTree.GetRoot(cancellationToken);
        if (WrittenNames.Contains(member, local, cancellationToken))
        {
            return false;
        }

        SyntaxNode[] declarations = member.DescendantNodes().Where(node => node switch
        {
            VariableDeclaratorSyntax variable => variable.Identifier.ValueText == local,
            ParameterSyntax parameter => parameter.Identifier.ValueText == local,
            SingleVariableDesignationSyntax variable => variable.Identifier.ValueText == local,
            ForEachStatementSyntax loop => loop.Identifier.ValueText == local,
            _ => false,
        }).Take(2).ToArray();
        return declarations.Length == 1 && declarations[0] is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax };
    }
}
