using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Editing;

/// <summary>Declares one parameter more, and gives it at the calls.</summary>
internal static class AddedParameter
{
    /// <summary>Declares a parameter before the one that stands at an index today; behind the last one where that is their number.</summary>
    public static ReplaceText Declare(DocumentId document, SourceText text, ParameterListSyntax parameters, int index, string parameter) =>
        ListLayout.Insert(document, text, parameters.OpenParenToken, parameters.Parameters, index, parameter);

    /// <summary>Gives an argument for it: at the same index, or by its name where the call goes its own way.</summary>
    /// <param name="document">The document of the call.</param>
    /// <param name="text">Its text.</param>
    /// <param name="call">The call, object creation or constructor initializer.</param>
    /// <param name="index">See <see cref="Declare"/>.</param>
    /// <param name="name">The parameter's name.</param>
    /// <param name="argument">What it is given.</param>
    /// <param name="isReceiverFirst">Whether the first parameter is what the method is called on.</param>
    /// <returns><see langword="null"/> where the call has no place for an argument.</returns>
    public static ReplaceText? Give(DocumentId document, SourceText text, SyntaxNode call, int index, string name, string argument, bool isReceiverFirst = false)
    {
        ArgumentListSyntax? arguments = call switch
        {
            InvocationExpressionSyntax invocation => invocation.ArgumentList,
            BaseObjectCreationExpressionSyntax creation => creation.ArgumentList,
            ConstructorInitializerSyntax initializer => initializer.ArgumentList,
            PrimaryConstructorBaseTypeSyntax initializer => initializer.ArgumentList,
            _ => null,
        };
        if (arguments is null)
        {
            // new Trainer { Name = "a" }
            return call is ObjectCreationExpressionSyntax bare ? new ReplaceText(document, new TextSpan(bare.Type.Span.End, 0), $"({argument})") : null;
        }

        if (arguments.CloseParenToken.IsMissing || NumericSyntax.HasDirectives(arguments))
        {
            return null;
        }

        bool isPositional = !isReceiverFirst && arguments.Arguments.Count >= index && arguments.Arguments.Take(index).All(given => given.NameColon is null);
        return isPositional
            ? ListLayout.Insert(document, text, arguments.OpenParenToken, arguments.Arguments, index, argument)
            : ListLayout.Insert(document, text, arguments.OpenParenToken, arguments.Arguments, arguments.Arguments.Count, $"{name}: {argument}");
    }
}
