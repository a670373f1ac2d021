using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.ValueGraph;

/// <summary>
/// What a service container of Microsoft.Extensions.DependencyInjection gives to whom. A service is followed where this project
/// registers it once, with an object or with a function that makes it, and where everybody who is given it can be seen; anything
/// else is unknown.
/// </summary>
internal sealed class InjectedServices
{
    private const string Namespace = "Microsoft.Extensions.DependencyInjection";

    private static readonly ImmutableDictionary<string, Lifetime> s_lifetimes = ImmutableDictionary<string, Lifetime>.Empty
        .Add("AddSingleton", Lifetime.Singleton).Add("TryAddSingleton", Lifetime.Singleton)
        .Add("AddScoped", Lifetime.Scoped).Add("TryAddScoped", Lifetime.Scoped)
        .Add("AddTransient", Lifetime.Transient).Add("TryAddTransient", Lifetime.Transient);

    private static readonly ImmutableHashSet<string> s_activations = ImmutableHashSet.Create("AddHostedService", "CreateInstance", "GetServiceOrCreateInstance");
    private static readonly ImmutableHashSet<string> s_others = ImmutableHashSet.Create("GetServices", "Replace", "RemoveAll", "Describe", "Singleton", "Scoped", "Transient");

    private static readonly HashSet<string> s_names = new(s_lifetimes.Keys.Concat(s_activations).Concat(s_others)) { "GetService", "GetRequiredService", "CreateScope", "CreateAsyncScope", "BuildServiceProvider" };
    private static readonly AskedNames s_asked = new(s_names);

    /// <summary>The names by which a file speaks of a container.</summary>
    public static IReadOnlyCollection<string> Names => s_names;

    private readonly CodeBase _code;
    private readonly Dictionary<ITypeSymbol, List<Registration>> _registrations = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ITypeSymbol, List<IInvocationOperation>> _requests = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ITypeSymbol, (ITypeSymbol Service, Lifetime Lifetime)?> _made = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ITypeSymbol, bool> _activated = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ITypeSymbol> _unknown = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ITypeSymbol, Service?> _services = new(SymbolEqualityComparer.Default);

    private readonly List<IInvocationOperation> _scopes = new();
    private readonly List<IInvocationOperation> _providers = new();
    // A truth value, once it is known; several threads ask.
    private object? _isAskedRepeatedly;

    private InjectedServices(CodeBase code, IEnumerable<SyntaxTree> files, CancellationToken cancellationToken)
    {
        _code = code;
        foreach (SyntaxTree tree in files)
        {
            SyntaxNode root = tree.GetRoot(cancellationToken);
            foreach (InvocationExpressionSyntax node in s_names.SelectMany(name => ProjectFacts.Identifiers(root, name, cancellationToken))
                .Select(token => token.Parent is SimpleNameSyntax name ? name.Parent is MemberAccessExpressionSyntax or MemberBindingExpressionSyntax ? name.Parent.Parent : name.Parent : null)
                .OfType<InvocationExpressionSyntax>())
            {
                if (code.ModelOf(tree).GetOperation(node, cancellationToken) is not IInvocationOperation call)
                {
                    continue;
                }

                if (IsContainers(call.TargetMethod))
                {
                    Read(call);
                }
                // `provider.GetService(typeof(Optimizer))`
                else if (call.TargetMethod is { Name: "GetService", ContainingType.Name: "IServiceProvider" })
                {
                    _unknown.UnionWith(Types(call));
                }
            }
        }
    }

    /// <summary>What the containers of a project give; <see langword="null"/> where there is none, or where too many files speak of one.</summary>
    public static InjectedServices? Of(CodeBase code, CancellationToken cancellationToken)
    {
        SyntaxTree[] files = code.Files(cancellationToken).Where(s_asked, GraphLimits.Files + 1, (tree, words) => words.MentionsAny(tree, s_asked, cancellationToken));
        return files.Length is > 0 and <= GraphLimits.Files && code.Compilation.GetTypeByMetadataName(Namespace + ".IServiceCollection") is not null
            ? new InjectedServices(code, files, cancellationToken) : null;
    }

    /// <summary>The service that a call registers with one of its arguments.</summary>
    public Service? RegisteredBy(IOperation call, CancellationToken cancellationToken) =>
        call is IInvocationOperation { TargetMethod: var method } registering && IsContainers(method) && ServiceOf(registering) is { } type ? Find(type, cancellationToken) : null;

    /// <summary>The service that a call asks the container for.</summary>
    public Service? RequestedBy(IInvocationOperation call, CancellationToken cancellationToken) =>
        call.TargetMethod is { Name: "GetService" or "GetRequiredService", TypeArguments: { Length: 1 } types } && IsContainers(call.TargetMethod) ? Find(types[0], cancellationToken) : null;

    /// <summary>The service that the container gives for a constructor's parameter.</summary>
    public Service? InjectedInto(IParameterSymbol parameter, CancellationToken cancellationToken) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType: { } type } && _activated.ContainsKey(type.OriginalDefinition)
            ? Find(parameter.Type, cancellationToken)
            : null;

    /// <summary>
    /// Where the container makes an object of a type that it gives to each who asks, or in each scope; none where it makes one for
    /// all, or where that is not known.
    /// </summary>
    public IEnumerable<IOperation> MakersOf(INamedTypeSymbol type) =>
        !_made.TryGetValue(type.OriginalDefinition, out (ITypeSymbol Service, Lifetime Lifetime)? made) || made is null ? Enumerable.Empty<IOperation>()
        : made.Value.Lifetime == Lifetime.Scoped ? _scopes
        : made.Value.Lifetime == Lifetime.Transient && _requests.TryGetValue(made.Value.Service, out List<IInvocationOperation>? requests) ? requests
        : Enumerable.Empty<IOperation>();

    /// <summary>Whether a method is one of the containers'.</summary>
    public static bool IsContainers(IMethodSymbol method) =>
        method.ContainingNamespace?.ToDisplayString() is Namespace or Namespace + ".Extensions";

    private static ITypeSymbol? ServiceOf(IInvocationOperation call) =>
        !s_lifetimes.ContainsKey(call.TargetMethod.Name) ? null
        : call.TargetMethod.TypeArguments.FirstOrDefault() ?? Types(call).FirstOrDefault();

    // `AddSingleton(typeof(Optimizer), …)`
    private static IEnumerable<ITypeSymbol> Types(IInvocationOperation call) =>
        call.Arguments.Select(argument => (argument.Value.WithoutConversions() as ITypeOfOperation)?.TypeOperand).OfType<ITypeSymbol>();

    private void Read(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        if (ServiceOf(call) is { } service)
        {
            IArgumentOperation? given = call.Arguments.FirstOrDefault(argument => argument.Parameter is { Ordinal: > 0 } && argument.Value.WithoutConversions() is not ITypeOfOperation);
            Add(_registrations, service, new Registration(call, given?.Value, given?.Parameter?.OriginalDefinition.Type.TypeKind == TypeKind.Delegate, s_lifetimes[method.Name]));
            if (given is null && (method.TypeArguments.LastOrDefault() ?? Types(call).LastOrDefault()) is { } made)
            {
                Activate(made, isAlone: true);
                _made[made.OriginalDefinition] = _made.ContainsKey(made.OriginalDefinition) ? null : (service, s_lifetimes[method.Name]);
            }
        }
        else if (method.Name is "GetService" or "GetRequiredService" && method.TypeArguments.Length == 1)
        {
            Add(_requests, method.TypeArguments[0], call);
        }
        else if (method.Name is "CreateScope" or "CreateAsyncScope")
        {
            _scopes.Add(call);
        }
        else if (method.Name == "BuildServiceProvider")
        {
            _providers.Add(call);
        }
        else if (s_activations.Contains(method.Name) && method.TypeArguments.Length == 1)
        {
            // What is given beside the container comes before what that has.
            Activate(method.TypeArguments[0], call.Arguments.All(argument => argument.Parameter is { Ordinal: 0 } || argument.ArgumentKind != ArgumentKind.Explicit && IsEmpty(argument.Value)));
        }
        else
        {
            _unknown.UnionWith(method.TypeArguments);
            _unknown.UnionWith(Types(call));
        }
    }

    private static bool IsEmpty(IOperation given) => given is IArrayCreationOperation { Initializer: null or { ElementValues.IsEmpty: true } };

    private void Activate(ITypeSymbol type, bool isAlone)
    {
        type = type.OriginalDefinition;
        _activated[type] = isAlone && (!_activated.TryGetValue(type, out bool known) || known);
    }

    private Service? Find(ITypeSymbol type, CancellationToken cancellationToken) =>
        _services.TryGetValue(type, out Service? service) ? service : _services.GetOrAdd(type, Read(type, cancellationToken));

    private Service? Read(ITypeSymbol type, CancellationToken cancellationToken)
    {
        if (_unknown.Contains(type)
            || !_registrations.TryGetValue(type, out List<Registration>? registrations) || registrations.Count != 1
            || registrations[0] is not { Given: { } given, IsFactory: var isFactory, Lifetime: var lifetime }
            || _code.IsLibrary && RootOf(registrations[0].Call).Variable() is IParameterSymbol container && container.ContainingSymbol.IsVisibleOutside())
        {
            return null;
        }

        ImmutableArray<Place>.Builder takers = ImmutableArray.CreateBuilder<Place>();
        foreach (IInvocationOperation request in _requests.TryGetValue(type, out List<IInvocationOperation>? requests) ? requests : Enumerable.Empty<IInvocationOperation>())
        {
            takers.Add(Place.At(request));
        }

        foreach (KeyValuePair<ITypeSymbol, bool> activated in _activated)
        {
            foreach (IParameterSymbol parameter in (activated.Key as INamedTypeSymbol)?.InstanceConstructors.SelectMany(constructor => constructor.Parameters) ?? Enumerable.Empty<IParameterSymbol>())
            {
                if (SymbolEqualityComparer.Default.Equals(parameter.Type, type))
                {
                    if (!activated.Value || !parameter.GetAttributes().IsEmpty)
                    {
                        return null;
                    }

                    takers.Add(Place.In(parameter));
                }
                else if (parameter.Type is INamedTypeSymbol { TypeArguments: var wrapped } && wrapped.Contains(type, SymbolEqualityComparer.Default))
                {
                    // All of a kind, or one that is made later.
                    return null;
                }
            }
        }

        // Whoever asks again, or in another scope, is given another object.
        return takers.Count == 0
            || lifetime == Lifetime.Transient && takers.Count > 1
            || lifetime != Lifetime.Singleton && (_scopes.Count > 1 || (bool)(_isAskedRepeatedly ??= IsAskedRepeatedly(cancellationToken)))
            || _providers.Any(built => RoundOf(built.Syntax) != RoundOf(registrations[0].Call.Syntax) && !RunsOnce(built.Syntax, cancellationToken))
            || IsTakenUnseen(type, cancellationToken)
            ? null
            : new Service(given, isFactory, takers.ToImmutable());
    }

    // Another object each time, of what does not live as long as the container.
    private bool IsAskedRepeatedly(CancellationToken cancellationToken) =>
        _requests.Values.SelectMany(requests => requests).Concat(_scopes).Any(request => !RunsOnce(request.Syntax, cancellationToken));

    // Whether code is in no loop, and in a function that runs once, as far as that is seen.
    private bool RunsOnce(SyntaxNode node, CancellationToken cancellationToken)
    {
        for (int calls = 0; calls < GraphLimits.Calls; calls++)
        {
            switch (RoundOf(node))
            {
                case null:
                    return true;
                case AnonymousFunctionExpressionSyntax function:
                    return IsFactory(function);
                case var declaration when FunctionBodies.IsFunction(declaration):
                    if (_code.ModelOf(declaration.SyntaxTree).GetDeclaredSymbol(declaration, cancellationToken) is not IMethodSymbol method)
                    {
                        // A property may be read again and again.
                        return declaration is BaseFieldDeclarationSyntax;
                    }

                    if (_code.CallsOf(method, cancellationToken) is not { Count: <= 1 } callers || callers.Count == 1 && callers[0] is IMethodReferenceOperation)
                    {
                        return false;
                    }

                    if (callers.Count == 0)
                    {
                        return true;
                    }

                    node = callers[0].Syntax;
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    // The loop or the function in which code runs; null for a program's statements.
    private static SyntaxNode? RoundOf(SyntaxNode node) => node.Ancestors().FirstOrDefault(ancestor => FunctionBodies.IsLoop(ancestor) || FunctionBodies.IsFunction(ancestor));

    private static bool IsFactory(SyntaxNode node) =>
        node is AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } } }
        && s_lifetimes.ContainsKey(name);

    // By a constructor that nobody calls, by a web request's handler, by its key.
    private bool IsTakenUnseen(ITypeSymbol type, CancellationToken cancellationToken)
    {
        foreach (SyntaxTree tree in _code.Files(cancellationToken).All().Where(file => file.Words.MayContain(type.Name)).Select(file => file.Tree))
        {
            foreach (SimpleNameSyntax name in NamedAlike.In(tree.GetRoot(cancellationToken), type.Name, cancellationToken))
            {
                if (name.Ancestors().TakeWhile(node => node is TypeSyntax or ParameterSyntax).OfType<ParameterSyntax>().FirstOrDefault() is not { } declaration
                    || _code.ModelOf(tree).GetDeclaredSymbol(declaration, cancellationToken) is not IParameterSymbol { ContainingSymbol: IMethodSymbol method } parameter
                    || !SymbolEqualityComparer.Default.Equals(parameter.Type, type))
                {
                    continue;
                }

                bool isUnseen = method.MethodKind switch
                {
                    MethodKind.Constructor => !_activated.ContainsKey(method.ContainingType.OriginalDefinition) && _code.CallsOf(method, cancellationToken) is not { Count: > 0 },
                    MethodKind.AnonymousFunction => declaration.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() is { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } }
                        && _code.ModelOf(tree).GetSymbolInfo(call, cancellationToken).Symbol is { } given && !_code.Declares(given),
                    _ => false,
                };
                if (isUnseen || !parameter.GetAttributes().IsEmpty)
                {
                    return true;
                }
            }
        }

        return false;
    }

    // `services.AddSingleton(…).AddSingleton(…)`
    private static IOperation RootOf(IInvocationOperation call)
    {
        IOperation? container = call;
        while (container is IInvocationOperation registering && (registering.Instance ?? registering.Arguments.FirstOrDefault()?.Value) is { } receiver)
        {
            container = receiver.WithoutConversions();
        }

        return container;
    }

    private static void Add<TValue>(Dictionary<ITypeSymbol, List<TValue>> index, ITypeSymbol type, TValue value)
    {
        if (!index.TryGetValue(type, out List<TValue>? values))
        {
            index.Add(type, values = new List<TValue>());
        }

        values.Add(value);
    }

    // How long what is made lives.
    private enum Lifetime
    {
        Singleton,
        Scoped,
        Transient,
    }

    private sealed record Registration(IInvocationOperation Call, IOperation? Given, bool IsFactory, Lifetime Lifetime);
}

/// <summary>A service whose way through the container is known.</summary>
/// <param name="Given">The object, or the function that makes it.</param>
/// <param name="IsFactory">Whether it is the function.</param>
/// <param name="Takers">Those who get the object: calls that ask for it, and parameters of constructors.</param>
internal sealed record Service(IOperation Given, bool IsFactory, ImmutableArray<Place> Takers);
