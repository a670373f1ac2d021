using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.Tests.Verification;

/// <summary>Applies a refactoring at the marked place, <c>[|…|]</c>, and compares the result; it must compile.</summary>
internal static class RefactoringVerifier
{
    /// <summary>The action with the key turns the source into the result.</summary>
    public static async Task VerifyAsync(CodeRefactoringProvider provider, string source, string result, string equivalenceKey)
    {
        (Document document, IReadOnlyList<CodeAction> actions) = await OfferedAsync(provider, source);
        CodeAction action = Assert.Single(actions, candidate => candidate.EquivalenceKey == equivalenceKey);
        ApplyChangesOperation applied = (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single();
        Document changed = applied.ChangedSolution.GetDocument(document.Id)!;
        Assert.Equal(result, (await changed.GetTextAsync()).ToString());
        Assert.Empty(Analysis.Errors((await changed.Project.GetCompilationAsync())!));
    }

    /// <summary>Nothing is offered.</summary>
    public static async Task VerifyNothingAsync(CodeRefactoringProvider provider, string source) =>
        Assert.Empty((await OfferedAsync(provider, source)).Actions);

    /// <summary>What the first and the last action make of the source, each under its key.</summary>
    public static async Task<IReadOnlyList<(string Key, string Result)>> ResultsAsync(CodeRefactoringProvider provider, string source)
    {
        (Document document, IReadOnlyList<CodeAction> actions) = await OfferedAsync(provider, source);
        var results = new List<(string, string)>();
        foreach (CodeAction action in actions.Where((action, index) => index == 0 || index == actions.Count - 1))
        {
            ApplyChangesOperation applied = (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single();
            results.Add((action.EquivalenceKey!, (await applied.ChangedSolution.GetDocument(document.Id)!.GetTextAsync()).ToString()));
        }

        return results;
    }

    private static async Task<(Document Document, IReadOnlyList<CodeAction> Actions)> OfferedAsync(CodeRefactoringProvider provider, string markup)
    {
        TestFileMarkupParser.GetSpan(markup, out string source, out TextSpan span);
        using var workspace = new AdhocWorkspace();
        Project project = workspace.AddProject("Sources", LanguageNames.CSharp)
            .WithMetadataReferences(TestReferences.All)
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Document document = project.AddDocument("Source.cs", source);
        var actions = new List<CodeAction>();
        await provider.ComputeRefactoringsAsync(
            new CodeRefactoringContext(document, span, actions.Add, CancellationToken.None));
        // A group's own actions are what is applied.
        var nested = actions.SelectMany(action => Nested(action)).ToList();
        return (document, nested);
    }

    /// <summary>The actions of a group, or the one action.</summary>
    public static IEnumerable<CodeAction> Nested(CodeAction action)
    {
        var nested = (System.Collections.IEnumerable?)typeof(CodeAction)
            .GetProperty("NestedCodeActions", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public)?
            .GetValue(action);
        CodeAction[] inner = nested?.Cast<CodeAction>().ToArray() ?? [];
        return inner.Length > 0 ? inner : [action];
    }
}
