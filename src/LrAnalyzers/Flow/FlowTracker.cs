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
/// methods and return values. What cannot be followed escapes.
/// </summary>
internal sealed class FlowTracker
{
    private const int MaximumValues = 1_000;
    private const int MaximumCalls = 8;

    // A method that is given the object from more places is followed from these only: it does the same from each.
    private const int MaximumPaths = 8;

    private readonly CodeBase _code;
    private readonly ScheduleCatalog _catalog;
    private readonly CancellationToken _cancellationToken;
    private readonly Queue<(IOperation Value, CallPath? Path)> _pending = new();
    private readonly List<ISymbol> _holders = new();
    private readonly Dictionary<ISymbol, HashSet<CallPath?>> _pathsByHolder = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<(CallPath? Caller, SyntaxNode Call), CallPath> _paths = new();
    private readonly HashSet<(SyntaxNode, int, CallPath?)> _seen = new();
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
        tracker._pending.Enqueue((creation, null));
        return tracker.Run();
    }

    /// <summary>
    /// Follows whatever the variable holds that the operation refers to; <see langword="null"/> where it is no variable.
    /// </summary>
    public static ObjectFlow? TrackHolder(IOperation reference, CodeBase code, ScheduleCatalog catalog, CancellationToken cancellationToken)
    {
        if (Variable(reference) is not { } symbol)
        {
            return null;
        }

        var tracker = new FlowTracker(code, catalog, cancellationToken);
        tracker.Hold(symbol, null);
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

            (IOperation value, CallPath? path) = _pending.Dequeue();
            if (_seen.Add((value.Syntax, (int)value.Kind, path)))
            {
                Follow(value, path);
            }
        }

        return new ObjectFlow(_uses.ToImmutable(), _escapes, _holders.ToImmutableArray());
    }

    // What the code around a value does with it.
    private void Follow(IOperation value, CallPath? path)
    {
        switch (value.Parent)
        {
            case IConversionOperation { OperatorMethod: null } or IParenthesizedOperation or IAwaitOperation or ICoalesceOperation:
                _pending.Enqueue((value.Parent, path));
                break;
            case IConditionalOperation conditional when conditional.Condition != value:
                _pending.Enqueue((conditional, path));
                break;
            case ISwitchExpressionArmOperation { Parent: { } expression }:
                _pending.Enqueue((expression, path));
                break;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } }:
                Hold(local, path);
                break;
            case IVariableInitializerOperation { Parent: IVariableDeclarationOperation { Declarators: { Length: 1 } declarators } }:
                Hold(declarators[0].Symbol, path);
                break;
            case IFieldInitializerOperation initializer:
                HoldAll(initializer.InitializedFields);
                break;
            case IPropertyInitializerOperation initializer:
                HoldAll(initializer.InitializedProperties);
                break;
            case IAssignmentOperation assignment when assignment.Value == value:
                Assign(assignment.Target, path);
                if (assignment.Parent is not IObjectOrCollectionInitializerOperation)
                {
                    _pending.Enqueue((assignment, path));
                }

                break;
            case IAssignmentOperation:
                // The holder is given something else.
                break;
            case IArgumentOperation argument:
                PassAsArgument(argument, path);
                break;
            case IInvalidOperation { Syntax: InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax } call
                when Candidate(call, value) is { } parameter:
                PassAsArgument(call, (IMethodSymbol)parameter.ContainingSymbol, parameter, path);
                break;
            case IInvocationOperation invocation when invocation.Instance == value:
                Call(invocation, path);
                break;
            case IConditionalAccessOperation access when access.Operation == value:
                FollowConditionalAccess(access, path);
                break;
            case IConditionalAccessOperation access when access.WhenNotNull == value:
                _pending.Enqueue((access, path));
                break;
            case IPropertyReferenceOperation property when property.Instance == value:
                ReadProperty(property, path);
                break;
            case IReturnOperation:
                Return(value);
                break;
            case ITupleOperation tuple:
                Deconstruct(tuple, value, path);
                break;
            case IArrayInitializerOperation { Parent: IArrayCreationOperation array }:
                FollowArray(array, path);
                break;
            case IExpressionStatementOperation or IUsingOperation or IUsingDeclarationOperation or IIsPatternOperation
                or IIsTypeOperation or IBinaryOperation or INameOfOperation or IInterpolationOperation:
                break;
            default:
                _escapes = true;
                break;
        }
    }

    private void HoldAll(IEnumerable<ISymbol> symbols)
    {
        foreach (ISymbol symbol in symbols)
        {
            Hold(symbol, null);
        }
    }

    private void Hold(ISymbol symbol, CallPath? path)
    {
        // A field or property is also used outside the calls that filled it, and so is a primary constructor's parameter,
        // which is kept like a field.
        if (symbol is IFieldSymbol or IPropertySymbol
            || symbol.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor && symbol is IParameterSymbol && IsPrimary(constructor))
        {
            path = null;
        }

        if (!_pathsByHolder.TryGetValue(symbol.OriginalDefinition, out HashSet<CallPath?>? paths))
        {
            _pathsByHolder.Add(symbol.OriginalDefinition, paths = new HashSet<CallPath?>());
            _holders.Add(symbol.OriginalDefinition);
        }

        if (paths.Count == MaximumPaths || !paths.Add(path))
        {
            return;
        }

        // Others can reach what a library shows.
        if (symbol is IFieldSymbol or IPropertySymbol)
        {
            _escapes |= _code.IsLibrary && IsVisibleOutside(symbol) || CanBeReachedThroughAnother(symbol);
        }

        if (_code.ReferencesTo(symbol, _cancellationToken) is not { } references)
        {
            _escapes = true;
            return;
        }

        foreach (IOperation reference in references)
        {
            _pending.Enqueue((reference, path));
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

    private void Assign(IOperation target, CallPath? path)
    {
        switch (target)
        {
            case ILocalReferenceOperation { Local: var local }:
                Hold(local, path);
                break;
            case IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter }:
                Hold(parameter, path);
                break;
            case IFieldReferenceOperation { Field: var field }:
                Hold(field, path);
                break;
            case IPropertyReferenceOperation { Property: { IsIndexer: false } property }:
                Hold(property, path);
                break;
            case IDiscardOperation:
                break;
            default:
                _escapes = true;
                break;
        }
    }

    private void PassAsArgument(IArgumentOperation argument, CallPath? path)
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
            return;
        }

        PassAsArgument(call, method, parameter, path);
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

    private void PassAsArgument(IOperation call, IMethodSymbol method, IParameterSymbol parameter, CallPath? path)
    {
        if (_catalog.SchedulerCreatedBy(method) is not null)
        {
            _uses.Add(new ObjectUse(UseKind.Scheduled, call, path));
            return;
        }

        if (IsHarmless(method))
        {
            return;
        }

        bool isFollowed = parameter.RefKind is RefKind.None or RefKind.In
            && !parameter.IsParams
            && !method.IsVirtual && !method.IsAbstract && !method.IsOverride
            && parameter.OriginalDefinition.DeclaringSyntaxReferences.Length == 1
            && method.DeclaringSyntaxReferences.Length > 0
            && method.IsDeclaredIn(_code.Compilation)
            && (path?.Length ?? 0) < MaximumCalls;
        if (!isFollowed)
        {
            _escapes = true;
            return;
        }

        // A method that calls itself does with the object what it has been seen to do.
        if (path?.Calls.Any(outer => outer.Syntax == call.Syntax) == true)
        {
            return;
        }

        IParameterSymbol definition = parameter.OriginalDefinition;
        Hold(definition, Extend(path, call));
        if (definition.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
            && constructor.DeclaringSyntaxReferences[0].GetSyntax(_cancellationToken) is RecordDeclarationSyntax)
        {
            // A positional record keeps its parameter in a property of the same name.
            HoldAll(constructor.ContainingType.GetMembers(definition.Name).OfType<IPropertySymbol>());
        }
    }

    // The same calls are the same path, so that nothing is followed twice.
    private CallPath Extend(CallPath? path, IOperation call)
    {
        if (!_paths.TryGetValue((path, call.Syntax), out CallPath? extended))
        {
            _paths.Add((path, call.Syntax), extended = new CallPath(call, path));
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
                _pending.Enqueue((descendant, path));
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
            default:
                _escapes = true;
                break;
        }
    }

    private void Return(IOperation value)
    {
        if (value.SemanticModel?.GetEnclosingSymbol(value.Syntax.SpanStart, _cancellationToken) is not { } symbol)
        {
            _escapes = true;
            return;
        }

        ISymbol returned = symbol is IMethodSymbol { AssociatedSymbol: IPropertySymbol property } ? property : symbol;
        switch (returned)
        {
            case IMethodSymbol { MethodKind: MethodKind.AnonymousFunction }:
                _escapes = true;
                break;
            case IMethodSymbol or IPropertySymbol:
                _escapes |= _code.IsLibrary && IsVisibleOutside(returned);
                _escapes |= CanBeReachedThroughAnother(returned);
                Hold(returned, null);
                break;
            default:
                _escapes = true;
                break;
        }
    }

    /// <summary>Whether a member can be used under a base type's or an interface's name, in places that are not found under its own.</summary>
    internal static bool CanBeReachedThroughAnother(ISymbol member) =>
        member is { IsVirtual: true } or { IsOverride: true } or { IsAbstract: true }
        || member.ContainingType is { } type
        && type.AllInterfaces.SelectMany(implemented => implemented.GetMembers(member.Name))
            .Any(declared => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(declared), member));

    // `(model, optimizer) = (new Net(), Adam(…))` and `var (a, b) = (…, …)`.
    private void Deconstruct(ITupleOperation tuple, IOperation value, CallPath? path)
    {
        IOperation? parent = tuple.Parent is IConversionOperation conversion ? conversion.Parent : tuple.Parent;
        int index = tuple.Elements.IndexOf(value);
        ITupleOperation? targets = parent is IDeconstructionAssignmentOperation deconstruction
            ? deconstruction.Target as ITupleOperation ?? (deconstruction.Target as IDeclarationExpressionOperation)?.Expression as ITupleOperation
            : null;
        if (targets is null || index < 0 || index >= targets.Elements.Length)
        {
            _escapes = true;
            return;
        }

        IOperation target = targets.Elements[index];
        Assign(target is IDeclarationExpressionOperation declaration ? declaration.Expression : target, path);
    }

    // Schedulers are combined by giving an array of them to another scheduler.
    private void FollowArray(IArrayCreationOperation array, CallPath? path)
    {
        IOperation value = array;
        while (value.Parent is IConversionOperation conversion)
        {
            value = conversion;
        }

        if (value.Parent is IArgumentOperation { Parent: { } call }
            && (call as IInvocationOperation)?.TargetMethod is var method
            && (method ?? (call as IObjectCreationOperation)?.Constructor) is { } combiner
            && _catalog.SchedulerCreatedBy(combiner) is not null)
        {
            _uses.Add(new ObjectUse(UseKind.Scheduled, call, path));
        }
        else
        {
            _escapes = true;
        }
    }
}
