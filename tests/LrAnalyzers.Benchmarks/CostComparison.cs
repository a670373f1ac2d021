using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.Benchmarks;

/// <summary>
/// What the analyzers cost beside others, after an edit, and in seconds. Every side analyses a compilation of its own, in turns,
/// and has to find the same in every round.
/// </summary>
internal static class CostComparison
{
    private const int Rounds = 5;
    private const int Processes = 5;

    private static readonly ImmutableArray<DiagnosticAnalyzer> s_empty = [new EmptyAnalyzer()];

    // Does nothing with each file; that Roslyn binds a file for whoever asks for it is not ours.
    private static readonly ImmutableArray<DiagnosticAnalyzer> s_same = [new RepeatingAnalyzer()];

    /// <summary>Time over an empty analyzer and in our own code, over binding: the median of five processes, and their spread.</summary>
    public static void Time(string[] folders)
    {
        var shares = new List<(double Over, double Own)>();
        for (int i = 0; i < Processes; i++)
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!, ["cost", "once", .. folders]) { RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            string[] words = process.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            process.WaitForExit();
            shares.Add((double.Parse(words[0], CultureInfo.InvariantCulture), double.Parse(words[1], CultureInfo.InvariantCulture)));
        }

        Console.WriteLine("| | median of five processes | lowest | highest |");
        Console.WriteLine("| --- | --- | --- | --- |");
        Print("time over an empty analyzer / binding", [.. shares.Select(share => share.Over)]);
        Print("own time / binding", [.. shares.Select(share => share.Own)]);

        static void Print(string name, double[] values) => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {name} | {Median(values):F3} | {values.Min():F3} | {values.Max():F3} |"));
    }

    /// <summary>The two shares of this process, over all folders together.</summary>
    public static void Once(string[] folders)
    {
        CSharpCompilation[] projects = [.. folders.Select(GeneratedProject.From)];
        double binding = 0;
        double over = 0;
        double own = 0;
        foreach (CSharpCompilation project in projects)
        {
            // The first round is the just-in-time compiler's.
            var rounds = new List<(double Binding, double Over, double Own)>();
            for (int round = 0; round <= 3; round++)
            {
                double bind = Seconds(() => CostCommand.Fresh(project), fresh => fresh.GetDiagnostics());
                double empty = Seconds(() => CostCommand.Fresh(project), fresh => CostCommand.Build(fresh, s_empty));
                double ours = Seconds(() => CostCommand.Fresh(project), fresh => CostCommand.Build(fresh, AnalysisSubject.Analyzers));
                double inside = OwnTime(CostCommand.Fresh(project));
                if (round > 0)
                    rounds.Add((bind, ours - empty, inside));
            }

            binding += Median([.. rounds.Select(round => round.Binding)]);
            over += Median([.. rounds.Select(round => round.Over)]);
            own += Median([.. rounds.Select(round => round.Own)]);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{over / binding} {own / binding}"));
    }

    // What Roslyn measures in our actions.
    private static double OwnTime(CSharpCompilation compilation)
    {
        CompilationWithAnalyzers analysis = compilation.WithAnalyzers(
            AnalysisSubject.Analyzers,
            new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: true));
        AnalysisResult result = analysis.GetAnalysisResultAsync(CancellationToken.None).GetAwaiter().GetResult();
        return result.AnalyzerTelemetryInfo.Values.Sum(telemetry => telemetry.ExecutionTime.TotalSeconds);
    }

    private static double Seconds(Func<CSharpCompilation> make, Action<CSharpCompilation> work)
    {
        CSharpCompilation fresh = make();
        GC.Collect();
        var watch = Stopwatch.StartNew();
        work(fresh);
        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>Bytes and processor time of several analyzers over an empty one, over binding, all folders together.</summary>
    public static void Peers(string[] folders)
    {
        (string Name, ImmutableArray<DiagnosticAnalyzer> Analyzers)[] sides =
        [
            ("ours", AnalysisSubject.Analyzers),
            .. typeof(CostComparison).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
                .Where(data => data.Key.StartsWith("Peer ", StringComparison.Ordinal))
                .Select(data => (data.Key["Peer ".Length..], Load(data.Value!))),
        ];
        if (sides.Length == 1)
            throw new InvalidOperationException("Build with -p:Peers=true.");

        CSharpCompilation[] projects = [.. folders.Select(GeneratedProject.From)];
        double bindingBytes = 0;
        var bindingTimes = new List<double>();
        var bytes = new double[sides.Length];
        var times = sides.Select(_ => new List<double>()).ToArray();
        var found = new int?[sides.Length];
        for (int round = 0; round < 3; round++)
        {
            CostCommand.Use binding = Sum(fresh => fresh.GetDiagnostics());
            CostCommand.Use empty = Sum(fresh => Findings(fresh, s_empty));
            bindingBytes = binding.Bytes;
            bindingTimes.Add(binding.Milliseconds);
            for (int side = 0; side < sides.Length; side++)
            {
                int findings = 0;
                CostCommand.Use use = Sum(fresh => findings += Findings(fresh, sides[side].Analyzers));
                if ((found[side] ??= findings) != findings)
                    throw new InvalidOperationException($"{sides[side].Name} finds {findings} after {found[side]}.");
                bytes[side] = use.Bytes - empty.Bytes;
                times[side].Add(use.Milliseconds - empty.Milliseconds);
            }
        }

        Console.WriteLine("| analyzers | findings | bytes over an empty analyzer / binding | CPU time over an empty analyzer / binding |");
        Console.WriteLine("| --- | --- | --- | --- |");
        for (int side = 0; side < sides.Length; side++)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {sides[side].Name} | {found[side]} | {bytes[side] / bindingBytes:F3} | {Median([.. times[side]]) / Median([.. bindingTimes]):F2} |"));
        }

        CostCommand.Use Sum(Action<CSharpCompilation> work)
        {
            CostCommand.Use[] uses = [.. projects.Select(project => CostCommand.UseOf(() => CostCommand.Fresh(project), work))];
            return new CostCommand.Use(uses.Sum(use => use.Bytes), uses.Sum(use => use.Milliseconds));
        }
    }

    // What the analyzers say, the compiler aside.
    private static int Findings(CSharpCompilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: static (_, _, _) => { }, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        return compilation.WithAnalyzers(analyzers, options).GetAllDiagnosticsAsync().GetAwaiter().GetResult()
            .Count(report => !report.Id.StartsWith("CS", StringComparison.Ordinal));
    }

    // With what lies beside them; Roslyn is this process's.
    private static ImmutableArray<DiagnosticAnalyzer> Load(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        var context = new AssemblyLoadContext(path);
        context.Resolving += (_, name) => File.Exists(Path.Combine(folder, name.Name + ".dll")) ? context.LoadFromAssemblyPath(Path.Combine(folder, name.Name + ".dll")) : null;
        Type[] types;
        try
        {
            types = context.LoadFromAssemblyPath(path).GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            types = [.. exception.Types.OfType<Type>()];
        }

        return [.. types
            .Where(type => !type.IsAbstract && type.GetCustomAttributes<DiagnosticAnalyzerAttribute>().Any(attribute => attribute.Languages.Contains(LanguageNames.CSharp)))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];
    }

    /// <summary>
    /// What an editor waits for after an edit in a body: the file's diagnostics, with our analyzers over one that registers the same
    /// and does nothing.
    /// </summary>
    /// <param name="words">Those whose name holds one of the words; none for all.</param>
    /// <param name="rounds">How many edits of each the medians are of.</param>
    public static void Edit(string[] words, int rounds)
    {
        Console.WriteLine("| edit | reports | binding, CPU ms | binding and ours / binding, CPU | the same without what Roslyn does with reports | ours, MB | binding and ours / binding, bytes |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        Print("file of 5,000 lines, one in a hundred about training", () => GeneratedProject.Of(5_000, linesPerFile: 5_000), 0);
        Print("file of 5,000 lines with 50 trainings", () => AnalysisSubject.Compile(TrainingFileBenchmarks.TrainingFile(), AnalysisSubject.Framework.Add(AnalysisSubject.TorchSharp)), 0);
        Print("project of 2,000 files, training file", () => GeneratedProject.Of(100_000, linesPerFile: 50), 1000);
        Print("project of 2,000 files, other file", () => GeneratedProject.Of(100_000, linesPerFile: 50), 1001);

        void Print(string name, Func<CSharpCompilation> make, int file)
        {
            if (words.Length > 0 && !words.Any(name.Contains))
                return;

            CSharpCompilation compilation = make();
            // The project as it was before the edit has been looked at.
            CostCommand.Build(compilation, AnalysisSubject.Analyzers);
            EditCost cost = CostOfEdit(compilation, compilation.SyntaxTrees[file], rounds);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {cost.Reports} | {cost.Binding.Milliseconds:F1} | {(cost.Binding.Milliseconds + cost.Ours.Milliseconds) / cost.Binding.Milliseconds:F2} | {(cost.Binding.Milliseconds + cost.Ours.Milliseconds - cost.SameReports.Milliseconds) / cost.Binding.Milliseconds:F2} | {cost.Ours.Bytes / 1e6:F2} | {(cost.Binding.Bytes + cost.Ours.Bytes) / cost.Binding.Bytes:F3} |"));
        }
    }

    /// <summary>What an edit of the file costs: medians of several, after two that begin what is kept from one to the next.</summary>
    internal static EditCost CostOfEdit(CSharpCompilation compilation, SyntaxTree tree, int rounds)
    {
        var costs = new List<(CostCommand.Use Binding, CostCommand.Use Same, CostCommand.Use SameReports, CostCommand.Use Ours)>();
        ImmutableArray<Diagnostic> reports = Reports(Edited(compilation, tree), tree, AnalysisSubject.Analyzers);
        ImmutableArray<DiagnosticAnalyzer> repeating = [new RepeatingAnalyzer(reports)];
        for (int round = -2; round < rounds; round++)
        {
            CostCommand.Use binding = CostCommand.UseOf(() => Edited(compilation, tree), edited => Bind(edited, tree));
            CostCommand.Use same = CostCommand.UseOf(() => Edited(compilation, tree), edited => Reports(edited, tree, s_same));
            CostCommand.Use sameReports = CostCommand.UseOf(() => Edited(compilation, tree), edited => Reports(edited, tree, repeating));
            CostCommand.Use ours = CostCommand.UseOf(() => Edited(compilation, tree), edited => Reports(edited, tree, AnalysisSubject.Analyzers));
            if (round >= 0)
                costs.Add((binding, same, sameReports, ours));
        }

        return new EditCost(
            reports.Length,
            new CostCommand.Use(Median([.. costs.Select(cost => cost.Binding.Bytes)]), Median([.. costs.Select(cost => cost.Binding.Milliseconds)])),
            Over(cost => cost.Ours),
            Over(cost => cost.SameReports));

        CostCommand.Use Over(Func<(CostCommand.Use Binding, CostCommand.Use Same, CostCommand.Use SameReports, CostCommand.Use Ours), CostCommand.Use> side) => new(
            Median([.. costs.Select(cost => side(cost).Bytes - cost.Same.Bytes)]), Median([.. costs.Select(cost => side(cost).Milliseconds - cost.Same.Milliseconds)]));
    }

    private static void Bind(CSharpCompilation edited, SyntaxTree tree) => edited.GetSemanticModel(TreeOf(edited, tree)).GetDiagnostics();

    private static ImmutableArray<Diagnostic> Reports(CSharpCompilation edited, SyntaxTree tree, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        SemanticModel model = edited.GetSemanticModel(TreeOf(edited, tree));
        model.GetDiagnostics();
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        return edited.WithAnalyzers(analyzers, options).GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <summary>What an edit costs.</summary>
    /// <param name="Reports">How many reports the file has.</param>
    /// <param name="Binding">Binding the file.</param>
    /// <param name="Ours">Our analyzers, over one that registers the same and does nothing.</param>
    /// <param name="SameReports">An analyzer that knows the reports and only makes them, over the same: whether the file is generated and what suppresses each is Roslyn's to find out.</param>
    internal sealed record EditCost(int Reports, CostCommand.Use Binding, CostCommand.Use Ours, CostCommand.Use SameReports);

    private static SyntaxTree TreeOf(CSharpCompilation compilation, SyntaxTree tree) => compilation.SyntaxTrees.First(other => other.FilePath == tree.FilePath);

    // A statement more in the body in the middle of the file, typed and parsed.
    private static CSharpCompilation Edited(CSharpCompilation compilation, SyntaxTree tree)
    {
        BlockSyntax[] bodies = [.. tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Select(method => method.Body).OfType<BlockSyntax>()];
        SourceText text = tree.GetText().WithChanges(new TextChange(new TextSpan(bodies[bodies.Length / 2].OpenBraceToken.Span.End, 0), " int edited = 1;"));
        CSharpCompilation edited = compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(text));
        // The compiler's own tables of declarations are there as soon as anything is asked.
        edited.GetTypeByMetadataName("System.Object");
        _ = edited.Assembly.GlobalNamespace.GetMembers();
        return edited;
    }

    /// <summary>The list of fixes under a cursor, for the first report of each rule in the file of 5,000 lines.</summary>
    public static void Fixes()
    {
        using var workspace = new AdhocWorkspace();
        Project project = workspace.AddProject("Subject", LanguageNames.CSharp)
            .WithMetadataReferences(AnalysisSubject.Framework.Add(AnalysisSubject.TorchSharp))
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        string source = TrainingFileBenchmarks.TrainingFile();
        CodeFixProvider[] providers = [.. Assembly.Load("LrAnalyzers.CodeFixes").GetTypes()
            .Where(type => typeof(CodeFixProvider).IsAssignableFrom(type) && !type.IsAbstract)
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type, nonPublic: true)!)];
        Console.WriteLine("| rule | fixes | first time, ms | again, median ms | MB |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        var times = new Dictionary<string, List<(int Fixes, double Milliseconds, long Bytes)>>();
        for (int round = 0; round <= Rounds; round++)
        {
            // Nothing of it has been asked before.
            Document document = project.AddDocument("Subject.cs", source + "\n// " + round);
            var compilation = (CSharpCompilation)document.Project.GetCompilationAsync().GetAwaiter().GetResult()!;
            foreach (Diagnostic report in AnalysisSubject.Analyze(compilation, AnalysisSubject.Analyzers).OrderBy(report => report.Location.SourceSpan.Start).DistinctBy(report => report.Id))
            {
                var actions = new List<CodeAction>();
                long bytes = GC.GetTotalAllocatedBytes(precise: true);
                var watch = Stopwatch.StartNew();
                foreach (CodeFixProvider provider in providers.Where(provider => provider.FixableDiagnosticIds.Contains(report.Id)))
                    provider.RegisterCodeFixesAsync(new CodeFixContext(document, report, (action, _) => actions.Add(action), CancellationToken.None)).GetAwaiter().GetResult();
                if (!times.TryGetValue(report.Id, out List<(int Fixes, double Milliseconds, long Bytes)>? known))
                    times.Add(report.Id, known = []);
                known.Add((actions.Count, watch.Elapsed.TotalMilliseconds, GC.GetTotalAllocatedBytes(precise: true) - bytes));
                if (actions.Count == 0 || known[0].Fixes != actions.Count)
                    throw new InvalidOperationException($"{report.Id}: {actions.Count} fixes.");
            }
        }

        foreach ((string id, List<(int Fixes, double Milliseconds, long Bytes)> known) in times)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {id} | {known[0].Fixes} | {known[0].Milliseconds:F0} | {Median([.. known.Skip(1).Select(time => time.Milliseconds)]):F0} | {known[^1].Bytes / 1e6:F1} |"));
        }
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
