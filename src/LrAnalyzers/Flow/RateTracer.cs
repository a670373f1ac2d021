using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>
/// Follows a learning rate back to the places that its value comes from: a walk over the flow graph to which what is unknown
/// is passed over, because a place that is found gives its value whatever the others give. What the graph does not tell, for
/// it knows no order, is asked here: which of a local's values counts, which element a constant index picks, what a library
/// that reads settings falls back to.
/// </summary>
internal sealed class RateTracer
{
    private readonly CodeBase _code;
    private readonly CancellationToken _cancellationToken;
    private readonly Stack<Step> _pending = new();
    private readonly HashSet<(Place Place, ObjectSet Objects)> _seen = new();
    private readonly ImmutableArray<RateSource>.Builder _sources = ImmutableArray.CreateBuilder<RateSource>();
    private readonly LearningRateSite? _site;
    private readonly MemberObjects _objects;

    private RateTracer(LearningRateSite? site, CodeBase code, CancellationToken cancellationToken)
    {
        _site = site;
        _code = code;
        _cancellationToken = cancellationToken;
        _objects = new MemberObjects(code, cancellationToken);
    }

    /// <summary>The places; empty where the value is written at the learning rate itself.</summary>
    public static ImmutableArray<RateSource> Trace(LearningRateSite site, CodeBase code, CancellationToken cancellationToken)
    {
        if (site.Value is not { } value)
        {
            return ImmutableArray<RateSource>.Empty;
        }

        var tracer = new RateTracer(site, code, cancellationToken);
        tracer._pending.Push(new Step(Place.At(value), RateSourceKind.Given));
        return tracer.Run() && tracer._sources.Any(source =>
            // What is written at the learning rate itself is judged there.
            source.Value.Syntax != value.Syntax && source.Value != value.WithoutConversions())
                ? tracer._sources.ToImmutable()
                : ImmutableArray<RateSource>.Empty;
    }

    /// <summary>
    /// The places that give a value to what an option declares to be a learning rate: initial values and defaults, and what a
    /// record's constructor is given. What is assigned to it, or given in a call, is a site of its own.
    /// </summary>
    public static IEnumerable<RateSource> Trace(DeclaredSlot declared, CodeBase code, CancellationToken cancellationToken)
    {
        var tracer = new RateTracer(null, code, cancellationToken);
        if (declared.Member is { } member && code.Declares(member)
            // What the type inherits has its initial value in others, too.
            && SymbolEqualityComparer.Default.Equals(member.ContainingType.OriginalDefinition, declared.Type.OriginalDefinition))
        {
            var step = new Step(Place.In(member), RateSourceKind.Given);
            foreach (FlowEdge edge in code.Graph.Previous(step.Place, cancellationToken))
            {
                if (edge.Kind == EdgeKind.Passes && (edge.Place.Variable is IParameterSymbol || IsInitial(edge.Place)))
                {
                    tracer.Push(edge.Place, step with { Trail = step.Trail.With(member) });
                }
            }
        }
        else if (declared.Member is null)
        {
            foreach (IParameterSymbol parameter in declared.Type.GetMembers(declared.Slot.Member).OfType<IMethodSymbol>()
                .SelectMany(method => method.Parameters).Where(parameter => parameter.Name == declared.Slot.Parameter && code.Declares(parameter)))
            {
                var step = new Step(Place.In(parameter), RateSourceKind.Given);
                tracer.PushDefault(parameter, step with { Trail = step.Trail.With(parameter) });
            }
        }

        tracer.Run();
        return tracer._sources.Select(source => source with
        {
            Site = new LearningRateSite(source.Value, declared.Slot.Role, declared.Slot.Algorithm, source.Path.First(), source.Value, Default: null),
        });
    }

    // False where there are too many values to follow.
    private bool Run()
    {
        while (_pending.Count > 0)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            if (_seen.Count > GraphLimits.Places)
            {
                return false;
            }

            Step step = _pending.Pop();
            if (step.Place.Variable is IFieldSymbol or IPropertySymbol)
            {
                step = step with { Objects = step.Via is IMemberReferenceOperation { Instance: { } holder } ? _objects.Holding(step.Place.Variable, _objects.Of(holder, step.Objects)) : null };
            }

            // A copy has its values from another object's member of the same name.
            if (!_seen.Add((step.Place, new ObjectSet(step.Objects))))
            {
                continue;
            }

            if (step.Place.Variable is { } variable)
            {
                // What an element holds was not picked with it: it may come from another list.
                step = step.Place.Part is null ? step with { Key = null } : step;
                FollowVariable(variable, step.Place.Part is null && variable is not IMethodSymbol ? step with { Trail = step.Trail.With(NameOf(variable)) } : step);
            }
            else
            {
                FollowValue(step.Place.Operation!, step);
            }
        }

        return true;
    }

    // `value` is another name of its property.
    private static ISymbol NameOf(ISymbol variable) =>
        variable is IParameterSymbol { IsImplicitlyDeclared: true, ContainingSymbol: IMethodSymbol { AssociatedSymbol: IPropertySymbol property } } ? property : variable;

    private IReadOnlyList<FlowEdge> Previous(Step step) => _code.Graph.Previous(step.Place, _cancellationToken);

    private void Push(Place place, Step before)
    {
        RateSourceKind kind = place.Operation is { } value ? KindOf(value, before) : before.Kind;
        _pending.Push(before with { Place = place, Kind = kind, Via = before.Place.Operation });
    }

    // How a place gives its value is told by what stands around it.
    private static RateSourceKind KindOf(IOperation value, Step before)
    {
        if (before.Place.Operation is IConversionOperation or IParenthesizedOperation)
        {
            return before.Kind;
        }

        IOperation whole = value.WithOuterConversions();
        return whole.Parent switch
        {
            IVariableInitializerOperation or IFieldInitializerOperation or IPropertyInitializerOperation or IParameterInitializerOperation => RateSourceKind.Initial,
            IConditionalOperation conditional when conditional.Condition != whole => Chosen(before.Kind),
            ISwitchExpressionArmOperation => Chosen(before.Kind),
            ICoalesceOperation coalesce when coalesce.WhenNull == whole => RateSourceKind.Fallback,
            IAssignmentOperation assignment when assignment.Value == whole && before.Place.Variable is ILocalSymbol => Chosen(before.Kind),
            IAssignmentOperation assignment when assignment.Value == whole && before.Place.Variable is IParameterSymbol { RefKind: RefKind.Out } => RateSourceKind.Returned,
            IAssignmentOperation assignment when assignment.Value == whole && before.Place.Variable is not null => IsMadeWith(assignment) ? RateSourceKind.Initial : RateSourceKind.Given,
            IReturnOperation => RateSourceKind.Returned,
            IArgumentOperation { Parent: IObjectCreationOperation made } => IsOfItsOwnType(made) ? RateSourceKind.Initial : RateSourceKind.Given,
            IArgumentOperation => RateSourceKind.Given,
            _ => before.Kind,
        };
    }

    private static RateSourceKind Chosen(RateSourceKind kind) => kind == RateSourceKind.Given ? RateSourceKind.Chosen : kind;

    // What a constructor writes into its own object is what that begins with.
    private static bool IsMadeWith(IAssignmentOperation assignment) =>
        assignment.Target is IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } }
        && assignment.Syntax.FirstAncestorOrSelf<SyntaxNode>(node => node is MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax) is ConstructorDeclarationSyntax;

    // `public static Settings None { get; } = new(0, 0);`
    private static bool IsOfItsOwnType(IObjectCreationOperation creation) =>
        creation.WithOuterConversions().Parent is IFieldInitializerOperation or IPropertyInitializerOperation
        && SymbolEqualityComparer.Default.Equals(CodeBase.EnclosingSymbol(creation, CancellationToken.None)?.ContainingType, creation.Type);

    private static bool IsInitial(Place place) => place.Operation?.WithOuterConversions().Parent is IFieldInitializerOperation or IPropertyInitializerOperation;

    private void FollowValue(IOperation value, Step step)
    {
        bool isWhole = step.Place.Part is null;
        switch (value)
        {
            // A cast to a whole number cuts the value off, and a user's own conversion may do anything.
            case IConversionOperation conversion when conversion.OperatorMethod is not null || isWhole && conversion.Type.IsInteger() && conversion.Operand.Type.IsFloatingPoint():
            case { ConstantValue: { HasValue: true, Value: null } } or IDefaultValueOperation or IThrowOperation:
                return;
            // A library's constant.
            case IMemberReferenceOperation { ConstantValue.HasValue: true } reference when !_code.Declares(reference.Member):
                Add(value, step);
                return;
            case IConditionalOperation { Condition.ConstantValue: { HasValue: true, Value: bool holds }, WhenFalse: { } whenFalse } conditional:
                Push(Place.At(holds ? conditional.WhenTrue : whenFalse, step.Place.Part, step.Place.Path), step);
                return;
            case IInvocationOperation call when isWhole:
                PushFallbacks(call, step);
                break;
            case IArrayElementReferenceOperation { Indices: { Length: 1 } indices }:
                step = step with { Key = indices[0].ConstantValue is { HasValue: true, Value: { } index } ? index : null };
                break;
            case IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: { Length: 1 } arguments }:
                step = step with { Key = arguments[0].Value.ConstantValue is { HasValue: true, Value: { } key } ? key : null };
                break;
            case IInvocationOperation { TargetMethod.ContainingType.Name: "Enumerable" }:
                step = step with { Key = null };
                break;
        }

        foreach (FlowEdge edge in Previous(step))
        {
            switch (edge.Kind)
            {
                case EdgeKind.Passes when edge.Place.Variable is IMethodSymbol method:
                    FollowResults(method, edge.Place, step);
                    break;
                case EdgeKind.Passes when IsPicked(edge.Place, step):
                    Push(edge.Place, step);
                    break;
                // A parser, or a computation.
                case EdgeKind.Ends when isWhole:
                    Add(value, step);
                    break;
            }
        }
    }

    private void FollowResults(IMethodSymbol method, Place place, Step step)
    {
        if (step.Calls < GraphLimits.InferredCalls)
        {
            _pending.Push(step with
            {
                Place = place,
                Calls = step.Calls + 1,
                IsOneOfMany = step.IsOneOfMany || _code.SeenBodiesOf(method, _cancellationToken).Count > 1,
                Objects = null,
            });
        }
    }

    // Whether an element of a written list is the one that is asked for.
    private static bool IsPicked(Place place, Step before)
    {
        if (before.Key is not { } key || before.Place.Part is not { Kind: PartKind.Element, Inner: var inner } || !Equals(place.Part, inner) || place.Operation is not { } element)
        {
            return true;
        }

        IOperation whole = element.WithOuterConversions();
        return whole.Parent switch
        {
            // No search through the list: each of its elements is asked.
            IArrayInitializerOperation list => IsAt(list.ElementValues, key, whole),
            IAssignmentOperation { Target: IPropertyReferenceOperation { Arguments: { Length: 1 } arguments } } => IsKey(arguments[0], key),
            IArgumentOperation { Parent: IInvocationOperation { Arguments: { Length: 2 } arguments } } => IsKey(arguments[0], key),
            IArgumentOperation { Parent: IInvocationOperation { Parent: IObjectOrCollectionInitializerOperation list } add } => IsAt(list.Initializers, key, add),
            { Syntax: CollectionExpressionSyntax { Elements: var elements } } =>
                key is int index && index >= 0 && index < elements.Count && elements[index].Span.Contains(whole.Syntax.Span),
            _ => true,
        };
    }

    private static bool IsAt(ImmutableArray<IOperation> list, object key, IOperation element) =>
        key is int index && index >= 0 && index < list.Length && list[index] == element;

    private static bool IsKey(IArgumentOperation given, object key) => given.Value.ConstantValue is not { HasValue: true, Value: { } written } || key.Equals(written);

    private void FollowVariable(ISymbol variable, Step step)
    {
        switch (variable)
        {
            case ILocalSymbol local:
                FollowLocal(local, step);
                break;
            case IParameterSymbol parameter:
                FollowParameter(parameter, step);
                break;
            case IFieldSymbol or IPropertySymbol:
                FollowMember(variable, step);
                break;
            default:
                PushAll(Previous(step), step);
                break;
        }
    }

    private void PushAll(IEnumerable<FlowEdge> edges, Step step)
    {
        foreach (FlowEdge edge in edges.Where(edge => edge.Kind == EdgeKind.Passes))
        {
            Push(edge.Place, step);
        }
    }

    private void FollowLocal(ILocalSymbol local, Step step)
    {
        IReadOnlyList<FlowEdge> edges = Previous(step);
        if (edges.Any(edge => edge.Kind == EdgeKind.Ends))
        {
            // It is given a computed value; the resolver knows it, or nobody does.
            if (step is { Place.Part: null, Via: { } reference })
            {
                Add(reference, step with { Trail = step.Trail.Next! });
            }

            return;
        }

        foreach (FlowEdge parse in edges.Where(edge => edge.By is IInvocationOperation { TargetMethod.Name: "TryParse" }))
        {
            Add(parse.By!, step);
        }

        if (edges.Any(edge => edge.Kind == EdgeKind.Unknown && edge.By is not IInvocationOperation { TargetMethod.Name: "TryParse" }) || IsListThatChanges(local, step))
        {
            return;
        }

        FlowEdge[] passing = edges.Where(edge => edge.Kind == EdgeKind.Passes).ToArray();
        int declared = Array.FindIndex(passing, edge => edge.Place.Operation?.WithOuterConversions().Parent is IVariableInitializerOperation);
        if (declared < 0)
        {
            PushAll(passing, step);
            return;
        }

        if (passing.Length > GraphLimits.Origins)
        {
            return;
        }

        FlowEdge initial = passing[declared];
        FlowEdge[] later = passing.Where((edge, index) => index != declared && (WriteOf(edge.Place) is not { } write || step.Via is null || _objects.Reaches(write, local, step.Via))).ToArray();
        // Of values that replace each other, the last one counts, and which that is only the order of running tells.
        SyntaxNode?[] writes = later.Select(edge => WriteOf(edge.Place)).ToArray();
        if (writes.Length > 1 && !AreAlternatives(writes))
        {
            return;
        }

        PushAll(later, step);
        if (!_objects.IsReplaced(local, step.Via) && writes.All(write => write is not null && !Reads(write, local)))
        {
            Push(initial.Place, step);
        }
    }

    // `case "sgd": lr = 0.1; break; case "adam": lr = 0.001; break;`: one of them runs, or the last of several rounds.
    private static bool AreAlternatives(SyntaxNode?[] writes)
    {
        SwitchSectionSyntax?[] sections = writes.Select(write => write?.FirstAncestorOrSelf<SwitchSectionSyntax>()).ToArray();
        return sections[0]?.Parent is { } choice && sections.All(section => section?.Parent == choice) && sections.Distinct().Count() == sections.Length;
    }

    private static SyntaxNode? WriteOf(Place given) => (given.Operation?.WithOuterConversions().Parent ?? given.Path?.Call)?.Syntax;

    private bool Reads(SyntaxNode write, ILocalSymbol local) =>
        _code.ReferencesTo(local, _cancellationToken)?.Any(use => write.Span.Contains(use.Syntax.Span) && !RateReaders.Writes(use)) != false;

    // Only of a list that nobody changes it is known what is in it.
    private bool IsListThatChanges(ISymbol holder, Step step) =>
        step.Place.Part is { Kind: PartKind.Element } && _code.ReferencesTo(holder, _cancellationToken)?.Any(MayChange) != false;

    private static bool MayChange(IOperation use)
    {
        IOperation list = use.WithOuterConversions();
        return list.Parent switch
        {
            IArrayElementReferenceOperation element => element.Parent is IAssignmentOperation assignment && assignment.Target == element || element.Parent is IIncrementOrDecrementOperation,
            IPropertyReferenceOperation { Property.IsIndexer: true } element => element.Parent is IAssignmentOperation assignment && assignment.Target == element || element.Parent is IIncrementOrDecrementOperation,
            IPropertyReferenceOperation or IForEachLoopOperation => false,
            IInvocationOperation { TargetMethod.Name: "Count" or "Contains" or "ContainsKey" or "IndexOf" or "GetValueOrDefault" or "TryGetValue" } => false,
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ContainingType.Name: "Enumerable" or "CollectionExtensions" or "Console" or "String" } } => false,
            _ => true,
        };
    }

    private void FollowParameter(IParameterSymbol parameter, Step step)
    {
        if (parameter.RefKind != RefKind.Out && _code.ReferencesTo(parameter, _cancellationToken)?.Any(RateReaders.Writes) == true || IsListThatChanges(parameter, step))
        {
            return;
        }

        if (parameter.IsImplicitlyDeclared)
        {
            PushAll(Previous(step), step);
            return;
        }

        SyntaxNode? function = parameter.ContainingSymbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_cancellationToken);
        bool isKnown = step.Place.Path is { } path && path.Entered == function;
        if (!isKnown)
        {
            if (IsOmitted(parameter, step))
            {
                PushDefault(parameter, step);
            }

            if (step.Calls >= GraphLimits.InferredCalls)
            {
                return;
            }
        }

        foreach (FlowEdge edge in Previous(step).Where(edge => edge.Kind == EdgeKind.Passes && IsOfObjects(edge.Place, step)))
        {
            if (!IsDefault(edge.Place))
            {
                Push(edge.Place, (isKnown ? step : step with { Calls = step.Calls + 1 }) with { Objects = null });
            }
            else if (((IArgumentOperation)edge.Place.Operation!.Parent!).Parameter is { } omitted)
            {
                // What is called is told by the name that it is called by: an interface's method may have a default of its own.
                PushDefault(omitted.OriginalDefinition, step);
            }
        }
    }

    // What is given to a constructor makes one object.
    private static bool IsOfObjects(Place given, Step step) =>
        given.Operation?.WithOuterConversions().Parent is not IArgumentOperation { Parent: IObjectCreationOperation made } || step.Objects?.Contains(made.Syntax) != false;

    private static bool IsDefault(Place given) => given.Operation is { Parent: IArgumentOperation { ArgumentKind: ArgumentKind.DefaultValue } };

    // Whether anybody leaves the parameter its default, for all that is known: strangers may, and who calls what nobody is seen to call.
    private bool IsOmitted(IParameterSymbol parameter, Step step)
    {
        if (parameter is not { HasExplicitDefaultValue: true, ContainingSymbol: IMethodSymbol method })
        {
            return false;
        }

        Place[] given = Previous(step).Where(edge => edge.Kind == EdgeKind.Passes && edge.Place.Operation?.WithOuterConversions().Parent is IArgumentOperation).Select(edge => edge.Place).ToArray();
        return step.Objects is null && (given.Length == 0 || Callers.MayBeStrangers(method, _code));
    }

    private void PushDefault(IParameterSymbol parameter, Step step)
    {
        if (step.Place.Part is null
            && _code.Declares(parameter)
            && parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_cancellationToken) is ParameterSyntax { Default.Value: { } initial }
            && _code.ModelOf(initial.SyntaxTree).OperationOf(initial, _cancellationToken) is { } value)
        {
            _pending.Push(step with { Place = Place.At(value), Kind = RateSourceKind.Initial });
        }
    }

    private void FollowMember(ISymbol member, Step step)
    {
        bool isAnonymous = member.ContainingType is { IsAnonymousType: true };
        if (!isAnonymous && (!_code.Declares(member) || member.DeclaringSyntaxReferences.Length != 1) || IsListThatChanges(member, step) || _objects.IsWrittenTooOften(member))
        {
            return;
        }

        IOperation? read = step.Via;
        var property = member as IPropertySymbol;
        bool isAbstract = property is { IsAbstract: true } or { ContainingType.TypeKind: TypeKind.Interface };
        if (property is { IsVirtual: true } or { IsOverride: true, IsSealed: false } || isAbstract)
        {
            int bodies = (_code.ImplementationsOf(property!, _cancellationToken)?.Count(implementation => !implementation.IsAbstract) ?? GraphLimits.Bodies) + (isAbstract ? 0 : 1);
            // A virtual property is there to be overridden, wherever that is.
            step = step with { IsOneOfMany = step.IsOneOfMany || bodies > 1 || property is { IsVirtual: true } };
        }

        bool isComputed = !isAnonymous && property?.DeclaringSyntaxReferences[0].GetSyntax(_cancellationToken) is { } declaration && FunctionBodies.ReturnedBy(declaration).Any();
        MemberObjects.Replacement replacement = _objects.ReplacedBefore(member, step.Objects, read);
        foreach (FlowEdge edge in Previous(step).Where(edge => edge.Kind == EdgeKind.Passes))
        {
            if (_objects.IsReplaced(edge.Place, replacement))
            {
                continue;
            }

            bool isReturned = edge.Place.Operation is { } value && value.WithOuterConversions().Parent is IReturnOperation;
            // What its setter makes of what it is given is told by the field that the getter reads.
            if ((!isComputed || isReturned || edge.Place.Operation is null) && Inside(edge.Place, member, step) is { } inside)
            {
                Push(edge.Place, isReturned ? inside with { Calls = step.Calls + 1 } : inside);
            }
        }

        if (property is null || isAnonymous || isComputed)
        {
            return;
        }

        foreach (ExpressionSyntax initial in DefaultsIn(property))
        {
            if (_code.ModelOf(initial.SyntaxTree).OperationOf(initial, _cancellationToken) is { } value)
            {
                _pending.Push(step with { Place = Place.At(value), Kind = RateSourceKind.Fallback });
            }
        }

        foreach (IOperation use in OtherNames.Of(property).SelectMany(name => _code.ReferencesTo(name, _cancellationToken) ?? Enumerable.Empty<IOperation>()))
        {
            if (use.Parent is IAssignmentOperation assignment and (ISimpleAssignmentOperation or ICoalesceAssignmentOperation) && assignment.Target == use
                && Inside(Place.At(assignment.Value, step.Place.Part), member, step) is { } inside)
            {
                Push(Place.At(assignment.Value, step.Place.Part), inside);
            }
        }
    }

    // How it goes on from a value that a member is given; null where that is another object's. `settings.Rate.Value` is what the
    // object is given that `Rate` holds, whatever else has a `Value`.
    private Step? Inside(Place given, ISymbol member, Step step)
    {
        if (step.Objects is not { } objects)
        {
            return step;
        }

        ImmutableHashSet<SyntaxNode>? owners = _objects.OwnersOf(given, member, objects);
        return owners is null || owners.Overlaps(objects) ? step with { Objects = owners == objects ? objects : null } : null;
    }

    // `[DefaultValue(50)]`, `[Option("lr", Default = 50)]`
    private IEnumerable<ExpressionSyntax> DefaultsIn(IPropertySymbol property) =>
        (property.DeclaringSyntaxReferences[0].GetSyntax(_cancellationToken) as PropertyDeclarationSyntax)?.AttributeLists
            .SelectMany(list => list.Attributes)
            .SelectMany(attribute => attribute.ArgumentList?.Arguments.Where(argument => IsDefault(attribute, argument)) ?? Enumerable.Empty<AttributeArgumentSyntax>())
            .Select(argument => argument.Expression)
        ?? Enumerable.Empty<ExpressionSyntax>();

    private static bool IsDefault(AttributeSyntax attribute, AttributeArgumentSyntax argument) =>
        argument.NameEquals is { Name.Identifier.ValueText: var name }
            ? name is "Default" or "DefaultValue"
            : attribute.Name.ToString() is "DefaultValue" or "DefaultValueAttribute" or "System.ComponentModel.DefaultValue" && attribute.ArgumentList!.Arguments.Count == 1;

    // What is read where nothing is found: `GetValue("lr", 50)` of a library, `rate.GetValueOrDefault(50)`.
    private void PushFallbacks(IInvocationOperation call, Step step)
    {
        IMethodSymbol method = call.TargetMethod;
        if (method.MethodKind == MethodKind.DelegateInvoke || _code.Declares(method.OriginalDefinition) || !IsReader(method))
        {
            return;
        }

        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument is { ArgumentKind: not ArgumentKind.DefaultValue, Parameter: { } parameter }
                && (parameter.Type.IsFloatingPoint() || argument.Value.WithoutConversions().Type is { } type && (type.IsFloatingPoint() || type.IsInteger()))
                && parameter.Name.IndexOf("default", StringComparison.OrdinalIgnoreCase) + parameter.Name.IndexOf("fallback", StringComparison.OrdinalIgnoreCase) > -2)
            {
                _pending.Push(step with { Place = Place.At(argument.Value, path: step.Place.Path), Kind = RateSourceKind.Fallback });
            }
        }
    }

    // Math computes.
    private static bool IsReader(IMethodSymbol method) =>
        method.ContainingType?.Name is not ("Math" or "MathF") && (method.ReturnType.IsFloatingPoint() || method.OriginalDefinition.ReturnType is ITypeParameterSymbol);

    private void Add(IOperation value, Step step)
    {
        // A list of values is written to try them all; one that is picked from it is one value.
        SyntaxNode? list = step.Key is not null ? null : value.Syntax.Ancestors()
            .TakeWhile(node => node is not (StatementSyntax or MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax))
            .FirstOrDefault(IsListOfSeveral);
        _sources.Add(new RateSource(value, step.Kind, step.Trail.Symbols.ToImmutableArray(), list, _site!) { IsOneOfMany = step.IsOneOfMany });
    }

    private static bool IsListOfSeveral(SyntaxNode node) =>
        node is CollectionExpressionSyntax { Elements.Count: > 1 }
        || node is InitializerExpressionSyntax { Expressions: { Count: > 1 } elements } list
            && (list.RawKind is (int)SyntaxKind.ArrayInitializerExpression or (int)SyntaxKind.CollectionInitializerExpression
                // `new() { ["low"] = 1e-4, ["high"] = 5 }`
                || elements.All(element => element is AssignmentExpressionSyntax { Left: ImplicitElementAccessSyntax }));

    // Sets of the same objects are one.
    private readonly struct ObjectSet(ImmutableHashSet<SyntaxNode>? objects) : IEquatable<ObjectSet>
    {
        private readonly ImmutableHashSet<SyntaxNode>? _objects = objects;

        public bool Equals(ObjectSet other) => _objects is null ? other._objects is null : other._objects is not null && _objects.SetEquals(other._objects);

        public override bool Equals(object? other) => other is ObjectSet set && Equals(set);

        public override int GetHashCode() => _objects?.Aggregate(_objects.Count, static (hash, made) => hash ^ made.GetHashCode()) ?? 0;
    }

    // A value on its way, and how it came there.
    private sealed record Step(Place Place, RateSourceKind Kind)
    {
        public Trail Trail { get; init; } = Trail.Empty;

        // What named the variable.
        public IOperation? Via { get; init; }

        // The index or key that picks an element of the collection that it is in.
        public object? Key { get; init; }

        public int Calls { get; init; }

        public bool IsOneOfMany { get; init; }

        // Where the object is made whose member it is; null where that is not known.
        public ImmutableHashSet<SyntaxNode>? Objects { get; init; }
    }

    // The variables between a value and the learning rate, the nearest to the value first.
    private sealed record Trail(ISymbol? Symbol, Trail? Next)
    {
        public static readonly Trail Empty = new(null, null);

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

        public Trail With(ISymbol symbol) => new(symbol, this);
    }
}
