using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Editing;

/// <summary>What to call a learning rate, by what it trains.</summary>
internal static class LearningRateNames
{
    private static readonly Regex s_optimizerWords = new("(optimizer|optimiser|optim|trainer|options|group|pipeline|estimator|learner|opt)s?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    private static readonly Regex s_pascalCase = new("^[A-Z][A-Za-z0-9]*$", RegexOptions.CultureInvariant);

    /// <summary>
    /// Names in Pascal case, best first: <c>GeneratorLearningRate</c> for what ends up in <c>generatorOptimizer</c>,
    /// <c>LearningRate</c> where the receiver says no more than that it is an optimizer.
    /// </summary>
    public static IReadOnlyList<string> For(ExpressionSyntax learningRate)
    {
        const string Plain = "LearningRate";
        var wishes = new List<string>();
        string subject = Subject(learningRate);
        string? creation = CreationName(learningRate);
        // `adam` says no more than that it is one.
        if (subject.Length > 0 && !string.Equals(subject, creation, StringComparison.OrdinalIgnoreCase))
        {
            wishes.Add(subject + Plain);
        }

        wishes.Add(Plain);
        if (creation is not null && s_pascalCase.IsMatch(creation))
        {
            wishes.Add(creation + Plain);
        }

        // The last resort is numbered from the first wish.
        return wishes;
    }

    /// <summary>The same names in camel case, for locals and parameters.</summary>
    public static IReadOnlyList<string> ForLocal(ExpressionSyntax learningRate) =>
        For(learningRate).Select(CamelCase).ToArray();

    // A parameter group is named by the layer whose parameters it holds, anything else by the variable it is stored in.
    private static string Subject(ExpressionSyntax learningRate)
    {
        foreach (SyntaxNode ancestor in learningRate.Ancestors())
        {
            // A trainer is one part of a pipeline, which is called by something else.
            if (ancestor is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Append" } })
            {
                break;
            }

            string? name = ancestor switch
            {
                BaseObjectCreationExpressionSyntax creation => GroupOwner(creation),
                VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
                PropertyDeclarationSyntax property => property.Identifier.ValueText,
                AssignmentExpressionSyntax { Parent: not InitializerExpressionSyntax } assignment => LastName(assignment.Left),
                _ => null,
            };
            if (name is not null)
            {
                return Clean(name);
            }

            if (ancestor is StatementSyntax or MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax)
            {
                break;
            }
        }

        return "";
    }

    private static string? GroupOwner(BaseObjectCreationExpressionSyntax creation)
    {
        string? first = creation.ArgumentList?.Arguments.Select(argument => ParametersOwner(argument.Expression)).FirstOrDefault(owner => owner is not null);
        return first ?? creation.Initializer?.Expressions.OfType<AssignmentExpressionSyntax>()
            .Select(assignment => ParametersOwner(assignment.Right)).FirstOrDefault(owner => owner is not null);
    }

    // `model.head.parameters()` belongs to `head`; `model.parameters()` is everything and gives no name.
    private static string? ParametersOwner(ExpressionSyntax expression) =>
        expression is InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "parameters" or "named_parameters", Expression: var owner },
        }
        && LastName(owner) is { } name && name.ToLowerInvariant() is not ("model" or "net" or "network" or "module")
            ? name
            : null;

    private static string? CreationName(ExpressionSyntax learningRate) => learningRate.Ancestors()
        .Select(ancestor => ancestor switch
        {
            InvocationExpressionSyntax invocation => LastName(invocation.Expression),
            ObjectCreationExpressionSyntax creation => creation.Type switch
            {
                QualifiedNameSyntax { Left: var left, Right.Identifier.ValueText: "ParamGroup" or "Options" } => LastName(left),
                var type => LastName(type),
            },
            _ => null,
        })
        .FirstOrDefault(name => name is not null);

    private static string? LastName(ExpressionSyntax expression) => expression switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        _ => null,
    };

    private static string Clean(string name)
    {
        string rest = s_optimizerWords.Replace(name, "");
        string words = string.Concat(rest.Split(new[] { '_' }, StringSplitOptions.RemoveEmptyEntries).Select(Capitalized));
        // `optimizerG` says something, `a` or `x1` does not.
        bool saysSomething = words.Length > 2 || rest.Length < name.Length;
        return saysSomething && SyntaxFacts.IsValidIdentifier(words) ? words : "";
    }

    // SGDLearningRate -> sgdLearningRate, LearningRate -> learningRate
    private static string CamelCase(string name)
    {
        int capitals = name.TakeWhile(char.IsUpper).Count();
        int lowered = capitals > 1 && capitals < name.Length ? capitals - 1 : capitals;
        return name.Substring(0, lowered).ToLowerInvariant() + name.Substring(lowered);
    }

    private static string Capitalized(string word) => char.ToUpperInvariant(word[0]) + word.Substring(1);
}
