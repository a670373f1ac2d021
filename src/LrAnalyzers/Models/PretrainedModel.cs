using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Models;

/// <summary>A module that is sure to start from pretrained weights.</summary>
/// <param name="Loader">What loads them, as a message names it: <c>resnet18</c>, <c>load_py</c>, <c>FromPretrained</c>.</param>
/// <param name="Holders">The names of the variables that hold the module.</param>
/// <param name="IsForeign">Whether they are read by a loader for files that the project may also write.</param>
internal sealed record PretrainedModel(string Loader, ImmutableHashSet<string> Holders, bool IsForeign)
{
    /// <summary>
    /// Follows a module backwards over the flow graph, and through moves to a device; <see langword="null"/> unless all that it
    /// can be is pretrained, so what is unknown is silence.
    /// </summary>
    /// <param name="module">The module.</param>
    /// <param name="use">Where it is trained: weights that are loaded later do not count.</param>
    /// <param name="catalog">What loads weights.</param>
    /// <param name="code">The project.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static PretrainedModel? Find(
        IOperation module, IOperation use, PretrainedCatalog catalog, CodeBase code, CancellationToken cancellationToken)
    {
        var search = new Search(catalog, code, cancellationToken);
        return search.LoaderOf(Place.At(module), use, depth: 0) is { Length: > 0 } loader
            ? new PretrainedModel(loader, search.Holders.ToImmutableHashSet(), search.IsForeign)
            : null;
    }

    private sealed class Search(PretrainedCatalog catalog, CodeBase code, CancellationToken cancellationToken)
    {
        // A new classifier has a weight and a bias, or a few more; with a longer list too little is pretrained to be sure.
        private const int MostSkipped = 4;

        // What a variable is given that is made from itself: `model = model.to(device)` says nothing new.
        private const string Same = "";

        private readonly HashSet<ISymbol> _entered = new(SymbolEqualityComparer.Default);
        private readonly HashSet<ISymbol> _followed = new(SymbolEqualityComparer.Default);
        private int _asked;

        public HashSet<string> Holders { get; } = new();

        public bool IsForeign { get; private set; }

        public string? LoaderOf(Place module, IOperation use, int depth)
        {
            if (depth > GraphLimits.Calls
                || ++_asked > GraphLimits.Places
                || Origins.Of(module, code, out OriginTrail trail, cancellationToken) is not { Length: > 0 and <= GraphLimits.ModelOrigins } origins)
            {
                return null;
            }

            Holders.UnionWith(trail.Variables.Select(variable => variable.Name));
            var added = trail.Variables.Where(_followed.Add).ToList();
            string? loader = LoaderOf(origins, module.Operation!, trail, use, depth);
            _followed.ExceptWith(added);
            return loader;
        }

        private string? LoaderOf(ImmutableArray<Place> origins, IOperation module, OriginTrail trail, IOperation use, int depth)
        {
            string loader = Same;
            int others = 0;
            IOperation? unknown = null;
            foreach (Place origin in origins)
            {
                string? found = LoaderIn(origin, depth);
                loader = Either(loader, found ?? Same);
                unknown = found is null ? origin.Operation : unknown;
                others += found == Same ? 0 : 1;
            }

            // Weights can also be loaded into a model that was made before.
            return unknown is null ? loader : others == 1 ? LoaderInto(unknown, module, trail, use) : null;
        }

        private static string Either(string one, string other) => one == Same ? other : one;

        private string? LoaderIn(Place origin, int depth) => origin.Part is null ? origin.Operation switch
        {
            IInvocationOperation call when IsMadeFromItself(call) => Same,
            IInvocationOperation { TargetMethod: var method } call when catalog.IsForeignLoader(method) => LoadsAll(call) ? method.Name : null,
            IInvocationOperation { TargetMethod: var method } call when IsMove(method) =>
                ModuleOf(call) is { } moved ? LoaderOf(Place.At(moved, path: origin.Path), call, depth + 1) : null,
            IInvocationOperation { TargetMethod: var method } call when catalog.TakesWeightsFile(method) => ReadsWeights(call) ? method.Name : null,
            IInvocationOperation { TargetMethod: var method } call when catalog.IsPretrainedFactory(method) => IsWholeModel(call) ? method.Name : null,
            IObjectCreationOperation { Constructor: { } constructor } creation when catalog.TakesWeightsFile(constructor) =>
                ReadsWeights(creation) ? constructor.ContainingType.Name : null,
            _ => LoaderBefore(origin, depth),
        }
        : LoaderBefore(origin, depth);

        // Wherever the value comes from: what a method of this project returns, what it is given in every call.
        private string? LoaderBefore(Place place, int depth)
        {
            bool isParameter = place.Variable is IParameterSymbol;
            if (place.Variable is { } variable && !_entered.Add(variable))
            {
                return null;
            }

            if (isParameter)
            {
                Holders.Add(place.Variable!.Name);
                isParameter = _followed.Add(place.Variable);
            }

            string? loader = null;
            foreach (FlowEdge edge in code.Graph.Previous(place, cancellationToken))
            {
                string? found = edge.Kind != EdgeKind.Passes ? null
                    : edge.Place.Operation is { } value ? LoaderOf(edge.Place, value, depth + 1)
                    : LoaderBefore(edge.Place, depth);
                if (found is null)
                {
                    loader = null;
                    break;
                }

                loader = Either(loader ?? Same, found);
            }

            if (place.Variable is { } left)
            {
                _entered.Remove(left);
                if (isParameter)
                {
                    _followed.Remove(left);
                }
            }

            return loader;
        }

        // `model.to(device)`, `.cuda()` and `.cpu()` give back the module they are called on.
        private bool IsMove(IMethodSymbol method) =>
            method.Name is "to" or "cuda" or "cpu"
            && method.IsOfLibrary()
            && catalog.IsModule(method.ReturnType);

        private bool IsMadeFromItself(IInvocationOperation call)
        {
            IOperation? value = call;
            while (value is IInvocationOperation { TargetMethod: var method } inner && (IsMove(method) || catalog.IsForeignLoader(method)))
            {
                value = ModuleOf(inner)?.WithoutConversions();
            }

            return value is not null && value != call && value.Variable() is { } variable && _followed.Contains(variable.OriginalDefinition);
        }

        private static IOperation? ModuleOf(IInvocationOperation call) =>
            call.Instance ?? new CreationArguments(call.TargetMethod, call.Arguments).At(0);

        // `model.load_py("weights.pth");` on the way from the model's creation to its training, whatever happens in between.
        private string? LoaderInto(IOperation origin, IOperation module, OriginTrail trail, IOperation use)
        {
            IEnumerable<ISymbol> variables = origin is IParameterReferenceOperation { Parameter: var parameter }
                ? trail.Variables.Append(parameter)
                : trail.Variables;
            IOperation trained = module.WithoutConversions();
            foreach (ISymbol variable in variables)
            {
                foreach (IOperation reference in code.ReferencesTo(variable, cancellationToken) ?? Enumerable.Empty<IOperation>())
                {
                    if (LoaderCalledOn(reference) is { } call
                        && LoadsAll(call)
                        && (InstanceText(reference) is not { } instance
                            || InstanceText(trained) == instance && SymbolEqualityComparer.Default.Equals(trained.Variable(), variable))
                        && (InstanceText(trained) is not { } other || other == InstanceText(reference))
                        && IsOnTheWay(call, origin, use))
                    {
                        return call.TargetMethod.Name;
                    }
                }
            }

            return null;
        }

        private IInvocationOperation? LoaderCalledOn(IOperation reference) =>
            reference.WithOuterConversions().Parent is IArgumentOperation { Parameter.Ordinal: 0, Parent: IInvocationOperation call }
            && catalog.IsForeignLoader(call.TargetMethod)
                ? call
                : null;

        private bool IsOnTheWay(IInvocationOperation load, IOperation origin, IOperation use)
        {
            var loading = CallChain.Alone(load);
            SyntaxNode function = CallChain.FunctionOf(load.Syntax);
            if (function == CallChain.FunctionOf(use.Syntax))
            {
                return loading.Meet(CallChain.Alone(use)) is { IsBefore: true } meeting && AlwaysRuns(loading, meeting.Container);
            }

            if (function == CallChain.FunctionOf(origin.Syntax))
            {
                return CallChain.Alone(origin).Meet(loading) is { IsBefore: true } meeting && AlwaysRuns(loading, meeting.Container);
            }

            // A model that a field is initialized with, and weights that the type's only constructor loads.
            return function is ConstructorDeclarationSyntax { Body: { } body, Parent: TypeDeclarationSyntax type }
                && CallChain.FunctionOf(origin.Syntax) is BaseFieldDeclarationSyntax or PropertyDeclarationSyntax
                && origin.Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>() == type
                && !type.Modifiers.Any(SyntaxKind.PartialKeyword)
                && type.ParameterList is null
                && type.Members.OfType<ConstructorDeclarationSyntax>().Count() == 1
                && AlwaysRuns(loading, body);
        }

        // A load that may fail and be passed over, or jumped over, does not count.
        private static bool AlwaysRuns(CallChain load, SyntaxNode container) =>
            load.IsUnconditionalIn(container)
            && !load.Operation.Syntax.Ancestors().TakeWhile(ancestor => ancestor != container)
                .Any(ancestor => ancestor is TryStatementSyntax { Catches.Count: > 0 })
            && !container.DescendantNodes().Any(node => node.IsKind(SyntaxKind.GotoStatement));

        private static string? InstanceText(IOperation reference) =>
            reference is IMemberReferenceOperation { Instance: { } instance and not IInstanceReferenceOperation } ? instance.Syntax.ToString() : null;

        private bool LoadsAll(IInvocationOperation load)
        {
            var arguments = new CreationArguments(load.TargetMethod, load.Arguments);
            IOperation? skipped = arguments.For(PretrainedCatalog.Skip)?.Value.WithoutConversions();
            bool all = arguments.For(PretrainedCatalog.Strict)?.Value.ConstantValue is { HasValue: true, Value: true }
                && (skipped is null or IDefaultValueOperation or { ConstantValue: { HasValue: true, Value: null } }
                    || ListElements.Of(skipped) is { Length: <= MostSkipped });
            IsForeign |= all;
            return all;
        }

        private bool ReadsWeights(IOperation creation)
        {
            if (CreationArguments.Of(creation) is not { } arguments
                || arguments.Explicit(PretrainedCatalog.WeightsFile) is not { } file
                || !IsGiven(file.WithoutConversions()))
            {
                return false;
            }

            // With its classifier a model may as well be the project's own, saved earlier.
            return arguments.For(PretrainedCatalog.SkipClassifier) is null or { Value.ConstantValue: { HasValue: true, Value: true } }
                || !code.Mentions("save", cancellationToken);
        }

        // Whether it is a text that is neither null nor empty.
        private bool IsGiven(IOperation text)
        {
            NullableFlowState state = text.SemanticModel!.GetTypeInfo(text.Syntax, cancellationToken).Nullability.FlowState;
            if (state == NullableFlowState.MaybeNull)
            {
                return false;
            }

            if (Origins.Of(text, code, out OriginTrail trail, cancellationToken) is not { } origins)
            {
                return state == NullableFlowState.NotNull;
            }

            return !trail.MeetsNull && !origins.IsEmpty && origins.All(origin => origin.ConstantValue.HasValue
                ? origin.ConstantValue.Value is string { Length: > 0 }
                : state == NullableFlowState.NotNull || origin is not IParameterReferenceOperation);
        }

        private static bool IsWholeModel(IInvocationOperation factory)
        {
            foreach (IArgumentOperation argument in factory.Arguments)
            {
                if (argument.Parameter is not { } parameter)
                {
                    return false;
                }

                Optional<object?> constant = argument.Value.WithoutConversions().ConstantValue;
                bool isOff = constant is { HasValue: true, Value: null or false or 0 } || argument.Value.WithoutConversions() is IDefaultValueOperation;
                if (PretrainedCatalog.LimitsTraining(parameter.Name) && !isOff
                    || PretrainedCatalog.SwitchesPretraining(parameter.Name)
                        && (isOff || parameter.Type.SpecialType == SpecialType.System_Boolean && constant is not { HasValue: true, Value: true }))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
