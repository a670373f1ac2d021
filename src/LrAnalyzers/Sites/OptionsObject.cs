using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Sites;

/// <summary>An options object, from its creation to the trainer that it is given to.</summary>
/// <param name="Creation">Where it is created.</param>
/// <param name="Local">The local that holds it, if one does.</param>
internal sealed record OptionsObject(IObjectCreationOperation Creation, ILocalSymbol? Local)
{
    /// <summary>The object whose member is assigned; <see langword="null"/> where its creation cannot be seen.</summary>
    /// <param name="instance">What the assignment goes to: a local, or the object whose initializer it stands in.</param>
    /// <param name="member">The member of the project around it.</param>
    public static OptionsObject? Of(IOperation instance, MemberOperations member)
    {
        ILocalSymbol? local = (instance as ILocalReferenceOperation)?.Local;
        IObjectCreationOperation? creation = local is null
            ? Companion.CreationAround(instance)
            : member.InitializerOf(local)?.WithoutConversions() as IObjectCreationOperation;
        return creation is null ? null : new OptionsObject(creation, local ?? Companion.LocalThatHolds(creation));
    }

    /// <summary>
    /// Whether code that is not looked at may set the member: a method that is given the object, or whoever gets hold of it,
    /// if anything in the project writes a member of that name outside an object initializer.
    /// </summary>
    public bool MayBeFilledElsewhere(string name, MemberOperations member, LearningRateCatalog catalog, CancellationToken cancellationToken)
    {
        Fate fate = FateOf(Creation, name, catalog);
        if (Local is not null)
        {
            // What is assigned to the local in the open is counted by whoever asks.
            fate = member.InitializerOf(Local) is null ? Fate.Open : Fate.Closed;
            foreach (ILocalReferenceOperation use in member.UsesOf(Local))
            {
                Fate next = FateOf(use, name, catalog);
                fate = next > fate ? next : fate;
            }
        }

        return fate switch
        {
            Fate.Closed => false,
            Fate.Open => Creation.SemanticModel is not { } semanticModel
                || CodeBase.Of(semanticModel.Compilation).Files(cancellationToken)
                    .Where((typeof(MemberWrites), name), most: 1, (tree, _) => MemberWrites.AnyIn(tree, name, cancellationToken)).Length > 0,
            _ => true,
        };
    }

    private static Fate FateOf(IOperation use, string name, LearningRateCatalog catalog)
    {
        while (use.Parent is IConversionOperation or IParenthesizedOperation)
        {
            use = use.Parent;
        }

        return use.Parent switch
        {
            IArgumentOperation { Parameter.RefKind: not RefKind.None } => Fate.Filled,
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var method } } => FateIn(method, catalog),
            IArgumentOperation { Parent: IObjectCreationOperation { Constructor: { } constructor } } => FateIn(constructor, catalog),
            IMemberReferenceOperation reference when reference.Instance == use => FateOfMember(reference, name),
            IExpressionStatementOperation => Fate.Closed,
            ISimpleAssignmentOperation { Target: IDiscardOperation } => Fate.Closed,
            IFieldInitializerOperation or IPropertyInitializerOperation => Fate.Filled,
            // A field, where other code can fill it further.
            ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: not IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } } } => Fate.Filled,
            _ => Fate.Open,
        };
    }

    // The libraries' own methods read options. The framework's may keep them in a list.
    private static Fate FateIn(IMethodSymbol method, LearningRateCatalog catalog) =>
        catalog.MayFill(method) ? Fate.Filled : method.IsOfFramework() ? Fate.Open : Fate.Closed;

    // Read, or assigned as a whole: everything else writes in a way that is not looked at.
    private static Fate FateOfMember(IMemberReferenceOperation reference, string name)
    {
        if (!string.Equals(reference.Member.Name, name, System.StringComparison.OrdinalIgnoreCase))
        {
            return Fate.Closed;
        }

        return reference.Parent switch
        {
            ISimpleAssignmentOperation { IsRef: true } => Fate.Filled,
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => Fate.Filled,
            ICompoundAssignmentOperation or ICoalesceAssignmentOperation or IIncrementOrDecrementOperation or ITupleOperation => Fate.Filled,
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol.RefKind: not RefKind.None } } => Fate.Filled,
            _ => Fate.Closed,
        };
    }

    // What becomes of the object, the worse the higher.
    private enum Fate
    {
        // Nobody else sees it.
        Closed,

        // Others see it.
        Open,

        // It is given away to be filled.
        Filled,
    }
}
