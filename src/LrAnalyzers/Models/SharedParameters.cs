using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Models;

/// <summary>
/// Parameters that an optimizer has in two groups: all of a module's in one, and those of a part of it in another. Both train
/// them in each step.
/// </summary>
/// <param name="Wider">The call of <c>parameters()</c> that takes the part in as well.</param>
/// <param name="Narrower">The call that takes the part alone.</param>
internal sealed record SharedParameters(IInvocationOperation Wider, IInvocationOperation Narrower)
{
    /// <summary>Those of one list of parameters, or <see langword="null"/> where no other group holds a part of its module.</summary>
    /// <param name="given">What the group, or the optimizer, is given to train.</param>
    /// <param name="lists">What all groups are given.</param>
    /// <param name="code">The project.</param>
    /// <param name="catalog">Knows where locals get their values.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static SharedParameters? Of(
        IOperation given, ParameterLists lists, CodeBase code, LearningRateCatalog catalog, CancellationToken cancellationToken)
    {
        if (AllOf(given) is not { Instance: { } module } wider || PathOf(module, catalog) is not { } path)
        {
            return null;
        }

        IEnumerable<ISymbol>? parts = null;
        foreach ((IInvocationOperation narrower, ImmutableArray<ISymbol> longer) in lists.All)
        {
            if (narrower.Syntax != wider.Syntax
                && (IsPart(path, longer, code, cancellationToken)
                    || longer.Length == 1 && (parts ??= PartsOfSequential(module, code, cancellationToken)).Contains(longer[0], SymbolEqualityComparer.Default)))
            {
                return new SharedParameters(wider, narrower);
            }
        }

        return null;
    }

    /// <summary>All parameters of modules that the groups of one optimizer are given, each with the variables that lead to its module.</summary>
    /// <param name="All">Read once for each optimizer.</param>
    internal sealed record ParameterLists(ImmutableArray<(IInvocationOperation Call, ImmutableArray<ISymbol> Path)> All)
    {
        /// <summary>Reads them.</summary>
        /// <param name="given">What the groups, and the optimizer, are given to train.</param>
        /// <param name="catalog">Knows where locals get their values.</param>
        public static ParameterLists Of(IEnumerable<IOperation> given, LearningRateCatalog catalog)
        {
            ImmutableArray<(IInvocationOperation Call, ImmutableArray<ISymbol> Path)>.Builder all = ImmutableArray.CreateBuilder<(IInvocationOperation Call, ImmutableArray<ISymbol> Path)>();
            foreach (IOperation list in given)
            {
                if (AllOf(list) is { Instance: { } module } call && PathOf(module, catalog) is { } path)
                {
                    all.Add((call, path));
                }
            }

            return new ParameterLists(all.ToImmutable());
        }
    }

    // `model.parameters()` as it is; what is filtered leaves parameters out.
    private static IInvocationOperation? AllOf(IOperation given) =>
        ModuleParameters.CallForAll(ModuleParameters.WithoutCopies(given)) is { TargetMethod.Name: "parameters" } call ? call : null;

    // The variables from the outermost module in: `model`, `model.classifier`; null for anything else.
    private static ImmutableArray<ISymbol>? PathOf(IOperation module, LearningRateCatalog catalog)
    {
        ImmutableArray<ISymbol>.Builder path = ImmutableArray.CreateBuilder<ISymbol>();
        IOperation value = module.WithoutConversions();
        for (int depth = 0; depth < GraphLimits.Calls; depth++)
        {
            switch (value)
            {
                case IFieldReferenceOperation { Field: var field, Instance: { } instance }:
                    path.Insert(0, field);
                    value = instance.WithoutConversions();
                    break;
                case IInstanceReferenceOperation:
                    return path.ToImmutable();
                case ILocalReferenceOperation { Local: var local }
                    when MemberOperations.Around(value, catalog).InitializerOf(local)?.WithoutConversions() is IFieldReferenceOperation { Instance: not null } whole:
                    value = whole;
                    break;
                case ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation { Instance: null }:
                    path.Insert(0, value.Variable()!);
                    return path.ToImmutable();
                default:
                    return null;
            }
        }

        return null;
    }

    private static bool IsPart(ImmutableArray<ISymbol> whole, ImmutableArray<ISymbol> part, CodeBase code, CancellationToken cancellationToken)
    {
        if (part.Length <= whole.Length)
        {
            return false;
        }

        for (int i = 0; i < part.Length; i++)
        {
            if (!(i < whole.Length ? SymbolEqualityComparer.Default.Equals(part[i], whole[i]) : part[i] is IFieldSymbol field && IsRegistered(field, code, cancellationToken)))
            {
                return false;
            }
        }

        return true;
    }

    // A field that holds a module before the constructor registers what it finds there.
    private static bool IsRegistered(IFieldSymbol field, CodeBase code, CancellationToken cancellationToken) =>
        code.Declares(field)
        && field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is VariableDeclaratorSyntax declarator
        && code.FactOf(declarator, _ => new Registration(IsRegistered(field, declarator))).IsMade;

    private static bool IsRegistered(IFieldSymbol field, VariableDeclaratorSyntax declarator)
    {
        EqualsValueClauseSyntax? initializer = declarator.Initializer;
        if (declarator.FirstAncestorOrSelf<ClassDeclarationSyntax>() is not { } type)
        {
            return false;
        }

        ConstructorDeclarationSyntax[] constructors = type.Members.OfType<ConstructorDeclarationSyntax>()
            .Where(constructor => constructor.Initializer?.ThisOrBaseKeyword.ValueText != "this" && !constructor.Modifiers.Any(modifier => modifier.ValueText == "static"))
            .ToArray();
        return constructors.Length > 0 && constructors.All(constructor =>
            constructor.DescendantNodes().OfType<InvocationExpressionSyntax>().FirstOrDefault(call => call.Expression is IdentifierNameSyntax { Identifier.ValueText: "RegisterComponents" }) is { } registration
            && registration.Ancestors().TakeWhile(ancestor => ancestor != constructor).All(ancestor => ancestor is ExpressionStatementSyntax or BlockSyntax or ArrowExpressionClauseSyntax)
            && (initializer is not null || constructor.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(assignment =>
                assignment.SpanStart < registration.SpanStart
                && assignment.Parent is ExpressionStatementSyntax { Parent.Parent: ConstructorDeclarationSyntax }
                && (assignment.Left as SimpleNameSyntax ?? (assignment.Left as MemberAccessExpressionSyntax)?.Name)?.Identifier.ValueText == field.Name)));
    }

    private sealed record Registration(bool IsMade);

    // `var model = nn.Sequential(backbone, head)` beside `head.parameters()`
    private static IEnumerable<ISymbol> PartsOfSequential(IOperation whole, CodeBase code, CancellationToken cancellationToken) =>
        whole.Variable() is { } variable
        && Origins.Single(whole, code, cancellationToken) is IInvocationOperation { TargetMethod.Name: "Sequential" } sequential
        && sequential.TargetMethod.IsOfLibrary()
            ? sequential.Arguments.SelectMany(argument => ElementsIn(argument.Value)).Select(OperationExtensions.Variable).OfType<ISymbol>()
                .Where(part => !SymbolEqualityComparer.Default.Equals(variable, part)).ToImmutableHashSet<ISymbol>(SymbolEqualityComparer.Default)
            : ImmutableHashSet<ISymbol>.Empty;

    private static IEnumerable<IOperation> ElementsIn(IOperation argument) => ListElements.Of(argument) is { } elements
        ? elements.SelectMany(element => element.WithoutConversions() is ITupleOperation tuple ? tuple.Elements.AsEnumerable() : new[] { element })
        : new[] { argument };
}
