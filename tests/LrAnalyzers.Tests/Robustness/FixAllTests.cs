using System.Collections.Immutable;
using LrAnalyzers.Tests.Mutation;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LrAnalyzers.Tests.Robustness;

/// <summary>One diagnostic without a fix does not keep Fix All from the others, whichever way it is asked for.</summary>
public class FixAllTests
{
    // In front of a number a directive is kept, and with it the number.
    private const string Directive = "\n#if NEVER\n#endif\n";

    /// <summary>A statement that is reported without a fix, one that has a fix, and what the fixed one must hold then.</summary>
    public static TheoryData<string, string, string, string> Rules() => new()
    {
        { "LR1001", "new Own(p, 0);", "torch.optim.Adam(p, -1);", "0.001" },
        { "LR1002", "torch.optim.Adam(p, 100 / 3);", "torch.optim.Adam(p, 1 / 1000);", "1.0 / 1000" },
        { "LR1003", "_ = new Microsoft.ML.Trainers.FastTree.FastTreeRegressionTrainer.Options { LearningRate = 1.5, Shrinkage = 2 };", "torch.optim.Adam(p, 60);", "0.001" },
        { "LR1006", "torch.optim.NAdam(new[] { new NAdam.ParamGroup(p) });", "torch.optim.NAdam(new[] { new NAdam.ParamGroup(p) }, n);", "lr: n" },
        { "LR1007", "torch.optim.RAdam(p, n);", "torch.optim.RAdam(p, 0.01);", "AdamW" },
        { "LR1008", "torch.optim.SGD(new[] { new SGD.ParamGroup(p, 0.01) }, 0.1);", "torch.optim.Adam(new[] { new Adam.ParamGroup(p, 0.01) }, lr: 0.1);", "Adam(new[] { new Adam.ParamGroup(p, 0.01) })" },
        { "LR1009", $"torch.optim.ASGD(p{Directive});", "torch.optim.LBFGS(p);", "lr: " },
        { "LR1010", "torch.optim.SGD(p, momentum);", "torch.optim.SGD(p, momentum, lr);", "learningRate: lr" },
        { "LR1015", $"torch.optim.Adam(p, double.Parse({Directive}text));", "torch.optim.Adam(p, float.Parse(text));", "CultureInfo.InvariantCulture" },
        { "LR3001", $"torch.optim.Adam(p, Math.Pow({Directive}10, -3));", "torch.optim.AdamW(p, 0.003);", "= 0.003" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task UnfixableFirst_SpoilsNothing(string id, string unfixable, string fixable, string expected)
    {
        using var workspace = new AdhocWorkspace();
        string source = Sources.Torch($"double n = Environment.ProcessorCount, momentum = n, lr = n; string text = Environment.GetEnvironmentVariable(\"LR\")!; {unfixable} {fixable}", "    class Own : SGD { public Own(IEnumerable<Parameter> p, double lr) : base(p, lr) { } }");
        Document document = AddDocument(workspace, source);
        Diagnostic[] reports = await ReportsAsync(document, id);
        Assert.True(reports.Length >= 2, $"{id}: {string.Join("; ", reports.AsEnumerable())}");

        bool anyProvider = false;
        foreach (CodeFixProvider provider in RuleCatalog.CodeFixProviders.Where(provider => provider.FixableDiagnosticIds.Contains(id)))
        {
            var firstKeys = new List<string?>();
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, reports[0], (action, _) => firstKeys.Add(action.EquivalenceKey), CancellationToken.None));
            Assert.Empty(firstKeys);
            foreach (string? key in await KeysAsync(provider, document, reports[^1]))
            {
                foreach (string? asked in new[] { key, null })
                {
                    var context = new FixAllContext(document, provider, FixAllScope.Document, asked!, [id], new Known([.. reports]), CancellationToken.None);
                    CodeAction? all = await provider.GetFixAllProvider()!.GetFixAsync(context);
                    Assert.NotNull(all);
                    Solution changed = (await all.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single().ChangedSolution;
                    string text = (await changed.GetDocument(document.Id)!.GetTextAsync()).ToString();
                    Assert.Contains(expected, text, StringComparison.Ordinal);
                    anyProvider = true;
                }

                break;
            }
        }

        Assert.True(anyProvider);
    }

    [Theory]
    [InlineData("LR1001", "torch.optim.Adam(p, 0); torch.optim.SGD(p, -1); torch.optim.AdamW(p, double.NaN);")]
    [InlineData("LR1002", "torch.optim.Adam(p, 1 / 1000); torch.optim.SGD(p, 1 / 100);")]
    [InlineData("LR1003", "torch.optim.Adam(p, 50); torch.optim.AdamW(p, 60);")]
    [InlineData("LR1010", "torch.optim.Adam(p, 1e-3, 1e-4); torch.optim.SGD(p, 0.01, 5e-4);")]
    public async Task Several_AreFixedTogether(string id, string statements)
    {
        using var workspace = new AdhocWorkspace();
        Document document = AddDocument(workspace, Sources.Torch(statements));
        Diagnostic[] reports = await ReportsAsync(document, id);
        Assert.True(reports.Length > 1);
        CodeFixProvider provider = RuleCatalog.CodeFixProviders.Single(provider => provider.FixableDiagnosticIds.Contains(id));
        string? key = (await KeysAsync(provider, document, reports[0]))[0];
        var context = new FixAllContext(document, provider, FixAllScope.Document, key!, [id], new Known([.. reports]), CancellationToken.None);
        CodeAction? all = await provider.GetFixAllProvider()!.GetFixAsync(context);
        Solution changed = (await all!.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single().ChangedSolution;
        Diagnostic[] left = [.. (await Analysis.BuildAsync((await changed.GetDocument(document.Id)!.Project.GetCompilationAsync())!)).Where(report => report.Id != "LR2001")];
        Assert.True(left.Length == 0, string.Join('\n', left.AsEnumerable()) + await changed.GetDocument(document.Id)!.GetTextAsync());
    }

    // Both share the braces that they need.
    [Theory]
    [InlineData("using (var a = CREATE) using (var b = CREATE) { LOOP }", 0)]
    [InlineData("using (var a = CREATE)\n        using (var b = CREATE)\n            LOOP\n        Console.WriteLine();", 1)]
    [InlineData("using (var a = CREATE) using (var b = CREATE) LOOP", 1)]
    [InlineData("\n        using (var a = CREATE)\n        using (var b = CREATE)\n        LOOP\n        Console.WriteLine();", 1)]
    [InlineData("using (torch.optim.Optimizer a = CREATE, b = CREATE) { LOOP }", 0)]
    [InlineData("using (torch.optim.Optimizer a = CREATE, b = CREATE)\n            LOOP\n        Console.WriteLine();", 1)]
    [InlineData("using torch.optim.Optimizer a = CREATE, b = CREATE; LOOP", 0)]
    public async Task TwoOptimizersOfOneHead_AreScheduledTogether(string statements, int braces)
    {
        using var workspace = new AdhocWorkspace();
        string source = Sources.Torch("int epochs = Environment.TickCount; " + statements.Replace("LOOP", "for (int epoch = 0; epoch < epochs; epoch++) { a.step(); b.step(); }", StringComparison.Ordinal).Replace("CREATE", "torch.optim.SGD(model.parameters(), 0.1)", StringComparison.Ordinal));
        Document document = AddDocument(workspace, source);
        Diagnostic[] reports = await ReportsAsync(document, "LR2001");
        Assert.Equal(2, reports.Length);
        CodeFixProvider provider = new CodeFixes.Fixes.LR2001_InsertSchedule();
        var context = new FixAllContext(document, provider, FixAllScope.Document, CodeFixes.Fixes.LR2001_InsertSchedule.KeyOf("Trapezoid"), ["LR2001"], new Known([.. reports]), CancellationToken.None);
        CodeAction? all = await provider.GetFixAllProvider()!.GetFixAsync(context);
        Solution changed = (await all!.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single().ChangedSolution;
        string text = (await changed.GetDocument(document.Id)!.GetTextAsync()).ToString();
        Compilation fixedProgram = (await changed.GetDocument(document.Id)!.Project.GetCompilationAsync())!;
        Assert.Empty(Analysis.Errors(fixedProgram));
        Assert.DoesNotContain(await Analysis.BuildAsync(fixedProgram), report => report.Id.StartsWith("LR2", StringComparison.Ordinal));
        Assert.Equal(source.Count(letter => letter == '{') + braces, text.Count(letter => letter == '{'));
    }

    // Found by random programs: the typical rate is the minimum that a schedule in another file goes down to.
    [Fact]
    public async Task AFixOfASetting_BringsNothingToLightWhereItIsUsed()
    {
        using var workspace = new AdhocWorkspace();
        Document settings = AddDocument(workspace, "internal static class Defaults { public const double Rate = -0.01; }");
        Document trainer = settings.Project.AddDocument("Trainer.cs", Sources.Torch("", """
            void Train(IEnumerable<Parameter> p)
            {
                var optimizer = torch.optim.AdamW(p, Defaults.Rate);
                var scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 100, eta_min: 0.001);
                for (int epoch = 0; epoch < 100; epoch++) { optimizer.step(); scheduler.step(); }
            }
            """), filePath: "Trainer.cs");
        settings = trainer.Project.GetDocument(settings.Id)!;
        Assert.Empty(Analysis.Errors((await trainer.Project.GetCompilationAsync())!));
        Diagnostic report = Assert.Single(await ReportsAsync(settings, "LR1001"));
        Assert.Equal(settings.FilePath, report.Location.SourceTree!.FilePath);
        foreach (FixClosure.Offer offer in await FixClosure.OffersAsync(settings, report))
        {
            Solution changed = (await offer.Action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single().ChangedSolution;
            IEnumerable<Diagnostic> left = await Analysis.BuildAsync((await changed.GetProject(settings.Project.Id)!.GetCompilationAsync())!);
            Assert.DoesNotContain(left, diagnostic => diagnostic.Id is "LR1001" or "LR2006");
        }
    }

    private static Document AddDocument(AdhocWorkspace workspace, string source)
    {
        Project project = Analysis.AddProject(workspace);
        return project.Solution.AddDocument(DocumentId.CreateNewId(project.Id), "Source.cs", source, filePath: "Source.cs").GetProject(project.Id)!.Documents.Single();
    }

    private static async Task<Diagnostic[]> ReportsAsync(Document document, string id) =>
        [.. (await Analysis.BuildAsync((await document.Project.GetCompilationAsync())!)).Where(report => report.Id == id).OrderBy(report => report.Location.SourceSpan.Start)];

    private static async Task<List<string?>> KeysAsync(CodeFixProvider provider, Document document, Diagnostic diagnostic)
    {
        var keys = new List<string?>();
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => keys.Add(action.EquivalenceKey), CancellationToken.None));
        return keys;
    }

    private sealed class Known(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => Task.FromResult(diagnostics.AsEnumerable());

        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult(diagnostics.AsEnumerable());

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult(Enumerable.Empty<Diagnostic>());
    }
}
