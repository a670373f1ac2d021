using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>
/// Follows an optimizer or a scheduler from its creation: through locals, fields, properties, arguments of this project's
/// methods and lambdas, return values, tuples and collections. What cannot be followed escapes.
/// </summary>
internal sealed partial class FlowTracker
{
    private const int MaximumValues = 1_000;
    private const int MaximumCalls = 8;

    // A method that is given the object from more places is followed from these only: it does the same from each.
    private const int MaximumPaths = 8;

    private readonly CodeBase _code;
    private readonly ScheduleCatalog _catalog;
    private readonly CancellationToken _cancellationToken;
    private readonly Queue<(IOperation Value, int Part, CallPath? Path)> _pending = new();
    private readonly List<ISymbol> _holders = new();
    private readonly List<ISymbol> _containers = new();
    private readonly HashSet<SyntaxNode> _iterations = new();
    private readonly Dictionary<ISymbol, HashSet<(int Part, CallPath? Path)>> _pathsByHolder = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<(CallPath? Caller, SyntaxNode Call, SyntaxNode Entered), CallPath> _paths = new();
    private readonly HashSet<(SyntaxNode, int, int, CallPath?)> _seen = new();
    private readonly ImmutableArray<ObjectUse>.Builder _uses = ImmutableArray.CreateBuilder<ObjectUse>();
    private bool _escapes;

    private FlowTracker(CodeBase code, ScheduleCatalog catalog, CancellationToken cancellationToken)
    {
        _code = code;
        _catalog = catalog;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Follows the object that the operation creates.</summary>
    public static ObjectFlow Track(IOperation creation, CodeBase code, ScheduleCatalog catalog, CancellationToken cancellationToken)
    {
        var tracker = new FlowTracker(code, catalog, cancellationToken);
        tracker._pending.Enqueue((creation, Itself, null));
        return tracker.Run();
    }

    /// <summary>
    /// Follows whatever the variable holds that the operation refers to; <see langword="null"/> where it is no variable.
    /// </summary>
    public static ObjectFlow? TrackHolder(IOperation reference, CodeBase code, ScheduleCatalog catalog, CancellationToken cancellationToken) =>
        Variable(reference) is { } symbol ? TrackHolder(symbol, code, catalog, cancellationToken) : null;

    /// <summary>Follows whatever the variable holds.</summary>
    public static ObjectFlow TrackHolder(ISymbol symbol, CodeBase code, ScheduleCatalog catalog, CancellationToken cancellationToken)
    {
        var tracker = new FlowTracker(code, catalog, cancellationToken);
        tracker.Hold(symbol, Itself, null);
        return tracker.Run();
    }

    /// <summary>The variable that an operation refers to, through conversions; <see langword="null"/> where it is none.</summary>
    public static ISymbol? Variable(IOperation reference) => reference.WithoutConversions() switch
    {
        ILocalReferenceOperation { Local: var local } => local,
        IParameterReferenceOperation { Parameter: var parameter } => parameter,
        IFieldReferenceOperation { Field: var field } => field,
        IPropertyReferenceOperation { Property: { IsIndexer: false } property } => property,
        _ => null,
    };

    private ObjectFlow Run()
    {
        int values = 0;
        while (_pending.Count > 0)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            if (++values > MaximumValues)
            {
                _escapes = true;
                break;
            }

            (IOperation value, int part, CallPath? path) = _pending.Dequeue();
            if (_seen.Add((value.Syntax, (int)value.Kind, part, path)) && !Pass(value, part, path))
            {
                if (part == Itself)
                {
                    Follow(value, path);
                }
                else
                {
                    FollowContainer(value, part, path);
                }
            }
        }

        return new ObjectFlow(_uses.ToImmutable(), _escapes, _holders.ToImmutableArray(), _containers.ToImmutableArray(), _iterations.ToImmutableHashSet());
    }

    // What takes a value on as it is, be it the object or a container with it. False where the code around it does more.
    private bool Pass(IOperation value, int part, CallPath? path)
    {
        switch (value.Parent)
        {
            case IConversionOperation { OperatorMethod: null } conversion when part == Itself || KeepsContent(conversion, part):
            case IParenthesizedOperation or IAwaitOperation or ICoalesceOperation:
                _pending.Enqueue((value.Parent, part, path));
                return true;
            case IConditionalOperation conditional when conditional.Condition != value:
                _pending.Enqueue((conditional, part, path));
                return true;
            case ISwitchExpressionArmOperation { Parent: { } expression }:
                _pending.Enqueue((expression, part, path));
                return true;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } }:
                Hold(local, part, path);
                return true;
            case IVariableInitializerOperation { Parent: IVariableDeclarationOperation { Declarators: { Length: 1 } declarators } }:
                Hold(declarators[0].Symbol, part, path);
                return true;
            case IFieldInitializerOperation initializer:
                HoldAll(initializer.InitializedFields, part);
                return true;
            case IPropertyInitializerOperation initializer:
                HoldAll(initializer.InitializedProperties, part);
                return true;
            case IDeconstructionAssignmentOperation:
                return false;
            case IAssignmentOperation assignment when assignment.Value == value:
                Assign(assignment.Target, part, path);
                if (assignment.Parent is not IObjectOrCollectionInitializerOperation)
                {
                    _pending.Enqueue((assignment, part, path));
                }

                return true;
            case IAssignmentOperation:
                // The holder is given something else.
                return true;
            case IReturnOperation returning:
                Return(returning, value, part);
                return true;
            case IExpressionStatementOperation or IBinaryOperation or INameOfOperation or IInterpolationOperation:
                return true;
            default:
                return false;
        }
    }

    // What the code around the object does with it.
    private void Follow(IOperation value, CallPath? path)
    {
        switch (value.Parent)
        {
            case IArgumentOperation argument:
                PassAsArgument(argument, Itself, path);
                break;
            case IInvalidOperation { Syntax: InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax } call
                when Candidate(call, value) is { } parameter:
                PassAsArgument(call, (IMethodSymbol)parameter.ContainingSymbol, parameter, Itself, path);
                break;
            case IInvocationOperation invocation when invocation.Instance == value:
                Call(invocation, path);
                break;
            case IConditionalAccessOperation access when access.Operation == value:
                FollowConditionalAccess(access, path);
                break;
            case IConditionalAccessOperation access when access.WhenNotNull == value:
                _pending.Enqueue((access, Itself, path));
                break;
            case IPropertyReferenceOperation property when property.Instance == value:
                ReadProperty(property, path);
                break;
            case IIsPatternOperation { Pattern: var pattern }:
                HoldAll(DeclaredBy(pattern), path);
                break;
            case ITupleOperation tuple when tuple.Elements.IndexOf(value) is var index and >= 0:
                _pending.Enqueue((tuple, index, path));
                break;
            case IArrayInitializerOperation { Parent: IArrayCreationOperation array }:
                FollowArray(array, path);
                break;
            case { Syntax: CollectionExpressionSyntax } collection when IsCollection(collection.WithOuterConversions().Type):
                _pending.Enqueue((collection, Collection, path));
                break;
            case IUsingOperation or IUsingDeclarationOperation or IIsTypeOperation:
                break;
            default:
                _escapes = true;
                break;
        }
    }

    // `optimizer is Adam adam`
    private static IEnumerable<ISymbol> DeclaredBy(IOperation pattern) => pattern.DescendantsAndSelf()
        .Select(part => part switch
        {
            IDeclarationPatternOperation { DeclaredSymbol: { } declared } => declared,
            IRecursivePatternOperation { DeclaredSymbol: { } declared } => declared,
            _ => null,
        })
        .OfType<ISymbol>();

    private void HoldAll(IEnumerable<ISymbol> symbols, int part)
    {
        foreach (ISymbol symbol in symbols)
        {
            Hold(symbol, part, null);
        }
    }

    private void HoldAll(IEnumerable<ISymbol> symbols, CallPath? path)
    {
        foreach (ISymbol symbol in symbols)
        {
            Hold(symbol, Itself, path);
        }
    }

    private void Hold(ISymbol symbol, int part, CallPath? path)
    {
        // A field or property is also used outside the calls that filled it, and so is a primary constructor's parameter,
        // which is kept like a field.
        if (symbol is IFieldSymbol or IPropertySymbol
            || symbol.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor && symbol is IParameterSymbol && IsPrimary(constructor))
        {
            path = null;
        }

        if (!_pathsByHolder.TryGetValue(symbol.OriginalDefinition, out HashSet<(int Part, CallPath? Path)>? paths))
        {
            _pathsByHolder.Add(symbol.OriginalDefinition, paths = new());
        }

        if (paths.Count == MaximumPaths || !paths.Add((part, path)))
        {
            return;
        }

        List<ISymbol> known = part == Itself ? _holders : _containers;
        if (!known.Contains(symbol.OriginalDefinition, SymbolEqualityComparer.Default))
        {
            known.Add(symbol.OriginalDefinition);
        }

        // Others can reach what a library shows, and what can be called by the name of a library's member.
        if (symbol is IFieldSymbol or IPropertySymbol or IMethodSymbol)
        {
            _escapes |= _code.IsLibrary && IsVisibleOutside(symbol);
            foreach (ISymbol other in OtherNames.Of(symbol))
            {
                Hold(other, part, path);
            }
        }

        if (_code.ReferencesTo(symbol, _cancellationToken) is not { } references)
        {
            _escapes = true;
            return;
        }

        foreach (IOperation reference in references)
        {
            _pending.Enqueue((reference, part, path));
        }
    }

    /// <summary>Whether a project that references this one can reach the symbol.</summary>
    internal static bool IsVisibleOutside(ISymbol symbol)
    {
        for (ISymbol? current = symbol; current is not null and not INamespaceSymbol; current = current.ContainingSymbol)
        {
            if (current.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
            {
                return false;
            }
        }

        return true;
    }

    private void Assign(IOperation target, int part, CallPath? path)
    {
        switch (target)
        {
            case IParameterReferenceOperation { Parameter.RefKind: not RefKind.None }:
                _escapes = true;
                break;
            case IDiscardOperation:
                break;
            case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } collection } when part == Itself && IsCollection(collection.Type):
                PutInto(collection, path);
                break;
            case IArrayElementReferenceOperation { ArrayReference: { } array } when part == Itself:
                PutInto(array, path);
                break;
            case ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation
                when !IsTupleField(target) && Variable(target) is { } symbol:
                Hold(symbol, part, path);
                break;
            default:
                _escapes = true;
                break;
        }
    }

    private void PassAsArgument(IArgumentOperation argument, int part, CallPath? path)
    {
        (IOperation? call, IMethodSymbol? method) = argument.Parent switch
        {
            IInvocationOperation invocation => ((IOperation?)invocation, (IMethodSymbol?)invocation.TargetMethod),
            IObjectCreationOperation creation => (creation, creation.Constructor),
            _ => (null, null),
        };
        if (call is null || method is null || argument.Parameter is not { } parameter)
        {
            _escapes = true;
        }
        else if (part == Itself && call is IInvocationOperation { Instance: { } collection } && method.Name is "Add" or "TryAdd" or "Insert" or "Enqueue" or "Push" && IsCollection(method.ContainingType))
        {
            PutInto(collection, path);
        }
        else if (call is IInvocationOperation { Instance: { } invoked } && method.MethodKind == MethodKind.DelegateInvoke)
        {
            PassToDelegate((IInvocationOperation)call, invoked, parameter.Ordinal, part, path);
        }
        else
        {
            PassAsArgument(call, method, parameter, part, path);
        }
    }

    // `train(optimizer)`, where the local or parameter `train` holds one lambda or method of this project.
    private void PassToDelegate(IInvocationOperation call, IOperation invoked, int ordinal, int part, CallPath? path)
    {
        if (DelegateCalls.TargetOf(invoked, path, _code, _cancellationToken) is { } target && ordinal < target.Parameters.Length)
        {
            PassAsArgument(call, target, target.Parameters[ordinal], part, path);
        }
        else
        {
            _escapes = true;
        }
    }

    // A call that does not bind because of another argument, of a type that cannot be found, and that can mean one method only.
    private IParameterSymbol? Candidate(IInvalidOperation call, IOperation value)
    {
        BaseArgumentListSyntax? list = (call.Syntax as InvocationExpressionSyntax)?.ArgumentList ?? (call.Syntax as BaseObjectCreationExpressionSyntax)?.ArgumentList;
        return list is not null
            && list.Arguments.FirstOrDefault(argument => argument.Expression.Span.Contains(value.Syntax.Span)) is { } given
            && call.SemanticModel?.GetSymbolInfo(call.Syntax, _cancellationToken) is { CandidateSymbols: { Length: 1 } candidates }
            && candidates[0] is IMethodSymbol method
                ? given.NameColon is { Name.Identifier.ValueText: var name }
                    ? method.Parameters.FirstOrDefault(parameter => parameter.Name == name)
                    : method.Parameters.ElementAtOrDefault(list.Arguments.IndexOf(given))
                : null;
    }

    private void PassAsArgument(IOperation call, IMethodSymbol method, IParameterSymbol parameter, int part, CallPath? path)
    {
        if (part == Itself && _catalog.SchedulerCreatedBy(method) is not null)
        {
            _uses.Add(new ObjectUse(UseKind.Scheduled, call, path));
            return;
        }

        if (IsHarmless(method))
        {
            return;
        }

        if (parameter.RefKind is not (RefKind.None or RefKind.In) || parameter.IsParams && part != Collection || (path?.Length ?? 0) >= MaximumCalls
            || _code.BodiesOf(method, _cancellationToken) is not { } bodies)
        {
            _escapes = true;
            return;
        }

        // A method that calls itself does with the object what it has been seen to do.
        if (path?.Calls.Any(outer => outer.Syntax == call.Syntax) == true)
        {
            return;
        }

        foreach (IMethodSymbol body in bodies)
        {
            Enter(call, body.Parameters[parameter.Ordinal].OriginalDefinition, part, path);
        }
    }

    private void Enter(IOperation call, IParameterSymbol definition, int part, CallPath? path)
    {
        if (definition.DeclaringSyntaxReferences.Length != 1)
        {
            _escapes = true;
            return;
        }

        Hold(definition, part, Extend(path, call, definition.ContainingSymbol.DeclaringSyntaxReferences[0].GetSyntax(_cancellationToken)));
        if (definition.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
            && constructor.DeclaringSyntaxReferences[0].GetSyntax(_cancellationToken) is RecordDeclarationSyntax)
        {
            // A positional record keeps its parameter in a property of the same name.
            HoldAll(constructor.ContainingType.GetMembers(definition.Name).OfType<IPropertySymbol>(), part);
            FollowDeconstructions(constructor.ContainingType, definition.Ordinal, part);
        }
    }

    // The same calls are the same path, so that nothing is followed twice.
    private CallPath Extend(CallPath? path, IOperation call, SyntaxNode entered)
    {
        if (!_paths.TryGetValue((path, call.Syntax, entered), out CallPath? extended))
        {
            _paths.Add((path, call.Syntax, entered), extended = new CallPath(call, path, entered));
        }

        return extended;
    }

    private bool IsPrimary(IMethodSymbol constructor) =>
        constructor.DeclaringSyntaxReferences is { Length: 1 } declarations
        && declarations[0].GetSyntax(_cancellationToken) is TypeDeclarationSyntax;

    // Calls that look at an object and leave it as it is.
    private static bool IsHarmless(IMethodSymbol method) => method.ContainingType is { } type
        && (type.Name, method.Name) is ("GC", "KeepAlive") or ("ArgumentNullException", "ThrowIfNull") or ("Object", "ReferenceEquals")
            or ("Debug", "Assert") or ("Assert", "NotNull") or ("Console", "WriteLine");

    private void Call(IInvocationOperation invocation, CallPath? path)
    {
        switch (invocation.TargetMethod.Name)
        {
            case "step":
                _uses.Add(new ObjectUse(UseKind.Step, invocation, path));
                break;
            case "add_param_group":
                _uses.Add(new ObjectUse(UseKind.AddParamGroup, invocation, path));
                break;
            case "load_state_dict":
                _uses.Add(new ObjectUse(UseKind.LoadState, invocation, path));
                break;
            case "zero_grad" or "Dispose" or "state_dict" or "save_state_dict" or "to" or "parameters" or "get_last_lr" or "get_lr" or "print_lr"
                or "ToString" or "GetType" or "GetHashCode" or "Equals":
                break;
            case var _ when IsWaiting(invocation):
                _pending.Enqueue((invocation, Itself, path));
                break;
            default:
                _escapes = true;
                break;
        }
    }

    private void FollowConditionalAccess(IConditionalAccessOperation access, CallPath? path)
    {
        foreach (IOperation descendant in access.WhenNotNull.DescendantsAndSelf())
        {
            if (descendant is IConditionalAccessInstanceOperation && descendant.Syntax == access.Operation.Syntax)
            {
                _pending.Enqueue((descendant, Itself, path));
                return;
            }
        }

        _escapes = true;
    }

    private void ReadProperty(IPropertyReferenceOperation property, CallPath? path)
    {
        switch (property.Property.Name)
        {
            case "ParamGroups" or "LearningRate" or "InitialLearningRate" or "Options":
                if (LearningRateAccess.MayWrite(property))
                {
                    _uses.Add(new ObjectUse(UseKind.LearningRateWrite, property, path));
                }

                break;
            case "last_epoch" or "Betas" or "Momentum":
                break;
            case "Result":
                _pending.Enqueue((property, Itself, path));
                break;
            default:
                _escapes = true;
                break;
        }
    }

    private void Return(IReturnOperation returning, IOperation value, int part)
    {
        if (value.SemanticModel?.GetEnclosingSymbol(value.Syntax.SpanStart, _cancellationToken) is not { } symbol)
        {
            _escapes = true;
            return;
        }

        if (returning.Kind == OperationKind.YieldReturn)
        {
            // What an iterator returns is a sequence.
            _escapes |= part != Itself;
            part = Collection;
        }

        ISymbol returned = symbol is IMethodSymbol { AssociatedSymbol: IPropertySymbol property } ? property : symbol;
        switch (returned)
        {
            case IMethodSymbol { MethodKind: MethodKind.AnonymousFunction }:
                ReturnFromLambda(returning, part);
                break;
            case IMethodSymbol or IPropertySymbol:
                Hold(returned, part, null);
                break;
            default:
                _escapes = true;
                break;
        }
    }

    private void ReturnFromLambda(IReturnOperation returning, int part)
    {
        IAnonymousFunctionOperation? lambda = returning.Ancestors().OfType<IAnonymousFunctionOperation>().FirstOrDefault();
        if (lambda is null || DelegateCalls.Of(lambda, path: null, _code, _cancellationToken) is not { } calls)
        {
            _escapes = true;
            return;
        }

        foreach (CallPath call in calls)
        {
            _pending.Enqueue((call.Call, part, call.Caller));
        }
    }
}
