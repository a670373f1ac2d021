using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Editing;

/// <summary>A diagnostic and the code it is about: what a fix is planned from.</summary>
internal sealed class FixSite
{
    private readonly Diagnostic? _diagnostic;

    private FixSite(
        Document document,
        Diagnostic? diagnostic,
        SourceText text,
        SemanticModel semanticModel,
        ExpressionSyntax expression,
        NameAllocator names,
        CancellationToken cancellationToken)
    {
        Document = document;
        _diagnostic = diagnostic;
        Text = text;
        SemanticModel = semanticModel;
        Expression = expression;
        Names = names;
        CancellationToken = cancellationToken;
    }

    /// <summary>The document in which the diagnostic is.</summary>
    public Document Document { get; }

    /// <summary>The diagnostic. A refactoring has none and must not ask.</summary>
    public Diagnostic Diagnostic => _diagnostic ?? throw new InvalidOperationException("A refactoring has no diagnostic.");

    /// <summary>The other places that the diagnostic speaks of; none for a refactoring.</summary>
    public IReadOnlyList<Location> OtherPlaces => _diagnostic?.AdditionalLocations ?? [];

    /// <summary>The text of the document.</summary>
    public SourceText Text { get; }

    /// <summary>The meaning of the document.</summary>
    public SemanticModel SemanticModel { get; }

    /// <summary>The expression that is underlined.</summary>
    public ExpressionSyntax Expression { get; }

    /// <summary>Gives out new names.</summary>
    public NameAllocator Names { get; }

    /// <summary>Stops the planning.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Gathers the site of a diagnostic, or <see langword="null"/> where it does not stand at an expression.</summary>
    public static async Task<FixSite?> CreateAsync(
        Document document, Diagnostic diagnostic, NameAllocator names, CancellationToken cancellationToken)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        TextSpan span = diagnostic.Location.SourceSpan;
        SyntaxNode? node = root?.FullSpan.Contains(span) == true ? root.FindNode(span, getInnermostNodeForTie: true) : null;
        while (node is not null && node is not ExpressionSyntax && node.Span == span)
        {
            node = node.Parent;
        }

        return node is ExpressionSyntax expression
            ? await CreateAsync(document, expression, names, diagnostic, cancellationToken).ConfigureAwait(false)
            : null;
    }

    /// <summary>Gathers the site of an expression.</summary>
    public static async Task<FixSite?> CreateAsync(
        Document document, ExpressionSyntax expression, NameAllocator names, Diagnostic? diagnostic, CancellationToken cancellationToken) =>
        await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } semanticModel
            ? new FixSite(
                document,
                diagnostic,
                await document.GetTextAsync(cancellationToken).ConfigureAwait(false),
                semanticModel,
                expression,
                names,
                cancellationToken)
            : null;
}
