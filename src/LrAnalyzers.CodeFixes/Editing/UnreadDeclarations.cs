using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Editing;

/// <summary>
/// Locals and private fields that edits leave without a reader, of which the compiler would warn (CS0168, CS0169, CS0219, CS0414): the
/// declaration goes as well where it is a constant, and nothing else goes with it.
/// </summary>
internal static class UnreadDeclarations
{
    // The constant that a removed constant was made of, and so on.
    private const int MostRounds = 4;

    /// <summary>The edits, with the declarations that they leave unread removed; <see langword="null"/> where one has to stay.</summary>
    public static async Task<ImmutableArray<Edit>?> RemoveAsync(Solution before, ImmutableArray<Edit> edits, CancellationToken cancellationToken)
    {
        for (int round = 0; round < MostRounds; round++)
        {
            ISymbol[] variables = await NoLongerNamedAsync(before, edits, cancellationToken).ConfigureAwait(false);
            if (variables.Length == 0)
            {
                return edits;
            }

            Solution after = await Edits.ApplyAsync(before, edits, cancellationToken).ConfigureAwait(false);
            ImmutableArray<Edit> more = edits;
            foreach (ISymbol variable in variables)
            {
                if (await StateOfAsync(variable, before, after, edits, cancellationToken).ConfigureAwait(false) is not var (declaration, isKnown))
                {
                    continue;
                }

                if (!isKnown || Removal(before, declaration) is not { } removal)
                {
                    return null;
                }

                // Another number in the place of its own goes along.
                more = more.RemoveAll(edit => edit is ReplaceText inside && inside.Document == removal.Document && removal.Span.Contains(inside.Span) && !inside.Span.IsEmpty).Add(removal);
            }

            if (more == edits)
            {
                return edits;
            }

            edits = more;
        }

        return null;
    }

    // The variables whose names stand in what is replaced.
    private static async Task<ISymbol[]> NoLongerNamedAsync(Solution before, ImmutableArray<Edit> edits, CancellationToken cancellationToken)
    {
        var variables = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (ReplaceText edit in edits.OfType<ReplaceText>().Where(edit => !edit.Span.IsEmpty))
        {
            if (before.GetDocument(edit.Document) is not { } document
                || await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root)
            {
                continue;
            }

            foreach (IdentifierNameSyntax name in root.DescendantTokens(edit.Span).Select(token => token.Parent).OfType<IdentifierNameSyntax>())
            {
                if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } semanticModel
                    && semanticModel.GetSymbolInfo(name, cancellationToken).Symbol?.OriginalDefinition is { } symbol
                    && symbol is ILocalSymbol or IFieldSymbol { DeclaredAccessibility: Accessibility.Private, IsConst: false })
                {
                    variables.Add(symbol);
                }
            }
        }

        return variables.ToArray();
    }

    // The declaration, in the code before the edits, of a variable that the compiler warns of after them; null for any other. In code that
    // does not parse a name may mean nothing: then the compiler warns, and who finishes the code needs the variable.
    private static async Task<(VariableDeclaratorSyntax Declaration, bool IsKnown)?> StateOfAsync(
        ISymbol variable, Solution before, Solution after, ImmutableArray<Edit> edits, CancellationToken cancellationToken)
    {
        if (variable.DeclaringSyntaxReferences.Length != 1
            || await variable.DeclaringSyntaxReferences[0].GetSyntaxAsync(cancellationToken).ConfigureAwait(false)
                is not VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Parent: LocalDeclarationStatementSyntax or FieldDeclarationSyntax } } declarator
            || before.GetDocument(declarator.SyntaxTree) is not { } home
            || edits.OfType<ReplaceText>().Any(edit => edit.Document == home.Id && !edit.Span.IsEmpty && edit.Span.IntersectsWith(declarator.Span)
                && declarator.Initializer?.Value.Span.Contains(edit.Span) != true))
        {
            return null;
        }

        ImmutableArray<SyntaxTree> scopes = variable is ILocalSymbol
            ? ImmutableArray.Create(declarator.SyntaxTree)
            : variable.ContainingType.DeclaringSyntaxReferences.Select(part => part.SyntaxTree).Distinct().ToImmutableArray();
        ISymbol? now = null;
        bool isKnown = true;
        foreach (SyntaxTree tree in scopes.Remove(declarator.SyntaxTree).Insert(0, declarator.SyntaxTree))
        {
            if (before.GetDocument(tree)?.Id is not { } id
                || after.GetDocument(id) is not { } document
                || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } semanticModel)
            {
                return null;
            }

            SyntaxNode root = await semanticModel.SyntaxTree.GetRootAsync(cancellationToken).ConfigureAwait(false);
            if (tree == declarator.SyntaxTree)
            {
                SourceText old = await home.GetTextAsync(cancellationToken).ConfigureAwait(false);
                SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
                int moved = text.GetChangeRanges(old).Where(change => change.Span.Start <= declarator.SpanStart).Sum(change => change.NewLength - change.Span.Length);
                now = root.FullSpan.Contains(declarator.SpanStart + moved)
                    && root.FindToken(declarator.SpanStart + moved).Parent is VariableDeclaratorSyntax there
                    ? semanticModel.GetDeclaredSymbol(there, cancellationToken)
                    : null;
            }

            if (now is null || IsUnread(semanticModel, root, now, cancellationToken) is not { } isAllKnown)
            {
                return null;
            }

            isKnown &= isAllKnown;
        }

        return declarator.Initializer?.Value is { } value
            && await home.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } model
            && !model.GetConstantValue(value, cancellationToken).HasValue
                ? null
                : (declarator, isKnown);
    }

    // Null where something reads it; otherwise whether every name like its own is known to mean another. Something other than a constant
    // that is written to it counts as reading.
    private static bool? IsUnread(SemanticModel semanticModel, SyntaxNode root, ISymbol variable, CancellationToken cancellationToken)
    {
        bool isKnown = true;
        foreach (SimpleNameSyntax name in root.DescendantTokens()
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == variable.Name)
            .Select(token => token.Parent)
            .OfType<SimpleNameSyntax>()
            .Where(name => !(Written(name) is { } value && semanticModel.GetConstantValue(value, cancellationToken).HasValue)))
        {
            SymbolInfo meant = semanticModel.GetSymbolInfo(name, cancellationToken);
            if (meant.CandidateSymbols.Insert(0, meant.Symbol!).Any(symbol => SymbolEqualityComparer.Default.Equals(symbol?.OriginalDefinition, variable)))
            {
                return null;
            }

            isKnown &= meant.Symbol is not null;
        }

        return isKnown;
    }

    private static ExpressionSyntax? Written(SimpleNameSyntax name)
    {
        ExpressionSyntax target = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access ? access : name;
        return target.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Parent: ExpressionStatementSyntax } assignment && assignment.Left == target
            ? assignment.Right
            : null;
    }

    // Without a comment, a directive, an attribute, another variable or a line that writes it: nothing but the declaration goes.
    private static ReplaceText? Removal(Solution before, VariableDeclaratorSyntax declarator)
    {
        SyntaxNode statement = declarator.Parent!.Parent!;
        SyntaxNode scope = declarator.FirstAncestorOrSelf<TypeDeclarationSyntax>() ?? declarator.SyntaxTree.GetRoot();
        if (((VariableDeclarationSyntax)declarator.Parent).Variables.Count > 1
            || statement is FieldDeclarationSyntax { AttributeLists.Count: > 0 }
            || statement is LocalDeclarationStatementSyntax local && (!StatementEdits.IsInList(local) || local.AttributeLists.Count > 0)
            || statement.ContainsDiagnostics
            || !statement.DescendantTrivia().All(trivia => trivia.Kind() is SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia)
            || declarator.SyntaxTree.GetRoot().DescendantTrivia().Any(trivia =>
                (trivia.IsDirective || trivia.HasStructure || trivia.IsKind(SyntaxKind.DisabledTextTrivia)) && trivia.ToString().Contains(declarator.Identifier.ValueText))
            || scope.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == declarator.Identifier.ValueText
                && token.Parent is SimpleNameSyntax name && Written(name) is not null))
        {
            return null;
        }

        SourceText text = declarator.SyntaxTree.GetText();
        return new ReplaceText(before.GetDocument(declarator.SyntaxTree)!.Id, Lines(text, statement.Span), "");
    }

    // Its lines where it has them for itself, with the blank line above where another follows.
    private static TextSpan Lines(SourceText text, TextSpan span)
    {
        TextLine first = text.Lines.GetLineFromPosition(span.Start);
        TextLine last = text.Lines.GetLineFromPosition(span.End);
        if (!IsBlank(text, first.Start, span.Start) || !IsBlank(text, span.End, last.End))
        {
            int end = span.End;
            while (end < last.End && text[end] is ' ' or '\t')
            {
                end++;
            }

            return TextSpan.FromBounds(span.Start, end);
        }

        bool isBetweenBlanks = first.LineNumber > 0 && last.LineNumber + 1 < text.Lines.Count
            && IsBlank(text, text.Lines[first.LineNumber - 1].Start, text.Lines[first.LineNumber - 1].End)
            && IsBlank(text, text.Lines[last.LineNumber + 1].Start, text.Lines[last.LineNumber + 1].End);
        return TextSpan.FromBounds(isBetweenBlanks ? text.Lines[first.LineNumber - 1].Start : first.Start, last.EndIncludingLineBreak);
    }

    private static bool IsBlank(SourceText text, int start, int end) => string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(start, end)));
}
