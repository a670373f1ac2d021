using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Sites;

/// <summary>The range in which AutoML searches a learning rate.</summary>
/// <param name="Creation">The creation of the option, or of the attribute.</param>
/// <param name="Name">What the code calls the learning rate.</param>
/// <param name="Minimum">The lower bound.</param>
/// <param name="Maximum">The upper bound.</param>
/// <param name="LogBase">What switches the logarithmic scale on; <see langword="null"/> where it is left off.</param>
/// <param name="Start">Where the search begins; <see langword="null"/> for the lower bound.</param>
/// <param name="IsWhole">Whether only whole numbers are tried.</param>
/// <param name="Trainer">The trainer whose options are searched, if it is known.</param>
internal sealed record SearchRangeSite(
    IObjectCreationOperation Creation,
    string Name,
    IOperation Minimum,
    IOperation Maximum,
    IOperation? LogBase,
    IOperation? Start,
    bool IsWhole,
    TrainerDefinition? Trainer)
{
    /// <summary>
    /// Whether the range is that of the member which is analysed: one attribute of several fields, <c>[Range(0, 1)] double a, b;</c>,
    /// is analysed once for each.
    /// </summary>
    public bool IsOf(ISymbol member) => Creation.Syntax is not AttributeSyntax || member is not IFieldSymbol || member.Name == Name;

    /// <summary>The site that the operation is, or <see langword="null"/> where it is none, or not certainly of a learning rate.</summary>
    public static SearchRangeSite? Read(IOperation operation, LearningRateCatalog catalog)
    {
        if (operation is not IObjectCreationOperation { Type: INamedTypeSymbol type } creation
            || catalog.SearchRangeOf(type) is not { } definition
            || CreationArguments.Of(creation) is not { } arguments
            || arguments.Explicit(SearchRangeDefinition.MinimumParameter) is not { } minimum
            || arguments.Explicit(SearchRangeDefinition.MaximumParameter) is not { } maximum
            || NameOf(creation, catalog) is not var (name, searchSpace))
        {
            return null;
        }

        IOperation? start = arguments.Explicit(definition.DefaultParameter);
        return new SearchRangeSite(
            creation,
            name,
            minimum,
            maximum,
            arguments.Explicit(SearchRangeDefinition.LogBaseParameter),
            start?.ConstantValue is { HasValue: true, Value: null } ? null : start,
            arguments.For(SearchRangeDefinition.MinimumParameter)?.Parameter?.Type.IsInteger() == true,
            catalog.TrainerSearchedBy(searchSpace));
    }

    // What the range is of, and the search space it is put into.
    private static (string Name, ITypeSymbol? SearchSpace)? NameOf(IObjectCreationOperation creation, LearningRateCatalog catalog)
    {
        if (creation.Syntax is AttributeSyntax attribute)
        {
            return NamesOfTarget(attribute).FirstOrDefault(HyperparameterNames.NamesLearningRate) is { } member ? (member, null) : null;
        }

        return NameGiven(creation) ?? NameOfHolder(creation, catalog);
    }

    private static IEnumerable<string> NamesOfTarget(AttributeSyntax attribute) => attribute.Parent?.Parent switch
    {
        PropertyDeclarationSyntax property => new[] { property.Identifier.ValueText },
        FieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier.ValueText),
        ParameterSyntax parameter => new[] { parameter.Identifier.ValueText },
        _ => Enumerable.Empty<string>(),
    };

    // `space["LearningRate"] = option`, `space.Add("LearningRate", option)`, `{ "LearningRate", option }`, `("LearningRate", option)`.
    private static (string, ITypeSymbol?)? NameGiven(IOperation option)
    {
        IOperation given = Given(option);
        (IOperation? key, ITypeSymbol? searchSpace) = given.Parent switch
        {
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Arguments: { Length: 1 } index } target } assignment
                when assignment.Value == given => (index[0].Value, target.Instance?.Type),
            IArgumentOperation { Parent: IInvocationOperation { Arguments: { Length: 2 } arguments } call } =>
                (OtherThan(given, arguments.Select(argument => argument.Value)), call.Instance?.Type),
            IArgumentOperation { Parent: IObjectCreationOperation { Arguments: { Length: 2 } arguments } } =>
                (OtherThan(given, arguments.Select(argument => argument.Value)), null),
            ITupleOperation { Elements: { Length: 2 } elements } => (OtherThan(given, elements), null),
            _ => default,
        };
        return key?.WithoutConversions().ConstantValue is { HasValue: true, Value: string name } && HyperparameterNames.NamesLearningRate(name)
            ? (name, searchSpace)
            : null;
    }

    // A variable, property or parameter that is named after the learning rate, or whose content is put into a space later.
    private static (string, ITypeSymbol?)? NameOfHolder(IOperation option, LearningRateCatalog catalog)
    {
        IOperation given = Given(option);
        ISymbol? holder = given.Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            IFieldInitializerOperation { InitializedFields: { Length: 1 } fields } => fields[0],
            IPropertyInitializerOperation { InitializedProperties: { Length: 1 } properties } => properties[0],
            ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member: var member } } => member,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var target } } => target,
            IArgumentOperation argument => argument.Parameter,
            IReturnOperation => CodeBase.EnclosingSymbol(option, CancellationToken.None) is IMethodSymbol method
                ? method.AssociatedSymbol ?? method
                : null,
            _ => null,
        };
        if (holder is not null && HyperparameterNames.NamesRangeOfLearningRate(holder.Name))
        {
            return (holder.Name, null);
        }

        return holder is ILocalSymbol local
            && MemberOperations.Around(option, catalog) is var around
            && around.InitializerOf(local) is { } initializer
            && initializer == given
            ? around.UsesOf(local).Select(NameGiven).FirstOrDefault(name => name is not null)
            : null;
    }

    private static IOperation? OtherThan(IOperation given, IEnumerable<IOperation> both) => both.FirstOrDefault(value => value != given);

    // The whole expression whose value the option is.
    private static IOperation Given(IOperation option)
    {
        for (int depth = 0; depth < GraphLimits.OptionDepth; depth++)
        {
            switch (option.Parent)
            {
                case IConversionOperation or IParenthesizedOperation or ISwitchExpressionArmOperation or ISwitchExpressionOperation or ICoalesceOperation:
                case IConditionalOperation conditional when conditional.Condition != option:
                    option = option.Parent!;
                    break;
                default:
                    return option;
            }
        }

        return option;
    }
}
