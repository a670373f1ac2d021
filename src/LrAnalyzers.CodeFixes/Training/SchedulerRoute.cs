using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.Catalog;
using LrAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Training;

/// <summary>How a scheduler comes from where it is made to the optimizer's step: by itself, or as a parameter of the helpers between.</summary>
/// <param name="Step">The statement that steps it there.</param>
/// <param name="Edits">The parameters and arguments that it takes.</param>
/// <param name="IsStepped">Whether the helper steps the scheduler that it is given already.</param>
internal sealed record SchedulerRoute(string Step, IReadOnlyList<Edit> Edits, bool IsStepped)
{
    /// <summary>Finds the way; <see langword="null"/> where a helper cannot be given a parameter.</summary>
    /// <param name="site">The site of the fix.</param>
    /// <param name="training">The training.</param>
    /// <param name="scheduler">What the scheduler is called where it is made.</param>
    /// <param name="step">The statement that steps it there.</param>
    public static async Task<SchedulerRoute?> FindAsync(FixSite site, TrainingSite training, string scheduler, string step)
    {
        IReadOnlyList<IOperation> sites = training.Chain.Sites;
        int frame = 0;
        while (frame < sites.Count && !Sees(training, sites[frame].Syntax))
        {
            frame++;
        }

        if (frame == sites.Count)
        {
            return null;
        }

        var edits = new List<Edit>();
        for (string given = scheduler; frame > 0; frame--)
        {
            if (await ParameterAsync(site, training, MethodOf(sites[frame]), sites[frame], given).ConfigureAwait(false) is not var (name, added, isOptional, isStepped))
            {
                return null;
            }

            edits.AddRange(added);
            step = name + (isOptional ? "?.step();" : ".step();");
            given = name;
            if (isStepped)
            {
                return frame == 1 ? new SchedulerRoute(step, edits, IsStepped: true) : null;
            }
        }

        return new SchedulerRoute(step, edits, IsStepped: false);
    }

    private static IMethodSymbol? MethodOf(IOperation call) => (call as IInvocationOperation)?.TargetMethod.OriginalDefinition;

    // A field is seen from its type; a local from the list of statements in which it stands, also by lambdas and local functions there.
    private static bool Sees(TrainingSite training, SyntaxNode node)
    {
        if (training.OptimizerMember is { Symbol: { } holder })
        {
            return TrainingSite.IsKnownAt(holder, node, training.ModelOf(node.SyntaxTree));
        }

        SyntaxNode scope = training.Anchor.Parent is GlobalStatementSyntax global ? global.Parent! : training.Anchor.Parent!;
        return scope.SyntaxTree == node.SyntaxTree && scope.Span.Contains(node.Span)
            && node.Ancestors().TakeWhile(ancestor => ancestor != scope).All(ancestor => ancestor switch
            {
                LocalFunctionStatementSyntax local => !local.Modifiers.Any(SyntaxKind.StaticKeyword),
                AnonymousFunctionExpressionSyntax lambda => !lambda.Modifiers.Any(SyntaxKind.StaticKeyword),
                BaseMethodDeclarationSyntax or BaseTypeDeclarationSyntax => false,
                _ => true,
            });
    }

    private static async Task<(string Name, IReadOnlyList<Edit> Edits, bool IsOptional, bool IsStepped)?> ParameterAsync(
        FixSite site, TrainingSite training, IMethodSymbol? method, IOperation call, string argument)
    {
        if (method is null
            || call.Syntax is not InvocationExpressionSyntax { ArgumentList: { } arguments } invocation
            || method.DeclaringSyntaxReferences is not { Length: 1 } declarations
            || await declarations[0].GetSyntaxAsync(site.CancellationToken).ConfigureAwait(false) is not { } declaration
            || ParametersOf(declaration) is not { } parameters
            || site.Document.Project.Solution.GetDocument(declaration.SyntaxTree) is not { } document
            || site.Document.Project.Solution.GetDocument(invocation.SyntaxTree) is not { } callDocument)
        {
            return null;
        }

        SourceText callText = await callDocument.GetTextAsync(site.CancellationToken).ConfigureAwait(false);
        if (Existing(method, declaration) is var (existing, isNullable))
        {
            return (existing.Name, [Argument(callDocument.Id, callText, arguments, arguments.Arguments.Count, existing.WrittenName() + ": " + argument)], isNullable, true);
        }

        if (!OptionalParameter.CanGetParameter(method)
            || NumericSyntax.HasDirectives(parameters)
            || NumericSyntax.HasDirectives(arguments)
            || training.Code.ReferencesTo(method, site.CancellationToken) is not { } references
            || references.Any(reference => reference is not IInvocationOperation))
        {
            return null;
        }

        SourceText text = await document.GetTextAsync(site.CancellationToken).ConfigureAwait(false);
        bool isOptional = references.Count > 1 || training.Code.IsLibrary && method.IsVisibleOutside();
        // From an allocator of its own: the fixes of two optimizers that share the helper write the same parameter.
        string name = new NameAllocator().ForLocal(declaration, ["scheduler", "lrScheduler", "learningRateScheduler"]);
        SemanticModel model = training.ModelOf(declaration.SyntaxTree);
        string type = new ScheduleWriter(model, declaration.SpanStart, training.Creation, TypeOf(OptimizerOf(method, training), parameters)).Factories + "LRScheduler";
        if (isOptional)
        {
            bool isAnnotated = (model.GetNullableContext(declaration.SpanStart) & NullableContext.AnnotationsEnabled) != 0;
            return (
                name,
                [
                    ListLayout.Insert(document.Id, text, parameters.OpenParenToken, parameters.Parameters, parameters.Parameters.Count, $"{type}{(isAnnotated ? "?" : "")} {name} = null"),
                    Argument(
                        callDocument.Id,
                        callText,
                        arguments,
                        arguments.Arguments.Count,
                        arguments.Arguments.Count == method.Parameters.Length && arguments.Arguments.All(given => given.NameColon is null) ? argument : $"{name}: {argument}"),
                ],
                true,
                false);
        }

        int index = IndexOf(method, training);
        return AddedParameter.Give(callDocument.Id, callText, invocation, index, name, argument, method.IsExtensionMethod) is { } given
            ? (name, [AddedParameter.Declare(document.Id, text, parameters, index, $"{type} {name}"), given], false, false)
            : null;
    }

    // Behind the optimizer, or else behind all that have no default.
    private static int IndexOf(IMethodSymbol method, TrainingSite training)
    {
        IParameterSymbol? optimizer = OptimizerOf(method, training);
        int required = method.Parameters.Count(parameter => !parameter.IsOptional);
        return optimizer is not null && optimizer.Ordinal < required ? optimizer.Ordinal + 1 : required;
    }

    private static IParameterSymbol? OptimizerOf(IMethodSymbol method, TrainingSite training) =>
        method.Parameters.LastOrDefault(parameter => training.Holders.Contains(parameter, SymbolEqualityComparer.Default));

    private static TypeSyntax? TypeOf(IParameterSymbol? optimizer, ParameterListSyntax parameters) => optimizer is null
        ? null
        : parameters.Parameters.FirstOrDefault(parameter => parameter.Identifier.ValueText == optimizer.Name)?.Type;

    private static ReplaceText Argument(DocumentId document, SourceText text, ArgumentListSyntax list, int index, string argument) =>
        ListLayout.Insert(document, text, list.OpenParenToken, list.Arguments, index, argument);

    private static ParameterListSyntax? ParametersOf(SyntaxNode declaration) => declaration switch
    {
        MethodDeclarationSyntax method => method.ParameterList,
        LocalFunctionStatementSyntax local => local.ParameterList,
        _ => null,
    };

    // A helper that another fix has given a scheduler.
    private static (IParameterSymbol Parameter, bool IsNullable)? Existing(IMethodSymbol method, SyntaxNode declaration)
    {
        IParameterSymbol? parameter = method.Parameters.FirstOrDefault(candidate => candidate is { IsOptional: true, Type.Name: "LRScheduler" });
        return parameter is not null
            && declaration.DescendantNodes().OfType<ConditionalAccessExpressionSyntax>().Any(access =>
                access.Expression is IdentifierNameSyntax name && name.Identifier.ValueText == parameter.Name
                && access.WhenNotNull is InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: "step" } })
                ? (parameter, true)
                : null;
    }
}
