using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LrAnalyzers.Benchmarks;

/// <summary>
/// What the analyzers cost beside an analyzer that does nothing: allocated bytes, which repeat from run to run, and processor
/// time, which does not quite. Each side analyses a compilation of its own that nothing has been bound of, in turns.
/// </summary>
internal static class CostCommand
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> s_empty = [new EmptyAnalyzer()];

    /// <summary>
    /// Measures <c>hostile [SHAPE…] [SIZE…]</c>, <c>generated [LINES…]</c>, <c>corpus FOLDER…</c>, <c>time FOLDER…</c>,
    /// <c>peers FOLDER…</c>, <c>edit [WORD…] [ROUNDS]</c> or <c>fixes</c> and prints a table; <c>assert</c> holds the bytes.
    /// </summary>
    public static void Run(string[] args)
    {
        switch (args)
        {
            case ["hostile", .. var given]:
                int[] sizes = [.. given.Where(text => int.TryParse(text, CultureInfo.InvariantCulture, out _)).Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
                Hostile([.. given.Where(text => !int.TryParse(text, CultureInfo.InvariantCulture, out _))], sizes.Length == 0 ? [250, 500, 1000, 2000] : sizes);
                break;
            case ["generated", .. var lines]:
                Generated(lines.Length == 0 ? [10_000, 100_000] : [.. lines.Select(text => int.Parse(text, CultureInfo.InvariantCulture))]);
                break;
            case ["assert"]:
                Assert();
                break;
            case ["corpus", .. { Length: > 0 } folders]:
                Corpus(folders);
                break;
            case ["time", .. { Length: > 0 } folders]:
                CostComparison.Time(folders);
                break;
            case ["once", .. { Length: > 0 } folders]:
                CostComparison.Once(folders);
                break;
            case ["peers", .. { Length: > 0 } folders]:
                CostComparison.Peers(folders);
                break;
            case ["edit", .. var given]:
                CostComparison.Edit([.. given.Where(word => !int.TryParse(word, CultureInfo.InvariantCulture, out _))], given.Length > 0 && int.TryParse(given[^1], CultureInfo.InvariantCulture, out int rounds) ? rounds : 15);
                break;
            case ["fixes"]:
                CostComparison.Fixes();
                break;
            default:
                throw new ArgumentException("cost hostile [SHAPE…] [SIZE…] | cost generated [LINES…] | cost corpus FOLDER… | cost time FOLDER… | cost peers FOLDER… | cost edit [WORD…] [ROUNDS] | cost fixes | cost assert");
        }
    }

    private static void Hostile(string[] shapes, int[] sizes)
    {
        Console.WriteLine("| shape | n | reports | binding, CPU ms | ours, CPU ms | of it the reports' | / binding | ours, MB | of it the reports' | exponent, CPU | exponent, bytes |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach ((string name, Func<int, string> make) in HostileShapes.All.Where(shape => shapes.Length == 0 || shapes.Contains(shape.Key)))
        {
            (int Times, double Milliseconds, double Bytes)? smaller = null;
            Measure(AnalysisSubject.Compile(make(50), AnalysisSubject.Framework.Add(AnalysisSubject.TorchSharp)));
            foreach (int n in sizes)
            {
                Cost cost = Measure(AnalysisSubject.Compile(make(n), AnalysisSubject.Framework.Add(AnalysisSubject.TorchSharp)));
                double milliseconds = Math.Max(1, cost.Ours.Milliseconds - cost.SameReports.Milliseconds);
                double bytes = Math.Max(1, cost.Ours.Bytes - cost.SameReports.Bytes);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {name} | {n} | {cost.Reports} | {cost.Binding.Milliseconds:F0} | {cost.Ours.Milliseconds:F0} | {cost.SameReports.Milliseconds:F0} | {milliseconds / cost.Binding.Milliseconds:F2} | {cost.Ours.Bytes / 1e6:F1} | {cost.SameReports.Bytes / 1e6:F1} | {(smaller is { } before ? Math.Log(milliseconds / before.Milliseconds, (double)n / before.Times) : double.NaN):F2} | {(smaller is { } less ? Math.Log(bytes / less.Bytes, (double)n / less.Times) : double.NaN):F2} |"));
                smaller = (n, milliseconds, bytes);
                if (milliseconds > 20_000)
                    break;
            }
        }
    }

    private static void Generated(int[] sizes)
    {
        Console.WriteLine("| lines | reports | binding, MB | ours, MB | share | binding, CPU ms | ours, CPU ms |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        Measure(GeneratedProject.Of(2_000));
        var costs = new List<Cost>();
        foreach (int lines in sizes)
        {
            costs.Add(Measure(GeneratedProject.Of(lines)));
            Print(lines.ToString(CultureInfo.InvariantCulture), costs[^1]);
        }

        // Of the whole build with our analyzers: what is left over an empty one is too little to time.
        if (costs.Count > 1)
        {
            double growth = Math.Log((double)sizes[^1] / sizes[0]);
            double bytes = Math.Log(costs[^1].Ours.Bytes / costs[0].Ours.Bytes) / growth;
            double cpu = Math.Log((costs[^1].Binding.Milliseconds + costs[^1].Ours.Milliseconds) / (costs[0].Binding.Milliseconds + costs[0].Ours.Milliseconds)) / growth;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Growth from {sizes[0]} to {sizes[^1]} lines: our bytes with exponent {bytes:F2}, CPU of binding and ours with {cpu:F2}."));
        }
    }

    // Bytes and counts only: they repeat, time does not. A shape that is twice as large costs twice as much, with room for what
    // Roslyn's tables do when they grow.
    private static void Assert()
    {
        const int Small = 150;
        const double Exponent = 1.15;
        const double Share = 0.01;
        var failures = new List<string>();
        foreach ((string name, Func<int, string> make) in HostileShapes.All)
        {
            Cost[] costs = [.. new[] { Small, 2 * Small }.Select(n => Measure(AnalysisSubject.Compile(make(n), AnalysisSubject.Framework.Add(AnalysisSubject.TorchSharp))))];
            double exponent = Math.Log2((costs[1].Ours.Bytes - costs[1].SameReports.Bytes) / Math.Max(1, costs[0].Ours.Bytes - costs[0].SameReports.Bytes));
            if (costs[0].Reports == 0 || exponent > Exponent)
                failures.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: {costs[0].Reports} reports, bytes grow with exponent {exponent:F2}"));
        }

        Measure(GeneratedProject.Of(2_000));
        Cost generated = Measure(GeneratedProject.Of(20_000));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"20,000 lines: {generated.Ours.Bytes / generated.Binding.Bytes:F4} of binding's bytes"));
        if (generated.Reports != 16 || generated.Ours.Bytes > Share * generated.Binding.Bytes)
            failures.Add(string.Create(CultureInfo.InvariantCulture, $"20,000 lines: {generated.Reports} reports, {generated.Ours.Bytes / generated.Binding.Bytes:F4} of binding's bytes"));

        // Seven other files of these 800 take a learning rate from elsewhere: to follow them again would cost four times as much.
        const double EditShare = 1.25;
        const double UnrelatedEditShare = 0.08;
        CSharpCompilation project = GeneratedProject.Of(40_000, linesPerFile: 50);
        foreach ((int file, int reports, double share) in new[] { (400, 4, EditShare), (401, 0, UnrelatedEditShare) })
        {
            CostComparison.EditCost edit = CostComparison.CostOfEdit(project, project.SyntaxTrees[file], rounds: 1);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"edit of file {file}: {edit.Ours.Bytes / edit.Binding.Bytes:F2} of binding's bytes"));
            if (edit.Reports != reports || edit.Ours.Bytes > share * edit.Binding.Bytes)
                failures.Add(string.Create(CultureInfo.InvariantCulture, $"edit of file {file}: {edit.Reports} reports, {edit.Ours.Bytes / edit.Binding.Bytes:F2} of binding's bytes"));
        }

        Console.WriteLine(failures.Count == 0 ? "The cost is held." : string.Join('\n', failures));
        Environment.ExitCode = failures.Count == 0 ? 0 : 1;
    }

    private static void Corpus(string[] folders)
    {
        Console.WriteLine("| sources | reports | binding, MB | ours, MB | share | binding, CPU ms | ours, CPU ms |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        Measure(GeneratedProject.Of(2_000));
        foreach (string folder in folders)
            Print(Path.GetFileName(folder.TrimEnd('/')), Measure(GeneratedProject.From(folder)));
    }

    private static void Print(string name, Cost cost) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"| {name} | {cost.Reports} | {cost.Binding.Bytes / 1e6:F1} | {cost.Ours.Bytes / 1e6:F2} | {cost.Ours.Bytes / cost.Binding.Bytes:F4} | {cost.Binding.Milliseconds:F0} | {cost.Ours.Milliseconds:F0} |"));

    /// <summary>What binding costs, and what our analyzers cost over one that does nothing.</summary>
    internal static Cost Measure(CSharpCompilation compilation)
    {
        ImmutableArray<Diagnostic> reports = [];
        // What the references declare is read once, for all sides. Without this the first reads it, or finds it read by the project
        // before, as the collector pleases.
        CSharpCompilation held = Fresh(compilation);
        held.GetDiagnostics();
        Use binding = UseOf(() => Fresh(compilation), fresh => fresh.GetDiagnostics());
        Use empty = UseOf(() => Fresh(compilation), fresh => Build(fresh, s_empty));
        Use ours = UseOf(() => Fresh(compilation), fresh => reports = Build(fresh, AnalysisSubject.Analyzers));
        Use same = reports.IsEmpty ? empty : UseOf(() => Fresh(compilation), fresh => Build(fresh, [new RepeatingAnalyzer(reports)]));
        GC.KeepAlive(held);
        return new Cost(
            reports.Length,
            binding,
            new Use(ours.Bytes - empty.Bytes, ours.Milliseconds - empty.Milliseconds),
            new Use(same.Bytes - empty.Bytes, same.Milliseconds - empty.Milliseconds));
    }

    internal static Use UseOf(Func<CSharpCompilation> make, Action<CSharpCompilation> work)
    {
        CSharpCompilation fresh = make();
        GC.Collect();
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        work(fresh);
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        return new Use(allocated, (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds);
    }

    // As a build does it: what the compiler says and what the analyzers say. The reports are the analyzers'.
    internal static ImmutableArray<Diagnostic> Build(CSharpCompilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        return [.. compilation.WithAnalyzers(analyzers, options).GetAllDiagnosticsAsync().GetAwaiter().GetResult()
            .Where(report => report.Id.StartsWith("LR", StringComparison.Ordinal))];
    }

    // Trees of their own, since facts about a tree are kept with it.
    internal static CSharpCompilation Fresh(CSharpCompilation compilation) => compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(
        compilation.SyntaxTrees.Select(tree => CSharpSyntaxTree.ParseText(tree.GetText(), (CSharpParseOptions)tree.Options, tree.FilePath)));

    /// <summary>What something used.</summary>
    /// <param name="Bytes">Allocated bytes.</param>
    /// <param name="Milliseconds">Processor time, in milliseconds.</param>
    internal readonly record struct Use(double Bytes, double Milliseconds);

    /// <summary>What binding costs and what we cost beside it.</summary>
    /// <param name="Reports">How many reports ours make.</param>
    /// <param name="Binding">The compiler's diagnostics alone.</param>
    /// <param name="Ours">Our analyzers, over one that does nothing.</param>
    /// <param name="SameReports">An analyzer that knows the reports and only makes them, over one that does nothing: Roslyn looks around each for what suppresses it.</param>
    internal sealed record Cost(int Reports, Use Binding, Use Ours, Use SameReports);
}

/// <summary>Projects to measure on.</summary>
internal static class GeneratedProject
{
    private const int LinesPerFile = 500;

    /// <summary>A project of about so many lines, one in a hundred of them about training.</summary>
    public static CSharpCompilation Of(int lines, int linesPerFile = LinesPerFile)
    {
        var trees = new List<SyntaxTree>();
        for (int file = 0; file * linesPerFile < lines; file++)
            trees.Add(CSharpSyntaxTree.ParseText(File(file, linesPerFile), path: $"File{file}.cs"));
        return Compile(trees);
    }

    /// <summary>All C# files below a folder, as one project; what does not bind does not bind.</summary>
    public static CSharpCompilation From(string folder) => Compile(
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => CSharpSyntaxTree.ParseText(System.IO.File.ReadAllText(path), path: path)));

    private static CSharpCompilation Compile(IEnumerable<SyntaxTree> trees) => CSharpCompilation.Create(
        "Project",
        trees,
        AnalysisSubject.Framework.Add(AnalysisSubject.TorchSharp),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, concurrentBuild: false));

    private static string File(int number, int linesPerFile)
    {
        var text = new StringBuilder("using System;\nusing System.Collections.Generic;\nusing System.Linq;\n");
        int lines = 3;
        // Trainings of some fifty lines in every tenth file of 500 are one line in a hundred.
        bool trains = number % Math.Max(1, 10 * LinesPerFile / linesPerFile) == 0;
        if (trains)
        {
            text.Append("using TorchSharp;\nusing static TorchSharp.torch;\n");
            for (int i = 0; i < 4; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $$"""
                    internal sealed class Trainer{{number}}_{{i}}(nn.Module<Tensor, Tensor> model)
                    {
                        public void Train(List<(Tensor X, Tensor Y)> batches, int epochs, double rate)
                        {
                            var optimizer = optim.Adam(model.parameters(), rate);
                            for (int epoch = 0; epoch < epochs; epoch++)
                            {
                                foreach (var (x, y) in batches)
                                {
                                    optimizer.zero_grad();
                                    nn.functional.mse_loss(model.forward(x), y).backward();
                                    optimizer.step();
                                }
                            }
                        }
                    }

                    """);
                lines += 15;
            }
        }

        for (int i = 0; lines < linesPerFile; i++, lines += 16)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                internal sealed class Order{{number}}_{{i}}(double price)
                {
                    public double Price { get; set; } = price;
                    public List<string> Names { get; } = new();
                    public int Total(int[] prices)
                    {
                        int total = 0;
                        for (int index = 0; index < prices.Length; index++)
                            total += Math.Max(prices[index], {{i}}) + prices.Where(item => item > 1).Sum();
                        foreach (string name in Names)
                            total += name.Length > 3 ? name.IndexOf('a') : 0;
                        return total;
                    }
                    public override string ToString() => $"{Price:F2} {string.Join(", ", Names.Select(name => name.Trim()))}";
                }

                """);
        }

        return text.ToString();
    }
}
