using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Flow;
using LrAnalyzers.Loops;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>
/// An optimizer or a scheduler that is created anew in every round of the loop that trains with it: the optimizer forgets
/// its moment estimates, the scheduler starts again from its first step.
/// </summary>
internal sealed class LR2009_CreatedInLoop : CreationRule
{
    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR2009",
        title: "Optimizer or scheduler is re-created inside its training loop",
        messageFormat: "{0} is created anew in every round of the training loop, so {1}: create it once, before the loop",
        category: RuleCategory.Schedule,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "An optimizer keeps running averages of the gradients, a scheduler counts its steps. Both begin again at nothing when they are created again.",
        helpLinkUri: RulePage.Of("LR2009"));

    // Calls that leave a module's weights and its set of parameters alone, or move them in a way that every round repeats.
    private static readonly ImmutableHashSet<string> s_harmlessModuleCalls = ImmutableHashSet.Create(
        "forward", "call", "train", "eval", "parameters", "named_parameters", "zero_grad", "to", "cuda", "cpu", "save", "state_dict", "ToString");

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override Diagnostic? Check(OptimizerContext context)
    {
        OptimizerSite site = context.Site;
        return KeepsState(site) && FindLoop(context, site.Operation, site.Parameters) is var (loop, step)
            ? Report(context, site.Operation, loop, step, site.Definition.Name, "its running averages of the gradients are lost each time")
            : null;
    }

    /// <inheritdoc/>
    public override Diagnostic? Check(SchedulerContext context)
    {
        SchedulerSite site = context.Site;
        return site.IsLibrary
            && site.Optimizer is { } optimizer
            && (optimizer.Variable() is not null || IsBuiltOnRead(site.Operation))
            && FindLoop(context, site.Operation, optimizer) is var (loop, step)
            && !(optimizer.Variable() is { } variable && IsFreshOptimizer(context, variable, loop))
                ? Report(context, site.Operation, loop, step, site.Name, "the schedule starts again each time and never gets on")
                : null;
    }

    private Diagnostic Report(
        CreationContext context, IOperation creation, TrainingLoop loop, CallChain step, string name, string consequence)
    {
        bool isMovable = creation.Syntax.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is { Parent: BlockSyntax block }
            && block == loop.Body.Syntax
            && step.SiteIn(loop) is not null
            && loop.Operation.Syntax.Parent is BlockSyntax or GlobalStatementSyntax;
        return ReportMove(creation, creation, Before, isMovable ? loop.Operation.Syntax : null, name, consequence);
    }

    // `StepLR Schedule => StepLR(Adam(parameters()), 25)`: nothing holds what the getter makes.
    private static bool IsBuiltOnRead(IOperation creation) => CallChain.FunctionOf(creation.Syntax) switch
    {
        AccessorDeclarationSyntax => true,
        // Not what it is initialized with.
        PropertyDeclarationSyntax { ExpressionBody: { } body } => body.Span.Contains(creation.Syntax.Span),
        _ => false,
    };

    // Of a property that is read in several places, the read whose object takes the step.
    private static CallChain? ReadFor(IOperation creation, CallChain step) =>
        step.Operation is IInvocationOperation { Instance: IPropertyReferenceOperation read }
        && read.Property.DeclaringSyntaxReferences.Any(declaration => declaration.SyntaxTree == creation.Syntax.SyntaxTree && declaration.Span.Contains(creation.Syntax.Span))
            ? step.Behind(read, creation)
            : null;

    // The loop in whose every round the object is created and stepped: directly, or as an epoch loop around a batch loop; also
    // where the loop is in a caller of the function that creates it.
    private static (TrainingLoop Loop, CallChain Step)? FindLoop(CreationContext context, IOperation creation, IOperation? source)
    {
        if (source is null)
        {
            return null;
        }

        CallChain chain = context.CreationChain;
        bool isBuiltOnRead = IsBuiltOnRead(creation);
        foreach (CallChain step in context.ChainsOf(context.Flow, UseKind.Step))
        {
            CallChain created = isBuiltOnRead && ReadFor(creation, step) is { } read ? read : chain;
            if (created.Loops(context.CancellationToken).FirstOrDefault() is not { } loop
                || !step.IsIn(loop)
                || !created.IsUnconditionalIn(loop.Body.Syntax)
                || DependsOnRound(created, loop, context))
            {
                continue;
            }

            TrainingLoop[] inner = step.Loops(context.CancellationToken)
                .TakeWhile(around => around.Operation.Syntax != loop.Operation.Syntax).ToArray();
            if (inner.Length == 0 || loop.NamesEpochs && inner.All(around => !around.NamesEpochs))
            {
                return (loop, step);
            }
        }

        return null;
    }

    private static bool KeepsState(OptimizerSite site) => site.Definition.KeepsState
        && (site.Definition.KeepsStateWith is not { } parameter
            || site.Creation.Explicit(parameter) is { } given && given.ConstantValue is not { HasValue: true, Value: 0 or 0.0 });

    // A new optimizer is one of its own kind each round; the rule has spoken about that one, where it is wrong.
    private static bool IsFreshOptimizer(SchedulerContext context, ISymbol variable, TrainingLoop loop) =>
        CreatedIn(loop, context.Code, variable) is { } fresh
        && (context.Reader.ReadOptimizer(fresh) is not { } site || DependsOnRound(fresh, loop, context) || !site.Definition.KeepsState);

    private static IOperation? CreatedIn(TrainingLoop loop, CodeBase code, ISymbol variable) => loop.Body.Syntax.DescendantNodes()
        .Select(node => node switch
        {
            VariableDeclaratorSyntax { Initializer.Value: { } value } declarator when declarator.Identifier.ValueText == variable.Name => value,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax name, Right: var value } when name.Identifier.ValueText == variable.Name => value,
            _ => null,
        })
        .OfType<ExpressionSyntax>()
        .Select(value => code.ModelOf(value.SyntaxTree).GetOperation(value))
        .FirstOrDefault();

    // The same where the loop is in a caller: what the function does by itself, and what its caller gives it.
    private static bool DependsOnRound(CallChain created, TrainingLoop loop, CreationContext context)
    {
        IOperation[] inside = created.Sites.TakeWhile(site => !loop.Contains(site)).ToArray();
        if (inside.Length == created.Sites.Length)
        {
            return true;
        }

        // A round of the loop is also what the functions do that it leads to.
        foreach (IOperation site in inside)
        {
            SyntaxNode function = CallChain.FunctionOf(site.Syntax);
            if (CreatesModule(function, context) || IsOfCall(site, function, context))
            {
                return true;
            }
        }

        return DependsOnRound(created.Sites[inside.Length], loop, context);
    }

    // Whether what a function creates differs from call to call for another reason than what it is given.
    private static bool IsOfCall(IOperation creation, SyntaxNode function, CreationContext context) => creation.Descendants().Any(operation => operation switch
    {
        ILocalReferenceOperation { Local: var local } => local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.CancellationToken)
                is not VariableDeclaratorSyntax { Initializer.Value: LiteralExpressionSyntax }
            && !IsOptimizerOfRound(context, local, creation),
        IParameterReferenceOperation { Parameter.Name: var name } => WrittenNames.Contains(function, name, context.CancellationToken),
        IMemberReferenceOperation { Member: var member } => MayChange(member, function, context),
        IInvocationOperation invocation => !IsPure(invocation, context) && context.Reader.ReadOptimizer(invocation) is null,
        IAwaitOperation or IDynamicInvocationOperation or IIncrementOrDecrementOperation or IAssignmentOperation { Parent: not IObjectOrCollectionInitializerOperation } => true,
        _ => false,
    });

    // Whether the creation may differ from round to round: another model, other parameters, another learning rate.
    private static bool DependsOnRound(IOperation creation, TrainingLoop loop, CreationContext context)
    {
        SyntaxNode round = loop.Operation.Syntax;
        if (CreatesModule(loop.Body.Syntax, context))
        {
            return true;
        }

        foreach (IOperation operation in creation.Descendants())
        {
            switch (operation)
            {
                case ILocalReferenceOperation { Local: var local }:
                    if (IsOfRound(local, local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.CancellationToken), loop)
                        && !IsOptimizerOfRound(context, local, creation)
                        || WrittenNames.Contains(round, local.Name, context.CancellationToken) && !IsOptimizerOfRound(context, local, creation))
                    {
                        return true;
                    }

                    break;
                case IParameterReferenceOperation { Parameter.Name: var name } when WrittenNames.Contains(round, name, context.CancellationToken):
                    return true;
                case IMemberReferenceOperation { Member: var member } when MayChange(member, round, context):
                    return true;
                case IInvocationOperation invocation when invocation != creation && !IsPure(invocation, context):
                case IAwaitOperation or IDynamicInvocationOperation or IIncrementOrDecrementOperation or IAssignmentOperation { Parent: not IObjectOrCollectionInitializerOperation }:
                    return true;
            }
        }

        return false;
    }

    private static bool IsOfRound(ILocalSymbol local, SyntaxNode? declaration, TrainingLoop loop) =>
        declaration is not null && loop.Operation.Syntax.Span.Contains(declaration.Span)
        // A local of the body that is always the same.
        && !(declaration is VariableDeclaratorSyntax { Initializer.Value: LiteralExpressionSyntax } && local.Type.TypeKind != TypeKind.Class);

    private static bool IsOptimizerOfRound(CreationContext context, ILocalSymbol local, IOperation creation) =>
        context is SchedulerContext && context.Catalog.IsOptimizer(local.Type)
        && context.Reader.ReadScheduler(creation) is not null;

    private static bool MayChange(ISymbol member, SyntaxNode round, CreationContext context) =>
        !(member is IFieldSymbol { IsConst: true } or IFieldSymbol { IsReadOnly: true } or IPropertySymbol { IsReadOnly: true })
        && (WrittenNames.Contains(round, member.Name, context.CancellationToken)
            || context.Catalog.IsModule(MemberType(member)) && IsAssignedOutsideConstructor(member, context));

    private static ITypeSymbol? MemberType(ISymbol member) => (member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type;

    // A call in the loop may put another model in the field.
    private static bool IsAssignedOutsideConstructor(ISymbol member, CreationContext context) =>
        context.Code.ReferencesTo(member, context.CancellationToken) is not { } references
        || references.Any(reference => reference.Parent is IAssignmentOperation assignment && assignment.Target == reference
            && CallChain.FunctionOf(reference.Syntax) is not ConstructorDeclarationSyntax);

    // `model.parameters()`, and arithmetic.
    private static bool IsPure(IInvocationOperation invocation, CreationContext context) =>
        invocation.TargetMethod is { Name: "parameters" or "named_parameters" } && context.Catalog.IsModule(invocation.Instance?.Type)
        || invocation.TargetMethod.ContainingType?.Name is "Math" or "MathF";

    // A module that is made, loaded or reset in the loop is another one each round, as in cross-validation.
    private static bool CreatesModule(SyntaxNode body, CreationContext context)
    {
        SemanticModel model = context.Code.ModelOf(body.SyntaxTree);
        foreach (ExpressionSyntax expression in body.DescendantNodes().OfType<ExpressionSyntax>())
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            switch (expression)
            {
                case BaseObjectCreationExpressionSyntax when context.Catalog.IsTrainable(model.GetTypeInfo(expression, context.CancellationToken).Type):
                    return true;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver, Name.Identifier.ValueText: var name } }
                    when context.Catalog.IsTrainable(model.GetTypeInfo(receiver, context.CancellationToken).Type):
                    if (!s_harmlessModuleCalls.Contains(name))
                    {
                        return true;
                    }

                    break;
                case InvocationExpressionSyntax when context.Catalog.IsTrainable(model.GetTypeInfo(expression, context.CancellationToken).Type):
                    return true;
            }
        }

        return false;
    }
}
