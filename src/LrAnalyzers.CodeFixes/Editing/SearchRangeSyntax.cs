using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Editing;

/// <summary>The arguments of a search range as they are written: in the creation of an option, or in an attribute.</summary>
internal sealed class SearchRangeSyntax
{
    private readonly FixSite _site;
    private readonly ImmutableArray<IArgumentOperation> _arguments;

    private SearchRangeSyntax(FixSite site, SyntaxNode list, ImmutableArray<IArgumentOperation> arguments)
    {
        _site = site;
        List = list;
        _arguments = arguments;
    }

    /// <summary>The list of arguments.</summary>
    public SyntaxNode List { get; }

    /// <summary>The lower bound.</summary>
    public ExpressionSyntax? Minimum => For(SearchRangeDefinition.MinimumParameter);

    /// <summary>The upper bound.</summary>
    public ExpressionSyntax? Maximum => For(SearchRangeDefinition.MaximumParameter);

    /// <summary>Where the search begins, under either of the names that the parameter has.</summary>
    public ExpressionSyntax? Start => SearchRangeDefinition.All.Select(range => For(range.DefaultParameter)).FirstOrDefault(start => start is not null);

    /// <summary>Whether the bounds are <c>float</c>.</summary>
    public bool IsSingle => ParameterType(SearchRangeDefinition.MinimumParameter) == SpecialType.System_Single;

    /// <summary>
    /// Whether the bounds can be fractions: the attribute has an overload for each type of number, but its member must take
    /// them; an option has none.
    /// </summary>
    public bool TakesFractions => List is AttributeArgumentListSyntax
        ? MemberType is { } type && _site.SemanticModel.GetTypeInfo(type, _site.CancellationToken).Type.IsFloatingPoint()
        : ParameterType(SearchRangeDefinition.MinimumParameter) != SpecialType.System_Int32;

    /// <summary>The range that the underlined expression is a bound of, or <see langword="null"/> where it cannot be changed safely.</summary>
    public static SearchRangeSyntax? Around(FixSite site)
    {
        SyntaxNode? list = site.Expression.Ancestors().FirstOrDefault(ancestor => ancestor is ArgumentListSyntax or AttributeArgumentListSyntax);
        if (list?.Parent is null
            || list.ContainsDiagnostics
            || NumericSyntax.HasDirectives(list)
            || Creation(site.SemanticModel.GetOperation(list.Parent, site.CancellationToken)) is not { } creation)
        {
            return null;
        }

        return new SearchRangeSyntax(site, list, creation.Arguments);
    }

    /// <summary>Puts another text in the place of an argument's value.</summary>
    public Edit Replace(ExpressionSyntax expression, string text) => new ReplaceText(_site.Document.Id, expression.Span, text);

    /// <summary>Switches the logarithmic scale on.</summary>
    public Edit SwitchLogBaseOn()
    {
        if (For(SearchRangeDefinition.LogBaseParameter) is { } given)
        {
            return Replace(given, "true");
        }

        SyntaxNode last = List.ChildNodes().Last();
        return new ReplaceText(_site.Document.Id, new TextSpan(last.Span.End, 0), $", {SearchRangeDefinition.LogBaseParameter}: true");
    }

    private TypeSyntax? MemberType => List.Parent?.Parent?.Parent switch
    {
        BasePropertyDeclarationSyntax property => property.Type,
        BaseFieldDeclarationSyntax field => field.Declaration.Type,
        ParameterSyntax parameter => parameter.Type,
        _ => null,
    };

    private ExpressionSyntax? For(string parameter) => _arguments
        .Where(argument => argument.Parameter?.Name == parameter && argument.ArgumentKind != ArgumentKind.DefaultValue)
        .Select(argument => argument.Syntax switch
        {
            ArgumentSyntax written => written.Expression,
            AttributeArgumentSyntax written => written.Expression,
            ExpressionSyntax expression => expression,
            _ => null,
        })
        .FirstOrDefault();

    private SpecialType? ParameterType(string parameter) =>
        _arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter)?.Parameter?.Type.SpecialType;

    private static IObjectCreationOperation? Creation(IOperation? operation) => operation switch
    {
        IObjectCreationOperation creation => creation,
        IAttributeOperation { Operation: IObjectCreationOperation creation } => creation,
        _ => null,
    };
}
