using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>
/// Follows a learning rate back to the places that its value comes from: through locals, parameters and their callers, fields
/// and properties and whatever is assigned to them, results of this project's methods, <c>??</c>, conditions, tuples and
/// lists. Only what passes a value on unchanged is followed.
/// </summary>
internal sealed class RateTracer
{
    private const int MaximumValues = 400;
    private const int MaximumCalls = 4;

    private readonly CodeBase _code;
    private readonly CancellationToken _cancellationToken;
    private readonly Stack<Step> _pending = new();
    private readonly HashSet<(SyntaxNode, SyntaxNode?)> _seen = new();
    private readonly ImmutableArray<RateSource>.Builder _sources = ImmutableArray.CreateBuilder<RateSource>();
    private readonly LearningRateSite? _site;

    private RateTracer(LearningRateSite? site, CodeBase code, CancellationToken cancellationToken)
    {
        _site = site;
        _code = code;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The places; empty where the value is written at the learning rate itself.</summary>
    public static ImmutableArray<RateSource> Trace(LearningRateSite site, CodeBase code, CancellationToken cancellationToken)
    {
        if (site.Value is not { } value)
        {
            return ImmutableArray<RateSource>.Empty;
        }

        var tracer = new RateTracer(site, code, cancellationToken);
        tracer.Push(value, RateSourceKind.Given, new Trail(null, null), 0, null);
        return tracer.Run(value);
    }

    /// <summary>
    /// The places that give a value to what an option declares to be a learning rate: initial values and defaults, and what a
    /// record's constructor is given. What is assigned to it, or given in a call, is a site of its own.
    /// </summary>
    public static IEnumerable<RateSource> Trace(DeclaredSlot declared, CodeBase code, CancellationToken cancellationToken)
    {
        var tracer = new RateTracer(null, code, cancellationToken);
        var start = new Trail(null, null);
        if (declared.Member is { } member && code.Declares(member)
            // What the type inherits has its initial value in others, too.
            && SymbolEqualityComparer.Default.Equals(member.ContainingType.OriginalDefinition, declared.Type.OriginalDefinition))
        {
            tracer.PushInitial(member, start.With(member));
        }
        else if (declared.Member is null)
        {
            foreach (IParameterSymbol parameter in declared.Type.GetMembers(declared.Slot.Member).OfType<IMethodSymbol>()
                .SelectMany(method => method.Parameters).Where(parameter => parameter.Name == declared.Slot.Parameter && code.Declares(parameter)))
            {
                tracer.PushDefault(parameter, start.With(parameter), 0);
            }
        }

        tracer.Empty();
        return tracer._sources.Select(source => source with
        {
            Site = new LearningRateSite(source.Value, declared.Slot.Role, declared.Slot.Algorithm, source.Path.First(), source.Value, Default: null),
        });
    }

    private void PushInitial(ISymbol member, Trail trail)
    {
        switch (member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_cancellationToken))
        {
            case VariableDeclaratorSyntax field:
                Push(field.Initializer?.Value, RateSourceKind.Initial, trail, 0, null);
                break;
            case PropertyDeclarationSyntax property:
                Push(property.Initializer?.Value, RateSourceKind.Initial, trail, 0, null);
                break;
            case ParameterSyntax when Positional(member) is { } parameter:
                FollowParameter(parameter, trail, 0, null);
                break;
        }
    }

    private ImmutableArray<RateSource> Run(IOperation start) => Empty() && _sources.Any(source =>
        // What is written at the learning rate itself is judged there.
        source.Value.Syntax != start.Syntax && source.Value != start.WithoutConversions())
            ? _sources.ToImmutable()
            : ImmutableArray<RateSource>.Empty;

    // False where there are too many values to follow.
    private bool Empty()
    {
        int values = 0;
        while (_pending.Count > 0)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            if (++values > MaximumValues)
            {
                return false;
            }

            Step step = _pending.Pop();
            if (_seen.Add((step.Value.Syntax, step.Inside?.Call.Syntax)))
            {
                Follow(step);
            }
        }

        return true;
    }

    private void Push(IOperation? value, RateSourceKind kind, Trail trail, int calls, Inside? inside)
    {
        if (value is not null)
        {
            _pending.Push(new Step(value, kind, trail, calls, inside));
        }
    }

    private void Push(ExpressionSyntax? value, RateSourceKind kind, Trail trail, int calls, Inside? inside)
    {
        if (value is not null)
        {
            Push(_code.ModelOf(value.SyntaxTree).OperationOf(value, _cancellationToken), kind, trail, calls, inside);
        }
    }

    private void Follow(Step step)
    {
        IOperation value = step.Value;
        while (value is IConversionOperation or IParenthesizedOperation)
        {
            if (value is IConversionOperation conversion)
            {
                // A cast to a whole number cuts the value off, and a user's own conversion may do anything.
                if (conversion.OperatorMethod is not null || conversion.Type.IsInteger() && conversion.Operand.Type.IsFloatingPoint())
                {
                    return;
                }

                value = conversion.Operand;
            }
            else
            {
                value = ((IParenthesizedOperation)value).Operand;
            }
        }

        (RateSourceKind kind, Trail trail, int calls, Inside? inside) = (step.Kind, step.Trail, step.Calls, step.Inside);
        switch (value)
        {
            case { ConstantValue: { HasValue: true, Value: null } } or IDefaultValueOperation or IThrowOperation:
                break;
            case ILocalReferenceOperation { Local: { RefKind: RefKind.None } local }:
                FollowLocal(local, value, step);
                break;
            case IParameterReferenceOperation { Parameter: var parameter }:
                FollowParameter(parameter.OriginalDefinition, trail, calls, inside);
                break;
            case IFieldReferenceOperation { Field.ContainingType.IsTupleType: true, Instance: { } tuple } element:
                FollowTuple(tuple, element.Field, step);
                break;
            case IPropertyReferenceOperation { Property: { Name: "Value", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }, Instance: { } nullable }:
                Push(nullable, kind, trail, calls, inside);
                break;
            case IPropertyReferenceOperation { Property.IsIndexer: true } or IArrayElementReferenceOperation:
                FollowElement(value, step);
                break;
            case IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } reference:
                FollowMember(reference.Member.OriginalDefinition, value, step);
                break;
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                Push(conditional.WhenTrue, Chosen(kind), trail, calls, inside);
                Push(whenFalse, Chosen(kind), trail, calls, inside);
                break;
            case ICoalesceOperation coalesce:
                Push(coalesce.Value, kind, trail, calls, inside);
                Push(coalesce.WhenNull, RateSourceKind.Fallback, trail, calls, inside);
                break;
            case ISwitchExpressionOperation choice:
                foreach (ISwitchExpressionArmOperation arm in choice.Arms)
                {
                    Push(arm.Value, Chosen(kind), trail, calls, inside);
                }

                break;
            case IConditionalAccessOperation access:
                Push(access.WhenNotNull, kind, trail, calls, inside);
                break;
            case IAssignmentOperation assignment and (ISimpleAssignmentOperation or ICoalesceAssignmentOperation):
                Push(assignment.Value, kind, trail, calls, inside);
                break;
            case IInvocationOperation invocation:
                FollowCall(invocation, step);
                break;
            default:
                Add(value, step);
                break;
        }
    }

    private static RateSourceKind Chosen(RateSourceKind kind) => kind == RateSourceKind.Given ? RateSourceKind.Chosen : kind;

    private void Add(IOperation value, Step step)
    {
        // A list of values is written to try them all.
        SyntaxNode? list = step.Trail.List ?? value.Syntax.Ancestors()
            .TakeWhile(node => node is not (StatementSyntax or MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax))
            .FirstOrDefault(node => node is CollectionExpressionSyntax { Elements.Count: > 1 }
                or InitializerExpressionSyntax { Expressions.Count: > 1, RawKind: (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.ArrayInitializerExpression or (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.CollectionInitializerExpression });
        _sources.Add(new RateSource(value, step.Kind, step.Trail.Symbols.ToImmutableArray(), list, _site!));
    }

    private void FollowLocal(ILocalSymbol local, IOperation reference, Step step)
    {
        Trail trail = step.Trail.With(local);
        if (local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_cancellationToken) is not { } declaration
            || _code.ReferencesTo(local, _cancellationToken) is not { } uses)
        {
            return;
        }

        foreach (IOperation use in uses)
        {
            switch (use.Parent)
            {
                case ISimpleAssignmentOperation { IsRef: false } or ICoalesceAssignmentOperation:
                    break;
                case IAssignmentOperation assignment when assignment.Target == use:
                case IIncrementOrDecrementOperation:
                    // It is given a computed value; the resolver knows it, or nobody does.
                    Add(reference, step);
                    return;
                case IArgumentOperation { Parameter.RefKind: RefKind.Out, Parent: IInvocationOperation { TargetMethod.Name: "TryParse" } parse }:
                    Add(parse, step with { Trail = trail });
                    break;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol.RefKind: not RefKind.None } }:
                case var _ when RateReaders.Writes(use):
                    return;
            }
        }

        IAssignmentOperation[] assignments = uses.Select(use => use.Parent as IAssignmentOperation)
            .Where(assignment => assignment is not null && uses.Contains(assignment.Target))
            .Select(assignment => assignment!)
            .ToArray();
        switch (declaration)
        {
            case VariableDeclaratorSyntax { Initializer.Value: var initializer }:
                // Of values that replace each other, the last one counts, and which that is only the order of running tells.
                if (assignments.Length > 1)
                {
                    return;
                }

                if (assignments.Length == 0 || initializer is not null && IsPassedBy(assignments[0].Syntax, declaration) && !uses.Any(use => assignments[0].Value.Syntax.Span.Contains(use.Syntax.Span)))
                {
                    Push(initializer, RateSourceKind.Initial, trail, step.Calls, step.Inside);
                }

                break;
            case VariableDeclaratorSyntax:
                break;
            case SingleVariableDesignationSyntax { Parent: DeclarationExpressionSyntax { Parent: ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } } } }
                when _code.ModelOf(call.SyntaxTree).GetOperation(call, _cancellationToken) is IInvocationOperation { TargetMethod.Name: "TryParse" } parse:
                Add(parse, step with { Trail = trail });
                break;
            case SingleVariableDesignationSyntax designation when ElementOf(designation) is { } element:
                Push(element, step.Kind, trail, step.Calls, step.Inside);
                break;
            case ForEachStatementSyntax loop when _code.ModelOf(loop.SyntaxTree).GetOperation(loop.Expression, _cancellationToken) is { } collection:
                FollowElements(collection, step with { Trail = trail });
                break;
        }

        foreach (IAssignmentOperation assignment in assignments)
        {
            Push(assignment.Value, Chosen(step.Kind), trail, step.Calls, step.Inside);
        }
    }

    // `double lr = 0.001; if (args.Length > 0) lr = …;` keeps the first value in some runs.
    private static bool IsPassedBy(SyntaxNode assignment, SyntaxNode declaration)
    {
        SyntaxNode? list = declaration.FirstAncestorOrSelf<StatementSyntax>()?.Parent;
        return assignment.Ancestors().TakeWhile(ancestor => ancestor != list).Any(ancestor =>
            ancestor is IfStatementSyntax { Else: null } or SwitchSectionSyntax or ForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax);
    }

    // `(double lr, int n) = (50, 3)`
    private IOperation? ElementOf(SingleVariableDesignationSyntax designation)
    {
        AssignmentExpressionSyntax? assignment = designation.FirstAncestorOrSelf<AssignmentExpressionSyntax>();
        if (assignment is not { Left: TupleExpressionSyntax or DeclarationExpressionSyntax { Designation: ParenthesizedVariableDesignationSyntax } }
            || _code.ModelOf(designation.SyntaxTree).GetOperation(assignment, _cancellationToken) is not IDeconstructionAssignmentOperation { Value: var value })
        {
            return null;
        }

        int index = assignment.Left switch
        {
            TupleExpressionSyntax tuple => tuple.Arguments.IndexOf(argument => argument.Expression is DeclarationExpressionSyntax declared && declared.Designation == designation),
            DeclarationExpressionSyntax { Designation: ParenthesizedVariableDesignationSyntax variables } => variables.Variables.IndexOf(designation),
            _ => -1,
        };
        return Tuple(value) is { } elements && index >= 0 && index < elements.Elements.Length ? elements.Elements[index] : null;
    }

    private void FollowTuple(IOperation tuple, IFieldSymbol field, Step step)
    {
        ImmutableArray<IFieldSymbol> fields = field.ContainingType.TupleElements;
        string name = (field.CorrespondingTupleField ?? field).Name;
        for (int index = 0; index < fields.Length; index++)
        {
            if ((fields[index].CorrespondingTupleField ?? fields[index]).Name != name)
            {
                continue;
            }

            if (Tuple(tuple) is { } elements && index < elements.Elements.Length)
            {
                Push(elements.Elements[index], step.Kind, step.Trail, step.Calls, step.Inside);
            }
            else if (tuple.WithoutConversions() is IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol method } parameter } && step.Calls < MaximumCalls)
            {
                foreach (IOperation call in CallsOf(method.OriginalDefinition))
                {
                    if (ArgumentFor(call, parameter)?.Value is { } argument && Tuple(argument) is { } given && index < given.Elements.Length)
                    {
                        Push(given.Elements[index], RateSourceKind.Given, step.Trail, step.Calls + 1, null);
                    }
                }
            }
        }
    }

    // The tuple as it is written: there, as the initial value of a local, or as what a method of this project returns.
    private ITupleOperation? Tuple(IOperation value) => value.WithoutConversions() switch
    {
        ITupleOperation tuple => tuple,
        ILocalReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation when Origins.Single(value, _code, _cancellationToken) is { } origin && origin.Syntax != value.Syntax => Tuple(origin),
        IInvocationOperation { TargetMethod: var method } when Results(method) is { Length: 1 } results => results[0].WithoutConversions() as ITupleOperation,
        _ => null,
    };

    // Of a list that nobody changes.
    private void FollowElement(IOperation element, Step step)
    {
        (IOperation? list, IOperation? index) = element switch
        {
            IArrayElementReferenceOperation { Indices: { Length: 1 } indices } array => (array.ArrayReference, indices[0]),
            IPropertyReferenceOperation { Arguments: { Length: 1 } arguments } property => (property.Instance, arguments[0].Value),
            _ => (null, null),
        };
        if (list is null || Elements(list) is not { } elements)
        {
            return;
        }

        if (index?.ConstantValue is { HasValue: true, Value: int position })
        {
            if (position >= 0 && position < elements.Length)
            {
                Push(elements[position], step.Kind, step.Trail.In(null), step.Calls, step.Inside);
            }
        }
        else
        {
            Push(elements, step);
        }
    }

    private void FollowElements(IOperation list, Step step)
    {
        if (Elements(list) is { } elements)
        {
            Push(elements, step);
        }
    }

    private void Push(ImmutableArray<IOperation> elements, Step step)
    {
        SyntaxNode? list = elements.Length > 1 ? elements[0].Syntax.FirstAncestorOrSelf<SyntaxNode>(node => node is InitializerExpressionSyntax or CollectionExpressionSyntax) : null;
        foreach (IOperation element in elements)
        {
            Push(element, step.Kind, step.Trail.In(list), step.Calls, step.Inside);
        }
    }

    private ImmutableArray<IOperation>? Elements(IOperation list)
    {
        IOperation value = list.WithoutConversions();
        if (value is ILocalReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation)
        {
            ISymbol? holder = FlowTracker.Variable(value);
            if (holder is null || _code.ReferencesTo(holder, _cancellationToken) is not { } uses || uses.Any(MayChange) || Origins.Single(value, _code, _cancellationToken) is not { } origin)
            {
                return null;
            }

            value = origin;
        }

        return value is IArrayInitializerOperation { ElementValues: var values } ? values : ListElements.Of(value);
    }

    private static bool MayChange(IOperation use)
    {
        IOperation list = use.WithOuterConversions();
        return list.Parent switch
        {
            IArrayElementReferenceOperation element => element.Parent is IAssignmentOperation assignment && assignment.Target == element || element.Parent is IIncrementOrDecrementOperation,
            IPropertyReferenceOperation { Property.IsIndexer: true } element => element.Parent is IAssignmentOperation assignment && assignment.Target == element || element.Parent is IIncrementOrDecrementOperation,
            IPropertyReferenceOperation or IForEachLoopOperation => false,
            IInvocationOperation { TargetMethod.Name: "Count" or "Contains" or "IndexOf" } => false,
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ContainingType.Name: "Enumerable" or "Console" or "String" } } => false,
            _ => true,
        };
    }

    private void FollowParameter(IParameterSymbol parameter, Trail trail, int calls, Inside? inside)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method
            || parameter.RefKind is not (RefKind.None or RefKind.In)
            || !_code.Declares(parameter) && !parameter.IsImplicitlyDeclared
            || _code.ReferencesTo(parameter, _cancellationToken)?.Any(RateReaders.Writes) == true)
        {
            return;
        }

        // Of a method whose result is followed, only this call matters.
        if (inside is not null && SymbolEqualityComparer.Default.Equals(inside.Method, method.OriginalDefinition))
        {
            IArgumentOperation? given = ArgumentFor(inside.Call, parameter);
            if (given is { ArgumentKind: ArgumentKind.DefaultValue })
            {
                PushDefault(parameter, trail.With(parameter), calls);
            }
            else
            {
                Push(given?.Value, RateSourceKind.Given, trail, calls, inside.Outer);
            }

            return;
        }

        if (method is { MethodKind: MethodKind.PropertySet, AssociatedSymbol: IPropertySymbol property })
        {
            FollowAssignments(property, trail.With(property), calls);
            return;
        }

        trail = trail.With(parameter);
        PushDefault(parameter, trail, calls);
        if (calls >= MaximumCalls)
        {
            return;
        }

        foreach (IOperation call in CallsOf(method.OriginalDefinition))
        {
            if (ArgumentFor(call, parameter) is { ArgumentKind: not ArgumentKind.DefaultValue } argument)
            {
                Push(argument.Value, RateSourceKind.Given, trail, calls + 1, null);
            }
        }
    }

    private void PushDefault(IParameterSymbol parameter, Trail trail, int calls)
    {
        if (parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_cancellationToken) is ParameterSyntax { Default.Value: { } initial })
        {
            Push(initial, RateSourceKind.Initial, trail, calls, null);
        }
    }

    private static IArgumentOperation? ArgumentFor(IOperation call, IParameterSymbol parameter) =>
        call.Arguments().FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal);

    private IEnumerable<IOperation> CallsOf(IMethodSymbol method)
    {
        switch (method.MethodKind)
        {
            case MethodKind.Constructor:
                return CreationsBy(method);
            case MethodKind.AnonymousFunction:
                return method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_cancellationToken) is { } lambda
                    && _code.ModelOf(lambda.SyntaxTree).GetOperation(lambda, _cancellationToken) is { } function
                    ? DelegateCalls.Of(function, path: null, _code, _cancellationToken)?.Select(call => call.Call) ?? Enumerable.Empty<IOperation>()
                    : Enumerable.Empty<IOperation>();
            default:
                return CallChain.CallersOf(method, path: null, _code, _cancellationToken).Select(call => call.Call);
        }
    }

    private IEnumerable<IOperation> CreationsBy(IMethodSymbol constructor)
    {
        INamedTypeSymbol type = constructor.ContainingType;
        foreach (IObjectCreationOperation creation in _code.CreationsOf(type, _cancellationToken) ?? Enumerable.Empty<IObjectCreationOperation>())
        {
            if (SymbolEqualityComparer.Default.Equals(creation.Constructor?.OriginalDefinition, constructor))
            {
                yield return creation;
            }
        }

        foreach (IInvocationOperation call in ProjectDeclarations.ConstructorCallsOf(type, _code, _cancellationToken))
        {
            if (SymbolEqualityComparer.Default.Equals(call.TargetMethod.OriginalDefinition, constructor))
            {
                yield return call;
            }
        }
    }

    private void FollowMember(ISymbol member, IOperation reference, Step step)
    {
        if (member.ContainingType is { IsAnonymousType: true })
        {
            // `new { Rate = 0.1 }`
            if (reference is IPropertyReferenceOperation { Instance: { } instance }
                && Origins.Single(instance, _code, _cancellationToken) is IAnonymousObjectCreationOperation created)
            {
                Push(
                    created.Initializers.OfType<ISimpleAssignmentOperation>()
                        .FirstOrDefault(assignment => assignment.Target is IPropertyReferenceOperation { Property.Name: var name } && name == member.Name)?.Value,
                    step.Kind, step.Trail, step.Calls, step.Inside);
            }

            return;
        }

        if (!_code.Declares(member) || member.DeclaringSyntaxReferences.Length != 1)
        {
            if (reference.ConstantValue.HasValue)
            {
                Add(reference, step);
            }

            return;
        }

        if (member is IPropertySymbol { IsVirtual: true } or IPropertySymbol { IsOverride: true, IsSealed: false })
        {
            // What another class puts in its place cannot be told apart.
            return;
        }

        Trail trail = step.Trail.With(member);
        if (member is IPropertySymbol { IsAbstract: true } declared)
        {
            // What is behind an interface is known where only one type implements it.
            if (ProjectDeclarations.ImplementationsOf(declared, _code, _cancellationToken) is { Count: 1 } implementations)
            {
                FollowDeclaration(implementations[0], trail.With(implementations[0]), step);
            }

            FollowAssignments(member, trail, step.Calls);
            return;
        }

        FollowDeclaration(member, trail, step);
    }

    private void FollowDeclaration(ISymbol member, Trail trail, Step step)
    {
        SyntaxNode? declaration = member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_cancellationToken);
        switch (declaration)
        {
            case VariableDeclaratorSyntax field:
                Push(field.Initializer?.Value, RateSourceKind.Initial, trail, step.Calls, null);
                break;
            case ParameterSyntax when Positional(member) is { } parameter:
                FollowParameter(parameter, trail, step.Calls, null);
                break;
            case PropertyDeclarationSyntax property when GetterResults(property) is { } results:
                foreach (ExpressionSyntax result in results)
                {
                    Push(result, RateSourceKind.Given, trail, step.Calls + 1, null);
                }

                break;
            case PropertyDeclarationSyntax property:
                Push(property.Initializer?.Value, RateSourceKind.Initial, trail, step.Calls, null);
                foreach (AttributeArgumentSyntax initial in DefaultsIn(property))
                {
                    Push(initial.Expression, RateSourceKind.Fallback, trail, step.Calls, null);
                }

                break;
            default:
                return;
        }

        FollowAssignments(member, trail, step.Calls);
    }

    // The parameter of a positional record that a property is made from.
    private static IParameterSymbol? Positional(ISymbol property) => property.ContainingType.InstanceConstructors
        .SelectMany(constructor => constructor.Parameters)
        .FirstOrDefault(parameter => parameter.Name == property.Name
            && parameter.DeclaringSyntaxReferences.FirstOrDefault()?.Span == property.DeclaringSyntaxReferences[0].Span
            && parameter.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree == property.DeclaringSyntaxReferences[0].SyntaxTree);

    // `[DefaultValue(50)]`
    private static IEnumerable<AttributeArgumentSyntax> DefaultsIn(PropertyDeclarationSyntax property) => property.AttributeLists
        .SelectMany(list => list.Attributes)
        .Where(attribute => attribute.Name.ToString() is "DefaultValue" or "DefaultValueAttribute" or "System.ComponentModel.DefaultValue" && attribute.ArgumentList?.Arguments.Count == 1)
        .Select(attribute => attribute.ArgumentList!.Arguments[0]);

    private void FollowAssignments(ISymbol member, Trail trail, int calls)
    {
        foreach (ISymbol name in OtherNames.Of(member).Prepend(member))
        {
            foreach (IOperation use in _code.ReferencesTo(name, _cancellationToken) ?? Enumerable.Empty<IOperation>())
            {
                if (use.Parent is IAssignmentOperation assignment and (ISimpleAssignmentOperation or ICoalesceAssignmentOperation) && assignment.Target == use)
                {
                    Push(assignment.Value, RateSourceKind.Given, trail, calls, null);
                }
            }
        }
    }

    private void FollowCall(IInvocationOperation call, Step step)
    {
        IMethodSymbol method = call.TargetMethod;
        if (method is { Name: "GetValueOrDefault", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T })
        {
            Push(call.Instance, step.Kind, step.Trail, step.Calls, step.Inside);
            Push(call.Arguments.FirstOrDefault()?.Value, RateSourceKind.Fallback, step.Trail, step.Calls, step.Inside);
            return;
        }

        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            if (call.Instance is { } function && DelegateCalls.TargetOf(function, path: null, _code, _cancellationToken) is { } target)
            {
                FollowResults(target, call, step);
            }

            return;
        }

        if (_code.Declares(method.OriginalDefinition))
        {
            FollowResults(method, call, step);
            return;
        }

        // A parser, or a computation.
        Add(call, step);
        if (IsReader(method))
        {
            foreach (IArgumentOperation argument in call.Arguments)
            {
                if (argument is { ArgumentKind: not ArgumentKind.DefaultValue, Parameter: { } parameter }
                    && (parameter.Type.IsFloatingPoint() || argument.Value.WithoutConversions().Type is { } type && (type.IsFloatingPoint() || type.IsInteger()))
                    && parameter.Name.IndexOf("default", StringComparison.OrdinalIgnoreCase) + parameter.Name.IndexOf("fallback", StringComparison.OrdinalIgnoreCase) > -2)
                {
                    Push(argument.Value, RateSourceKind.Fallback, step.Trail, step.Calls, step.Inside);
                }
            }
        }
    }

    // `GetValue("lr", 50)` of a library; Math computes.
    private static bool IsReader(IMethodSymbol method) =>
        method.ContainingType?.Name is not ("Math" or "MathF") && (method.ReturnType.IsFloatingPoint() || method.OriginalDefinition.ReturnType is ITypeParameterSymbol);

    private void FollowResults(IMethodSymbol method, IInvocationOperation call, Step step)
    {
        if (step.Calls >= MaximumCalls || Results(method) is not { } results)
        {
            return;
        }

        var inside = new Inside(method.OriginalDefinition, call, step.Inside);
        foreach (IOperation result in results)
        {
            Push(result, RateSourceKind.Given, step.Trail, step.Calls + 1, inside);
        }
    }

    // What a method of this project returns; null where it can be another's, or comes later.
    private ImmutableArray<IOperation>? Results(IMethodSymbol method)
    {
        IMethodSymbol definition = (method.ReducedFrom ?? method).OriginalDefinition;
        if (definition.MethodKind is not (MethodKind.AnonymousFunction or MethodKind.LocalFunction))
        {
            if (_code.BodiesOf(definition, _cancellationToken) is not { Count: 1 } bodies)
            {
                return null;
            }

            definition = bodies[0];
        }

        if (definition.IsAsync || definition.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_cancellationToken) is not { } declaration)
        {
            return null;
        }

        (BlockSyntax? block, ExpressionSyntax? expression) = declaration switch
        {
            MethodDeclarationSyntax written => (written.Body, written.ExpressionBody?.Expression),
            LocalFunctionStatementSyntax local => (local.Body, local.ExpressionBody?.Expression),
            AnonymousFunctionExpressionSyntax lambda => (lambda.Block, lambda.ExpressionBody),
            _ => (null, null),
        };
        IEnumerable<ExpressionSyntax> results = expression is not null ? new[] { expression } : block is not null ? ResultsIn(block) : Enumerable.Empty<ExpressionSyntax>();
        SemanticModel model = _code.ModelOf(declaration.SyntaxTree);
        return results.Select(result => model.OperationOf(result, _cancellationToken)).OfType<IOperation>().ToImmutableArray();
    }

    private static IEnumerable<ExpressionSyntax> ResultsIn(BlockSyntax block) => block
        .DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        .OfType<ReturnStatementSyntax>()
        .Select(statement => statement.Expression)
        .OfType<ExpressionSyntax>();

    // Null for a property that only keeps its value.
    private static IEnumerable<ExpressionSyntax>? GetterResults(PropertyDeclarationSyntax property)
    {
        if (property.ExpressionBody is { Expression: var body })
        {
            return new[] { body };
        }

        AccessorDeclarationSyntax? getter = property.AccessorList?.Accessors.FirstOrDefault(accessor => accessor.Keyword.ValueText == "get");
        return getter?.ExpressionBody is { Expression: var result } ? new[] { result } : getter?.Body is { } block ? ResultsIn(block) : null;
    }

    // A value on its way, and how it came there.
    private sealed record Step(IOperation Value, RateSourceKind Kind, Trail Trail, int Calls, Inside? Inside);

    // The variables between a value and the learning rate, the nearest to the value first, and the list that it is taken from.
    private sealed record Trail(ISymbol? Symbol, Trail? Next, SyntaxNode? List = null)
    {
        public IEnumerable<ISymbol> Symbols
        {
            get
            {
                for (Trail? trail = this; trail is not null; trail = trail.Next)
                {
                    if (trail.Symbol is { } symbol)
                    {
                        yield return symbol;
                    }
                }
            }
        }

        public Trail With(ISymbol symbol) => new(symbol, this, List);

        public Trail In(SyntaxNode? list) => this with { List = list };
    }

    // The call whose result is followed into the method.
    private sealed record Inside(IMethodSymbol Method, IOperation Call, Inside? Outer);
}
