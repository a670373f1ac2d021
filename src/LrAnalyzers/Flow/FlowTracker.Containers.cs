using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>The part that follows an object inside a tuple or a collection, until it is taken out again.</summary>
internal sealed partial class FlowTracker
{
    // What part of a value the object is: the value itself, any element of a collection, or else the tuple's element of that index.
    private const int Itself = -1;
    private const int Collection = -2;

    private static readonly ImmutableHashSet<string> s_takeOne = ImmutableHashSet.Create(
        "First", "FirstOrDefault", "Last", "LastOrDefault", "Single", "SingleOrDefault", "ElementAt", "ElementAtOrDefault", "Dequeue", "Pop", "Peek", "Find");

    private static readonly ImmutableHashSet<string> s_keepCollection = ImmutableHashSet.Create(
        "ToList", "ToArray", "AsEnumerable", "AsReadOnly", "Reverse", "Skip", "Take", "Concat", "Append", "Prepend");

    private static readonly ImmutableHashSet<string> s_lookAtCollection = ImmutableHashSet.Create(
        "Count", "Any", "Contains", "ContainsKey", "Clear", "Remove", "RemoveAt", "Add", "AddRange", "IndexOf", "ToString", "GetHashCode");

    // What the code around a tuple or a collection does with the object in it.
    private void FollowContainer(IOperation value, int part, CallPath? path)
    {
        switch (value.Parent)
        {
            case IDeconstructionAssignmentOperation deconstruction when deconstruction.Value == value && part >= 0:
                Deconstruct(deconstruction.Target, part, path);
                break;
            case IDeconstructionAssignmentOperation deconstruction when deconstruction.Target == value:
                // It is given something else.
                break;
            case IFieldReferenceOperation field when part >= 0 && IsTupleField(field):
                if (IndexOf(field.Field) == part)
                {
                    _pending.Enqueue((field, Itself, path));
                }

                break;
            case IForEachLoopOperation loop when loop.Collection == value && part == Collection:
                Iterate(loop, path);
                break;
            case IArrayElementReferenceOperation element when element.ArrayReference == value && part == Collection:
                _pending.Enqueue((element, Itself, path));
                break;
            case IPropertyReferenceOperation property when property.Instance == value:
                ReadContainer(property, part, path);
                break;
            case IInvocationOperation call when call.Instance == value:
                CallContainer(call, part, path);
                break;
            case IArgumentOperation { Parameter.Ordinal: 0, Parent: IInvocationOperation { TargetMethod.ContainingType: { Name: "Enumerable" } } call } when part == Collection:
                CallContainer(call, part, path);
                break;
            case IArgumentOperation argument:
                PassAsArgument(argument, part, path);
                break;
            default:
                _escapes = true;
                break;
        }
    }

    // `var (model, optimizer) = …`, `(model, _optimizer) = …`
    private void Deconstruct(IOperation target, int part, CallPath? path, int partOfElement = Itself)
    {
        ITupleOperation? targets = target as ITupleOperation ?? (target as IDeclarationExpressionOperation)?.Expression as ITupleOperation;
        if (targets is null || part >= targets.Elements.Length)
        {
            _escapes = true;
            return;
        }

        IOperation element = targets.Elements[part];
        Assign(element is IDeclarationExpressionOperation declaration ? declaration.Expression : element, partOfElement, path);
    }

    private void Iterate(IForEachLoopOperation loop, CallPath? path)
    {
        _iterations.Add(loop.Syntax);
        switch (loop.LoopControlVariable)
        {
            case IVariableDeclaratorOperation { Symbol: { } local } when IsFollowed(local.Type):
                Hold(local, Itself, path);
                break;
            case IVariableDeclaratorOperation { Symbol: { } local } when IsPair(local.Type):
                Hold(local, Collection, path);
                break;
            // `foreach (var (name, optimizer) in optimizers)`
            case IDeclarationExpressionOperation { Expression: ITupleOperation { Elements: { Length: 2 } elements } } when IsCollectionOfPairs(loop.Collection):
                Assign(elements[1], Itself, path);
                break;
            default:
                _escapes = true;
                break;
        }
    }

    private static bool IsPair(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "KeyValuePair", TypeArguments.Length: 2 };

    private static bool IsCollectionOfPairs(IOperation collection) =>
        collection.WithoutConversions().Type is { } type
        && type.AllInterfaces.Any(implemented => implemented.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T && IsPair(implemented.TypeArguments[0]));

    private void ReadContainer(IPropertyReferenceOperation property, int part, CallPath? path)
    {
        switch (property.Property)
        {
            case { Name: "Result" or "Value" } when part >= 0:
            case { Name: "Result" or "Values" } when part == Collection:
                _pending.Enqueue((property, part, path));
                break;
            case { IsIndexer: true } when part == Collection:
            case { Name: "Value" } when part == Collection && IsPair(property.Instance?.Type):
                _pending.Enqueue((property, Itself, path));
                break;
            case { Name: "Count" or "Length" or "Keys" or "Key" or "IsCompleted" }:
                break;
            default:
                _escapes = true;
                break;
        }
    }

    private void CallContainer(IInvocationOperation call, int part, CallPath? path)
    {
        string name = call.TargetMethod.Name;
        if (IsWaiting(call))
        {
            _pending.Enqueue((call, part, path));
        }
        else if (part != Collection || HasLambda(call))
        {
            if (part != Collection || name != "ForEach" || call.Arguments.Length != 1)
            {
                _escapes = true;
            }
            else
            {
                PassToLambda(call, path);
            }
        }
        else if (s_takeOne.Contains(name))
        {
            _pending.Enqueue((call, Itself, path));
        }
        else if (s_keepCollection.Contains(name))
        {
            _pending.Enqueue((call, Collection, path));
        }
        else if (!s_lookAtCollection.Contains(name))
        {
            _escapes = true;
        }
    }

    // `optimizers.ForEach(optimizer => optimizer.step())`
    private void PassToLambda(IInvocationOperation call, CallPath? path)
    {
        if (DelegateCalls.TargetOf(call.Arguments[0].Value, path, _code, _cancellationToken) is { Parameters.Length: 1 } target)
        {
            PassAsArgument(call, target, target.Parameters[0], Itself, path);
        }
        else
        {
            _escapes = true;
        }
    }

    // An object that is put into a collection is followed as one of its elements.
    private void PutInto(IOperation collection, CallPath? path)
    {
        switch (collection.WithoutConversions())
        {
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver, Parent: { } add }
                when add.Ancestors().OfType<IObjectOrCollectionInitializerOperation>().FirstOrDefault() is { Parent: IObjectCreationOperation creation }:
                _pending.Enqueue((creation, Collection, path));
                break;
            case IArrayCreationOperation array when IsCollection(array.Type):
                _pending.Enqueue((array, Collection, path));
                break;
            case var target when IsCollection(target.Type) && Variable(target) is { } symbol && !IsTupleField(target):
                Hold(symbol, Collection, path);
                break;
            default:
                _escapes = true;
                break;
        }
    }

    // An array: of schedulers for another that combines them, or one that is kept.
    private void FollowArray(IArrayCreationOperation array, CallPath? path)
    {
        IOperation value = array.WithOuterConversions();
        if (value.Parent is IArgumentOperation { Parent: { } call }
            && call.CalledMethod() is { } combiner
            && _catalog.SchedulerCreatedBy(combiner) is not null)
        {
            _uses.Add(new ObjectUse(UseKind.Scheduled, call, path));
        }
        else
        {
            PutInto(array, path);
        }
    }

    // A tuple that is converted to another tuple type keeps its order; a boxed one is out of sight.
    private bool KeepsContent(IConversionOperation conversion, int part) =>
        // A `foreach` reads an array as a plain IEnumerable.
        part == Collection ? IsCollection(conversion.Type) || conversion.Parent is IForEachLoopOperation : Unwrapped(conversion.Type) is { IsTupleType: true };

    private static INamedTypeSymbol? Unwrapped(ITypeSymbol? type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0] as INamedTypeSymbol
            : type as INamedTypeSymbol;

    // A list of `object` may be looked at by anyone who casts.
    private bool IsCollection(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => IsFollowed(array.ElementType),
        // `Values` of a dictionary
        INamedTypeSymbol { ContainingType: { } outer } => IsCollection(outer),
        INamedTypeSymbol { TypeArguments: { IsEmpty: false } arguments, ContainingNamespace: { } space } =>
            IsFollowed(arguments[arguments.Length - 1])
            && space.ToDisplayString() is "System.Collections.Generic" or "System.Collections.ObjectModel" or "System.Collections.Immutable" or "System.Linq",
        _ => false,
    };

    private bool IsFollowed(ITypeSymbol type) => _catalog.IsOptimizer(type) || _catalog.IsScheduler(type);

    private static bool IsTupleField(IOperation operation) => operation is IFieldReferenceOperation { Field.ContainingType.IsTupleType: true };

    private static int IndexOf(IFieldSymbol field)
    {
        ImmutableArray<IFieldSymbol> elements = field.ContainingType.TupleElements;
        string position = (field.CorrespondingTupleField ?? field).Name;
        for (int index = 0; index < elements.Length; index++)
        {
            if ((elements[index].CorrespondingTupleField ?? elements[index]).Name == position)
            {
                return index;
            }
        }

        return -1;
    }

    private static bool HasLambda(IInvocationOperation call) => call.Arguments.Any(argument => argument.Parameter?.Type.TypeKind == TypeKind.Delegate);

    // `var (model, optimizer) = record;`
    private void FollowDeconstructions(INamedTypeSymbol record, int position, int part)
    {
        if (_code.DeconstructionsOf(record, _cancellationToken) is not { } deconstructions)
        {
            _escapes = true;
            return;
        }

        foreach (IDeconstructionAssignmentOperation deconstruction in deconstructions)
        {
            Deconstruct(deconstruction.Target, position, null, part);
        }
    }

    // `task.ConfigureAwait(false)`, `task.GetAwaiter().GetResult()`
    private static bool IsWaiting(IInvocationOperation call) => call.TargetMethod.Name is "ConfigureAwait" or "GetAwaiter" or "GetResult";
}
