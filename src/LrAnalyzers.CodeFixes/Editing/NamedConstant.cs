using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Editing;

/// <summary>Gives the learning rate in an expression a name: a constant of the type, or of the program in top-level statements.</summary>
internal static class NamedConstant
{
    /// <summary>Plans the constant and its use, or returns <see langword="null"/> where there is no place for one.</summary>
    /// <param name="site">Where the learning rate stands.</param>
    /// <param name="value">The source text of the constant's value.</param>
    /// <param name="type">The constant's type, as a keyword.</param>
    /// <param name="isConstant">Whether the value is a compile-time constant.</param>
    public static (string Name, ImmutableArray<Edit> Edits)? TryPlan(FixSite site, string value, string type, bool isConstant) =>
        TryPlan(site, site.Expression, value, type, isConstant);

    /// <summary>Plans the constant and its use in the place of an expression.</summary>
    public static (string Name, ImmutableArray<Edit> Edits)? TryPlan(
        FixSite site, ExpressionSyntax expression, string value, string type, bool isConstant) =>
        TryPlan(site, expression, value, type, isConstant, name => new ReplaceText(site.Document.Id, expression.Span, name));

    /// <summary>Plans the constant and a use of it elsewhere than in the place of the expression.</summary>
    public static (string Name, ImmutableArray<Edit> Edits)? TryPlan(
        FixSite site, ExpressionSyntax expression, string value, string type, bool isConstant, Func<string, Edit> use)
    {
        if (expression.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration)
        {
            return InType(site, expression, declaration, value, type, isConstant, use);
        }

        return expression.FirstAncestorOrSelf<GlobalStatementSyntax>() is { } statement
            ? InProgram(site, expression, statement, value, type, isConstant, use)
            : null;
    }

    private static (string, ImmutableArray<Edit>)? InType(
        FixSite site,
        ExpressionSyntax expression,
        TypeDeclarationSyntax declaration,
        string value,
        string type,
        bool isConstant,
        Func<string, Edit> use)
    {
        // A type without braces or members (`class C() : Base(0.1);`) has no place for a field; an interface's is public.
        if (declaration.OpenBraceToken.IsMissing
            || declaration.OpenBraceToken.IsKind(SyntaxKind.None)
            || declaration.Members.Count == 0
            || declaration is InterfaceDeclarationSyntax
            || site.SemanticModel.GetDeclaredSymbol(declaration, site.CancellationToken) is not { } symbol)
        {
            return null;
        }

        IReadOnlyList<string> wishes = LearningRateNames.For(expression);
        if (UsesUpperCaseConstants(declaration))
        {
            wishes = wishes.Select(UpperCase).ToArray();
        }

        string name = site.Names.ForMember(symbol, wishes, site.CancellationToken);
        string modifiers = isConstant ? "private const" : "private static readonly";
        return (name, ImmutableArray.Create<Edit>(
            new AddField(site.Document.Id, declaration, $"{modifiers} {type} {name} = {value};"),
            use(name)));
    }

    private static (string, ImmutableArray<Edit>)? InProgram(
        FixSite site,
        ExpressionSyntax expression,
        GlobalStatementSyntax statement,
        string value,
        string type,
        bool isConstant,
        Func<string, Edit> use)
    {
        // Only a constant can be used in a static local function.
        if (!isConstant && expression.Ancestors().Any(ancestor => ancestor is LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax))
        {
            return null;
        }

        SyntaxNode program = statement.SyntaxTree.GetRoot(site.CancellationToken);
        string name = site.Names.ForLocal(program, LearningRateNames.ForLocal(expression));
        string newLine = Edits.NewLineOf(site.Text);
        string modifier = isConstant ? "const " : "";
        int start = statement.Statement is LocalFunctionStatementSyntax ? StartWithComments(statement, site.Text) : statement.SpanStart;
        string indentation = Edits.IndentationAt(site.Text, start);
        string space = start < statement.SpanStart ? newLine : "";
        return (name, ImmutableArray.Create<Edit>(
            new ReplaceText(site.Document.Id, new TextSpan(start, 0), $"{modifier}{type} {name} = {value};{newLine}{space}{indentation}"),
            use(name)));
    }

    // What stands right above a function is about the function.
    private static int StartWithComments(GlobalStatementSyntax function, SourceText text)
    {
        int start = function.SpanStart;
        foreach (SyntaxTrivia trivia in function.GetLeadingTrivia().Reverse())
        {
            if (IsComment(trivia) && LineOf(trivia.FullSpan.End - 1) + 1 >= LineOf(start))
            {
                start = trivia.FullSpan.Start;
            }
            else if (!trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            {
                break;
            }
        }

        return start;

        int LineOf(int position) => text.Lines.GetLineFromPosition(position).LineNumber;
    }

    private static bool IsComment(SyntaxTrivia trivia) =>
        trivia.IsKind(SyntaxKind.SingleLineCommentTrivia)
        || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)
        || trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia)
        || trivia.IsKind(SyntaxKind.MultiLineDocumentationCommentTrivia);

    private static bool UsesUpperCaseConstants(TypeDeclarationSyntax declaration)
    {
        string[] names = declaration.Members.OfType<FieldDeclarationSyntax>()
            .Where(field => field.Modifiers.Any(SyntaxKind.ConstKeyword))
            .SelectMany(field => field.Declaration.Variables)
            .Select(variable => variable.Identifier.ValueText)
            .ToArray();
        return names.Length > 0 && names.All(name => name.ToUpperInvariant() == name && name.Length > 1);
    }

    // LearningRate -> LEARNING_RATE
    private static string UpperCase(string name) => string.Concat(name.Select((letter, index) =>
        index > 0 && char.IsUpper(letter) && !char.IsUpper(name[index - 1]) ? "_" + letter : char.ToUpperInvariant(letter).ToString()));
}
