using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.ValueGraph;

/// <summary>Where the value in one place can come from. The inverse of <see cref="Successors"/>, the calls on the path aside.</summary>
internal sealed class Predecessors(FlowGraph graph, Place place, int depth, CancellationToken cancellationToken)
{
    private readonly CodeBase _code = graph.Code;
    private readonly List<FlowEdge> _edges = new();

    private ValuePart? Part => place.Part;

    private CallPath? Path => place.Path;

    /// <summary>The steps.</summary>
    public IReadOnlyList<FlowEdge> Find()
    {
        switch (place.Variable)
        {
            case ILocalSymbol local:
                ToLocal(local);
                break;
            case IParameterSymbol parameter:
                ToParameter(parameter);
                break;
            case IFieldSymbol field:
                ToField(field);
                break;
            case IPropertySymbol property:
                ToProperty(property);
                break;
            case IEventSymbol raised:
                ToEvent(raised);
                break;
            case IMethodSymbol method:
                ToReturned(method);
                break;
            case { }:
                Unknown(by: null);
                break;
            default:
                ToValue(place.Operation!);
                break;
        }

        return _edges;
    }

    private void Pass(Place from)
    {
        if (from.Part?.Depth > GraphLimits.Parts || (from.Path?.Length ?? 0) > GraphLimits.Calls)
        {
            Unknown(from.Operation);
        }
        else
        {
            _edges.Add(new FlowEdge(EdgeKind.Passes, from, By: null));
        }
    }

    private void Pass(IOperation from) => Pass(Place.At(from, Part, Path));

    private void Pass(IOperation from, ValuePart? part) => Pass(Place.At(from, part, Path));

    private void End(IOperation by) => _edges.Add(new FlowEdge(EdgeKind.Ends, place, by));

    private void Unknown(IOperation? by) => _edges.Add(new FlowEdge(EdgeKind.Unknown, place, by));

    private void Outside() => _edges.Add(new FlowEdge(EdgeKind.Outside, place, By: null));

    // An expression somewhere in the project.
    private void Pass(SyntaxNode value, ValuePart? part, CallPath? path)
    {
        // Parentheses and the exclamation mark of `null!` have no operation of their own.
        while (value is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
        {
            value = value is ParenthesizedExpressionSyntax { Expression: var inner } ? inner : ((PostfixUnaryExpressionSyntax)value).Operand;
        }

        if (_code.ModelOf(value.SyntaxTree).GetOperation(value, cancellationToken) is { } operation)
        {
            // What the compiler puts around it has the same syntax.
            while (operation.Parent is IConversionOperation or IDelegateCreationOperation or IArrayCreationOperation && operation.Parent.Syntax == operation.Syntax)
            {
                operation = operation.Parent;
            }

            Pass(Place.At(operation, part, path));
        }
        else
        {
            Unknown(by: null);
        }
    }

    private void ToLocal(ILocalSymbol local)
    {
        if (local.RefKind != RefKind.None || !_code.Declares(local))
        {
            Unknown(by: null);
            return;
        }

        SyntaxNode declaration = local.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken);
        switch (declaration)
        {
            case VariableDeclaratorSyntax { Initializer: var initializer }:
                if (initializer is not null)
                {
                    Pass(initializer.Value, Part, Path);
                }

                break;
            case SingleVariableDesignationSyntax designation:
                ToDesignation(designation);
                break;
            case ForEachStatementSyntax loop:
                ToElements(loop.Expression, Part);
                break;
            default:
                Unknown(by: null);
                break;
        }

        ToWrites(local);
    }

    private void ToElements(ExpressionSyntax collection, ValuePart? part)
    {
        bool hasPairs = Part is { Kind: PartKind.Item, Index: 1 } && ContainerForms.HasPairs(_code.ModelOf(collection.SyntaxTree).GetTypeInfo(collection, cancellationToken).Type);
        Pass(collection, ValuePart.Element(hasPairs && part is { Kind: PartKind.Item } ? part.Inner : part), Path);
    }

    // `var (n, optimizer) = …`, `out var optimizer`, `is { } optimizer`
    private void ToDesignation(SingleVariableDesignationSyntax designation)
    {
        ValuePart? part = Part;
        SyntaxNode current = designation;
        while (true)
        {
            switch (current.Parent)
            {
                case ParenthesizedVariableDesignationSyntax all:
                    part = ValuePart.Item(all.Variables.IndexOf((VariableDesignationSyntax)current), part);
                    current = all;
                    break;
                case DeclarationExpressionSyntax declared:
                    current = declared;
                    break;
                case ArgumentSyntax { Parent: TupleExpressionSyntax tuple } argument:
                    part = ValuePart.Item(tuple.Arguments.IndexOf(argument), part);
                    current = tuple;
                    break;
                case AssignmentExpressionSyntax assignment when assignment.Left == current:
                    ToDeconstructed(_code.ModelOf(assignment.SyntaxTree).GetOperation(assignment, cancellationToken) as IDeconstructionAssignmentOperation, part);
                    return;
                case ForEachVariableStatementSyntax loop:
                    bool isPair = part is { Kind: PartKind.Item, Index: 1 } && ContainerForms.HasPairs(_code.ModelOf(loop.SyntaxTree).GetTypeInfo(loop.Expression, cancellationToken).Type);
                    Pass(loop.Expression, ValuePart.Element(isPair ? part!.Inner : part), Path);
                    return;
                case ArgumentSyntax { Parent.Parent: { } call }:
                    if (_code.ModelOf(call.SyntaxTree).GetOperation(call, cancellationToken) is { } calling
                        && calling.Arguments().FirstOrDefault(given => given.Value.Syntax.Span.Contains(designation.Span)) is { } given)
                    {
                        ToOut(given, calling);
                    }
                    else
                    {
                        Unknown(by: null);
                    }

                    return;
                case PatternSyntax pattern:
                    ToMatched(pattern, part);
                    return;
                default:
                    Unknown(by: null);
                    return;
            }
        }
    }

    // `var (n, optimizer) = record;` takes what the record was made of.
    private void ToDeconstructed(IDeconstructionAssignmentOperation? deconstruction, ValuePart? part)
    {
        if (deconstruction is null)
        {
            Unknown(by: null);
        }
        else if (part is { Kind: PartKind.Item } item
            && deconstruction.Value.WithoutConversions().Type is INamedTypeSymbol { IsRecord: true } record
            && record.InstanceConstructors.FirstOrDefault(Place.IsPrimary) is { } constructor
            && item.Index < constructor.Parameters.Length)
        {
            // A `with` may have changed it since.
            IParameterSymbol parameter = constructor.Parameters[item.Index];
            Pass(Place.In((ISymbol?)record.GetMembers(parameter.Name).OfType<IPropertySymbol>().FirstOrDefault() ?? parameter, item.Inner));
        }
        else
        {
            Pass(deconstruction.Value, part);
        }
    }

    // What a pattern tests.
    private void ToMatched(PatternSyntax pattern, ValuePart? part)
    {
        switch (pattern.Parent)
        {
            case IsPatternExpressionSyntax test:
                Pass(test.Expression, part, Path);
                break;
            case SwitchExpressionArmSyntax { Parent: SwitchExpressionSyntax choice }:
                Pass(choice.GoverningExpression, part, Path);
                break;
            case CasePatternSwitchLabelSyntax { Parent.Parent: SwitchStatementSyntax choice }:
                Pass(choice.Expression, part, Path);
                break;
            case BinaryPatternSyntax or UnaryPatternSyntax or ParenthesizedPatternSyntax:
                ToMatched((PatternSyntax)pattern.Parent, part);
                break;
            // `job is { Optimizer: var optimizer }`, `job is { Settings.Rate: var rate }`
            case SubpatternSyntax { ExpressionColon: not null } when _code.ModelOf(pattern.SyntaxTree).GetOperation(pattern, cancellationToken) is { Parent: IPropertySubpatternOperation { Member: { } member } }:
                Pass(member, part);
                break;
            case SubpatternSyntax { Parent: PositionalPatternClauseSyntax { Parent: RecursivePatternSyntax tuple } positions } item:
                ToMatched(tuple, ValuePart.Item(positions.Subpatterns.IndexOf(item), part));
                break;
            default:
                Unknown(by: null);
                break;
        }
    }

    private void ToOut(IArgumentOperation argument, IOperation call)
    {
        if (call is IInvocationOperation { Instance: { } collection, TargetMethod.Name: "TryGetValue" or "TryDequeue" or "TryPop" or "TryPeek" } && graph.Forms.Holds(collection.Type, ValuePart.Element(Part)))
        {
            Pass(collection, ValuePart.Element(Part));
        }
        else if (argument.Parameter is { RefKind: RefKind.Out } parameter && call.CalledMethod() is { } method && _code.BodiesOf(method, cancellationToken) is { } bodies)
        {
            foreach (IMethodSymbol body in bodies)
            {
                Pass(Place.In(body.Parameters[parameter.Ordinal], Part, new CallPath(call, Path, body.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken))));
            }
        }
        else
        {
            Unknown(call);
        }
    }

    // What a variable is given where it is named.
    private void ToWrites(ISymbol variable)
    {
        // A collection may be changed wherever it is named.
        if ((Part is { Kind: PartKind.Element } ? _code.ReferencesTo(variable, cancellationToken) : _code.WritesOf(variable, cancellationToken)) is not { } references)
        {
            Unknown(by: null);
            return;
        }

        foreach (IOperation reference in references)
        {
            ToWrite(reference);
        }
    }

    /// <summary>Whether the variable itself, or a part of it that has a name, may be given a value where it is named.</summary>
    public static bool MayWrite(IOperation reference) => reference.Parent is IAssignmentOperation or IIncrementOrDecrementOperation or ITupleOperation
        or IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref } or IAddressOfOperation or IVariableInitializerOperation
        or IFieldReferenceOperation { Parent: IAssignmentOperation };

    private void ToWrite(IOperation reference)
    {
        switch (reference.Parent)
        {
            case ISimpleAssignmentOperation { IsRef: false } assignment when assignment.Target == reference:
                Pass(assignment.Value);
                break;
            case ICoalesceAssignmentOperation assignment when assignment.Target == reference:
                Pass(assignment.Value);
                break;
            case IAssignmentOperation assignment when assignment.Target == reference:
                End(assignment);
                break;
            case IIncrementOrDecrementOperation changed:
                End(changed);
                break;
            case ITupleOperation tuple when ToTarget(tuple, ValuePart.Item(tuple.Elements.IndexOf(reference), Part)):
                break;
            case IArgumentOperation { Parameter.RefKind: RefKind.Out, Parent: { } call } argument:
                ToOut(argument, call);
                break;
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref, Parent: { } call }:
                Unknown(call);
                break;
            case IAddressOfOperation or IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol.RefKind: not RefKind.None } }:
                Unknown(reference.Parent);
                break;
            case IFieldReferenceOperation { Parent: IAssignmentOperation assignment } item
                when item.Instance == reference && assignment.Target == item && Part is { Kind: PartKind.Item } part && ContainerForms.IndexOf(item.Field) == part.Index:
                Pass(assignment.Value, part.Inner);
                break;
            default:
                if (Part is { Kind: PartKind.Element })
                {
                    ToPut(reference);
                }

                break;
        }
    }

    // What is put into the collection that a variable holds.
    private void ToPut(IOperation reference)
    {
        switch (reference.WithOuterConversions().Parent)
        {
            case IInvocationOperation call when call.Instance is { } instance && instance.WithoutConversions() == reference:
                ToPut(call);
                break;
            case IConditionalAccessOperation { WhenNotNull: IInvocationOperation call } access when access.Operation.WithoutConversions() == reference:
                ToPut(call);
                break;
            case IPropertyReferenceOperation { Property.IsIndexer: true, Parent: IAssignmentOperation assignment } item when assignment.Target == item:
                Pass(assignment.Value, Part!.Inner);
                break;
            case IArrayElementReferenceOperation { Parent: IAssignmentOperation assignment } item when assignment.Target == item:
                Pass(assignment.Value, Part!.Inner);
                break;
        }
    }

    private void ToPut(IInvocationOperation call)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter is not { } parameter)
            {
                continue;
            }

            if (ContainerForms.PutsAll(parameter, call.TargetMethod))
            {
                Pass(argument.Value);
            }
            else if (ContainerForms.Puts(parameter, call.TargetMethod))
            {
                Pass(argument.Value, Part!.Inner);
            }
        }
    }

    private bool ToTarget(ITupleOperation tuple, ValuePart part)
    {
        switch (tuple.Parent)
        {
            case IDeconstructionAssignmentOperation deconstruction when deconstruction.Target == tuple:
                ToDeconstructed(deconstruction, part);
                return true;
            case ITupleOperation outer:
                return ToTarget(outer, ValuePart.Item(outer.Elements.IndexOf(tuple), part));
            default:
                return false;
        }
    }

    private void ToField(IFieldSymbol field)
    {
        if (!_code.Declares(field) || field.RefKind != RefKind.None || field.IsImplicitlyDeclared)
        {
            Unknown(by: null);
            return;
        }

        if (_code.IsLibrary && field.IsVisibleOutside() && !field.IsReadOnly && !field.IsConst)
        {
            Outside();
        }

        foreach (SyntaxReference declaration in field.DeclaringSyntaxReferences)
        {
            if (declaration.GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer: { } initializer })
            {
                Pass(initializer.Value, Part, Path);
            }
        }

        ToWrites(field);
    }

    private void ToProperty(IPropertySymbol property)
    {
        if (property.IsIndexer || property.ReturnsByRef)
        {
            Unknown(by: null);
            return;
        }

        bool isAnonymous = property.ContainingType is { IsAnonymousType: true };
        if (!_code.Declares(property) && !isAnonymous)
        {
            Unknown(by: null);
            return;
        }

        if (!isAnonymous && _code.IsLibrary && property.IsVisibleOutside()
            && (property.SetMethod is { } setter && setter.IsVisibleOutside() || IsOpen(property)))
        {
            Outside();
        }

        foreach (SyntaxReference reference in property.DeclaringSyntaxReferences)
        {
            SyntaxNode declaration = reference.GetSyntax(cancellationToken);
            switch (declaration)
            {
                case PropertyDeclarationSyntax { Initializer: { } initializer }:
                    Pass(initializer.Value, Part, Path);
                    break;
                // A positional record keeps its parameter in a property of the same name.
                case ParameterSyntax:
                    foreach (IMethodSymbol constructor in property.ContainingType.InstanceConstructors)
                    {
                        if (Place.IsPrimary(constructor) && constructor.Parameters.FirstOrDefault(parameter => parameter.Name == property.Name) is { } kept)
                        {
                            Pass(Place.In(kept, Part));
                        }
                    }

                    break;
            }

            foreach ((ExpressionSyntax value, bool isYielded) in FunctionBodies.ReturnedBy(declaration))
            {
                ToReturn(value, isYielded, null);
            }
        }

        if (IsOpen(property) || property.ContainingType.TypeKind == TypeKind.Interface)
        {
            if (_code.ImplementationsOf(property, cancellationToken) is { } implementations)
            {
                foreach (ISymbol implementation in implementations)
                {
                    Pass(Place.In(implementation, Part));
                }
            }
            else
            {
                Unknown(by: null);
            }
        }

        if (!isAnonymous || _code.ReferencesTo(property, cancellationToken) is not null)
        {
            ToWrites(property);
        }
    }

    private static bool IsOpen(ISymbol member) => member.IsAbstract || member.IsVirtual || member.IsOverride && !member.IsSealed && !member.ContainingType.IsSealed;

    private void ToEvent(IEventSymbol raised)
    {
        if (_code.IsLibrary && raised.IsVisibleOutside() || _code.ReferencesTo(raised, cancellationToken) is not { } references)
        {
            Unknown(by: null);
            return;
        }

        foreach (IOperation reference in references)
        {
            if (reference.Parent is IEventAssignmentOperation { Adds: true } added && added.EventReference == reference)
            {
                Pass(added.HandlerValue);
            }
            else if (reference.Parent is IAssignmentOperation assignment && assignment.Target == reference)
            {
                Pass(assignment.Value);
            }
        }
    }

    private void ToParameter(IParameterSymbol parameter)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method)
        {
            Unknown(by: null);
            return;
        }

        if (parameter.IsImplicitlyDeclared)
        {
            // `value` in a setter
            if (method is { MethodKind: MethodKind.PropertySet, AssociatedSymbol: IPropertySymbol { IsIndexer: false } property })
            {
                ToWrites(property);
            }
            else
            {
                Unknown(by: null);
            }

            return;
        }

        ToWrites(parameter);
        if (parameter.RefKind == RefKind.Out)
        {
            return;
        }

        if (parameter.RefKind is not (RefKind.None or RefKind.In))
        {
            Unknown(by: null);
            return;
        }

        if (method.MethodKind == MethodKind.AnonymousFunction && ToElements(method))
        {
            return;
        }

        bool isKnown = Path is { } path && path.Entered == method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken);
        if (!isKnown && Callers.MayBeStrangers(method, _code))
        {
            Outside();
        }

        if (_code.Services(cancellationToken)?.InjectedInto(parameter, cancellationToken) is { } service)
        {
            ToService(service);
            if (_code.CallsOf(method, cancellationToken) is { Count: 0 })
            {
                return;
            }
        }

        // A method that nobody calls is called by something that cannot be seen.
        if (Callers.Of(method, Path, graph, depth, cancellationToken) is not { Count: > 0 } calls)
        {
            Unknown(by: null);
            calls = Callers.SeenOf(method, graph, depth, cancellationToken);
        }

        foreach ((IOperation call, CallPath? caller) in calls)
        {
            ToArgument(call, parameter, caller);
        }
    }

    // What a container was given it has made, or makes, by itself.
    private void ToService(Service service) => Pass(Place.At(service.Given, service.IsFactory ? ValuePart.Result(Part) : Part));

    // What a call gives for the parameter; a lambda's parameters are given by position.
    private void ToArgument(IOperation call, IParameterSymbol parameter, CallPath? caller)
    {
        if (call.Arguments().FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal) is { } given)
        {
            Pass(Place.At(given.Value, Part, caller));
        }
        else
        {
            Unknown(call);
        }
    }

    // LINQ and the like call a lambda with the elements of a collection.
    private bool ToElements(IMethodSymbol lambda)
    {
        SyntaxNode declaration = lambda.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken);
        if (_code.ModelOf(declaration.SyntaxTree).GetOperation(declaration, cancellationToken) is not { } function
            || (function is IAnonymousFunctionOperation && function.Parent is IDelegateCreationOperation created ? created : function).WithOuterConversions().Parent
                is not IArgumentOperation { Parent: IInvocationOperation call }
            || _code.Declares(call.TargetMethod)
            || (call.Instance ?? call.Arguments.FirstOrDefault()?.Value) is not { } collection
            || !graph.Forms.Holds(collection.WithoutConversions().Type, ValuePart.Element(Part)))
        {
            return false;
        }

        Pass(collection, ValuePart.Element(Part));
        return true;
    }

    private void ToReturned(IMethodSymbol method)
    {
        IReadOnlyList<IMethodSymbol> bodies = _code.SeenBodiesOf(method, cancellationToken);
        if (bodies.Count == 0)
        {
            Unknown(by: null);
            return;
        }

        // Others can write more of them.
        if (_code.BodiesOf(method, cancellationToken) is null || IsOpen(method) && _code.IsLibrary && method.IsVisibleOutside())
        {
            Outside();
        }

        SyntaxNode named = method.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken);
        foreach (IMethodSymbol body in bodies)
        {
            SyntaxNode declaration = body.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken);
            if (declaration != named)
            {
                Pass(Place.In(body, Part, Path is { } path && path.Entered == named ? new CallPath(path.Call, path.Caller, declaration) : null));
                continue;
            }

            foreach ((ExpressionSyntax value, bool isYielded) in FunctionBodies.ReturnedBy(declaration))
            {
                ToReturn(value, isYielded, Path);
            }
        }
    }

    private void ToReturn(ExpressionSyntax value, bool isYielded, CallPath? path)
    {
        if (!isYielded)
        {
            Pass(value, Part, path);
        }
        else if (Part is { Kind: PartKind.Element })
        {
            Pass(value, Part.Inner, path);
        }
    }

    private void ToCalled(IOperation call, IMethodSymbol method)
    {
        if (Path?.Calls.Any(outer => outer.Syntax == call.Syntax) == true)
        {
            // What a method that calls itself returns from there is what it returns anyway.
            return;
        }

        IMethodSymbol definition = (method.ReducedFrom ?? method).OriginalDefinition;
        if (_code.SeenBodiesOf(definition, cancellationToken).Count == 0)
        {
            End(call);
        }
        else
        {
            Pass(Place.In(definition, Part, new CallPath(call, Path, definition.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken))));
        }
    }

    private void ToValue(IOperation value)
    {
        switch (value)
        {
            case IConversionOperation { OperatorMethod: null } conversion:
                Pass(conversion.Operand);
                break;
            case IParenthesizedOperation parenthesized:
                Pass(parenthesized.Operand);
                break;
            case IAwaitOperation awaited:
                Pass(awaited.Operation);
                break;
            case ICoalesceOperation coalesce:
                Pass(coalesce.Value);
                Pass(coalesce.WhenNull);
                break;
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                Pass(conditional.WhenTrue);
                Pass(whenFalse);
                break;
            case ISwitchExpressionOperation choice:
                foreach (ISwitchExpressionArmOperation arm in choice.Arms)
                {
                    Pass(arm.Value);
                }

                break;
            case ISimpleAssignmentOperation assignment:
                Pass(assignment.Value);
                break;
            case ICoalesceAssignmentOperation assignment:
                Pass(assignment.Target);
                Pass(assignment.Value);
                break;
            case IThrowOperation:
                break;
            case IConditionalAccessOperation access:
                Pass(access.WhenNotNull);
                break;
            case IConditionalAccessInstanceOperation:
                if (Receiver(value) is { } receiver)
                {
                    Pass(receiver);
                }
                else
                {
                    Unknown(value);
                }

                break;
            case IFieldReferenceOperation { Field.ContainingType.IsTupleType: true, Instance: { } tuple } item:
                Pass(tuple, ValuePart.Item(ContainerForms.IndexOf(item.Field), Part));
                break;
            case IPropertyReferenceOperation { Instance: { } instance } property when FromContainer(property, instance):
                break;
            case ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: false }
                when value.Variable() is { } variable:
                Pass(Place.In(variable, Part, Path));
                break;
            case IEventReferenceOperation { Event: var raised }:
                Pass(Place.In(raised, Part, Path));
                break;
            case IArrayElementReferenceOperation element:
                Pass(element.ArrayReference, ValuePart.Element(Part));
                break;
            case ITupleOperation tuple when Part is { Kind: PartKind.Item } item && item.Index < tuple.Elements.Length:
                Pass(tuple.Elements[item.Index], item.Inner);
                break;
            case IArrayCreationOperation array when Part is { Kind: PartKind.Element }:
                foreach (IOperation element in array.Initializer?.ElementValues ?? System.Collections.Immutable.ImmutableArray<IOperation>.Empty)
                {
                    Pass(element, Part.Inner);
                }

                break;
            case { Syntax: CollectionExpressionSyntax } when Part is { Kind: PartKind.Element }:
                foreach (IOperation element in value.ChildOperations)
                {
                    Pass(element, Part.Inner);
                }

                break;
            case IObjectCreationOperation creation:
                ToCreation(creation);
                break;
            case IDelegateCreationOperation { Target: { } function }:
                Pass(function);
                break;
            case IAnonymousFunctionOperation lambda when Part is { Kind: PartKind.Result }:
                foreach ((ExpressionSyntax returned, bool isYielded) in FunctionBodies.ReturnedBy(lambda.Syntax))
                {
                    Pass(returned, isYielded ? ValuePart.Element(Part.Inner) : Part.Inner, Path);
                }

                break;
            case IMethodReferenceOperation { Method: var named } when Part is { Kind: PartKind.Result }:
                Pass(Place.In(named, Part.Inner));
                break;
            case IInvocationOperation call:
                ToCall(call);
                break;
            case IWithOperation changed when Part is not null:
                Pass(changed.Operand);
                break;
            default:
                End(value);
                break;
        }
    }

    // `task.Result`, `rate.Value`, `pair.Value`, `list[0]`, `dictionary.Values`
    private bool FromContainer(IPropertyReferenceOperation property, IOperation instance)
    {
        if (ContainerForms.Unwraps(property.Property))
        {
            Pass(instance);
        }
        else if (property.Property.Name == "Value" && ContainerForms.IsPair(property.Property.ContainingType))
        {
            Pass(instance, ValuePart.Item(1, Part));
        }
        else if (property.Property.Name == "Value" && ContainerForms.IsLazy(property.Property.ContainingType))
        {
            Pass(instance, ValuePart.Result(Part));
        }
        else if (property.Property.IsIndexer && graph.Forms.Holds(instance.WithoutConversions().Type, ValuePart.Element(Part)))
        {
            Pass(instance, ValuePart.Element(Part));
        }
        else if (property.Property.Name == "Values" && Part is { Kind: PartKind.Element } && graph.Forms.Holds(instance.WithoutConversions().Type, Part))
        {
            Pass(instance);
        }
        else
        {
            return false;
        }

        return true;
    }

    private void ToCreation(IObjectCreationOperation creation)
    {
        switch (Part?.Kind)
        {
            case PartKind.Element:
                foreach (IOperation added in creation.Initializer?.Initializers ?? System.Collections.Immutable.ImmutableArray<IOperation>.Empty)
                {
                    if (added is IInvocationOperation call)
                    {
                        ToPut(call);
                    }
                    else if (added is IAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true } } assignment)
                    {
                        Pass(assignment.Value, Part.Inner);
                    }
                }

                foreach (IArgumentOperation argument in creation.Arguments.Where(argument => graph.Forms.Holds(argument.Value.WithoutConversions().Type, Part)))
                {
                    Pass(argument.Value);
                }

                break;
            case PartKind.Result when ContainerForms.IsLazy(creation.Type) && creation.Arguments.FirstOrDefault() is { } made:
                Pass(made.Value);
                break;
            case PartKind.Item when ContainerForms.IsPair(creation.Type) && creation.Arguments.Length == 2:
                Pass(creation.Arguments[1].Value, Part.Inner);
                break;
            // `var (n, optimizer) = new Job(1, …)`
            case PartKind.Item when creation.Constructor is { } constructor && _code.Declares(constructor) && Place.IsPrimary(constructor) && Part.Index < creation.Arguments.Length:
                Pass(creation.Arguments.First(argument => argument.Parameter?.Ordinal == Part.Index).Value, Part.Inner);
                break;
            default:
                End(creation);
                break;
        }
    }

    private void ToCall(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        IOperation? receiver = call.Instance ?? call.Arguments.FirstOrDefault()?.Value;
        switch (method)
        {
            case var _ when ContainerForms.Awaits(method) && call.Instance is { } task:
                Pass(task);
                break;
            case { Name: "GetValueOrDefault" } when ContainerForms.IsNullable(method.ContainingType) && call.Instance is { } nullable:
                Pass(nullable);
                break;
            case { MethodKind: MethodKind.DelegateInvoke } when call.Instance is { } invoked:
                Pass(invoked, ValuePart.Result(Part));
                break;
            case { Name: "FromResult", ContainingType.Name: "Task" or "ValueTask" } when call.Arguments.Length == 1:
                Pass(call.Arguments[0].Value);
                break;
            case var _ when _code.Services(cancellationToken)?.RequestedBy(call, cancellationToken) is { } service:
                ToService(service);
                break;
            case { Name: "Run" or "StartNew", ContainingType.Name: "Task" or "TaskFactory" } when call.Arguments.Length > 0:
                Pass(call.Arguments[0].Value, ValuePart.Result(Part));
                break;
            case { Name: "Select" } when ContainerForms.TakesCollection(method) && Part is { Kind: PartKind.Element } && call.Arguments.Length == 2:
                Pass(call.Arguments[1].Value, ValuePart.Result(Part.Inner));
                break;
            case { Name: "SelectMany" } when ContainerForms.TakesCollection(method) && Part is { Kind: PartKind.Element } && call.Arguments.Length == 2:
                Pass(call.Arguments[1].Value, ValuePart.Result(Part));
                break;
            case var _ when !_code.Declares(method) && receiver is not null && ContainerForms.TakesOne(method) && graph.Forms.Holds(receiver.WithoutConversions().Type, ValuePart.Element(Part)):
                Pass(receiver, ValuePart.Element(Part));
                break;
            case var _ when !_code.Declares(method) && receiver is not null && ContainerForms.KeepsAll(method) && Part is { Kind: PartKind.Element }
                && graph.Forms.Holds(receiver.WithoutConversions().Type, Part):
                Pass(receiver);
                foreach (IArgumentOperation other in call.Arguments.Where(argument => argument.Value != receiver))
                {
                    if (method.Name is "Concat" or "Union")
                    {
                        Pass(other.Value);
                    }
                    else if (method.Name is "Append" or "Prepend")
                    {
                        Pass(other.Value, Part.Inner);
                    }
                }

                break;
            default:
                ToCalled(call, method);
                break;
        }
    }

    /// <summary>What stands to the left of the question mark, as the scheduler in <c>scheduler?.step()</c>.</summary>
    internal static IOperation? Receiver(IOperation instance)
    {
        for (IOperation? current = instance.Parent; current is not null; current = current.Parent)
        {
            if (current is IConditionalAccessOperation access && access.Operation.Syntax == instance.Syntax)
            {
                return access.Operation;
            }
        }

        return null;
    }
}
