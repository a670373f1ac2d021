using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Flow;
using LrAnalyzers.Loops;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.CodeFixes.Training;

/// <summary>
/// Writes what an expression of a training loop means at the place where the scheduler is made: a helper's parameter is what
/// its caller gives, a local what it was set to. Whatever could have another value there, or cost more than a look, has no
/// such form.
/// </summary>
/// <param name="chain">From where the optimizer is stepped, through the calls that lead there.</param>
/// <param name="epochs">The loop over epochs, in which nothing that is carried may change.</param>
/// <param name="code">The project.</param>
/// <param name="anchorModel">The meaning of the document in which the scheduler is made.</param>
/// <param name="position">Where it is made.</param>
/// <param name="cancellationToken">Stops the search.</param>
internal sealed class ExpressionCarrier(
    CallChain chain, TrainingLoop epochs, CodeBase code, SemanticModel anchorModel, int position, CancellationToken cancellationToken)
{
    private const int MaximumDepth = 8;
    private const int LongestText = 100;

    private MemberChanges? _changes;

    // They give as many elements as they are given.
    private static readonly ImmutableHashSet<string> s_keepCount = ImmutableHashSet.Create(
        "AsEnumerable", "AsParallel", "Cast", "Index", "OrderBy", "OrderByDescending", "Order", "OrderDescending", "Reverse", "Select", "Shuffle",
        "ThenBy", "ThenByDescending", "ToArray", "ToList");

    // They neither change anything nor take long.
    private static readonly ImmutableHashSet<string> s_pureMath = ImmutableHashSet.Create("Abs", "Ceiling", "Floor", "Max", "Min", "Round", "Truncate");

    /// <summary>The project.</summary>
    public CodeBase Code => code;

    /// <summary>Stops the search.</summary>
    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>
    /// The type whose objects make what is scheduled in their constructor, the place, and train it in a method of theirs;
    /// <see langword="null"/> where the place is in none.
    /// </summary>
    public INamedTypeSymbol? Owner { get; init; }

    private SyntaxNode AnchorFunction { get; } = CallChain.FunctionOf(anchorModel.SyntaxTree.GetRoot(cancellationToken).FindToken(position).Parent!);

    private MemberChanges Changes => _changes ??= new MemberChanges(chain, epochs, code, AnchorFunction, position, IsPure, cancellationToken);

    /// <summary>A whole number that is written at one of the chain's places; <see langword="null"/> where it cannot be written at the other.</summary>
    /// <param name="expression">The number.</param>
    /// <param name="frame">The place of the chain in whose function it stands.</param>
    /// <param name="depth">How many names have been looked through.</param>
    public Quantity? Carry(ExpressionSyntax expression, int frame, int depth = 0)
    {
        if (depth > MaximumDepth
            || NumericSyntax.HasDirectives(expression)
            || expression.WithoutTrivia().DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
            || ModelOf(expression).GetTypeInfo(expression, cancellationToken).Type?.SpecialType is not { } type
            || type is not (SpecialType.System_Int32 or SpecialType.System_Int64))
        {
            return null;
        }

        return TextOf(expression, frame, depth) is { Length: <= LongestText } text ? new Quantity(text, type == SpecialType.System_Int64) : null;
    }

    /// <summary>The number of elements of a collection that a loop at one of the chain's places goes through.</summary>
    public Quantity? Count(ExpressionSyntax collection, int frame, int depth = 0)
    {
        while (collection is ParenthesizedExpressionSyntax parenthesized)
        {
            collection = parenthesized.Expression;
        }

        if (depth > MaximumDepth)
        {
            return null;
        }

        SemanticModel model = ModelOf(collection);
        return collection switch
        {
            InvocationExpressionSyntax call => CountOfCall(call, model, frame, depth),
            IdentifierNameSyntax or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax =>
                CountOfNamed(collection, model, frame, depth)
                ?? (!IsChangedOnTheWay(collection, frame) && Source(model.GetSymbolInfo(collection, cancellationToken).Symbol, frame) is var (source, from) && !IsChangedWhereSet(collection)
                    ? Count(source, from, depth + 1)
                    : null),
            _ => null,
        };
    }

    private Quantity? CountOfNamed(ExpressionSyntax collection, SemanticModel model, int frame, int depth)
    {
        if (model.GetTypeInfo(collection, cancellationToken).Type is not { } type
            || !CountsWhatItEnumerates(type)
            || TextOf(collection, frame, depth) is not { Length: <= LongestText } text
            || !IsFilledBefore(collection, frame, text))
        {
            return null;
        }

        foreach (string member in new[] { "Count", "Length" })
        {
            if (anchorModel.LookupSymbols(position, type, member).OfType<IPropertySymbol>().FirstOrDefault() is { } property)
            {
                return property.Type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64
                    ? new Quantity($"{text}.{member}", property.Type.SpecialType == SpecialType.System_Int64)
                    : null;
            }
        }

        return null;
    }

    private Quantity? CountOfCall(InvocationExpressionSyntax call, SemanticModel model, int frame, int depth)
    {
        if (model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol method
            || method.ContainingType?.ContainingNamespace?.ToDisplayString() != "System.Linq")
        {
            return null;
        }

        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        bool isExtension = method.ReducedFrom is not null;
        ExpressionSyntax? source = isExtension
            ? (call.Expression as MemberAccessExpressionSyntax)?.Expression
            : arguments.FirstOrDefault()?.Expression;
        ExpressionSyntax? given = arguments.ElementAtOrDefault(isExtension ? 0 : 1)?.Expression;
        return method.Name switch
        {
            "Range" when !isExtension && given is not null => Carry(given, frame, depth + 1),
            "Chunk" when source is not null && given is not null =>
                Count(source, frame, depth + 1) is { } count && Carry(given, frame, depth + 1) is { } size ? count.OverRoundedUp(size) : null,
            "Take" when source is not null && given is not null =>
                Count(source, frame, depth + 1) is { } count && Carry(given, frame, depth + 1) is { } most ? Least(count, most) : null,
            "Zip" when source is not null && given is not null =>
                Count(source, frame, depth + 1) is { } first && Count(given, frame, depth + 1) is { } second ? Least(first, second) : null,
            var name when source is not null && s_keepCount.Contains(name) => Count(source, frame, depth + 1),
            _ => null,
        };
    }

    private Quantity Least(Quantity first, Quantity second) => first.Text == second.Text
        ? first
        : new Quantity($"{ScheduleWriter.MathAt(anchorModel, position)}.Min({first.Text}, {second.Text})", first.IsLong || second.IsLong);

    // `Count` of a class of one's own may count samples where its enumerator gives batches.
    private static bool CountsWhatItEnumerates(ITypeSymbol type) =>
        type is IArrayTypeSymbol { Rank: 1 }
        || Ancestors(type).Any(ancestor => ancestor.ToDisplayString().StartsWith("TorchSharp.", StringComparison.Ordinal))
        || type.AllInterfaces.Append(type).Any(implemented => implemented.OriginalDefinition.ToDisplayString()
            is "System.Collections.ICollection" or "System.Collections.Generic.ICollection<T>" or "System.Collections.Generic.IReadOnlyCollection<T>");

    private static IEnumerable<ITypeSymbol> Ancestors(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            yield return current;
        }
    }

    // The expression with each name replaced by what it means at the place of the scheduler.
    private string? TextOf(ExpressionSyntax expression, int frame, int depth)
    {
        var replaced = new Dictionary<SyntaxNode, ExpressionSyntax>();
        SemanticModel model = ModelOf(expression);
        foreach (SyntaxNode node in expression.DescendantNodesAndSelf(descend => !replaced.ContainsKey(descend)))
        {
            switch (node)
            {
                case IdentifierNameSyntax name when NamesVariable(name):
                    if (Meaning(name, model, frame, depth) is not { } meaning)
                    {
                        return null;
                    }

                    if (meaning != name.ToString())
                    {
                        replaced.Add(name, SyntaxFactory.ParseExpression(name == expression ? meaning : new Quantity(meaning).Term));
                    }

                    break;
                case InvocationExpressionSyntax call when !IsPure(call, model):
                    return null;
                // `shuffled.Count`, where only what was shuffled is known.
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Count" or "Length" } size
                    when depth < MaximumDepth && TextOf(size.Expression, frame, depth + 1) is null:
                    if (Count(size.Expression, frame, depth + 1) is not { } count)
                    {
                        return null;
                    }

                    replaced.Add(size, SyntaxFactory.ParseExpression(size == expression ? count.Text : count.Term));
                    break;
                case MemberAccessExpressionSyntax part when model.GetSymbolInfo(part, cancellationToken).Symbol is { } member && member is IFieldSymbol or IPropertySymbol && !Changes.Keeps(member):
                    return null;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Count" } size when model.GetTypeInfo(size.Expression, cancellationToken).Type is { } type && CountsWhatItEnumerates(type):
                    if (TextOf(size.Expression, frame, depth + 1) is not { } list || !IsFilledBefore(size.Expression, frame, list))
                    {
                        return null;
                    }

                    break;
                case SimpleNameSyntax or LiteralExpressionSyntax or MemberAccessExpressionSyntax or ParenthesizedExpressionSyntax or ThisExpressionSyntax
                    or BinaryExpressionSyntax or CastExpressionSyntax or ConditionalExpressionSyntax or ElementAccessExpressionSyntax
                    or InvocationExpressionSyntax or BaseArgumentListSyntax or ArgumentSyntax { RefKindKeyword.RawKind: 0 } or TypeSyntax:
                case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression }:
                case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression }:
                    break;
                default:
                    return null;
            }
        }

        return replaced.Count == 0
            ? expression.WithoutTrivia().ToString()
            : expression.ReplaceNodes(replaced.Keys, (node, _) => replaced[node].WithTriviaFrom(node)).WithoutTrivia().ToString();
    }

    // Not the name behind a dot, of a type, or of an argument.
    private static bool NamesVariable(IdentifierNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == name || access.Expression is ThisExpressionSyntax,
        NameColonSyntax or QualifiedNameSyntax or AliasQualifiedNameSyntax => false,
        CastExpressionSyntax cast => cast.Type != name,
        InvocationExpressionSyntax call => call.Expression != name,
        _ => true,
    };

    private bool IsPure(InvocationExpressionSyntax call, SemanticModel model) =>
        model.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol method
        && (method.ContainingType is { Name: "Math" or "MathF", ContainingNamespace.Name: "System" } && s_pureMath.Contains(method.Name)
            || method is { Name: "Parse", IsStatic: true, ContainingType.SpecialType: not SpecialType.None }
            || method.ContainingType is { Name: "Convert", ContainingNamespace.Name: "System" }
            || method.Name is "size" or "numel" or "GetLength" && call.Expression is MemberAccessExpressionSyntax);

    private string? Meaning(IdentifierNameSyntax name, SemanticModel model, int frame, int depth)
    {
        switch (model.GetSymbolInfo(name, cancellationToken).Symbol)
        {
            case INamespaceOrTypeSymbol:
                return name.ToString();
            case ISymbol variable when variable is ILocalSymbol or IParameterSymbol:
                return IsKnown(variable)
                    ? name.ToString()
                    : Source(variable, frame) is var (source, from) && depth < MaximumDepth ? TextOf(source, from, depth + 1) : null;
            case IFieldSymbol { IsConst: true } or IFieldSymbol { IsStatic: true, IsReadOnly: true }:
                return IsFound(model.GetSymbolInfo(name, cancellationToken).Symbol!) ? name.ToString() : null;
            case ISymbol member when member is IFieldSymbol or IPropertySymbol:
                return IsFound(member) && IsSameObject(member, frame) && IsSet(member) && (IsCountdownOf(member.Name) || Changes.Keeps(member)) ? name.ToString() : null;
            default:
                return null;
        }
    }

    private bool IsFound(ISymbol symbol) =>
        anchorModel.LookupSymbols(position, name: symbol.Name).Contains(symbol, SymbolEqualityComparer.Default);

    // What a local was set to, or what a parameter is given; neither may be written afterwards.
    private (ExpressionSyntax Expression, int Frame)? Source(ISymbol? variable, int frame)
    {
        if (variable?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is not { } declaration
            || WrittenNames.Contains(CallChain.FunctionOf(declaration), variable.Name, cancellationToken))
        {
            return null;
        }

        switch (variable)
        {
            // What is declared between the place and the loop has its name right before the loop.
            case ILocalSymbol when declaration is VariableDeclaratorSyntax { Initializer.Value: { } value }
                && !(CallChain.FunctionOf(declaration) == AnchorFunction && declaration.SpanStart >= position && declaration.Span.End <= LoopStart):
                return (value, frame);
            case IParameterSymbol { IsParams: false, RefKind: RefKind.None or RefKind.In } parameter when frame + 1 < chain.Sites.Length
                && chain.Sites[frame + 1] is IInvocationOperation call
                && SymbolEqualityComparer.Default.Equals(call.TargetMethod.OriginalDefinition, parameter.ContainingSymbol.OriginalDefinition):
                IArgumentOperation? argument = call.Arguments.FirstOrDefault(candidate => candidate.Parameter?.Ordinal == parameter.Ordinal);
                return argument is { ArgumentKind: ArgumentKind.Explicit, Value: var given } && given.WithoutConversions().Syntax is ExpressionSyntax expression
                    ? (expression, frame + 1)
                    : null;
            default:
                return null;
        }
    }

    // Declared before, and not written between there and the end of the training.
    private bool IsKnown(ISymbol variable) =>
        variable.DeclaringSyntaxReferences.FirstOrDefault() is { } declaration
        && declaration.SyntaxTree == anchorModel.SyntaxTree
        && declaration.Span.End <= position
        && IsFound(variable)
        && !IsWrittenBehind(variable.Name);

    private bool IsWrittenBehind(string name)
    {
        SyntaxNode member = CodeBase.MemberOf(anchorModel.SyntaxTree.GetRoot(cancellationToken).FindToken(position).Parent!);
        return WrittenNames.Contains(epochs.Operation.Syntax, name, cancellationToken) && !IsCountdownOf(name)
            || WrittenNames.Contains(member, name, cancellationToken)
                && member.DescendantNodes().Any(node =>
                    WrittenNames.TargetOf(node) is { } target && Names(target, name)
                    && (node.SpanStart >= position && node.SpanStart < LoopStart || CallChain.FunctionOf(node) != AnchorFunction));
    }

    // `while (epochs-- > 0)`, right before which the number is still whole.
    private bool IsCountdownOf(string name) =>
        position == LoopStart && Training == epochs.Operation.Syntax
        && LoopRounds.Of(epochs) is { CountsDown: true, End: IdentifierNameSyntax end } && end.Identifier.ValueText == name;

    private static bool Names(ExpressionSyntax target, string name) => target.DescendantNodesAndSelf()
        .Any(part => part is IdentifierNameSyntax identifier && identifier.Identifier.ValueText == name);

    // The loop, or the call in the function of the place that leads to it.
    private SyntaxNode? Training => CallChain.FunctionOf(epochs.Operation.Syntax) == AnchorFunction
        ? epochs.Operation.Syntax
        : chain.Sites.FirstOrDefault(site => !epochs.Contains(site) && CallChain.FunctionOf(site.Syntax) == AnchorFunction)?.Syntax;

    private int LoopStart => Training is { } training && training.SpanStart >= position ? training.SpanStart : position;

    // The same `this` all the way, or none.
    private bool IsSameObject(ISymbol member, int frame)
    {
        if (member.IsStatic || IsOwners(chain.Sites[frame]))
        {
            return true;
        }

        for (int call = frame + 1; call < chain.Sites.Length && CallChain.FunctionOf(chain.Sites[call - 1].Syntax) != AnchorFunction; call++)
        {
            if (chain.Sites[call] is IInvocationOperation { Instance: { } instance } && instance is not IInstanceReferenceOperation)
            {
                return false;
            }
        }

        return true;
    }

    // Where `this` is the object that is being made at the place.
    private bool IsOwners(IOperation site) => Owner is not null
        && code.EnclosingSymbolOf(site, cancellationToken) is IMethodSymbol { IsStatic: false } method && SymbolEqualityComparer.Default.Equals(method.ContainingType, Owner);

    // Not changed by the training, and filled where the scheduler is made, if that is elsewhere.
    private bool IsSet(ISymbol member)
    {
        // What is written before the training is called is no matter.
        if (chain.Sites.TakeWhile(site => CallChain.FunctionOf(site.Syntax) != AnchorFunction).Any(site => WrittenNames.Contains(CallChain.FunctionOf(site.Syntax), member.Name, cancellationToken) && IsWrittenIn(site, member.Name)))
        {
            return false;
        }

        if (Owner is not null && !member.IsStatic && !IsFixed(member))
        {
            return false;
        }

        bool isSameFunction = CallChain.FunctionOf(epochs.Operation.Syntax) == AnchorFunction;
        return isSameFunction ? !IsWrittenBehind(member.Name) : LoopLength.IsSetBefore(member, position, anchorModel.SyntaxTree);
    }

    // What is set once, before anybody can train the object.
    private bool IsFixed(ISymbol member) =>
        member is IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null }
        || member.DeclaredAccessibility == Accessibility.Private && !HolderAssignments.AreSeveral(member, cancellationToken);

    // In the loop, or in a function that is called from it.
    private bool IsWrittenIn(IOperation site, string name) =>
        epochs.Contains(site)
            ? WrittenNames.Contains(epochs.Operation.Syntax, name, cancellationToken)
            : CallChain.FunctionOf(site.Syntax) != AnchorFunction && CallChain.FunctionOf(site.Syntax) != CallChain.FunctionOf(epochs.Operation.Syntax);

    // A list that is filled between the place and the training is still empty there, and what each epoch adds to it is in none yet.
    private bool IsFilledBefore(ExpressionSyntax collection, int frame, string text)
    {
        SyntaxNode loop = epochs.Operation.Syntax;
        SyntaxNode? training = Training;
        if (training is null && Owner is null)
        {
            return false;
        }

        string root = text.Split('.', '[', '!').First(part => part is not ("this" or ""));
        return !(training is not null && CodeBase.MemberOf(training).DescendantNodes(node => node.FullSpan.End > position && node.SpanStart < training.SpanStart)
                .OfType<IdentifierNameSyntax>()
                .Any(name => name.SpanStart >= position && name.SpanStart < training.SpanStart && name.Identifier.ValueText == root && !IsOnlyRead(name)))
            && !loop.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == root && CollectionChanges.IsChanged(name))
            && !IsChangedOnTheWay(collection, frame);
    }

    // By what the training calls, under whatever name the collection has there.
    private bool IsChangedOnTheWay(ExpressionSyntax collection, int frame)
    {
        var changes = new CollectionChanges(code, cancellationToken);
        SyntaxNode loop = epochs.Operation.Syntax;
        for (int names = 0; names <= MaximumDepth; names++)
        {
            if (ModelOf(collection).GetSymbolInfo(collection, cancellationToken).Symbol is not { } symbol)
            {
                return false;
            }

            SyntaxNode function = CallChain.FunctionOf(collection);
            if (changes.Has(loop, symbol)
                || function != CallChain.FunctionOf(loop) && function != AnchorFunction && changes.Has(function, symbol)
                || Owner is not null && (symbol is IFieldSymbol or IPropertySymbol || IsOfPrimaryConstructor(symbol)) && IsChangedByOwner(symbol, changes))
            {
                return true;
            }

            if (symbol is not (ILocalSymbol or IParameterSymbol) || function == AnchorFunction || Source(symbol, frame) is not var (source, from))
            {
                return false;
            }

            (collection, frame) = (source, from);
        }

        return true;
    }

    // `var batches = data.ToList(); batches.Add(last);`
    private bool IsChangedWhereSet(ExpressionSyntax collection) =>
        ModelOf(collection).GetSymbolInfo(collection, cancellationToken).Symbol is not { } symbol || new CollectionChanges(code, cancellationToken).Has(CallChain.FunctionOf(collection), symbol);

    // Between the constructor of the object and its training anything may be called.
    private bool IsChangedByOwner(ISymbol member, CollectionChanges changes) =>
        member is not IParameterSymbol && member.DeclaredAccessibility != Accessibility.Private || changes.IsChangedBehind(member, AnchorFunction, position);

    // `class Trainer(List<Tensor> batches)`
    private static bool IsOfPrimaryConstructor(ISymbol symbol) =>
        symbol is IParameterSymbol && symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is ParameterSyntax { Parent.Parent: TypeDeclarationSyntax };

    private static bool IsOnlyRead(IdentifierNameSyntax name)
    {
        SyntaxNode node = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own ? own : name;
        return node.Parent is MemberAccessExpressionSyntax { Parent: not InvocationExpressionSyntax } or ElementAccessExpressionSyntax
            || node.Parent is CommonForEachStatementSyntax each && each.Expression == node;
    }

    private SemanticModel ModelOf(SyntaxNode node) => node.SyntaxTree == anchorModel.SyntaxTree ? anchorModel : code.ModelOf(node.SyntaxTree);
}
