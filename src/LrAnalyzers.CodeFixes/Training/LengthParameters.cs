using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.Catalog;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Flow;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Training;

/// <summary>
/// Hands the length of a training to a constructor as a further parameter, through the constructors and factory methods between it and the
/// places where the objects are made.
/// </summary>
/// <param name="site">The site of the fix.</param>
/// <param name="code">The project.</param>
/// <param name="lengths">The creations, or calls of a factory, of all objects that are trained, each with its length.</param>
/// <param name="wishes">What the parameter may be called.</param>
internal sealed class LengthParameters(FixSite site, CodeBase code, IReadOnlyDictionary<SyntaxNode, string> lengths, string[] wishes)
{
    private readonly List<Edit> _edits = new();
    private readonly HashSet<SyntaxNode> _reached = new();
    private readonly Dictionary<IMethodSymbol, string> _names = new(SymbolEqualityComparer.Default);

    /// <summary>The parameters and arguments.</summary>
    public IReadOnlyList<Edit> Edits => _edits;

    /// <summary>Whether each of the objects gets its length.</summary>
    public bool ReachesAll => lengths.Keys.All(_reached.Contains);

    /// <summary>What the length is called in a constructor or factory; <see langword="null"/> where it cannot get there.</summary>
    public async Task<string?> NameAsync(IMethodSymbol method)
    {
        if (_names.TryGetValue(method, out string? known))
        {
            return known;
        }

        if (method.DeclaringSyntaxReferences is not { Length: 1 } declarations
            || await declarations[0].GetSyntaxAsync(site.CancellationToken).ConfigureAwait(false) is not { } declaration
            || ParametersOf(declaration) is not { CloseParenToken.IsMissing: false } parameters
            || code.CallsOf(method, site.CancellationToken) is not { Count: > 0 } calls)
        {
            return null;
        }

        if (Existing(method, declaration, calls) is { } existing)
        {
            _reached.UnionWith(calls.Select(call => call.Syntax));
            return existing.WrittenName();
        }

        if (site.Document.Project.Solution.GetDocument(declaration.SyntaxTree) is not { } document
            || NumericSyntax.HasDirectives(parameters)
            || code.IsLibrary && method.IsVisibleOutside()
            || !(method.MethodKind == MethodKind.Constructor ? await CanGetParameterAsync(method).ConfigureAwait(false) : OptionalParameter.CanGetParameter(method)))
        {
            return null;
        }

        // From an allocator of its own: the fixes of two optimizers of one class write the same parameter.
        string name = new NameAllocator().ForLocal(declaration, wishes);
        _names.Add(method, name);
        SourceText text = await document.GetTextAsync(site.CancellationToken).ConfigureAwait(false);
        int index = method.Parameters.Count(parameter => !parameter.IsOptional);
        _edits.Add(AddedParameter.Declare(document.Id, text, parameters, index, "int " + name));
        if (DocumentationOf(document.Id, text, declaration, name) is { } documentation)
        {
            _edits.Add(documentation);
        }

        foreach (IOperation call in calls)
        {
            if (await LengthAtAsync(call).ConfigureAwait(false) is not { } length
                || site.Document.Project.Solution.GetDocument(call.Syntax.SyntaxTree) is not { } callDocument
                || AddedParameter.Give(callDocument.Id, await callDocument.GetTextAsync(site.CancellationToken).ConfigureAwait(false), call.Syntax, index, name, length) is not { } argument)
            {
                return null;
            }

            _edits.Add(argument);
        }

        return name;
    }

    // The length of the object that a call makes, as it is called there.
    private async Task<string?> LengthAtAsync(IOperation call)
    {
        if (lengths.TryGetValue(call.Syntax, out string? length))
        {
            _reached.Add(call.Syntax);
            return length;
        }

        return Around(call) is { } caller ? await NameAsync(caller).ConfigureAwait(false) : null;
    }

    // The constructor that calls another one, or the method that makes and returns an object.
    private IMethodSymbol? Around(IOperation call) => call.Syntax switch
    {
        ConstructorInitializerSyntax => code.EnclosingSymbolOf(call, site.CancellationToken) as IMethodSymbol,
        PrimaryConstructorBaseTypeSyntax { Parent.Parent: ClassDeclarationSyntax derived } => code.ModelOf(derived.SyntaxTree).GetDeclaredSymbol(derived, site.CancellationToken)?.InstanceConstructors
            .FirstOrDefault(constructor => constructor.DeclaringSyntaxReferences.FirstOrDefault() is { } declaration && declaration.SyntaxTree == derived.SyntaxTree && declaration.Span == derived.Span),
        ExpressionSyntax creation when CallChain.FunctionOf(creation) is (MethodDeclarationSyntax or LocalFunctionStatementSyntax) and var function && CallingSide.IsReturned(creation, function) && IsMadeByEachCall(creation, function) =>
            code.EnclosingSymbolOf(call, site.CancellationToken) as IMethodSymbol,
        _ => null,
    };

    // Not `if (_made != null) return _made;`, whose second call gives an object that is trained already.
    private static bool IsMadeByEachCall(ExpressionSyntax creation, SyntaxNode function)
    {
        return FunctionBodies.ReturnedBy(function).All(returned => IsNew(returned.Value));

        bool IsNew(ExpressionSyntax value) => value switch
        {
            BaseObjectCreationExpressionSyntax or ThrowExpressionSyntax => true,
            ParenthesizedExpressionSyntax inner => IsNew(inner.Expression),
            CastExpressionSyntax cast => IsNew(cast.Expression),
            ConditionalExpressionSyntax choice => IsNew(choice.WhenTrue) && IsNew(choice.WhenFalse),
            SwitchExpressionSyntax { Arms: var arms } => arms.All(arm => IsNew(arm.Expression)),
            TupleExpressionSyntax { Arguments: var parts } => parts.Any(part => IsNew(part.Expression)),
            IdentifierNameSyntax name => IsHolder(name) && !WrittenNames.Contains(function, name.Identifier.ValueText, System.Threading.CancellationToken.None),
            _ => value == creation,
        };

        // `var made = new Trainer(…);`
        bool IsHolder(IdentifierNameSyntax name) => CallingSide.Result(creation).Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax local } initializer
            && local.Identifier.ValueText == name.Identifier.ValueText && IsNew(initializer.Value);
    }

    // A parameter that is given the length already, by everybody.
    private IParameterSymbol? Existing(IMethodSymbol method, SyntaxNode declaration, IReadOnlyList<IOperation> calls) => method.Parameters.FirstOrDefault(parameter =>
        parameter is { Type.SpecialType: SpecialType.System_Int32, RefKind: RefKind.None }
        && !WrittenNames.Contains(declaration, parameter.Name, site.CancellationToken)
        && calls.All(call => lengths.TryGetValue(call.Syntax, out string? length)
            && call.Arguments().FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal) is { ArgumentKind: ArgumentKind.Explicit, Value.Syntax: ExpressionSyntax given }
            && SyntaxFactory.AreEquivalent(given, SyntaxFactory.ParseExpression(length))));

    // `#if CUDA`: what is not compiled today cannot be changed with the rest.
    private bool IsNamedWhereNotCompiled(string name) => code.Compilation.SyntaxTrees
        .Select(tree => tree.GetRoot(site.CancellationToken))
        .Where(root => root.ContainsDirectives)
        .SelectMany(root => root.DescendantTrivia(descendIntoTrivia: false))
        .Any(trivia => trivia.IsKind(SyntaxKind.DisabledTextTrivia) && trivia.ToString().Contains(name));

    // Whoever makes such objects is seen, and goes on calling the constructor that it calls today.
    private async Task<bool> CanGetParameterAsync(IMethodSymbol constructor)
    {
        INamedTypeSymbol type = constructor.ContainingType;
        if (constructor.IsVararg
            || IsNamedWhereNotCompiled(type.Name)
            || constructor.Parameters.Any(parameter => parameter.IsParams)
            || constructor.GetAttributes().Length > 0
            // One without an argument is called by each class that derives from the type and does not say so.
            || constructor.Parameters.All(parameter => parameter.IsOptional) && code.DerivedFrom(type, site.CancellationToken) is not { Count: 0 }
            || type.InstanceConstructors.Any(other => !other.IsImplicitlyDeclared && MayTakeCallsOf(other, constructor)))
        {
            return false;
        }

        foreach (ReferenceLocation reference in (await SymbolFinder.FindReferencesAsync(type, site.Document.Project.Solution, site.CancellationToken).ConfigureAwait(false)).SelectMany(found => found.Locations))
        {
            if (await reference.Document.GetSyntaxRootAsync(site.CancellationToken).ConfigureAwait(false) is not { } root
                // A file that several projects share, or one project for several frameworks, is seen here.
                || reference.Document.Project.Id != site.Document.Project.Id && site.Document.Project.Documents.All(document => document.FilePath is null || document.FilePath != reference.Document.FilePath)
                || await MakesObjectsAsync(root.FindNode(reference.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true), reference.Document).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    // Whether a call of one constructor may be understood as one of the other, when that has one parameter more.
    private bool MayTakeCallsOf(IMethodSymbol other, IMethodSymbol constructor)
    {
        if (SymbolEqualityComparer.Default.Equals(other, constructor) || _names.ContainsKey(other) || IsChained(other, constructor))
        {
            return false;
        }

        int fewest = constructor.Parameters.Count(parameter => !parameter.IsOptional) + 1;
        return other.Parameters.Any(parameter => parameter.IsParams)
            || other.Parameters.Count(parameter => !parameter.IsOptional) <= constructor.Parameters.Length + 1 && other.Parameters.Length >= fewest;
    }

    // `: this(…)`, which gets the parameter as well.
    private bool IsChained(IMethodSymbol other, IMethodSymbol constructor) => code.CallsOf(constructor, site.CancellationToken)?.Any(call =>
        call.Syntax is ConstructorInitializerSyntax { RawKind: (int)SyntaxKind.ThisConstructorInitializer } && SymbolEqualityComparer.Default.Equals(Around(call), other)) == true;

    // `services.AddSingleton<Trainer>()`, `typeof(Trainer)`, `where T : new()`
    private async Task<bool> MakesObjectsAsync(SyntaxNode name, Document document)
    {
        if (name.FirstAncestorOrSelf<TypeOfExpressionSyntax>() is not null)
        {
            return true;
        }

        if (name.Ancestors().OfType<TypeArgumentListSyntax>().FirstOrDefault() is not { Parent: GenericNameSyntax generic } list
            || list.Arguments.IndexOf(argument => argument.Span.Contains(name.Span)) is not (>= 0 and var index)
            || await document.GetSemanticModelAsync(site.CancellationToken).ConfigureAwait(false) is not { } model)
        {
            return false;
        }

        return model.GetSymbolInfo(generic, site.CancellationToken).Symbol switch
        {
            INamedTypeSymbol type => type.TypeParameters.ElementAtOrDefault(index)?.HasConstructorConstraint == true,
            _ => true,
        };
    }

    private static ParameterListSyntax? ParametersOf(SyntaxNode declaration) => declaration switch
    {
        BaseMethodDeclarationSyntax method => method.ParameterList,
        LocalFunctionStatementSyntax local => local.ParameterList,
        ClassDeclarationSyntax type => type.ParameterList,
        _ => null,
    };

    // Behind what is said of the other parameters.
    private ReplaceText? DocumentationOf(DocumentId document, SourceText text, SyntaxNode declaration, string name)
    {
        if (declaration.GetLeadingTrivia().Select(trivia => trivia.GetStructure()).OfType<DocumentationCommentTriviaSyntax>().LastOrDefault() is not { RawKind: (int)SyntaxKind.SingleLineDocumentationCommentTrivia } comment
            || comment.Content.OfType<XmlElementSyntax>().LastOrDefault(element => element.StartTag.Name.LocalName.ValueText == "param") is not { } last)
        {
            return null;
        }

        string unit = wishes[0].EndsWith("Epochs", System.StringComparison.Ordinal) ? "epochs" : "steps";
        return new ReplaceText(
            document,
            new TextSpan(last.Span.End, 0),
            $"{Editing.Edits.NewLineOf(text)}{Editing.Edits.IndentationAt(text, last.SpanStart)}/// <param name=\"{name}\">The number of {unit} in the whole training.</param>");
    }
}
