using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Loops;
using LrAnalyzers.ValueGraph;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>
/// Tells the objects apart whose member is read, by where they are made, and which of the values that a member is given is
/// replaced by another before anybody reads it: a default that every object is given another for is nobody's learning rate.
/// </summary>
internal sealed class MemberObjects(CodeBase code, CancellationToken cancellationToken)
{
    private readonly Dictionary<SyntaxNode, Dictionary<SyntaxNode, List<IOperation>>> _callsTo = new();

    private int _depth;
    private int _asked;

    // In what order an object is given the values of a member.
    private enum Stage
    {
        Declared,
        Constructor,
        Initializer,
        Later,
    }

    /// <summary>Where the objects are made that an expression can be; <see langword="null"/> where that is not known.</summary>
    /// <param name="holder">The expression whose member is named.</param>
    /// <param name="own">The objects in whose code it stands.</param>
    public ImmutableHashSet<SyntaxNode>? Of(IOperation holder, ImmutableHashSet<SyntaxNode>? own)
    {
        if (_depth == GraphLimits.Calls || ++_asked > GraphLimits.Places)
        {
            return null;
        }

        _depth++;
        ImmutableHashSet<SyntaxNode>? objects = holder switch
        {
            IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } => own,
            IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.PatternInput } when MatchedBy(holder) is { } matched => Of(matched, own),
            IInstanceReferenceOperation => null,
            ILocalReferenceOperation local when LastGiven(local) is { Length: > 0 } last => last.Aggregate((ImmutableHashSet<SyntaxNode>?)ImmutableHashSet<SyntaxNode>.Empty, (all, value) => all is not null && Of(value, own) is { } some ? all.Union(some) : null),
            // `var settings = Settings.Current;`
            ILocalReferenceOperation local when DeclaredValue.Behind(local, cancellationToken)?.WithoutConversions() is IMemberReferenceOperation named => Of(named, own),
            IMemberReferenceOperation { Instance: { } whole, Member: var part } when GivenTo(part, whole, own) is { } given => given,
            _ => Made(holder),
        };
        _depth--;
        return objects;
    }

    // `settings is { Rate: var rate }`, `settings is { Optimizer: { Rate: var rate } }`
    private static IOperation? MatchedBy(IOperation input) => input.Ancestors().SkipWhile(around => around is not IRecursivePatternOperation).Skip(1)
        .FirstOrDefault(around => around is not (IBinaryPatternOperation or INegatedPatternOperation)) switch
        {
            IPropertySubpatternOperation { Member: { } outer } => outer,
            IIsPatternOperation { Value: var tested } => tested,
            ISwitchExpressionArmOperation { Parent: ISwitchExpressionOperation { Value: var chosen } } => chosen,
            IPatternCaseClauseOperation { Parent.Parent: ISwitchOperation { Value: var governing } } => governing,
            _ => null,
        };

    private ImmutableHashSet<SyntaxNode>? Made(IOperation holder)
    {
        if (Origins.Creations(Place.At(holder), code, cancellationToken, withoutStrangers: true) is not { IsEmpty: false } creations
            || !creations.All(creation => creation.Operation is IObjectCreationOperation or IWithOperation))
        {
            return null;
        }

        // `Settings.Current = …;` somewhere in the program: the first one is nobody's any more.
        // So is that of a field which every constructor gives another.
        bool isReplaced = holder is IMemberReferenceOperation { Instance: var whole, Member: var member }
            && (whole is null ? ReplacedBefore(member, objects: null, holder).IsSomebodys : member.ContainingType is { } type && AreAllWritten(ConstructorsOf(type), member));
        IOperation[] left = creations.Select(creation => creation.Operation!).Where(creation => !isReplaced || StageOf(Place.At(creation)) != Stage.Declared).ToArray();
        return left.Length > 0 ? left.Select(creation => creation.Syntax).ToImmutableHashSet() : null;
    }

    // What an initializer or a `with` gives to a part of each of the objects; null where one is not given it there.
    private ImmutableHashSet<SyntaxNode>? GivenTo(ISymbol part, IOperation whole, ImmutableHashSet<SyntaxNode>? own)
    {
        if (Holding(part, Of(whole, own)) is not { IsEmpty: false } wholes)
        {
            return null;
        }

        ImmutableHashSet<SyntaxNode> given = ImmutableHashSet<SyntaxNode>.Empty;
        foreach (SyntaxNode made in wholes)
        {
            InitializerExpressionSyntax? initializer = made is WithExpressionSyntax copy ? copy.Initializer : (made as BaseObjectCreationExpressionSyntax)?.Initializer;
            if (initializer?.Expressions.FirstOrDefault(expression => Names(expression, part)) is not AssignmentExpressionSyntax { Left: not TupleExpressionSyntax, Right: var right }
                || code.ModelOf(right.SyntaxTree).GetOperation(right, cancellationToken) is not { } value
                || Of(value, own: null) is not { } parts)
            {
                return null;
            }

            given = given.Union(parts);
        }

        // A statement may give it another.
        return ReplacedLater(part) ? null : given;
    }

    private bool ReplacedLater(ISymbol member) => code.WritesOf(member, cancellationToken)?.Any(reference => IsLaterWrite(reference, member)) != false;

    // `options = options with { Rate = 1 };` leaves nothing of what the variable held before.
    private IOperation[] LastGiven(ILocalReferenceOperation holder)
    {
        (IOperation Write, IOperation? Holder)[] writes = WritesOf(holder.Local).Select(write => (write, (IOperation?)null)).ToArray();
        IOperation?[] last = writes.Where(write => Reaches(StopOf(write.Write), holder.Local, holder)).Select(write => (write.Write.Parent as ISimpleAssignmentOperation)?.Value).ToArray();
        return last.Contains(null) || InOneName(writes).Count() != 1 || !AreSureAt(writes, holder, objects: null) ? Array.Empty<IOperation>() : last.OfType<IOperation>().ToArray();
    }

    private IEnumerable<IOperation> WritesOf(ILocalSymbol local) => (code.WritesOf(local, cancellationToken) ?? Enumerable.Empty<IOperation>()).Where(RateReaders.Writes).Take(GraphLimits.Origins);

    /// <summary>Whether a local can still have what a place gives it where it is read, for all that is known.</summary>
    /// <param name="given">The place.</param>
    /// <param name="local">The local.</param>
    /// <param name="read">Where it is read.</param>
    public bool Reaches(SyntaxNode given, ILocalSymbol local, IOperation read) => IsRead(given, given, WritesOf(local).Select(StopOf), read, out bool isTrained)
        ?? !(isTrained && IsDeclaredIn(FunctionBodies.FunctionOf(given), local));

    private bool IsDeclaredIn(SyntaxNode function, ILocalSymbol local) =>
        local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is { } declared && FunctionBodies.FunctionOf(declared) == function;

    /// <summary>The objects that a member's value was given to: a copy by <c>with</c> has what it does not name from what it copies.</summary>
    public ImmutableHashSet<SyntaxNode>? Holding(ISymbol member, ImmutableHashSet<SyntaxNode>? objects)
    {
        if (objects?.Any(made => made is WithExpressionSyntax) != true)
        {
            return objects;
        }

        var seen = new HashSet<SyntaxNode>(objects);
        var pending = new Queue<SyntaxNode>(objects);
        while (pending.Count > 0)
        {
            if (pending.Dequeue() is WithExpressionSyntax copy && !IsNamedIn(copy.Initializer, member))
            {
                objects = objects.Remove(copy);
                if (seen.Count > GraphLimits.Origins
                    || code.ModelOf(copy.SyntaxTree).GetOperation(copy, cancellationToken) is not IWithOperation { Operand: var operand }
                    || Of(operand, own: null) is not { } copied)
                {
                    return null;
                }

                foreach (SyntaxNode made in copied.Where(seen.Add))
                {
                    objects = objects.Add(made);
                    pending.Enqueue(made);
                }
            }
        }

        return objects;
    }

    /// <summary>Whose member is given a value in a place: <see langword="null"/> where it may be anybody's.</summary>
    /// <param name="given">The value.</param>
    /// <param name="member">The member.</param>
    /// <param name="objects">Those that are read.</param>
    public ImmutableHashSet<SyntaxNode>? OwnersOf(Place given, ISymbol member, ImmutableHashSet<SyntaxNode>? objects) =>
        given.Operation?.WithOuterConversions().Parent is IAssignmentOperation { Target: IMemberReferenceOperation { Instance: { } holder } }
            ? OwnersOf(holder, member, objects)
            : objects;

    private ImmutableHashSet<SyntaxNode>? OwnersOf(IOperation holder, ISymbol member, ImmutableHashSet<SyntaxNode>? objects) =>
        holder is IInstanceReferenceOperation { ReferenceKind: not InstanceReferenceKind.ContainingTypeInstance }
            ? InitializedBy(holder) switch
            {
                { } made and (IObjectCreationOperation or IWithOperation) => ImmutableHashSet.Create(made.Syntax),
                IMemberInitializerOperation { InitializedMember: { } part } => Holding(member, Of(part, objects)),
                _ => null,
            }
            : Holding(member, Of(holder, objects));

    // `new Rate { Value = 1 }`, `rate with { Value = 1 }`, `new Settings { Rate = { Value = 1 } }`
    private static IOperation? InitializedBy(IOperation receiver) =>
        receiver.Ancestors().FirstOrDefault(ancestor => ancestor is IObjectOrCollectionInitializerOperation)?.Parent;

    /// <summary>
    /// Whether more statements write a member than are compared with each place in which it is read; what it holds there is then not known.
    /// What initializers give it stays with their objects, however many there are.
    /// </summary>
    public bool IsWrittenTooOften(ISymbol member) => (code.WritesOf(member, cancellationToken) ?? Enumerable.Empty<IOperation>())
        .Where(write => write is not IMemberReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } })
        .Skip(GraphLimits.Origins)
        .Any();

    /// <summary>
    /// What has replaced other values of a member where it is read. Where that is not known, because another function may write the
    /// member before, it is assumed.
    /// </summary>
    /// <param name="member">The member.</param>
    /// <param name="objects">The objects whose member is read; <see langword="null"/> where they are not known.</param>
    /// <param name="read">Where it is read.</param>
    public Replacement ReplacedBefore(ISymbol member, ImmutableHashSet<SyntaxNode>? objects, IOperation? read)
    {
        var replacement = new Replacement(member, objects, read);
        if (read is not null && IsReadBehind(member, read))
        {
            replacement.Add(owners: null);
        }

        bool isTooMuch = IsWrittenTooOften(member);
        (IOperation Write, IOperation? Holder)[] writes = isTooMuch ? Array.Empty<(IOperation, IOperation?)>() : LaterWrites(member, read).Take(GraphLimits.Origins + 1).ToArray();
        if (isTooMuch || writes.Length > GraphLimits.Origins || writes.Length > 0 && objects?.Count > GraphLimits.Origins)
        {
            replacement.Add(owners: null);
            writes = Array.Empty<(IOperation, IOperation?)>();
        }

        foreach (IGrouping<(SyntaxNode Function, ISymbol? Holder), (IOperation Write, IOperation? Holder)> alike in InOneName(writes))
        {
            (IOperation Write, IOperation? Holder)[] all = alike.ToArray();
            // Of an object that is not known where it is read, as one of a list, those are asked that are written.
            if (AreSure(all, read, objects ?? (all[0].Holder is { } written ? OwnersOf(written, member, objects: null) : null)))
            {
                all.ToList().ForEach(write => replacement.Add(write.Holder is null ? null : OwnersOf(write.Holder, member, objects)));
            }
            else if (objects?.Count > 1 && all[0].Holder is { } holder && OwnersOf(holder, member, objects) is { } owners)
            {
                // One may be made where it is not written.
                owners.Intersect(objects).Select(owner => ImmutableHashSet.Create(owner)).Where(owner => AreSure(all, read, owner)).ToList().ForEach(replacement.Add);
            }
        }

        return replacement;
    }

    /// <summary>Whether no object still has the value where the member is read.</summary>
    /// <param name="given">The value that the member is given.</param>
    /// <param name="replacement">What has replaced others.</param>
    public bool IsReplaced(Place given, Replacement replacement)
    {
        Stage stage = StageOf(given);
        if (stage == Stage.Later)
        {
            return given.Operation?.WithOuterConversions().Parent is ISimpleAssignmentOperation { Target: IMemberReferenceOperation target }
                && replacement.Read is { } read
                && IsLost(target, WritesLike(target, replacement), read);
        }

        ISymbol member = replacement.Member;
        ImmutableHashSet<SyntaxNode>? left = stage == Stage.Initializer ? OwnersOf(given, member, replacement.Objects) : replacement.Objects;
        return replacement.IsAnybodys
            || (left is null ? AreAllGivenAnother(member, stage, given, replacement) ?? replacement.IsSomebodys : left.All(made => replacement.Covers(made) || IsGivenAnother(made, member, stage, given)));
    }

    // Where the member of an object is given a value behind its construction: what it writes itself, where its method is called or its
    // property set, and what a method writes into what it is given, where it is given that. Without a holder it may be anybody's.
    private IEnumerable<(IOperation Write, IOperation? Holder)> LaterWrites(ISymbol member, IOperation? read)
    {
        IEnumerable<IOperation> writes = OtherNames.Of(member).Prepend(member).SelectMany(name => code.WritesOf(name, cancellationToken) ?? Enumerable.Empty<IOperation>()).Where(write => IsLaterWrite(write, member));
        foreach (IGrouping<(SyntaxNode Function, ISymbol?), (IOperation Write, IOperation? Holder)> alike in InOneName(writes.Select(write => (write, (write as IMemberReferenceOperation)?.Instance))))
        {
            (IOperation write, IOperation? holder) = alike.First();
            if (holder is not (IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } or IParameterReferenceOperation)
                || read is not null && (FunctionBodies.FunctionOf(read.Syntax) == alike.Key.Function || RunsFromNowhereElse(read, alike.Key.Function))
                || code.EnclosingSymbolOf(write, cancellationToken) is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.PropertySet } method
                || holder is IParameterReferenceOperation { Parameter.ContainingSymbol: var taker } && !SymbolEqualityComparer.Default.Equals(taker, method)
                || UsesOf(method) is not { } uses)
            {
                foreach ((IOperation, IOperation?) own in alike)
                {
                    yield return own;
                }
            }
            else if (AreSureAt(alike.ToArray(), read: null, objects: null))
            {
                foreach (IOperation use in uses)
                {
                    yield return (use, holder is IParameterReferenceOperation { Parameter: var given }
                        ? use.Arguments().FirstOrDefault(argument => SymbolEqualityComparer.Default.Equals(argument.Parameter?.OriginalDefinition, given))?.Value.WithoutConversions()
                        : (use as IInvocationOperation)?.Instance ?? (use as IPropertyReferenceOperation)?.Instance);
                }
            }
        }
    }

    private bool RunsFromNowhereElse(IOperation read, SyntaxNode function) =>
        CallSites.Above(read, path: null, code, cancellationToken) is { Count: > 0 } sites && sites.All(site => !site.IsAssumed && FunctionBodies.FunctionOf(site.Operation.Syntax) == function);

    // Null where strangers run it.
    private IEnumerable<IOperation>? UsesOf(IMethodSymbol method)
    {
        ISymbol named = method is { MethodKind: MethodKind.PropertySet, AssociatedSymbol: { } property } ? property : method;
        if (OtherNames.Of(named).Any(other => !code.Declares(other)))
        {
            return null;
        }

        return named is IMethodSymbol
            ? code.CallsOf(method, cancellationToken)
            : OtherNames.Of(named).Prepend(named).SelectMany(name => code.ReferencesTo(name, cancellationToken) ?? Enumerable.Empty<IOperation>()).Where(RateReaders.Writes);
    }

    private static Stage StageOf(Place given)
    {
        if (given.Variable is IParameterSymbol)
        {
            return Stage.Constructor;
        }

        return given.Operation?.WithOuterConversions().Parent switch
        {
            IFieldInitializerOperation or IPropertyInitializerOperation => Stage.Declared,
            ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: var holder } } assignment => StageOf(assignment, holder),
            _ => Stage.Later,
        };
    }

    private static Stage StageOf(IOperation write, IOperation? holder) => holder switch
    {
        IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } =>
            FunctionBodies.FunctionOf(write.Syntax) is ConstructorDeclarationSyntax ? Stage.Constructor : Stage.Later,
        IInstanceReferenceOperation => InitializedBy(holder) is IObjectCreationOperation or IWithOperation ? Stage.Initializer : Stage.Later,
        null => FunctionBodies.FunctionOf(write.Syntax) is ConstructorDeclarationSyntax { Modifiers: var modifiers } && modifiers.Any(SyntaxKind.StaticKeyword) ? Stage.Constructor : Stage.Later,
        _ => Stage.Later,
    };

    // By a constructor or an initializer, whichever comes behind the stage.
    private bool IsGivenAnother(SyntaxNode made, ISymbol member, Stage stage, Place given) => made switch
    {
        WithExpressionSyntax => stage < Stage.Initializer,
        BaseObjectCreationExpressionSyntax creation => stage < Stage.Initializer && creation.Initializer is { } initializer && IsNamedIn(initializer, member)
            || stage < Stage.Constructor && IsWrittenByConstructor(creation, member)
            || stage == Stage.Constructor && IsWrittenBehind(given, creation, member),
        _ => false,
    };

    // Every object that this project makes, or every constructor, of the type or of one that derives from it; null where those are not known.
    private bool? AreAllGivenAnother(ISymbol member, Stage stage, Place given, Replacement replacement)
    {
        if (member.ContainingType is not { TypeKind: TypeKind.Class or TypeKind.Struct } type)
        {
            return null;
        }

        if (member.IsStatic)
        {
            return stage == Stage.Declared && type.StaticConstructors.Any(constructor => Writes(constructor, member, 0)) ? true : null;
        }

        if (stage == Stage.Declared && AreAllWritten(ConstructorsOf(type), member))
        {
            return true;
        }

        bool any = false;
        var seen = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default) { type.OriginalDefinition };
        var pending = new Queue<INamedTypeSymbol>(seen);
        while (pending.Count > 0)
        {
            INamedTypeSymbol made = pending.Dequeue();
            if (seen.Count > GraphLimits.Origins || code.DerivedFrom(made, cancellationToken) is not { } derived)
            {
                return null;
            }

            derived.Where(seen.Add).ToList().ForEach(pending.Enqueue);
            IMethodSymbol[] constructors = ConstructorsOf(made);
            if (made.IsAbstract || stage == Stage.Declared && !SymbolEqualityComparer.Default.Equals(made, type) && AreAllWritten(constructors, member))
            {
                any |= !made.IsAbstract;
                continue;
            }

            foreach (IMethodSymbol constructor in constructors)
            {
                if (code.IsLibrary && constructor.IsVisibleOutside() || code.CallsOf(constructor, cancellationToken) is not { } calls)
                {
                    return null;
                }

                foreach (IObjectCreationOperation creation in calls.OfType<IObjectCreationOperation>())
                {
                    any = true;
                    if (!IsGivenAnother(creation.Syntax, member, stage, given) && !replacement.Covers(creation.Syntax)
                        && !(creation.WithOuterConversions().Parent is IWithOperation { Syntax: WithExpressionSyntax { Initializer: var copied } } && IsNamedIn(copied, member)))
                    {
                        return false;
                    }
                }
            }
        }

        return any ? true : null;
    }

    private static IMethodSymbol[] ConstructorsOf(INamedTypeSymbol type) => type.InstanceConstructors.Where(constructor => !constructor.IsImplicitlyDeclared || constructor.Parameters.IsEmpty).ToArray();

    private bool AreAllWritten(IMethodSymbol[] constructors, ISymbol member) => constructors.Length > 0 && constructors.All(constructor => Writes(constructor, member, 0));

    private bool IsWrittenByConstructor(BaseObjectCreationExpressionSyntax creation, ISymbol member) =>
        code.ModelOf(creation.SyntaxTree).GetSymbolInfo(creation, cancellationToken).Symbol is IMethodSymbol constructor && Writes(constructor, member, 0);

    // Whatever it is given.
    private bool Writes(IMethodSymbol constructor, ISymbol member, int calls)
    {
        if (calls > GraphLimits.Calls || !code.Declares(constructor.ContainingType))
        {
            return false;
        }

        ConstructorDeclarationSyntax? declaration = DeclarationOf(constructor);
        return constructor.IsImplicitlyDeclared || declaration is not null
            ? declaration is not null && WritesItself(declaration, member) || ConstructorBefore(constructor, declaration) is { } called && Writes(called, member, calls + 1)
            : false;
    }

    private ConstructorDeclarationSyntax? DeclarationOf(IMethodSymbol constructor) => constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) as ConstructorDeclarationSyntax;

    private bool WritesItself(ConstructorDeclarationSyntax declaration, ISymbol member)
    {
        SyntaxNode[] writes = declaration.DescendantNodes(node => node == declaration || !FunctionBodies.IsFunction(node))
            .Where(node => node is AssignmentExpressionSyntax assignment && Names(assignment, member) || node is ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.OutKeyword, Expression: var given } && IsName(given, member))
            .ToArray();
        return writes.Length > 0 && ExecutionPaths.Of(declaration, code, cancellationToken).From(Array.Empty<SyntaxNode>(), writes) is { Ends: false };
    }

    // By a constructor that calls the one which gives the value: `class Fast : Settings { public Fast() { Rate = 1; } }`
    private bool IsWrittenBehind(Place given, BaseObjectCreationExpressionSyntax creation, ISymbol member)
    {
        if (given.Operation is not { } value || FunctionBodies.FunctionOf(value.Syntax) is not ConstructorDeclarationSyntax giving)
        {
            return false;
        }

        var constructor = code.ModelOf(creation.SyntaxTree).GetSymbolInfo(creation, cancellationToken).Symbol as IMethodSymbol;
        for (int calls = 0; calls < GraphLimits.Calls && constructor is not null && DeclarationOf(constructor) is var declaration && declaration != giving; calls++)
        {
            if (declaration is not null && WritesItself(declaration, member))
            {
                return true;
            }

            constructor = code.Declares(constructor) ? ConstructorBefore(constructor, declaration) : null;
        }

        return false;
    }

    // The constructor that runs before a constructor's own body.
    private IMethodSymbol? ConstructorBefore(IMethodSymbol constructor, ConstructorDeclarationSyntax? declaration) => declaration?.Initializer is { } other
        ? code.ModelOf(other.SyntaxTree).GetSymbolInfo(other, cancellationToken).Symbol as IMethodSymbol
        : constructor.IsStatic ? null
        : constructor.ContainingType.BaseType?.InstanceConstructors.FirstOrDefault(inherited => inherited.Parameters.IsEmpty);

    private static bool IsNamedIn(InitializerExpressionSyntax initializer, ISymbol member) => initializer.Expressions.Any(expression => Names(expression, member));

    // `rate = 1`, `this.rate = 1`, `(rate, epochs) = (1, 2)`
    private static bool Names(ExpressionSyntax expression, ISymbol member) =>
        expression is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: var target }
        && (target is TupleExpressionSyntax { Arguments: var targets } ? targets.Any(item => IsName(item.Expression, member)) : IsName(target, member));

    private static bool IsName(ExpressionSyntax target, ISymbol member) =>
        (target is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: var name } ? name : target as IdentifierNameSyntax)?.Identifier.ValueText == member.Name;

    // Behind the construction, with a value that is not made of the one before.
    private static bool IsLaterWrite(IOperation reference, ISymbol member)
    {
        if (!RateReaders.Writes(reference) || StageOf(reference, (reference as IMemberReferenceOperation)?.Instance) != Stage.Later)
        {
            return false;
        }

        return reference.Parent switch
        {
            ISimpleAssignmentOperation { Target.Syntax: var target, Value.Syntax: var value } => !IsNamedIn(value, target, member),
            IAssignmentOperation or IIncrementOrDecrementOperation or IAddressOfOperation => false,
            _ => true,
        };
    }

    // `rate = rate / 10`; not `rate = settings.rate`, which is another object's.
    private static bool IsNamedIn(SyntaxNode value, SyntaxNode target, ISymbol member) => value.DescendantNodesAndSelf().Any(node =>
        node is IdentifierNameSyntax { Identifier.ValueText: var name } && name == member.Name
        && WithoutThis(node.Parent is MemberAccessExpressionSyntax access && access.Name == node ? access : node) == WithoutThis(target));

    private static string WithoutThis(SyntaxNode name) => (name is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: var own } ? own : name).ToString();

    // The assignments to the same words.
    private IEnumerable<IOperation> WritesLike(IMemberReferenceOperation target, Replacement replacement) => (replacement.Later ??= (code.WritesOf(replacement.Member, cancellationToken) ?? Enumerable.Empty<IOperation>())
        .Where(write => IsLaterWrite(write, replacement.Member))
        .ToLookup(write => (write.Syntax.SyntaxTree, WithoutThis(write.Syntax))))[(target.Syntax.SyntaxTree, WithoutThis(target.Syntax))];

    // Whether it is not read any more: each way from the write leads over another, or to the end of a program that trains in front of it.
    private bool IsLost(IOperation write, IEnumerable<IOperation> others, IOperation read)
    {
        var stops = others.Select(StopOf).ToList();
        bool isTrained = false;
        bool isOwn = false;
        if ((write as IMemberReferenceOperation)?.Instance?.Variable() is { } holder)
        {
            // `var trainer = new Trainer();`: who comes by there again has another.
            isOwn = holder is ILocalSymbol local && IsDeclaredIn(FunctionBodies.FunctionOf(write.Syntax), local);
            if (isOwn && code.ReferencesTo(holder, cancellationToken)?.All(use => use.Parent is IMemberReferenceOperation or IInvocationOperation || RateReaders.Writes(use)) == true)
            {
                stops.Add(holder.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken));
                stops.AddRange(code.WritesOf(holder, cancellationToken).Where(RateReaders.Writes).Select(StopOf));
            }
            else if (HolderAssignments.AreSeveral(holder, cancellationToken))
            {
                return false;
            }
        }

        SyntaxNode given = StopOf(write);
        SyntaxNode place = given;
        for (int calls = 0; calls < GraphLimits.Calls; calls++)
        {
            if (IsRead(place, given, stops, read, out bool isTrainedHere) is { } isRead)
            {
                return !isRead;
            }

            // Who runs it again reads it.
            isTrained |= isTrainedHere;
            if (code.EnclosingSymbolOf(write, cancellationToken) is not IMethodSymbol method
                || Callers.Of(method, path: null, code.Graph, 0, cancellationToken) is not { Count: < 2 } callers)
            {
                return false;
            }

            if (callers.Count == 0)
            {
                return isTrained && (isOwn || method.IsStatic && !Callers.MayBeStrangers(method, code));
            }

            write = callers[0].Call;
            place = write.Syntax;
        }

        return false;
    }

    // Whether a way leads from a place in its function to the reader, or to a call that leads there, or may; null where its end is reached
    // on none but others.
    private bool? IsRead(SyntaxNode place, SyntaxNode given, IEnumerable<SyntaxNode> stops, IOperation read, out bool isTrained)
    {
        SyntaxNode function = FunctionBodies.FunctionOf(place);
        SyntaxNode reader = FunctionBodies.FunctionOf(read.Syntax);
        SyntaxNode[]? readers = function == reader ? new[] { read.Syntax }
            : CallsTo(reader, read) is var all && all.TryGetValue(function, out List<IOperation>? leading) && all.Keys.All(other => other == function || !function.Contains(other))
                ? leading.Select(call => call.Syntax).ToArray()
                : null;
        isTrained = readers is not null;
        // However many read it.
        Found found = code.Answers<(SyntaxNode, SyntaxNode), Found>().GetOrAdd((place, given), _ => new Found(ExecutionPaths.Of(function, code, cancellationToken).From(new[] { place }, stops)));
        return found.Reached is not { } reached || (readers is null ? reached.Calls : readers.Any(reached.Contains)) ? true
            : reached.Ends ? null
            : false;
    }

    private sealed record Found(ExecutionPaths.Reached? Reached);

    // Where the compiler has the variable written.
    private static SyntaxNode StopOf(IOperation write)
    {
        if (write is not (ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation))
        {
            return write.Syntax;
        }

        while (write.Parent is ITupleOperation or IArgumentOperation)
        {
            write = write.Parent;
        }

        return (write.Parent ?? write).Syntax;
    }

    /// <summary>Whether a local's value has been replaced where it is read, or may have been, for all that is known.</summary>
    public bool IsReplaced(ILocalSymbol local, IOperation? read) =>
        code.WritesOf(local, cancellationToken) is null || InOneName(WritesOf(local).Select(write => (write, (IOperation?)null))).Any(alike => AreSure(alike.ToArray(), read, objects: null));

    // What stands in one function and is about one name.
    private static IEnumerable<IGrouping<(SyntaxNode Function, ISymbol? Holder), (IOperation Write, IOperation? Holder)>> InOneName(IEnumerable<(IOperation Write, IOperation? Holder)> writes) =>
        writes.GroupBy(write => (FunctionBodies.FunctionOf(write.Write.Syntax), write.Holder?.Variable()));

    // Whether one of them has run where the member is read, or may have, for all that is known: in front of each call that leads from their
    // function to the reader, as far as those are seen to be about the same object.
    private bool AreSure((IOperation Write, IOperation? Holder)[] writes, IOperation? read, ImmutableHashSet<SyntaxNode>? objects)
    {
        if (read is null || FunctionBodies.FunctionOf(read.Syntax) is var reader && FunctionBodies.FunctionOf(writes[0].Write.Syntax) is var function && reader == function
            || !CallsTo(reader, read).TryGetValue(function, out List<IOperation>? calls))
        {
            return AreSureAt(writes, read, objects);
        }

        // `trainer = new Trainer();`: a name that several objects have tells nothing.
        IOperation? holder = writes[0].Holder;
        bool isOneObject = holder?.Variable() is not { } name || !HolderAssignments.AreSeveral(name, cancellationToken);
        IOperation[] same = calls.Where(call => holder is null || isOneObject && IsAbout(call, holder)).ToArray();
        return same.Length > GraphLimits.Stages || calls.Count > GraphLimits.Places
            || (same.Length > 0 ? same.All(call => AreSureAt(writes, call, objects)) : calls.Any(call => AreSureAt(writes, call, objects)));
    }

    // `trainer.Fit()`, `Fit(settings)`
    private static bool IsAbout(IOperation call, IOperation holder) =>
        call.Arguments().Select(argument => argument.Value).Append((call as IInvocationOperation)?.Instance ?? (call as IMemberReferenceOperation)?.Instance).Any(given => given?.WithoutConversions() switch
        {
            null => false,
            IInstanceReferenceOperation => holder is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance },
            var named => named.Variable() is { } variable && SymbolEqualityComparer.Default.Equals(variable, holder.Variable())
                && (named as IMemberReferenceOperation)?.Instance?.Variable() is var one && SymbolEqualityComparer.Default.Equals(one, (holder as IMemberReferenceOperation)?.Instance?.Variable()),
        });

    // The calls that lead to a function, by the function in which they stand.
    private Dictionary<SyntaxNode, List<IOperation>> CallsTo(SyntaxNode function, IOperation within)
    {
        if (_callsTo.TryGetValue(function, out Dictionary<SyntaxNode, List<IOperation>>? known))
        {
            return known;
        }

        _callsTo.Add(function, known = new Dictionary<SyntaxNode, List<IOperation>>());
        var pending = new Queue<(IOperation Operation, int Calls)>();
        pending.Enqueue((within, 0));
        while (pending.Count > 0 && known.Count < GraphLimits.MethodsBelow)
        {
            (IOperation current, int calls) = pending.Dequeue();
            foreach (CallSite site in CallSites.Above(current, path: null, code, cancellationToken).Where(site => !site.IsAssumed))
            {
                SyntaxNode caller = FunctionBodies.FunctionOf(site.Operation.Syntax);
                if (!known.TryGetValue(caller, out List<IOperation>? seen))
                {
                    known.Add(caller, seen = new List<IOperation>());
                    if (calls + 1 < GraphLimits.Calls)
                    {
                        pending.Enqueue((site.Operation, calls + 1));
                    }
                }

                seen.Add(site.Operation);
            }
        }

        return known;
    }

    // Whether no way leads to the place, from where the objects are made or from the function's beginning, that passes none of them. Where
    // the place is not in their function, whether what may run in some cases only is passed by on none.
    private bool AreSureAt((IOperation Write, IOperation? Holder)[] writes, IOperation? read, ImmutableHashSet<SyntaxNode>? objects)
    {
        SyntaxNode function = FunctionBodies.FunctionOf(writes[0].Write.Syntax);
        SyntaxNode[] made = objects?.Where(one => FunctionBodies.FunctionOf(one) == function).ToArray() ?? Array.Empty<SyntaxNode>();
        bool isOfReader = read is not null && read.Syntax.SyntaxTree == function.SyntaxTree && FunctionBodies.FunctionOf(read.Syntax) == function;
        SyntaxNode?[] choices = isOfReader ? Array.Empty<SyntaxNode?>() : writes.Select(write => write.Write.Syntax.Ancestors().TakeWhile(node => node != function && !made.Any(one => node.Span.Contains(one.Span))).LastOrDefault(IsChoice)).ToArray();
        if (isOfReader ? writes.Any(write => StopOf(write.Write).Contains(read!.Syntax)) : choices.Contains(null))
        {
            // `other.Rate = Rate`: whose it is, nobody knows.
            return true;
        }

        var stops = new List<SyntaxNode>();
        var lists = new List<SyntaxNode>();
        foreach ((IOperation write, IOperation? holder) in writes)
        {
            stops.Add(StopOf(write));
            foreach (SyntaxNode node in write.Syntax.Ancestors().TakeWhile(node => node != function))
            {
                ExpressionSyntax? condition = node is WhileStatementSyntax { Condition: var asked } && !(isOfReader && node.Contains(read!.Syntax)) ? asked : ConditionOf(node);
                if (condition?.Span.Contains(write.Syntax.Span) == false && AsksWhetherWritten(condition, write))
                {
                    stops.Add(condition);
                }
                else if (node is ForEachStatementSyntax { Identifier.ValueText: var element, Expression: var all } && holder is ILocalReferenceOperation { Local.Name: var held } && held == element)
                {
                    // Whatever is in the list.
                    lists.Add(all);
                }
            }
        }

        return ExecutionPaths.Of(function, code, cancellationToken).From(made, stops, isOfReader ? null : choices[0], lists) is not { } reached
            || (isOfReader ? !reached.Contains(read!.Syntax) : NextOf(choices[choices.Length - 1]!, function) is { } next and not ThrowStatementSyntax ? !reached.Contains(next) : !reached.Ends);
    }

    private static bool IsChoice(SyntaxNode node) =>
        node is IfStatementSyntax or SwitchStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or TryStatementSyntax
            or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression };

    // What runs behind a statement.
    private static SyntaxNode? NextOf(SyntaxNode statement, SyntaxNode function) => statement.AncestorsAndSelf().TakeWhile(node => node != function)
        .Select(node => (node.Parent as BlockSyntax)?.Statements.SkipWhile(other => other != node).Skip(1).FirstOrDefault()).FirstOrDefault(next => next is not null);

    private static ExpressionSyntax? ConditionOf(SyntaxNode choice) => choice switch
    {
        IfStatementSyntax { Condition: var condition } => condition,
        ConditionalExpressionSyntax { Condition: var condition } => condition,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression, Left: var condition } => condition,
        SwitchStatementSyntax { Expression: var governing } => governing,
        _ => null,
    };

    // `if (!_isReady) { Rate = 1; _isReady = true; }`, `if (!_isReady) Prepare();`, `if (run == 0) Rate = 1;`: what the condition asks is
    // written beside it, so it is a matter of when, and not of whether.
    private bool AsksWhetherWritten(ExpressionSyntax condition, IOperation write)
    {
        SyntaxNode? called = (write as IInvocationOperation)?.TargetMethod.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken);
        return condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name =>
            // What the condition itself finds out tells whether.
            !(name.Parent is AssignmentExpressionSyntax assignment && assignment.Left == name || name.Parent is ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.OutKeyword })
            && code.ModelOf(condition.SyntaxTree).GetSymbolInfo(name, cancellationToken).Symbol is { } asked and (IFieldSymbol or IPropertySymbol or ILocalSymbol)
            && code.WritesOf(asked, cancellationToken)?.Any(told => RateReaders.Writes(told) && (IsBeside(told.Syntax, write.Syntax) || FunctionBodies.FunctionOf(told.Syntax) == called)) == true);
    }

    // In the same statements, or in those around it.
    private static bool IsBeside(SyntaxNode told, SyntaxNode write) => told.SyntaxTree == write.SyntaxTree
        && told.Ancestors().First(node => node is BlockSyntax or SwitchSectionSyntax or ForStatementSyntax or MemberDeclarationSyntax or CompilationUnitSyntax).Span.Contains(write.Span);

    // `get => _isSet ? _rate : 0.001`
    private bool IsReadBehind(ISymbol member, IOperation read)
    {
        SyntaxNode function = FunctionBodies.FunctionOf(read.Syntax);
        return read.Syntax.Ancestors().TakeWhile(node => node != function).Any(node => ConditionOf(node) is { } condition
            && !condition.Span.Contains(read.Syntax.Span)
            && code.WritesOf(member, cancellationToken)?.Take(GraphLimits.Origins).Any(write => IsLaterWrite(write, member) && AsksWhetherWritten(condition, write)) == true);
    }

    /// <summary>What has replaced other values of a member where it is read.</summary>
    /// <param name="member">The member.</param>
    /// <param name="objects">The objects whose member is read; <see langword="null"/> where they are not known.</param>
    /// <param name="read">Where it is read.</param>
    public sealed class Replacement(ISymbol member, ImmutableHashSet<SyntaxNode>? objects, IOperation? read)
    {
        private readonly HashSet<SyntaxNode> _owners = new();

        /// <summary>The member.</summary>
        public ISymbol Member => member;

        /// <summary>The objects whose member is read.</summary>
        public ImmutableHashSet<SyntaxNode>? Objects => objects;

        /// <summary>Where it is read.</summary>
        public IOperation? Read => read;

        /// <summary>What writes it behind the construction, by file and words; found where somebody asks.</summary>
        public ILookup<(SyntaxTree File, string Target), IOperation>? Later { get; set; }

        /// <summary>Adds the objects that a write may be of; <see langword="null"/> where it may be anybody's.</summary>
        public void Add(ImmutableHashSet<SyntaxNode>? owners)
        {
            IsSomebodys = true;
            IsAnybodys |= owners is null;
            _owners.UnionWith(owners ?? ImmutableHashSet<SyntaxNode>.Empty);
        }

        /// <summary>Whether anybody's member may be written.</summary>
        public bool IsAnybodys { get; private set; }

        /// <summary>Whether some object's member is written.</summary>
        public bool IsSomebodys { get; private set; }

        /// <summary>Whether an object is written.</summary>
        public bool Covers(SyntaxNode made) => _owners.Contains(made);
    }
}
