using LrAnalyzers.Catalog;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Tests.Metadata;

/// <summary>What the libraries are stands in the catalog: rules, flow and fixes name no scheduler, no optimizer and none of a scheduler's parameters.</summary>
public class LibraryNamesTests
{
    private static readonly HashSet<string> s_types = [.. TorchSharpSchedulers.All.Concat(MLNetSchedulers.All).Select(definition => definition.Name)
        .Concat(TorchSharpOptimizers.All.Select(optimizer => optimizer.Name))];

    // Those that are ordinary words or names of other things too are not told from them: an options member `Epoch`, a size `batchSize`.
    private static readonly HashSet<string> s_parameters = [.. TorchSharpSchedulers.All.Concat(MLNetSchedulers.All)
        .SelectMany(definition => definition.Parameters).Select(parameter => parameter.Name)];

    public static TheoryData<string> Folders => new("LrAnalyzers/Rules", "LrAnalyzers/Flow", "LrAnalyzers.CodeFixes");

    [Theory]
    [MemberData(nameof(Folders))]
    public void NoLiteral_IsANameOfALibrary(string folder)
    {
        IEnumerable<string> named =
            from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", folder), "*.cs", SearchOption.AllDirectories)
            where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            from literal in CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes().OfType<LiteralExpressionSyntax>()
            where literal.IsKind(SyntaxKind.StringLiteralExpression)
            let text = literal.Token.ValueText
            where s_types.Contains(text) || s_parameters.Contains(text) && IsHandedOver(literal)
            select $"{Path.GetFileName(file)}({literal.GetLocation().GetLineSpan().StartLinePosition.Line + 1}): \"{text}\"";
        Assert.Empty(named);
    }

    // `Explicit("gamma")`, `NumberOf("gamma")`: a name, and no word of a message.
    private static bool IsHandedOver(LiteralExpressionSyntax literal) =>
        literal.Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax { Expression: var called } } }
        && (called as MemberAccessExpressionSyntax)?.Name.Identifier.ValueText is "Explicit" or "For" or "NumberOf" or "ValueOf";
}
