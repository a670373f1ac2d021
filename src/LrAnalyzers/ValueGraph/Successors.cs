using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.ValueGraph;

/// <summary>Where a value goes from one place. The counterpart of <see cref="Predecessors"/>: a form is taught in both.</summary>
internal sealed class Successors(FlowGraph graph, Place place, int depth, CancellationToken cancellationToken)
{
    private readonly CodeBase _code = graph.Code;
    private readonly List<FlowEdge> _edges = new();

    private ValuePart? Part => place.Part;

    private CallPath? Path => place.Path;

    /// <summary>The steps.</summary>
    public IReadOnlyList<FlowEdge> Find()
    {
        if (place.Variable is { } variable)
        {
            FromVariable(variable);
        }
        else
        {
            FromValue(place.Operation!);
        }

        return _edges;
    }

    private void Pass(Place to)
    {
        if (to.Part?.Depth > GraphLimits.Parts)
        {
            Unknown(to.Operation);
        }
        else
        {
            _edges.Add(new FlowEdge(EdgeKind.Passes, to, By: null));
        }
    }

    private void Pass(IOperation to) => Pass(Place.At(to, Part, Path));

    private void Pass(IOperation to, ValuePart? part) => Pass(Place.At(to, part, Path));

    private void Hold(ISymbol variable, ValuePart? part) => Pass(Place.In(variable, part, Path));

    private void End(IOperation by) => _edges.Add(new FlowEdge(EdgeKind.Ends, place, by));

    private void Unknown(IOperation? by) => _edges.Add(new FlowEdge(EdgeKind.Unknown, place, by));

    private void FromVariable(ISymbol variable)
    {
        // A call that is known to lead into a function is the one that it returns to.
        if (variable is IMethodSymbol && Path is { } path && path.Entered == variable.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken))
        {
            Pass(Place.At(path.Call, Part, path.Caller));
            return;
        }

        if (variable is IFieldSymbol or IPropertySymbol or IMethodSymbol && variable.ContainingType is not { IsAnonymousType: true })
        {
            // Others can reach what a library shows, and what can be called by the name of a library's member.
            if (_code.IsLibrary && variable.IsVisibleOutside())
            {
                _edges.Add(new FlowEdge(EdgeKind.Outside, place, By: null));
            }

            foreach (ISymbol other in OtherNames.Of(variable))
            {
                Hold(other, Part);
            }
        }

        if (variable is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType.IsRecord: true } constructor } parameter
            && Place.IsPrimary(constructor))
        {
            Keep(parameter, constructor);
        }

        if (variable is IPropertySymbol { ContainingType.IsRecord: true } kept
            && kept.ContainingType.InstanceConstructors.FirstOrDefault(Place.IsPrimary)?.Parameters.FirstOrDefault(taken => taken.Name == kept.Name) is { } positional)
        {
            FollowDeconstructions(kept.ContainingType, positional.Ordinal, Part);
        }

        if (variable is IParameterSymbol { RefKind: RefKind.Out } given)
        {
            GiveOut(given);
        }

        if (_code.ReferencesTo(variable, cancellationToken) is not { } references)
        {
            Unknown(by: null);
            return;
        }

        foreach (IOperation reference in references)
        {
            // A method's name without a call is a delegate that returns what the method does.
            Pass(reference, reference is IMethodReferenceOperation ? ValuePart.Result(Part) : Part);
        }
    }

    private void FromValue(IOperation value)
    {
        switch (value.Parent)
        {
            case IConversionOperation { OperatorMethod: null } conversion when Part is null || graph.Forms.Keeps(conversion, Part):
            case IParenthesizedOperation or IAwaitOperation or ICoalesceOperation:
            case IDelegateCreationOperation when Part?.Kind == PartKind.Result:
                Pass(value.Parent);
                break;
            case IConditionalOperation conditional when conditional.Condition != value:
                Pass(conditional);
                break;
            case ISwitchExpressionArmOperation { Parent: { } expression } arm when arm.Value == value:
                Pass(expression);
                break;
            case ISwitchExpressionOperation choice when choice.Value == value:
                foreach (ISwitchExpressionArmOperation arm in choice.Arms)
                {
                    Match(arm.Pattern);
                }

                break;
            case ISwitchOperation choice when choice.Value == value:
                foreach (IPatternCaseClauseOperation clause in choice.Cases.SelectMany(section => section.Clauses).OfType<IPatternCaseClauseOperation>())
                {
                    Match(clause.Pattern);
                }

                break;
            case IIsPatternOperation test when test.Value == value:
                Match(test.Pattern);
                break;
            case IPropertySubpatternOperation { Pattern: { } pattern } subpattern when subpattern.Member == value:
                Match(pattern);
                break;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } }:
                Hold(local, Part);
                break;
            case IVariableInitializerOperation { Parent: IVariableDeclarationOperation { Declarators: { Length: 1 } declarators } }:
                Hold(declarators[0].Symbol, Part);
                break;
            case IParameterInitializerOperation { Parameter: { } parameter }:
                Hold(parameter, Part);
                break;
            case IFieldInitializerOperation initializer:
                HoldAll(initializer.InitializedFields);
                break;
            case IPropertyInitializerOperation initializer:
                HoldAll(initializer.InitializedProperties);
                break;
            case IDeconstructionAssignmentOperation deconstruction:
                // Where it is the target, it is given something else.
                if (deconstruction.Value == value)
                {
                    Deconstruct(deconstruction.Target, Part);
                }

                break;
            case ICompoundAssignmentOperation or IIncrementOrDecrementOperation:
                End(value.Parent);
                break;
            case IAssignmentOperation assignment:
                if (assignment.Value == value)
                {
                    Assign(assignment.Target, Part);
                    if (assignment.Parent is not IObjectOrCollectionInitializerOperation)
                    {
                        Pass(assignment);
                    }
                }

                break;
            case IEventAssignmentOperation added:
                // What is removed from an event is called no more.
                if (added is { Adds: true, EventReference: IEventReferenceOperation { Event: var raised } } && added.HandlerValue == value)
                {
                    Hold(raised, Part);
                }

                break;
            case IReturnOperation returning:
                Return(returning, value);
                break;
            // The members of an anonymous object have been given it.
            case IExpressionStatementOperation or IAnonymousObjectCreationOperation:
                break;
            case ITupleOperation tuple when tuple.Elements.IndexOf(value) is var index and >= 0:
                Pass(tuple, ValuePart.Item(index, Part));
                break;
            case IArrayInitializerOperation { Parent: IArrayCreationOperation array }:
                PutIntoArray(array, ValuePart.Element(Part));
                break;
            case { Syntax: CollectionExpressionSyntax } collection when graph.Forms.Holds(collection.WithOuterConversions().Type, ValuePart.Element(Part)):
                Pass(collection, ValuePart.Element(Part));
                break;
            case IArgumentOperation argument:
                PassAsArgument(argument);
                break;
            case IInvalidOperation { Syntax: InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax } call
                when Candidate(call, value) is { } parameter:
                PassAsArgument(call, (IMethodSymbol)parameter.ContainingSymbol, parameter, call);
                break;
            case IInvocationOperation invocation when invocation.Instance == value:
                Call(invocation);
                break;
            case IConditionalAccessOperation access when access.Operation == value:
                FollowConditionalAccess(access);
                break;
            case IConditionalAccessOperation access:
                Pass(access);
                break;
            case IPropertyReferenceOperation property when property.Instance == value:
                Read(property);
                break;
            case IFieldReferenceOperation field when field.Instance == value && Part is { Kind: PartKind.Item } item:
                if (ContainerForms.IndexOf(field.Field) == item.Index)
                {
                    Pass(field, item.Inner);
                }

                break;
            case IForEachLoopOperation loop when loop.Collection == value && Part is { Kind: PartKind.Element }:
                Iterate(loop);
                break;
            case IArrayElementReferenceOperation element when element.ArrayReference == value && Part is { Kind: PartKind.Element }:
                Pass(element, Part.Inner);
                break;
            case IBinaryOperation or IUnaryOperation or INameOfOperation or IInterpolationOperation or IUsingOperation or IUsingDeclarationOperation or IIsTypeOperation:
                End(value.Parent);
                break;
            case IMemberReferenceOperation or IConversionOperation when Part is null:
                End(value.Parent);
                break;
            default:
                Unknown(value.Parent);
                break;
        }
    }

    private void HoldAll(IEnumerable<ISymbol> symbols)
    {
        foreach (ISymbol symbol in symbols)
        {
            Hold(symbol, Part);
        }
    }

    // `optimizer is Adam adam`, `job is { Optimizer: var optimizer }`: of what is in an object, its own members tell.
    private void Match(IPatternOperation pattern)
    {
        if (pattern is IDeclarationPatternOperation { DeclaredSymbol: { } declared })
        {
            Hold(declared, Part);
        }
        else if (pattern is IRecursivePatternOperation recursive)
        {
            if (recursive.DeclaredSymbol is { } named)
            {
                Hold(named, Part);
            }

            if (Part is { Kind: PartKind.Item } item && item.Index < recursive.DeconstructionSubpatterns.Length)
            {
                MatchPart(recursive.DeconstructionSubpatterns[item.Index], item.Inner);
            }
        }
        else if (pattern is IBinaryPatternOperation both)
        {
            Match(both.LeftPattern);
            Match(both.RightPattern);
        }
        // `all is [var first, .., var last]`
        else if (pattern is IListPatternOperation { Patterns: var elements } && Part is { Kind: PartKind.Element, Inner: var inner })
        {
            foreach (IPatternOperation element in elements.Where(element => element is not ISlicePatternOperation { Pattern: null }))
            {
                MatchPart(element, inner);
            }
        }
        // `made is not Optimizer optimizer`: behind it, where it did match.
        else if (pattern is INegatedPatternOperation { Pattern: var negated })
        {
            Match(negated);
        }
    }

    private void MatchPart(IPatternOperation pattern, ValuePart? part)
    {
        if (pattern is IDeclarationPatternOperation { DeclaredSymbol: { } declared })
        {
            Hold(declared, part);
        }
        else if (pattern is not (IDiscardPatternOperation or IConstantPatternOperation))
        {
            Unknown(pattern);
        }
    }

    // `var (model, optimizer) = …`, `(model, _optimizer) = …`
    private void Deconstruct(IOperation target, ValuePart? part)
    {
        ITupleOperation? targets = target as ITupleOperation ?? (target as IDeclarationExpressionOperation)?.Expression as ITupleOperation;
        if (part is not { Kind: PartKind.Item } item || targets is null || item.Index >= targets.Elements.Length)
        {
            Unknown(target);
            return;
        }

        IOperation element = targets.Elements[item.Index];
        element = element is IDeclarationExpressionOperation declaration ? declaration.Expression : element;
        if (element is ITupleOperation)
        {
            Deconstruct(element, item.Inner);
        }
        else
        {
            Assign(element, item.Inner);
        }
    }

    private void Iterate(IForEachLoopOperation loop)
    {
        ValuePart? element = Part!.Inner;
        bool hasPairs = ContainerForms.HasPairs(loop.Collection.WithoutConversions().Type) && element is not { Kind: PartKind.Item };
        ValuePart? given = hasPairs ? ValuePart.Item(1, element) : element;
        switch (loop.LoopControlVariable)
        {
            case IVariableDeclaratorOperation { Symbol: { } local }:
                Hold(local, given);
                break;
            // `foreach (var (name, optimizer) in optimizers)`
            case IDeclarationExpressionOperation or ITupleOperation when given is { Kind: PartKind.Item }:
                Deconstruct(loop.LoopControlVariable, given);
                break;
            default:
                Unknown(loop);
                break;
        }
    }

    private void Assign(IOperation target, ValuePart? part)
    {
        switch (target)
        {
            case IParameterReferenceOperation { Parameter.RefKind: RefKind.Ref }:
                Unknown(target);
                break;
            case IDiscardOperation:
                break;
            case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } collection } when graph.Forms.Holds(collection.Type, ValuePart.Element(part)):
                PutInto(collection, ValuePart.Element(part));
                break;
            case IArrayElementReferenceOperation { ArrayReference: { } array }:
                PutInto(array, ValuePart.Element(part));
                break;
            case IFieldReferenceOperation { Field.ContainingType.IsTupleType: true, Instance: { } tuple } item:
                PutInto(tuple, ValuePart.Item(ContainerForms.IndexOf(item.Field), part));
                break;
            case ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation
                when VariableOf(target) is { } symbol:
                Hold(symbol, part);
                if (symbol is IPropertySymbol { SetMethod: { } setter } && FunctionBodies.HasBody(setter, cancellationToken))
                {
                    Hold(setter.Parameters[setter.Parameters.Length - 1], part);
                }

                break;
            default:
                Unknown(target);
                break;
        }
    }

    // What a parameter gives out is in the variable that each call has for it.
    private void GiveOut(IParameterSymbol parameter)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method || Callers.Of(method, Path, graph, depth, cancellationToken) is not { } calls)
        {
            Unknown(by: null);
            return;
        }

        foreach ((IOperation call, CallPath? path) in calls)
        {
            IOperation? given = call.Arguments().FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal)?.Value;
            given = given is IDeclarationExpressionOperation declaration ? declaration.Expression : given;
            if (given is not null && VariableOf(given) is { } variable)
            {
                Pass(Place.In(variable, Part, path));
            }
            else if (given is not IDiscardOperation)
            {
                Unknown(call);
            }
        }
    }

    // What is put into a container is followed in whatever holds that.
    private void PutInto(IOperation container, ValuePart part)
    {
        switch (container.WithoutConversions())
        {
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver, Parent: { } add }
                when add.Ancestors().OfType<IObjectOrCollectionInitializerOperation>().FirstOrDefault() is { Parent: IObjectCreationOperation creation }:
                Pass(creation, part);
                break;
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver, Parent: { } add }
                when add.Ancestors().OfType<IMemberInitializerOperation>().FirstOrDefault() is { InitializedMember: { } member } && VariableOf(member) is { } variable:
                Hold(variable, part);
                break;
            case IArrayCreationOperation array when graph.Forms.Holds(array.Type, part):
                Pass(array, part);
                break;
            case var target when (part.Kind == PartKind.Item || graph.Forms.Holds(target.Type, part)) && VariableOf(target) is { } symbol:
                Hold(symbol, part);
                break;
            default:
                Unknown(container);
                break;
        }
    }

    // An array: given to a method that has its own business with the elements, or one that is kept.
    private void PutIntoArray(IArrayCreationOperation array, ValuePart part)
    {
        if (array.WithOuterConversions().Parent is IArgumentOperation { Parent: { } call } && call.CalledMethod() is { } method && graph.Followed.StopsAt(method))
        {
            Pass(array, part);
        }
        else
        {
            PutInto(array, part);
        }
    }

    private void PassAsArgument(IArgumentOperation argument)
    {
        IOperation? call = argument.Parent is IInvocationOperation or IObjectCreationOperation ? argument.Parent : null;
        if (call?.CalledMethod() is not { } method || argument.Parameter is not { } parameter)
        {
            // An index, or something like one.
            Unknown(argument);
        }
        else if (call is IInvocationOperation { Instance: { } collection }
            && (ContainerForms.Puts(parameter, method) && graph.Forms.Holds(collection.Type ?? method.ContainingType, ValuePart.Element(Part))
                || ContainerForms.PutsAll(parameter, method) && Part is { Kind: PartKind.Element } && graph.Forms.Holds(collection.Type ?? method.ContainingType, Part)))
        {
            PutInto(collection, Part is { Kind: PartKind.Element } && ContainerForms.PutsAll(parameter, method) ? Part : ValuePart.Element(Part));
            if (method.ContainingType.Name.StartsWith("Immutable", System.StringComparison.Ordinal))
            {
                Pass(call, ValuePart.Element(Part));
            }
        }
        else if (call is IInvocationOperation { Instance: { } invoked } invocation && method.MethodKind == MethodKind.DelegateInvoke)
        {
            PassToDelegate(invocation, invoked, parameter.Ordinal);
        }
        else
        {
            PassAsArgument(call, method, parameter, argument);
        }
    }

    // `train(optimizer)`, where the variable `train` holds lambdas or methods of this project.
    private void PassToDelegate(IInvocationOperation call, IOperation invoked, int ordinal)
    {
        if (graph.TargetsOf(invoked, Path, depth, cancellationToken) is not { } targets)
        {
            Unknown(call);
            return;
        }

        foreach (IMethodSymbol target in targets)
        {
            if (ordinal < target.Parameters.Length)
            {
                PassAsArgument(call, target, target.Parameters[ordinal], call);
            }
        }
    }

    private void PassAsArgument(IOperation call, IMethodSymbol method, IParameterSymbol parameter, IOperation by)
    {
        if (graph.Followed.StopsAt(method))
        {
            End(by);
        }
        else if (_code.Services(cancellationToken)?.RegisteredBy(call, cancellationToken) is { } service && (!service.IsFactory || Part is { Kind: PartKind.Result }))
        {
            foreach (Place taker in service.Takers)
            {
                Pass(taker.With(service.IsFactory ? Part!.Inner : Part));
            }
        }
        else if (_code.BodiesOf(method, cancellationToken) is { } bodies)
        {
            if (parameter.RefKind is not (RefKind.None or RefKind.In) || parameter.IsParams && Part is not { Kind: PartKind.Element } || (Path?.Length ?? 0) >= GraphLimits.Calls)
            {
                Unknown(by);
            }
            // A method that calls itself does with the object what it has been seen to do.
            else if (Path?.Calls.Any(outer => outer.Syntax == call.Syntax) != true && !(bodies.Count == 1 && IsGivenAgain(call, method, parameter)))
            {
                foreach (IMethodSymbol body in bodies)
                {
                    Enter(call, body.Parameters[parameter.Ordinal].OriginalDefinition, Part);
                }
            }
        }
        else
        {
            PassToForeign(call, method, parameter, by);
        }
    }

    // `void Train(Optimizer optimizer, int epoch) { …; Train(optimizer, epoch + 1); }`
    private bool IsGivenAgain(IOperation call, IMethodSymbol method, IParameterSymbol parameter) =>
        call.Arguments().FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal)?.Value.Variable() is IParameterSymbol own
        && SymbolEqualityComparer.Default.Equals(own.OriginalDefinition, parameter.OriginalDefinition)
        && method.DeclaringSyntaxReferences.Any(declaration => declaration.GetSyntax(cancellationToken) == FunctionBodies.FunctionOf(call.Syntax));

    private void Enter(IOperation call, IParameterSymbol definition, ValuePart? part)
    {
        if (definition.DeclaringSyntaxReferences.Length != 1)
        {
            Unknown(call);
            return;
        }

        SyntaxNode entered = definition.ContainingSymbol.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken);
        Pass(Place.In(definition, part, new CallPath(call, Path, entered)));
    }

    // A positional record keeps its parameter in a property of the same name.
    private void Keep(IParameterSymbol parameter, IMethodSymbol constructor)
    {
        IPropertySymbol? kept = constructor.ContainingType.GetMembers(parameter.Name).OfType<IPropertySymbol>().FirstOrDefault();
        if (kept is not null)
        {
            Hold(kept, Part);
        }
        else
        {
            FollowDeconstructions(constructor.ContainingType, parameter.Ordinal, Part);
        }
    }

    // `var (model, optimizer) = record;`
    private void FollowDeconstructions(INamedTypeSymbol record, int position, ValuePart? part)
    {
        if (_code.DeconstructionsOf(record, cancellationToken) is not { } deconstructions)
        {
            Unknown(by: null);
            return;
        }

        foreach (IDeconstructionAssignmentOperation deconstruction in deconstructions)
        {
            Deconstruct(deconstruction.Target, ValuePart.Item(position, part));
        }
    }

    // What the framework's own methods do with what they are given; anything else is the walk's to judge.
    private void PassToForeign(IOperation call, IMethodSymbol method, IParameterSymbol parameter, IOperation by)
    {
        switch (Part?.Kind)
        {
            case PartKind.Element when parameter.Ordinal == 0 && ContainerForms.TakesCollection(method) && call is IInvocationOperation invocation:
                CallContainer(invocation);
                break;
            // `new List<Optimizer>(optimizers)`
            case PartKind.Element when call is IObjectCreationOperation && graph.Forms.Holds(call.Type, Part):
                Pass(call, Part);
                break;
            case PartKind.Result when ContainerForms.IsLazy(method.ContainingType):
                Pass(call, Part);
                break;
            case PartKind.Result when method is { Name: "Run" or "StartNew", ContainingType.Name: "Task" or "TaskFactory" }:
                Pass(call, Part.Inner);
                break;
            // What a lambda returns to LINQ is an element of the result; what it returns to a predicate is not.
            case PartKind.Result when ContainerForms.TakesCollection(method) && method.Name == "Select":
                Pass(call, ValuePart.Element(Part.Inner));
                break;
            case PartKind.Result when ContainerForms.TakesCollection(method) && method.Name == "SelectMany":
                Pass(call, Part.Inner);
                break;
            case PartKind.Result when ContainerForms.TakesCollection(method) && method.Name == "ToDictionary" && parameter.Ordinal > 1:
                Pass(call, ValuePart.Element(Part.Inner));
                break;
            case null when method is { Name: "FromResult", ContainingType.Name: "Task" or "ValueTask" }:
                Pass(call);
                break;
            case null when parameter.Ordinal == 1 && ContainerForms.IsPair(method.ContainingType):
                Pass(call, ValuePart.Item(1));
                break;
            default:
                End(by);
                break;
        }
    }

    // A call that does not bind because of another argument, of a type that cannot be found, and that can mean one method only.
    private IParameterSymbol? Candidate(IInvalidOperation call, IOperation value)
    {
        BaseArgumentListSyntax? list = (call.Syntax as InvocationExpressionSyntax)?.ArgumentList ?? (call.Syntax as BaseObjectCreationExpressionSyntax)?.ArgumentList;
        return list is not null
            && list.Arguments.FirstOrDefault(argument => argument.Expression.Span.Contains(value.Syntax.Span)) is { } given
            && call.SemanticModel?.GetSymbolInfo(call.Syntax, cancellationToken) is { CandidateSymbols: { Length: 1 } candidates }
            && candidates[0] is IMethodSymbol method
                ? given.NameColon is { Name.Identifier.ValueText: var name }
                    ? method.Parameters.FirstOrDefault(parameter => parameter.Name == name)
                    : method.Parameters.ElementAtOrDefault(list.Arguments.IndexOf(given))
                : null;
    }

    // A method that is called on the value, or on what contains it.
    private void Call(IInvocationOperation invocation)
    {
        if (ContainerForms.Awaits(invocation.TargetMethod) || invocation.TargetMethod.Name == "GetValueOrDefault" && ContainerForms.IsNullable(invocation.TargetMethod.ContainingType))
        {
            Pass(invocation);
            return;
        }

        switch (Part?.Kind)
        {
            case null:
                End(invocation);
                break;
            case PartKind.Element:
                CallContainer(invocation);
                break;
            case PartKind.Result when invocation.TargetMethod.MethodKind == MethodKind.DelegateInvoke:
                Pass(invocation, Part.Inner);
                break;
            default:
                Unknown(invocation);
                break;
        }
    }

    private void CallContainer(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        foreach (IArgumentOperation argument in call.Arguments.Where(argument => argument.Parameter?.Type.TypeKind == TypeKind.Delegate))
        {
            PassToLambda(call, argument);
        }

        if (ContainerForms.TakesOne(method))
        {
            Pass(call, Part!.Inner);
        }
        else if (ContainerForms.KeepsAll(method))
        {
            // What `Cast<object>` makes is out of sight.
            if (graph.Forms.Holds(call.Type, Part) || method.Name is "GetEnumerator" or "WhenAll")
            {
                Pass(call);
            }
            else
            {
                Unknown(call);
            }
        }
        else if (method.Name is "TryGetValue" or "TryDequeue" or "TryPop" or "TryPeek" && call.Arguments.LastOrDefault() is { Parameter.RefKind: RefKind.Out, Value: var given })
        {
            Assign(given is IDeclarationExpressionOperation declaration ? declaration.Expression : given, Part!.Inner);
        }
        else if (!ContainerForms.LooksAt(method))
        {
            Unknown(call);
        }
    }

    // `optimizers.ForEach(optimizer => optimizer.step())`
    private void PassToLambda(IInvocationOperation call, IArgumentOperation function)
    {
        if (graph.TargetsOf(function.Value, Path, depth, cancellationToken) is not { } targets)
        {
            Unknown(call);
            return;
        }

        foreach (IParameterSymbol parameter in targets.SelectMany(target => target.Parameters))
        {
            if (graph.Forms.Holds(parameter.Type, Part!.Inner))
            {
                if (_code.Declares(parameter.ContainingSymbol))
                {
                    Enter(call, parameter.OriginalDefinition, Part.Inner);
                }
                else
                {
                    Unknown(call);
                }
            }
        }
    }

    private void FollowConditionalAccess(IConditionalAccessOperation access)
    {
        foreach (IOperation descendant in access.WhenNotNull.DescendantsAndSelf())
        {
            if (descendant is IConditionalAccessInstanceOperation && descendant.Syntax == access.Operation.Syntax)
            {
                Pass(descendant);
                return;
            }
        }

        Unknown(access);
    }

    private void Read(IPropertyReferenceOperation property)
    {
        switch (Part?.Kind)
        {
            case var _ when ContainerForms.Unwraps(property.Property):
                Pass(property);
                break;
            case null:
                End(property);
                break;
            case PartKind.Element when property.Property.Name == "Values":
                Pass(property);
                break;
            case PartKind.Element when property.Property.IsIndexer && graph.Forms.Holds(property.Type, Part.Inner):
                Pass(property, Part.Inner);
                break;
            // `list[1..]`
            case PartKind.Element when property.Property.IsIndexer && graph.Forms.Holds(property.Type, Part):
                Pass(property);
                break;
            case PartKind.Element when property.Property.Name == "Current":
            case PartKind.Item when property.Property.Name == "Value" && Part.Index == 1 && ContainerForms.IsPair(property.Property.ContainingType):
            case PartKind.Result when property.Property.Name == "Value" && ContainerForms.IsLazy(property.Property.ContainingType):
                Pass(property, Part.Inner);
                break;
            default:
                if (!ContainerForms.LooksAt(property.Property))
                {
                    Unknown(property);
                }

                break;
        }
    }

    private void Return(IReturnOperation returning, IOperation value)
    {
        ValuePart? part = returning.Kind == OperationKind.YieldReturn ? ValuePart.Element(Part) : Part;
        SyntaxNode function = FunctionBodies.FunctionOf(value.Syntax);
        ISymbol? symbol = _code.EnclosingSymbolOf(value, cancellationToken);
        ISymbol? member = symbol is IMethodSymbol { AssociatedSymbol: IPropertySymbol property } ? property : symbol;
        switch (member)
        {
            case IMethodSymbol { MethodKind: MethodKind.AnonymousFunction }:
                if (Path is { } path && path.Entered == function)
                {
                    Pass(Place.At(path.Call, part, path.Caller));
                }
                else if (returning.Ancestors().OfType<IAnonymousFunctionOperation>().FirstOrDefault() is { } lambda)
                {
                    Pass(lambda, ValuePart.Result(part));
                }
                else
                {
                    Unknown(returning);
                }

                break;
            case IMethodSymbol { MethodKind: MethodKind.LocalFunction }:
                Hold(member, part);
                break;
            case IMethodSymbol or IPropertySymbol:
                // Calls of other functions on the path say nothing about who calls this one.
                Pass(Place.In(member, part, Path?.Entered == function ? Path : null));
                break;
            default:
                Unknown(returning);
                break;
        }
    }

    private static ISymbol? VariableOf(IOperation reference) => reference.Variable();
}
