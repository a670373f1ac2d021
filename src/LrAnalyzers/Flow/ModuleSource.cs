using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>
/// Where a module comes from and whether it is given weights on the way: followed back through variables, the callers of
/// methods and constructors, factories of this project and calls that return the module itself, such as <c>to(device)</c>.
/// </summary>
internal sealed class ModuleSource
{
    private const int MaximumValues = 200;

    private readonly ScheduleCatalog _catalog;
    private readonly CodeBase _code;
    private readonly CancellationToken _cancellationToken;
    private readonly Stack<IOperation> _pending = new();
    private readonly Stack<ISymbol> _pendingVariables = new();
    private readonly HashSet<(SyntaxNode, OperationKind)> _seen = new();
    private readonly HashSet<ISymbol> _used = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _followed = new(SymbolEqualityComparer.Default);
    private readonly ImmutableArray<IOperation>.Builder _creations = ImmutableArray.CreateBuilder<IOperation>();

    private ModuleSource(ScheduleCatalog catalog, CodeBase code, CancellationToken cancellationToken)
    {
        _catalog = catalog;
        _code = code;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The creations it can come from: constructors, and factories of the library.</summary>
    public ImmutableArray<IOperation> Creations => _creations.ToImmutable();

    /// <summary>Whether it can come from nowhere else.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Whether it may have weights that are already trained.</summary>
    public bool MayBePretrained { get; private set; }

    /// <summary>Follows the module that an expression gives.</summary>
    public static ModuleSource Of(IOperation module, ScheduleCatalog catalog, CodeBase code, CancellationToken cancellationToken)
    {
        var source = new ModuleSource(catalog, code, cancellationToken);
        source._pending.Push(module);
        source.Run();
        return source;
    }

    private void Run()
    {
        for (int values = 0; _pending.Count + _pendingVariables.Count > 0; values++)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            if (values > MaximumValues)
            {
                IsComplete = false;
                MayBePretrained = true;
                return;
            }

            if (_pendingVariables.Count > 0)
            {
                foreach (IOperation reference in ReferencesTo(_pendingVariables.Pop()))
                {
                    ReadUse(reference);
                }

                continue;
            }

            IOperation value = _pending.Pop().WithoutConversions();
            if (_seen.Add((value.Syntax, value.Kind)))
            {
                ReadUse(value);
                ReadOrigin(value);
            }
        }
    }

    // What is done with the value where it stands.
    private void ReadUse(IOperation value)
    {
        IOperation used = value;
        while (used.Parent is IConversionOperation or IParenthesizedOperation)
        {
            used = used.Parent;
        }

        switch (used.Parent)
        {
            case IInvocationOperation call when call.Instance == used:
                ReadCall(call);
                break;
            case IArgumentOperation { Parent: IInvocationOperation call } argument:
                ReadCall(call);
                FollowInto(argument, call.TargetMethod);
                break;
            case IArgumentOperation { Parent: IObjectCreationOperation { Constructor: { } constructor } } argument:
                FollowInto(argument, constructor);
                break;
            case IConditionalAccessOperation access when access.Operation == used:
                MayBePretrained |= access.WhenNotNull.DescendantsAndSelf()
                    .Any(call => call is IInvocationOperation { TargetMethod.Name: var name } && WeightLoading.IsNamed(name));
                break;
            case IAssignmentOperation assignment when assignment.Value == used && FlowTracker.Variable(assignment.Target) is { } holder:
                ReadUses(holder);
                break;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }:
                ReadUses(local);
                break;
        }
    }

    private void ReadCall(IInvocationOperation call)
    {
        MayBePretrained |= WeightLoading.IsNamed(call.TargetMethod.Name);
        if (ReturnsItsModule(call))
        {
            _pending.Push(call);
        }
    }

    // `model.to(device)`, also where that is an extension method.
    private bool ReturnsItsModule(IInvocationOperation call) =>
        _catalog.IsModule(call.Type) && !_code.Declares(call.TargetMethod) && ReceiverOf(call) is { } receiver && _catalog.IsModule(receiver.Type);

    private static IOperation? ReceiverOf(IInvocationOperation call) =>
        call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.Arguments.FirstOrDefault()?.Value.WithoutConversions() : null);

    private void FollowInto(IArgumentOperation argument, IMethodSymbol method)
    {
        if (_code.Declares(method) && argument.Parameter is { RefKind: RefKind.None or RefKind.In, IsParams: false } parameter)
        {
            ReadUses(parameter);
        }
    }

    // Where the value comes from.
    private void ReadOrigin(IOperation value)
    {
        switch (value)
        {
            case ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation:
                if (FlowTracker.Variable(value) is { } variable)
                {
                    Follow(variable.OriginalDefinition);
                }
                else
                {
                    IsComplete = false;
                }

                break;
            case IConditionalOperation { WhenFalse: { } whenFalse } choice:
                _pending.Push(choice.WhenTrue);
                _pending.Push(whenFalse);
                break;
            case ICoalesceOperation coalesce:
                _pending.Push(coalesce.Value);
                _pending.Push(coalesce.WhenNull);
                break;
            case ISwitchExpressionOperation choice:
                foreach (ISwitchExpressionArmOperation arm in choice.Arms)
                {
                    _pending.Push(arm.Value);
                }

                break;
            case IAssignmentOperation assignment:
                _pending.Push(assignment.Value);
                break;
            case IInvocationOperation call:
                ReadFactory(call);
                break;
            case IObjectCreationOperation:
                _creations.Add(value);
                break;
            case IConditionalAccessInstanceOperation when Origins.Receiver(value) is { } receiver:
                _pending.Push(receiver);
                break;
            case IThrowOperation or IDefaultValueOperation or { ConstantValue: { HasValue: true, Value: null } }:
                break;
            default:
                IsComplete = false;
                break;
        }
    }

    private void ReadFactory(IInvocationOperation call)
    {
        MayBePretrained |= WeightLoading.IsNamed(call.TargetMethod.Name);
        if (ReturnsItsModule(call))
        {
            _pending.Push(ReceiverOf(call)!);
            return;
        }

        IMethodSymbol method = call.TargetMethod;
        if (!_code.Declares(method))
        {
            _creations.Add(call);
            return;
        }

        IOperation[] returned = method is { IsVirtual: false, IsAbstract: false, IsOverride: false, IsAsync: false }
            ? Returned(method.OriginalDefinition.DeclaringSyntaxReferences[0].GetSyntax(_cancellationToken)).ToArray()
            : Array.Empty<IOperation>();
        IsComplete &= returned.Length > 0;
        PushAll(returned);
    }

    private IEnumerable<IOperation> Returned(SyntaxNode method) => method
        .DescendantNodes(node => node == method || node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        .Select(node => node switch
        {
            ReturnStatementSyntax statement => statement.Expression,
            ArrowExpressionClauseSyntax arrow when arrow.Parent == method => arrow.Expression,
            _ => null,
        })
        .OfType<ExpressionSyntax>()
        .Select(expression => _code.ModelOf(expression.SyntaxTree).GetOperation(expression, _cancellationToken))
        .OfType<IOperation>();

    // What is done with the variable, wherever.
    private void ReadUses(ISymbol variable)
    {
        if (_used.Add(variable.OriginalDefinition))
        {
            _pendingVariables.Push(variable.OriginalDefinition);
        }
    }

    private IReadOnlyList<IOperation> ReferencesTo(ISymbol variable)
    {
        if (_code.ReferencesTo(variable, _cancellationToken) is { } references)
        {
            return references;
        }

        MayBePretrained = true;
        IsComplete = false;
        return Array.Empty<IOperation>();
    }

    private void Follow(ISymbol variable)
    {
        if (!_followed.Add(variable))
        {
            return;
        }

        ReadUses(variable);
        foreach (IOperation reference in ReferencesTo(variable))
        {
            if (reference.Parent is IAssignmentOperation assignment && assignment.Target == reference)
            {
                _pending.Push(assignment.Value);
            }
        }

        SyntaxNode? declaration = _code.Declares(variable) ? variable.DeclaringSyntaxReferences[0].GetSyntax(_cancellationToken) : null;
        switch (declaration)
        {
            case VariableDeclaratorSyntax { Initializer: var initializer }:
                Push(initializer?.Value);
                break;
            case PropertyDeclarationSyntax property:
                Push(property.Initializer?.Value ?? property.ExpressionBody?.Expression);
                if (property.AccessorList?.Accessors.FirstOrDefault(accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration)) is { } getter)
                {
                    PushAll(Returned(getter));
                }

                break;
            case ParameterSyntax when variable is IParameterSymbol { ContainingSymbol: IMethodSymbol method } parameter:
                FollowToCallers(method, parameter.Ordinal);
                break;
            case ParameterSyntax when variable is IPropertySymbol { ContainingType: { } record }:
                // A positional record keeps its parameter in a property of the same name.
                foreach (IMethodSymbol constructor in record.InstanceConstructors)
                {
                    if (constructor.Parameters.FirstOrDefault(parameter => parameter.Name == variable.Name) is { } kept)
                    {
                        FollowToCallers(constructor, kept.Ordinal);
                    }
                }

                break;
            case SingleVariableDesignationSyntax designation when ValueOf(designation) is { } value:
                Push(value);
                break;
            default:
                // Declared by `foreach`, a pattern, `out` or another project: what that gives may be anything.
                IsComplete = false;
                MayBePretrained = true;
                break;
        }
    }

    // `var (model, optimizer) = (new Net(), …)`
    private static ExpressionSyntax? ValueOf(SingleVariableDesignationSyntax designation)
    {
        int index = designation.Parent switch
        {
            ParenthesizedVariableDesignationSyntax all => all.Variables.IndexOf(designation),
            DeclarationExpressionSyntax { Parent: ArgumentSyntax { Parent: TupleExpressionSyntax tuple } argument } => tuple.Arguments.IndexOf(argument),
            _ => -1,
        };
        SyntaxNode? targets = designation.Parent is ParenthesizedVariableDesignationSyntax ? designation.Parent.Parent : designation.Parent?.Parent?.Parent;
        return index >= 0
            && targets?.Parent is AssignmentExpressionSyntax { Right: TupleExpressionSyntax values } assignment && assignment.Left == targets
            && index < values.Arguments.Count
                ? values.Arguments[index].Expression
                : null;
    }

    private void Push(ExpressionSyntax? value)
    {
        if (value is not null && _code.ModelOf(value.SyntaxTree).GetOperation(value, _cancellationToken) is { } operation)
        {
            _pending.Push(operation);
        }
    }

    private void PushAll(IEnumerable<IOperation> values)
    {
        foreach (IOperation value in values)
        {
            _pending.Push(value);
        }
    }

    private void FollowToCallers(IMethodSymbol method, int ordinal)
    {
        IEnumerable<IOperation>? callers = method.MethodKind == MethodKind.Constructor
            ? _code.CreationsOf(method.ContainingType, _cancellationToken)
            : _code.ReferencesTo(method, _cancellationToken);
        // What calls it may stand in another project.
        IsComplete = false;
        foreach (IOperation caller in callers ?? Enumerable.Empty<IOperation>())
        {
            if (caller.Arguments().FirstOrDefault(argument => argument.Parameter?.Ordinal == ordinal) is { } argument)
            {
                _pending.Push(argument.Value);
            }
        }
    }
}
