using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.Benchmarks;

/// <summary>
/// What the analyzers add to a build of one 5,000-line training file with 50 optimizers, 20 of them scheduled. The bound: all of
/// them, binding included, take less than three times as long as the compiler's own diagnostics of the file.
/// </summary>
[MemoryDiagnoser]
public class TrainingFileBenchmarks
{
    private const int Optimizers = 50;
    private const int Scheduled = 20;
    private const int Lines = 5000;

    private CSharpCompilation _compilation = null!;

    [GlobalSetup]
    public void Compile()
    {
        string source = TrainingFile();
        _compilation = AnalysisSubject.Compile(source, AnalysisSubject.Framework.Add(AnalysisSubject.TorchSharp));
        Assert(source.Count(character => character == '\n') == Lines, "The file is not 5,000 lines long.");
        Assert(!_compilation.GetDiagnostics().Any(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning), "The file does not compile cleanly.");
        ImmutableArray<Diagnostic> reports = AnalysisSubject.Analyze(_compilation, AnalysisSubject.Analyzers);
        Assert(reports.Count(report => report.Id == "LR2001") == Optimizers - Scheduled, "Not every optimizer without a schedule is reported.");
        Assert(!reports.Any(report => report.Id.StartsWith("LR2", StringComparison.Ordinal) && report.Id != "LR2001"), "A schedule is reported.");
        Assert(reports.Count(report => report.Id == "LR3001") == Optimizers, "Not every learning rate is reported as hard-coded.");
    }

    /// <summary>The compiler alone binds the file.</summary>
    [Benchmark(Baseline = true)]
    public int Bind() => AnalysisSubject.Fresh(_compilation).GetDiagnostics().Length;

    /// <summary>All analyzers, and the binding they ask for.</summary>
    [Benchmark]
    public int Analyze() => AnalysisSubject.Analyze(AnalysisSubject.Fresh(_compilation), AnalysisSubject.Analyzers).Length;

    // Ten kinds of training, as in a file of experiments; each with code around it that has nothing to do with learning rates.
    internal static string TrainingFile()
    {
        string[] optimizers = ["Adam(model.parameters(), 0.001)", "SGD(model.parameters(), 0.1, momentum: 0.9)", "AdamW(model.parameters(), 0.0005)", "RMSProp(model.parameters(), 0.002)", "NAdam(model.parameters(), 0.004)"];
        var text = new StringBuilder("""
            using System;
            using System.Collections.Generic;
            using System.Linq;
            using TorchSharp;
            using static TorchSharp.torch;


            """);
        for (int i = 0; i < Optimizers; i++)
        {
            string optimizer = optimizers[i % optimizers.Length];
            // Two of five kinds, in both shapes.
            bool scheduled = i % 5 is 1 or 3;
            string created = scheduled ? "            var scheduler = optim.lr_scheduler.CosineAnnealingLR({0}optimizer, epochs);\n" : "";
            string stepped = scheduled ? "                scheduler.step();\n" : "";
            text.Append(CultureInfo.InvariantCulture, $"internal sealed class Experiment{i}\n{{\n");
            text.Append(i % 2 == 0
                ? $$"""
                        public double Train(nn.Module<Tensor, Tensor> model, List<(Tensor X, Tensor Y)> batches, int epochs)
                        {
                            var optimizer = torch.optim.{{optimizer}};
                    {{string.Format(CultureInfo.InvariantCulture, created, "")}}
                            double last = 0;
                            for (int epoch = 0; epoch < epochs; epoch++)
                            {
                                foreach (var (x, y) in batches)
                                {
                                    optimizer.zero_grad();
                                    using var loss = nn.functional.cross_entropy(model.forward(x), y);
                                    loss.backward();
                                    optimizer.step();
                                    last = loss.item<float>();
                                }
                    {{stepped}}
                            }

                            return last;
                        }

                    """
                : $$"""
                        private readonly optim.Optimizer _optimizer;
                        private readonly nn.Module<Tensor, Tensor> _model;

                        public Experiment{{i}}(nn.Module<Tensor, Tensor> model)
                        {
                            _model = model;
                            _optimizer = optim.{{optimizer}};
                        }

                        public void Fit(List<(Tensor X, Tensor Y)> batches, int epochs)
                        {
                    {{string.Format(CultureInfo.InvariantCulture, created, "_")}}
                            for (int epoch = 0; epoch < epochs; epoch++)
                            {
                                foreach (var (x, y) in batches)
                                    Step(x, y);
                    {{stepped}}
                            }
                        }

                        private void Step(Tensor x, Tensor y)
                        {
                            _optimizer.zero_grad();
                            nn.functional.mse_loss(_model.forward(x), y).backward();
                            _optimizer.step();
                        }

                    """);
            string evaluation = """

                    public Tensor Evaluate{0}(Tensor input)
                    {{
                        Tensor scaled = (input - input.mean()) / (input.std() + 1e-6);
                        var best = Enumerable.Range(0, 10).Select(k => scaled.sum().item<float>() * k).Max();
                        if (best > {0})
                            Console.WriteLine($"evaluation {0} of {{scaled.shape[0]}} rows: {{best:F3}}");
                        return scaled.softmax(1);
                    }}

                """;
            // As many as fill this class's share of the lines.
            int share = 6 + (Lines - 6) * (i + 1) / Optimizers;
            for (int k = 0; LinesOf(text) + 10 + 1 <= share; k++)
                text.Append(string.Format(CultureInfo.InvariantCulture, evaluation, k));
            text.Append("}\n");
        }

        while (LinesOf(text) < Lines)
            text.Append("// the end\n");
        return text.ToString();
    }

    private static int LinesOf(StringBuilder text) => text.ToString().Count(character => character == '\n');

    private static void Assert(bool condition, string message)
    {
        if (!condition)
            throw new InvalidOperationException(message);
    }
}

/// <summary>What the analyzers cost a project that references neither library: what an analyzer that does nothing costs.</summary>
[MemoryDiagnoser]
public class UnrelatedProjectBenchmarks
{
    private CSharpCompilation _compilation = null!;

    [GlobalSetup]
    public void Compile()
    {
        var text = new StringBuilder("using System;\nusing System.Linq;\n");
        for (int i = 0; i < 400; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                internal sealed class Order{{i}}(double learningRate)
                {
                    public double Rate { get; set; } = 0.001 / 3 + learningRate;
                    public int Total(int[] prices)
                    {
                        int total = 0;
                        for (int epoch = 0; epoch < prices.Length; epoch++)
                            total += Math.Max(prices[epoch], {{i}}) + prices.Where(price => price > 1 / 2).Sum();
                        return total;
                    }
                }

                """);
        }

        _compilation = AnalysisSubject.Compile(text.ToString(), AnalysisSubject.Framework);
        int reports = AnalysisSubject.Analyze(_compilation, AnalysisSubject.Analyzers).Length;
        if (reports != 0)
            throw new InvalidOperationException($"{reports} reports in a project that references neither library.");
    }

    /// <summary>An analyzer that does nothing, and all that Roslyn does to run it.</summary>
    [Benchmark(Baseline = true)]
    public int EmptyAnalyzer() => AnalysisSubject.Analyze(AnalysisSubject.Fresh(_compilation), [new EmptyAnalyzer()]).Length;

    /// <summary>All of ours.</summary>
    [Benchmark]
    public int Analyzers() => AnalysisSubject.Analyze(AnalysisSubject.Fresh(_compilation), AnalysisSubject.Analyzers).Length;
}

/// <summary>Compilations to analyze.</summary>
internal static class AnalysisSubject
{
    /// <summary>Every analyzer as users have it.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
        [.. typeof(ScheduleAnalyzer).Assembly.GetTypes()
            .Where(type => typeof(DiagnosticAnalyzer).IsAssignableFrom(type) && !type.IsAbstract)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];

    /// <summary>The framework.</summary>
    public static ImmutableArray<MetadataReference> Framework { get; } =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var file
                && (file.StartsWith("System.", StringComparison.Ordinal) || file == "netstandard.dll"))
            .Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>The library, compiled against only: nothing of it runs here.</summary>
    public static MetadataReference TorchSharp { get; } =
        MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll"));

    public static CSharpCompilation Compile(string source, ImmutableArray<MetadataReference> references) => CSharpCompilation.Create(
        "Subject",
        [CSharpSyntaxTree.ParseText(source, path: "Subject.cs")],
        references,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, concurrentBuild: false)
            .WithSpecificDiagnosticOptions([new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)]));

    /// <summary>The same, parsed but not bound: as a build begins.</summary>
    public static CSharpCompilation Fresh(CSharpCompilation compilation)
    {
        SyntaxTree tree = compilation.SyntaxTrees[0];
        // A tree of its own, since facts about a tree are kept with it.
        SyntaxTree copy = tree.WithRootAndOptions(tree.GetRoot(), tree.Options);
        return compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(copy);
    }

    public static ImmutableArray<Diagnostic> Analyze(CSharpCompilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        return compilation.WithAnalyzers(analyzers, options).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
    }
}

/// <summary>Registers one action that does nothing.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class EmptyAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor s_descriptor = new(
        "EMPTY", "Nothing", "Nothing", "Nothing", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [s_descriptor];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(_ => { });
    }
}

/// <summary>Makes reports that are known: what is left of the cost is Roslyn's.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class RepeatingAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor s_descriptor = new(
        "LR", "Known", "Known", "Known", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    private readonly ILookup<string, TextSpan> _places;

    public RepeatingAnalyzer()
        : this([])
    {
    }

    /// <summary>Creates the analyzer.</summary>
    /// <param name="reports">What it is to report again, in trees of the same paths.</param>
    public RepeatingAnalyzer(IEnumerable<Diagnostic> reports) =>
        _places = reports.ToLookup(report => report.Location.SourceTree?.FilePath ?? "", report => report.Location.SourceSpan);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [s_descriptor];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSemanticModelAction(file =>
        {
            foreach (TextSpan place in _places[file.SemanticModel.SyntaxTree.FilePath])
            {
                file.ReportDiagnostic(Diagnostic.Create(s_descriptor, Location.Create(file.SemanticModel.SyntaxTree, place)));
            }
        });
    }
}
