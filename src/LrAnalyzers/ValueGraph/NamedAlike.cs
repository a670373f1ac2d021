using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.ValueGraph;

/// <summary>
/// The places of one file that mention one name, each bound once however many members have that name, and none that its syntax
/// rules out: binding a place binds all of the body around it.
/// </summary>
internal sealed class NamedAlike
{
    private readonly object _gate = new();
    private readonly Dictionary<ISymbol, List<SimpleNameSyntax>> _bound = new(SymbolEqualityComparer.Default);

    private List<SimpleNameSyntax> _unbound;

    /// <summary>Finds the places of a name in a file, and binds none.</summary>
    public NamedAlike(SyntaxTree tree, string name, CancellationToken cancellationToken)
    {
        _unbound = In(tree.GetRoot(cancellationToken), name, cancellationToken).ToList();
        IsEmpty = _unbound.Count == 0;
    }

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty { get; }

    /// <summary>The places below a node, before anything is bound.</summary>
    public static IEnumerable<SimpleNameSyntax> In(SyntaxNode scope, string name, CancellationToken cancellationToken) =>
        ProjectFacts.Identifiers(scope, name, cancellationToken).Select(token => token.Parent).OfType<SimpleNameSyntax>();

    /// <summary>The places that refer to the symbol, in source order.</summary>
    public IReadOnlyList<SimpleNameSyntax> Of(ISymbol definition, SemanticModel model, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            bool isChanged = false;
            var left = new List<SimpleNameSyntax>();
            for (int i = 0; i < _unbound.Count; i++)
            {
                if (!MayName(_unbound[i], definition))
                {
                    left.Add(_unbound[i]);
                    continue;
                }

                if (cancellationToken.IsCancellationRequested)
                {
                    // What is bound already is not looked at again.
                    left.AddRange(_unbound.Skip(i));
                    _unbound = left;
                    cancellationToken.ThrowIfCancellationRequested();
                }

                if (SymbolOf(_unbound[i], model, CancellationToken.None) is { } symbol)
                {
                    if (!_bound.TryGetValue(symbol, out List<SimpleNameSyntax>? places))
                    {
                        _bound.Add(symbol, places = new List<SimpleNameSyntax>());
                    }

                    places.Add(_unbound[i]);
                    isChanged = true;
                }
            }

            _unbound = left;
            if (isChanged)
            {
                foreach (List<SimpleNameSyntax> places in _bound.Values)
                {
                    places.Sort((one, other) => one.SpanStart.CompareTo(other.SpanStart));
                }
            }

            return _bound.TryGetValue(definition, out List<SimpleNameSyntax>? found) ? found.ToArray() : System.Array.Empty<SimpleNameSyntax>();
        }
    }

    /// <summary>What the name refers to, as it is declared.</summary>
    public static ISymbol? SymbolOf(SimpleNameSyntax name, SemanticModel model, CancellationToken cancellationToken)
    {
        // Of a method's name alone Roslyn lists every extension that might be meant.
        ISymbol? symbol = CallOf(name) is { } call ? model.GetSymbolInfo(call, cancellationToken).Symbol : null;
        if (symbol is not IMethodSymbol { MethodKind: not (MethodKind.DelegateInvoke or MethodKind.FunctionPointerSignature) })
        {
            symbol = model.GetSymbolInfo(name, cancellationToken).Symbol;
        }

        return symbol is null ? null : DefinitionOf(symbol);
    }

    /// <summary>The symbol as it is declared; of an extension method the static one.</summary>
    public static ISymbol DefinitionOf(ISymbol symbol) =>
        (symbol is IMethodSymbol { ReducedFrom: { } unreduced } ? unreduced : symbol).OriginalDefinition;

    /// <summary>Whether the name can be the symbol's by its syntax: called with as many arguments as it takes, or not called.</summary>
    public static bool MayName(SimpleNameSyntax name, ISymbol symbol)
    {
        // `f(name: 1)` names a parameter.
        if (name.Parent is NameColonSyntax { Parent: ArgumentSyntax })
        {
            return symbol is IParameterSymbol;
        }

        if (CallOf(name) is not { } call)
        {
            return true;
        }

        return symbol switch
        {
            IMethodSymbol method => MayTake(method, call.ArgumentList.Arguments.Count),
            IPropertySymbol { Type: var type } => MayBeCalled(type),
            IFieldSymbol { Type: var type } => MayBeCalled(type),
            ILocalSymbol { Type: var type } => MayBeCalled(type),
            IParameterSymbol { Type: var type } => MayBeCalled(type),
            _ => true,
        };
    }

    /// <summary>The call whose method, or delegate, the name is.</summary>
    public static InvocationExpressionSyntax? CallOf(SimpleNameSyntax name)
    {
        SyntaxNode node = name.Parent is MemberAccessExpressionSyntax access && access.Name == name || name.Parent is MemberBindingExpressionSyntax
            ? name.Parent
            : name;
        return node.Parent is InvocationExpressionSyntax call && call.Expression == node ? call : null;
    }

    /// <summary>Whether a call of the method can have so many arguments.</summary>
    public static bool MayTake(IMethodSymbol method, int count)
    {
        int most = method.Parameters.Length;
        bool isOpen = most > 0 && method.Parameters[most - 1].IsParams || method.IsVararg;
        int fewest = 0;
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            fewest += parameter.IsOptional || parameter.IsParams ? 0 : 1;
        }

        // `x.Extension(1)` gives two.
        return count >= (method.IsExtensionMethod ? fewest - 1 : fewest) && (isOpen || count <= most);
    }

    // Delegates, what is dynamic, pointers to functions, and what did not bind.
    private static bool MayBeCalled(ITypeSymbol type) => type.TypeKind is not (TypeKind.Class or TypeKind.Struct or TypeKind.Enum or TypeKind.Interface or TypeKind.Array);
}
