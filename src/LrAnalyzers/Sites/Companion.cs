using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Sites;

/// <summary>What the code gives to a parameter or an options member that stands beside a learning rate.</summary>
/// <param name="IsKnown">Whether it can be told at all.</param>
/// <param name="Value">What is given, or <see langword="null"/> where it is left to the library's default.</param>
internal readonly record struct Companion(bool IsKnown, IOperation? Value)
{
    private static readonly Companion s_unknown = new(IsKnown: false, Value: null);
    private static readonly Companion s_absent = new(IsKnown: true, Value: null);

    /// <summary>Whether the library's default holds.</summary>
    public bool IsAbsent => IsKnown && Value is null;

    /// <summary>
    /// Finds the parameter or member of the name, in whatever case, that goes to the same call or options object:
    /// in its initializer, or assigned to the local that holds it anywhere in the same member.
    /// </summary>
    public static Companion Of(LearningRateSite site, string name, LearningRateCatalog catalog, CancellationToken cancellationToken) =>
        Of(site.Operation, name, catalog, cancellationToken);

    /// <summary>The same for any call, object creation or assignment of a member.</summary>
    public static Companion Of(IOperation operation, string name, LearningRateCatalog catalog, CancellationToken cancellationToken) => operation switch
    {
        IInvocationOperation invocation => Among(invocation.Arguments, name),
        IObjectCreationOperation creation => Among(creation.Arguments, name),
        ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: { } instance } } =>
            AmongAssignments(instance, name, catalog, cancellationToken),
        _ => s_unknown,
    };

    private static Companion Among(IEnumerable<IArgumentOperation> arguments, string name)
    {
        IArgumentOperation? argument = arguments.FirstOrDefault(candidate => IsNamed(candidate.Parameter, name));
        return argument is null || argument.ArgumentKind == ArgumentKind.DefaultValue
            ? s_absent
            : new Companion(IsKnown: true, argument.Value);
    }

    private static Companion AmongAssignments(IOperation instance, string name, LearningRateCatalog catalog, CancellationToken cancellationToken)
    {
        var member = MemberOperations.Around(instance, catalog);
        if (OptionsObject.Of(instance, member) is not { } options
            || options.MayBeFilledElsewhere(name, member, catalog, cancellationToken))
        {
            return s_unknown;
        }

        (IObjectCreationOperation creation, ILocalSymbol? local) = (options.Creation, options.Local);
        IEnumerable<IOperation> given = creation.Initializer is { } initializer
            ? initializer.Initializers.OfType<ISimpleAssignmentOperation>()
                .Where(assignment => assignment.Target is IMemberReferenceOperation target && IsNamed(target.Member, name))
                .Select(assignment => assignment.Value)
            : Enumerable.Empty<IOperation>();
        if (local is not null)
        {
            given = given.Concat(member.AssignmentsTo(local).Where(assignment => IsNamed(assignment.Member, name)).Select(assignment => assignment.Value));
        }

        IOperation[] values = given.Take(2).ToArray();
        return values.Length switch
        {
            0 => s_absent,
            1 => new Companion(IsKnown: true, values[0]),
            _ => s_unknown,
        };
    }

    /// <summary>The object creation whose initializer the implicit receiver stands in.</summary>
    public static IObjectCreationOperation? CreationAround(IOperation operation)
    {
        IOperation? current = operation is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } ? operation : null;
        while (current is not null and not IObjectOrCollectionInitializerOperation)
        {
            current = current.Parent;
        }

        return current?.Parent as IObjectCreationOperation;
    }

    /// <summary>The local that the created object is stored in, if it is stored in one.</summary>
    public static ILocalSymbol? LocalThatHolds(IOperation creation)
    {
        IOperation? parent = creation.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation reference } => reference.Local,
            _ => null,
        };
    }

    private static bool IsNamed(ISymbol? symbol, string name) =>
        string.Equals(symbol?.Name, name, System.StringComparison.OrdinalIgnoreCase);
}
