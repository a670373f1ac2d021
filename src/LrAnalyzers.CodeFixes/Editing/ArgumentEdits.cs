using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Editing;

/// <summary>Changes the arguments of a call, whatever their order.</summary>
internal static class ArgumentEdits
{
    /// <summary>The argument whose value the expression is, or <see langword="null"/>.</summary>
    public static ArgumentSyntax? Of(ExpressionSyntax expression)
    {
        SyntaxNode node = expression;
        while (node.Parent is ParenthesizedExpressionSyntax parenthesized)
        {
            node = parenthesized;
        }

        return node.Parent as ArgumentSyntax;
    }

    /// <summary>Takes an argument out. Positional arguments behind it get their parameters' names, so that each stays bound as it was.</summary>
    /// <returns>The edits, or <see langword="null"/> where comments or directives leave no safe way.</returns>
    public static ImmutableArray<Edit>? Remove(FixSite site, ArgumentSyntax argument)
    {
        if (argument.Parent is not ArgumentListSyntax list || HasDirectives(list))
        {
            return null;
        }

        int index = list.Arguments.IndexOf(argument);
        ImmutableArray<Edit>.Builder edits = ImmutableArray.CreateBuilder<Edit>();
        if (argument.NameColon is null)
        {
            foreach (ArgumentSyntax later in list.Arguments.Skip(index + 1).TakeWhile(later => later.NameColon is null))
            {
                if (site.SemanticModel.GetOperation(later, site.CancellationToken) is not IArgumentOperation { Parameter: { IsParams: false } parameter })
                {
                    return null;
                }

                edits.Add(new ReplaceText(site.Document.Id, new TextSpan(later.SpanStart, 0), parameter.WrittenName() + ": "));
            }
        }

        // The comma goes with the argument: the one behind it, or before it where it is the last.
        TextSpan span = argument.Span;
        if (index + 1 < list.Arguments.Count)
        {
            SyntaxToken comma = list.Arguments.GetSeparator(index);
            span = TextSpan.FromBounds(span.Start, comma.Span.End);
            int next = list.Arguments[index + 1].SpanStart;
            if (IsBlank(site.Text, comma.Span.End, next) && SameLine(site.Text, comma.Span.End, next))
            {
                span = TextSpan.FromBounds(span.Start, next);
            }
        }
        else if (index > 0)
        {
            SyntaxToken comma = list.Arguments.GetSeparator(index - 1);
            if (IsBlank(site.Text, comma.Span.End, span.Start))
            {
                span = TextSpan.FromBounds(comma.SpanStart, span.End);
            }
            else
            {
                edits.Add(new ReplaceText(site.Document.Id, comma.Span, ""));
            }
        }

        // An insertion at the very end of what is removed belongs behind it.
        if (edits.OfType<ReplaceText>().FirstOrDefault(edit => edit.Span.Start == span.End && edit.Span.IsEmpty) is { } naming)
        {
            edits.Remove(naming);
            edits.Add(new ReplaceText(site.Document.Id, span, naming.Text));
        }
        else
        {
            edits.Add(new ReplaceText(site.Document.Id, span, ""));
        }

        return edits.ToImmutable();
    }

    /// <summary>Gives an argument by name, behind all others; the parameter must not have one yet.</summary>
    public static ImmutableArray<Edit>? Add(DocumentId document, SyntaxNode creation, string parameter, string value)
    {
        ArgumentListSyntax? list = creation switch
        {
            InvocationExpressionSyntax invocation => invocation.ArgumentList,
            BaseObjectCreationExpressionSyntax objectCreation => objectCreation.ArgumentList,
            _ => null,
        };
        if (list is null || list.CloseParenToken.IsMissing || HasDirectives(list) || list.Arguments.Any(argument => argument.IsMissing || argument.Expression.IsMissing))
        {
            return null;
        }

        return ImmutableArray.Create<Edit>(ListLayout.Insert(
            document, creation.SyntaxTree.GetText(), list.OpenParenToken, list.Arguments, list.Arguments.Count, $"{parameter}: {value}"));
    }

    /// <summary>
    /// Puts another value in the place of an argument's: at its declaration where that is a local or a private constant of
    /// the same file that serves nothing else, else in the argument.
    /// </summary>
    public static ImmutableArray<Edit>? Replace(FixSite site, ExpressionSyntax expression, string value)
    {
        ExpressionSyntax replaced = Declaration(site, expression) ?? expression;
        return NumericSyntax.HasDirectives(replaced)
            ? null
            : ImmutableArray.Create<Edit>(new ReplaceText(site.Document.Id, replaced.Span, value));
    }

    private static ExpressionSyntax? Declaration(FixSite site, ExpressionSyntax expression)
    {
        ISymbol? symbol = site.SemanticModel.GetSymbolInfo(expression, site.CancellationToken).Symbol;
        return symbol is ILocalSymbol or IFieldSymbol { DeclaredAccessibility: Accessibility.Private }
            && symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(site.CancellationToken)
                is VariableDeclaratorSyntax { Initializer.Value: { } initializer } declarator
            && initializer.SyntaxTree == site.SemanticModel.SyntaxTree
            && site.SemanticModel.GetConstantValue(initializer, site.CancellationToken).HasValue
            && SymbolEqualityComparer.Default.Equals(
                site.SemanticModel.GetTypeInfo(initializer, site.CancellationToken).ConvertedType,
                site.SemanticModel.GetTypeInfo(expression, site.CancellationToken).ConvertedType)
            && LearningRateReplacement.IsOnlyUse(declarator)
                ? initializer
                : null;
    }

    private static bool HasDirectives(ArgumentListSyntax list) =>
        list.DescendantTokens().Any(token => token.LeadingTrivia.Any(trivia => trivia.IsDirective));

    private static bool IsBlank(SourceText text, int start, int end) =>
        text.ToString(TextSpan.FromBounds(start, end)).All(char.IsWhiteSpace);

    private static bool SameLine(SourceText text, int start, int end) =>
        text.Lines.IndexOf(start) == text.Lines.IndexOf(end);
}
