using System.Collections.Immutable;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Xunit.Abstractions;

namespace LrAnalyzers.Tests.Mutation;

/// <summary>
/// What a fix writes compiles, no longer has its diagnostic and has no other that was not there, under the default
/// severities and with every rule a warning; so there is nothing to apply a second time.
/// </summary>
[Trait("Category", "FixClosure")]
public class FixClosureTests(ITestOutputHelper output)
{
    private static readonly string[] s_shapes = ["local", "expression body", "primary constructor", "lambda block"];

    private static readonly string[] s_fineTunings = ["using", "lambda", "field", "generic"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EveryFix_IsClosed(bool strict)
    {
        string[] mutated = [.. ValueMutations.All
            .SelectMany(mutation => ProgramShape.All.Where(shape => s_shapes.Contains(shape.Name)).Select(shape => (mutation, shape)))
            .Select((seed, index) => seed.shape.Source(seed.mutation.Mutated, seed.mutation.MutatedMembers ?? seed.mutation.Members, index))];
        string[] fineTuned = [.. FineTuningMistake.All
            .SelectMany(mistake => FineTuningProgram.All.Where(program => s_fineTunings.Contains(program.Name)).Select(program => (mistake, program)))
            .Select((seed, index) => seed.program.Source(FineTuningProgram.Loaders[index % FineTuningProgram.Loaders.Count], seed.mistake.Mutated, seed.mistake.Rate, mutated.Length + index))];
        // Where a model has attention a schedule must bring a warmup along.
        string[] attentive = [.. AttentionProgram.All
            .Where(program => program.Sources.Length == 1 && !program.Sources[0].Contains("args[0]", StringComparison.Ordinal))
            .Select((program, index) => program.FilesIn($"Attentive{index}")[0])];
        string[] sources = [.. mutated, .. fineTuned, .. attentive, .. Repository.RuleSamples().Select(File.ReadAllText)];
        using var workspace = new AdhocWorkspace();
        CSharpCompilation compilation = Analysis.Compile(sources);
        CompilationOptions options = !strict ? compilation.Options : compilation.Options.WithSpecificDiagnosticOptions(
            RuleCatalog.Rules.Select(rule => KeyValuePair.Create(rule.Descriptor.Id, ReportDiagnostic.Warn)));
        Project project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Sources", "Sources", LanguageNames.CSharp,
            compilationOptions: options,
            parseOptions: compilation.SyntaxTrees[0].Options,
            metadataReferences: TestReferences.All));
        Solution solution = project.Solution;
        var documents = new DocumentId[sources.Length];
        for (int i = 0; i < sources.Length; i++)
        {
            documents[i] = DocumentId.CreateNewId(project.Id);
            solution = solution.AddDocument(documents[i], $"Source{i}.cs", sources[i], filePath: $"Source{i}.cs");
        }

        ILookup<string, Diagnostic> before = await AnalyzeAsync(solution.GetProject(project.Id)!);

        // One action a document and round: documents do not depend on each other, so that a round is one compilation.
        var actions = new List<(string Path, Diagnostic Diagnostic, CodeAction Action)>[sources.Length];
        for (int i = 0; i < sources.Length; i++)
        {
            actions[i] = [];
            foreach (Diagnostic diagnostic in before[$"Source{i}.cs"])
            {
                await foreach (CodeAction action in ActionsAsync(solution.GetDocument(documents[i])!, diagnostic))
                {
                    actions[i].Add(($"Source{i}.cs", diagnostic, action));
                }
            }
        }

        int applied = 0;
        var problems = new List<string>();
        for (int round = 0; actions.Any(list => list.Count > round); round++)
        {
            Solution changed = solution;
            for (int i = 0; i < sources.Length; i++)
            {
                if (actions[i].Count > round)
                {
                    ImmutableArray<CodeActionOperation> operations = await actions[i][round].Action.GetOperationsAsync(CancellationToken.None);
                    Solution result = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
                    Assert.Equal([documents[i]], result.GetChanges(solution).GetProjectChanges().SelectMany(change => change.GetChangedDocuments()));
                    changed = changed.WithDocumentText(documents[i], await result.GetDocument(documents[i])!.GetTextAsync());
                    applied++;
                }
            }

            Project after = changed.GetProject(project.Id)!;
            HashSet<string> broken = [.. Analysis.Errors((await after.GetCompilationAsync())!).Select(error => error.Location.SourceTree!.FilePath)];
            ILookup<string, Diagnostic> found = await AnalyzeAsync(after);
            for (int i = 0; i < sources.Length; i++)
            {
                if (actions[i].Count > round)
                {
                    (string path, Diagnostic fixedOne, CodeAction action) = actions[i][round];
                    int Count(ILookup<string, Diagnostic> diagnostics, string id) => diagnostics[path].Count(diagnostic => diagnostic.Id == id);
                    if (broken.Contains(path)
                        || Count(found, fixedOne.Id) >= Count(before, fixedOne.Id)
                        || found[path].Select(diagnostic => diagnostic.Id).Any(id => Count(found, id) > Count(before, id)))
                    {
                        problems.Add($"{fixedOne.Id} '{action.Title}': {(broken.Contains(path) ? "does not compile; " : "")}{string.Join("; ", found[path])}\n{await changed.GetDocument(documents[i])!.GetTextAsync()}");
                    }
                }
            }
        }

        output.WriteLine($"{applied} fixes applied to {sources.Length} documents, {problems.Count} problems");
        foreach (var rule in actions.SelectMany(list => list).GroupBy(action => (action.Diagnostic.Id, action.Action.EquivalenceKey)).OrderBy(group => group.Key.Id, StringComparer.Ordinal))
        {
            output.WriteLine($"{rule.Key.Id} {rule.Key.EquivalenceKey}: {rule.Count()}");
        }

        Assert.True(problems.Count == 0, string.Join("\n----\n", problems.Take(5)));
        Assert.True(applied > 100);
    }

    private static async Task<ILookup<string, Diagnostic>> AnalyzeAsync(Project project)
    {
        Compilation compilation = (await project.GetCompilationAsync())!;
        return (await Analysis.BuildAsync(compilation)).ToLookup(diagnostic => diagnostic.Location.SourceTree!.FilePath);
    }

    private static async IAsyncEnumerable<CodeAction> ActionsAsync(Document document, Diagnostic diagnostic)
    {
        foreach (CodeFixProvider provider in RuleCatalog.CodeFixProviders.Where(provider => provider.FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            var actions = new List<CodeAction>();
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
            foreach (CodeAction action in actions)
            {
                yield return action;
            }
        }
    }
}
