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
    private readonly Dictionary<(SyntaxNode Choice, string Target), bool> _isGivenInAll = new();

    private readonly Dictionary<SyntaxNode, Dictionary<SyntaxNode, List<IOperation>>> _callsTo = new();

    private readonly Dictionary<SyntaxNode, bool> _isOverwritten = new();

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
            ILocalReferenceOperation local when LastGiven(local) is { } last => Of(last, own),
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
    private IOperation? LastGiven(ILocalReferenceOperation holder)
    {
        IOperation? last = null;
        foreach (IOperation reference in code.WritesOf(holder.Local, cancellationToken) ?? Enumerable.Empty<IOperation>())
        {
            if (RateReaders.Writes(reference) && reference.Syntax.SpanStart < holder.Syntax.SpanStart)
            {
                if (reference.Parent is not ISimpleAssignmentOperation assignment
                    // What is written in a loop around the reader is written behind it as well, a round before.
                    || assignment.Syntax.Span.Contains(holder.Syntax.Span)
                    || !IsSureAt(reference, holder, objects: null))
                {
                    return null;
                }

                last = assignment.Value;
            }
        }

        return last;
    }

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
        var replacement = new Replacement(member, objects);
        if (read is not null && IsReadBehind(member, read))
        {
            replacement.Add(owners: null);
        }

        (IOperation Write, IOperation? Holder)[] writes = LaterWrites(member, read).Take(GraphLimits.Origins + 1).ToArray();
        if (writes.Length > GraphLimits.Origins || writes.Length > 0 && objects?.Count > GraphLimits.Origins)
        {
            replacement.Add(owners: null);
            writes = Array.Empty<(IOperation, IOperation?)>();
        }

        foreach ((IOperation write, IOperation? holder) in writes)
        {
            if (IsSure(write, holder, read, objects, writes))
            {
                replacement.Add(holder is null ? null : OwnersOf(holder, member, objects));
            }
        }

        if (read is null || code.WritesOf(member, cancellationToken) is not { Count: > 1 })
        {
            return replacement;
        }

        // `options.Rate = 1; options.Rate = 2;`: the same words in front of the same reader.
        int from = 0;
        foreach (IOperation reference in (code.ReferencesTo(member, cancellationToken) ?? Enumerable.Empty<IOperation>())
            .Where(reference => reference.Syntax.SyntaxTree == read.Syntax.SyntaxTree && reference.Syntax.SpanStart < read.Syntax.SpanStart))
        {
            if (!RateReaders.Writes(reference))
            {
                from = reference.Syntax.SpanStart;
            }
            else if (FunctionBodies.FunctionOf(reference.Syntax) == FunctionBodies.FunctionOf(read.Syntax) && IsLaterWrite(reference, member) && IsSureAt(reference, read, objects: null))
            {
                replacement.Add(reference.Syntax, from);
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
                && (replacement.IsFollowed(target.Syntax) || IsOverwritten(target.Syntax, replacement.Member));
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
        foreach (IOperation write in OtherNames.Of(member).Prepend(member).SelectMany(name => code.WritesOf(name, cancellationToken) ?? Enumerable.Empty<IOperation>()))
        {
            if (!IsLaterWrite(write, member))
            {
                continue;
            }

            IOperation? holder = (write as IMemberReferenceOperation)?.Instance;
            SyntaxNode function = FunctionBodies.FunctionOf(write.Syntax);
            if (holder is not (IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } or IParameterReferenceOperation)
                || read is not null && FunctionBodies.FunctionOf(read.Syntax) == function
                || code.EnclosingSymbolOf(write, cancellationToken) is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.PropertySet } method
                || holder is IParameterReferenceOperation { Parameter.ContainingSymbol: var taker } && !SymbolEqualityComparer.Default.Equals(taker, method)
                || UsesOf(method) is not { } uses)
            {
                yield return (write, holder);
            }
            else if (IsSureAt(write, read: null, objects: null))
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

    private static bool WritesItself(ConstructorDeclarationSyntax declaration, ISymbol member) =>
        declaration.ExpressionBody is { Expression: var only } && AlwaysRuns.In(only, expression => Names(expression, member))
        || declaration.Body is { } body && AlwaysRuns.In(body, expression => Names(expression, member), isFunction: true);

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
    private static bool Names(ExpressionSyntax expression, ISymbol member) => Assigns(expression, target => IsName(target, member));

    private static bool Assigns(ExpressionSyntax expression, Func<ExpressionSyntax, bool> isTarget) =>
        expression is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: var target }
        && (target is TupleExpressionSyntax { Arguments: var targets } ? targets.Any(item => isTarget(item.Expression)) : isTarget(target));

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

    // However many read it.
    private bool IsOverwritten(SyntaxNode target, ISymbol member)
    {
        if (!_isOverwritten.TryGetValue(target, out bool isOverwritten))
        {
            _isOverwritten.Add(target, isOverwritten = IsFollowedByAnother(target, member));
        }

        return isOverwritten;
    }

    // `trainer.Rate = 20; trainer.Rate = 1e-3; trainer.Fit();`: before anything is called that could read it.
    private static bool IsFollowedByAnother(SyntaxNode target, ISymbol member)
    {
        if (target.Parent is not AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax { Parent: BlockSyntax { Statements: var statements } } statement })
        {
            return false;
        }

        for (int i = statements.IndexOf(statement) + 1; i < statements.Count && statements[i] is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax next }; i++)
        {
            if (next.DescendantNodes().Any(node => node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or AwaitExpressionSyntax))
            {
                return false;
            }

            if (next.IsKind(SyntaxKind.SimpleAssignmentExpression) && next.Left.ToString() == target.ToString())
            {
                return !IsNamedIn(next.Right, target, member);
            }
        }

        return false;
    }

    /// <summary>Whether a local's value has been replaced where it is read, or may have been, for all that is known.</summary>
    public bool IsReplaced(ILocalSymbol local, IOperation? read) =>
        code.WritesOf(local, cancellationToken)?.Where(RateReaders.Writes).Take(GraphLimits.Origins).Any(write => IsSure(write, holder: null, read, objects: null, Array.Empty<(IOperation, IOperation?)>())) != false;

    // Whether it has run where the member is read, or may have, for all that is known: in front of each call that leads from its function
    // to the reader, as far as those are seen to be about the same object, or has another write of those in front of it.
    private bool IsSure(IOperation write, IOperation? holder, IOperation? read, ImmutableHashSet<SyntaxNode>? objects, (IOperation Write, IOperation? Holder)[] writes)
    {
        if (read is null || FunctionBodies.FunctionOf(read.Syntax) is var reader && FunctionBodies.FunctionOf(write.Syntax) is var function && reader == function
            || !CallsTo(reader, read).TryGetValue(function, out List<IOperation>? calls))
        {
            return IsSureAt(write, read, objects);
        }

        // `trainer = new Trainer();`: a name that several objects have tells nothing.
        bool isOneObject = holder?.Variable() is not { } name || !HolderAssignments.AreSeveral(name, cancellationToken);
        IOperation[] same = calls.Where(call => holder is null || isOneObject && IsAbout(call, holder)).ToArray();
        return same.Length > GraphLimits.Stages || calls.Count > GraphLimits.Places
            || (same.Length > 0
                ? same.All(call => IsSureAt(write, call, objects) || writes.Any(other => FunctionBodies.FunctionOf(other.Write.Syntax) == function
                    && SymbolEqualityComparer.Default.Equals(other.Holder?.Variable(), holder?.Variable()) && IsSureAt(other.Write, call, objects)))
                : calls.Any(call => IsSureAt(write, call, objects)));
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

    // Not behind the place, nor only in some runs.
    private bool IsSureAt(IOperation write, IOperation? read, ImmutableHashSet<SyntaxNode>? objects)
    {
        SyntaxNode function = FunctionBodies.FunctionOf(write.Syntax);
        bool isOfReader = read is not null && read.Syntax.SyntaxTree == write.Syntax.SyntaxTree && FunctionBodies.FunctionOf(read.Syntax) == function;
        return !(isOfReader && write.Syntax.SpanStart > read!.Syntax.SpanStart && !read.Syntax.Span.Contains(write.Syntax.Span) && JumpLoops.Of(function, code, cancellationToken).Backward.IsEmpty)
            && !write.Syntax.Ancestors().TakeWhile(node => node != function).Any(node =>
                (IsChoice(node, write.Syntax) && !IsGivenInAll((StatementSyntax)node, write.Syntax) && !AsksWhetherWritten(ConditionOf(node)!, write)
                    || node is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } choice && choice.Right.Span.Contains(write.Syntax.Span)
                        && !AsksWhetherWritten(choice.Left, write)
                    || node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax
                    || node is CatchClauseSyntax { Parent: TryStatementSyntax failed } && !IsGivenInAll(failed, write.Syntax)
                    || node is TryStatementSyntax { Catches: var handlers } tried && tried.Block.Span.Contains(write.Syntax.Span) && handlers.Any(GoesOn) && !IsGivenInAll(tried, write.Syntax))
                // Whatever is in the list.
                && !(node is ForEachStatementSyntax { Identifier.ValueText: var element } && (write as IMemberReferenceOperation)?.Instance is ILocalReferenceOperation { Local.Name: var held } && held == element)
                // What is made, or read, in there is written there, too.
                && !(isOfReader && BranchOf(node, write.Syntax).Span.Contains(read!.Syntax.Span))
                && objects?.Any(made => made.SyntaxTree == node.SyntaxTree && node.Span.Contains(made.Span)) != true);
    }

    // Whether what stands there runs in some cases only; a chain of `else if` is one choice.
    private static bool IsChoice(SyntaxNode node, SyntaxNode written) => node switch
    {
        IfStatementSyntax branch => branch.Parent is not ElseClauseSyntax && !branch.Condition.Span.Contains(written.Span),
        SwitchStatementSyntax => true,
        _ => false,
    };

    // What runs together with what stands there.
    private static SyntaxNode BranchOf(SyntaxNode choice, SyntaxNode written) => choice is IfStatementSyntax or SwitchStatementSyntax
        ? written.Ancestors().TakeWhile(node => node != choice).LastOrDefault(node => node is SwitchSectionSyntax || node.Parent is ElseClauseSyntax && node is not IfStatementSyntax
            || node.Parent is IfStatementSyntax { Statement: var statement } && statement == node) ?? choice
        : choice;

    // `options.Rate = 1` in one branch and in the other, or where it fails.
    private bool IsGivenInAll(StatementSyntax choice, SyntaxNode written)
    {
        string target = written.ToString();
        if (!_isGivenInAll.TryGetValue((choice, target), out bool isGiven))
        {
            isGiven = AlwaysRuns.In(choice, expression => Assigns(expression, left => left.ToString() == target), isFunction: false);
            _isGivenInAll.Add((choice, target), isGiven);
        }

        return isGiven;
    }

    private static ExpressionSyntax? ConditionOf(SyntaxNode choice) => choice switch
    {
        IfStatementSyntax { Condition: var condition } => condition,
        ConditionalExpressionSyntax { Condition: var condition } => condition,
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

    private static bool GoesOn(CatchClauseSyntax handler) =>
        handler.Block.Statements.LastOrDefault() is var last && last is not (ThrowStatementSyntax or ReturnStatementSyntax) && !JumpStatements.EndsProgram(last);

    /// <summary>What has replaced other values of a member where it is read.</summary>
    /// <param name="member">The member.</param>
    /// <param name="objects">The objects whose member is read; <see langword="null"/> where they are not known.</param>
    public sealed class Replacement(ISymbol member, ImmutableHashSet<SyntaxNode>? objects)
    {
        private readonly HashSet<SyntaxNode> _owners = new();
        private readonly Dictionary<string, (SyntaxNode Last, int From)> _followed = new();

        /// <summary>The member.</summary>
        public ISymbol Member => member;

        /// <summary>The objects whose member is read.</summary>
        public ImmutableHashSet<SyntaxNode>? Objects => objects;

        /// <summary>Adds the objects that a write may be of; <see langword="null"/> where it may be anybody's.</summary>
        public void Add(ImmutableHashSet<SyntaxNode>? owners)
        {
            IsSomebodys = true;
            IsAnybodys |= owners is null;
            _owners.UnionWith(owners ?? ImmutableHashSet<SyntaxNode>.Empty);
        }

        /// <summary>Adds a write, and from where on nobody has read what the same words were given before it.</summary>
        public void Add(SyntaxNode write, int from) => _followed[write.ToString()] = (write, from);

        /// <summary>Whether anybody's member may be written.</summary>
        public bool IsAnybodys { get; private set; }

        /// <summary>Whether some object's member is written.</summary>
        public bool IsSomebodys { get; private set; }

        /// <summary>Whether an object is written.</summary>
        public bool Covers(SyntaxNode made) => _owners.Contains(made);

        /// <summary>Whether the write is followed by another.</summary>
        public bool IsFollowed(SyntaxNode write) => _followed.TryGetValue(write.ToString(), out (SyntaxNode Last, int From) followed)
            && write.SyntaxTree == followed.Last.SyntaxTree && write.SpanStart >= followed.From && write.SpanStart < followed.Last.SpanStart;
    }
}
