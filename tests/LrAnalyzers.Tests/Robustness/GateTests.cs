using System.Collections.Immutable;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LrAnalyzers.Tests.Robustness;

/// <summary>The gate of names lets through every place that an action for every operation would see.</summary>
public class GateTests
{
    private const string Start = """
        using System;
        using System.Collections;
        using System.Collections.Generic;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;

        """;

    public static TheoryData<string, int> Forms => new()
    {
        // A call, with every way to name the method.
        { "class C { object M(Linear m) => torch.optim.Adam(m.parameters(), 50); }", 1 },
        { "class C { object M(Linear m) => optim.Adam(m.parameters(), 50); }", 1 },
        { "class C { object M(Linear m) => global::TorchSharp.torch.optim.Adam(m.parameters(), 50); }", 1 },
        { @"class C { object M(Linear m) => torch.optim.\u0041dam(m.parameters(), 50); }", 1 },
        { "class C { object M(Linear m) => torch.optim.@Adam(m.parameters(), 50); }", 1 },
        // A creation.
        { "class C { object M(Linear m) => new Adam(m.parameters(), 50); }", 1 },
        { "class C { object M(Linear m) => new TorchSharp.Modules.Adam(m.parameters(), 50); }", 1 },
        { "class C { Adam M(Linear m) => new(m.parameters(), 50); }", 1 },
        { "class C { Adam.ParamGroup M(Linear m) => new(m.parameters(), 50); }", 1 },
        { "class C { object M(Linear m) => new Adam.ParamGroup(m.parameters(), 50); }", 1 },
        // A class that derives, in this file, and its constructors.
        { "class Mine : Adam { public Mine(Linear m, double lr) : base(m.parameters(), lr) { } } class C { object M(Linear m) => new Mine(m, lr: 50); }", 1 },
        { "class Mine : Adam { public Mine(Linear m) : base(m.parameters(), 50) { } }", 1 },
        { "class Mine : Adam { public Mine(Linear m, double lr) : base(m.parameters(), lr) { } public Mine(Linear m) : this(m, lr: 50) { } }", 1 },
        { "class Mine(Linear m) : Adam(m.parameters(), 50);", 1 },
        // An alias.
        { "class C { object M(Linear m) => new Alias(m.parameters(), 50); }", 1 },
        { "class Mine : Alias { public Mine(Linear m, double lr) : base(m.parameters(), lr) { } } class C { object M(Linear m) => new Mine(m, lr: 50); }", 1 },
        // An assignment, to every kind of target.
        { "class C { void M(optim.Optimizer o) { foreach (var group in o.ParamGroups) { group.LearningRate = -1; } } }", 1 },
        { "class C { void M(optim.Optimizer o) { foreach (var group in o.ParamGroups) { (group!.LearningRate) = -1; } } }", 1 },
        { "class C { Adam.ParamGroup M() => new() { LearningRate = -1 }; }", 1 },
        { "class C { object M() => new Adam.ParamGroup { Options = new Adam.Options { LearningRate = -1 } }; }", 1 },
        { "class C { object M() => new AdamW.ParamGroup() { LearningRate = -1 }; }", 1 },
        // Every place that code can stand in.
        { "class C { static Linear m = null!; optim.Optimizer o = torch.optim.Adam(m.parameters(), 50); }", 1 },
        { "class C { static Linear m = null!; optim.Optimizer O { get; } = torch.optim.Adam(m.parameters(), 50); }", 1 },
        { "class C { static Linear m = null!; Func<optim.Optimizer> f = () => torch.optim.Adam(m.parameters(), 50); }", 1 },
        { "class C { void M(Linear m) { Make(); optim.Optimizer Make() => torch.optim.Adam(m.parameters(), 50); } }", 1 },
        { "class C { IEnumerable<optim.Optimizer> M(Linear m) { yield return torch.optim.Adam(m.parameters(), 50); } }", 1 },
        { "class C { object M(Linear m) => m is null ? null! : (object)torch.optim.Adam(m.parameters(), 50); }", 1 },
        { "class C { object M(Linear m, int k) => k switch { 0 => torch.optim.Adam(m.parameters(), 50), _ => null! }; }", 1 },
        { "class C { object M(Linear m) => new[] { torch.optim.Adam(m.parameters(), 50) }; }", 1 },
        { "class C { void M(Linear m) { using var o = torch.optim.Adam(m.parameters(), 50); } }", 1 },
        { "class C { C(Linear m) : this(torch.optim.Adam(m.parameters(), 50)) { } C(optim.Optimizer o) { } }", 1 },
        { "class C { object M(Linear m) { try { } catch (Exception) when (torch.optim.Adam(m.parameters(), 50) is null) { } return m; } }", 1 },
        { "class C { string M(Linear m) => $\"{torch.optim.Adam(m.parameters(), 50)}\"; }", 1 },
        { "class C { object M(Linear m) => from x in new[] { 1 } select torch.optim.Adam(m.parameters(), 50); }", 1 },
        { "class C { object M(Linear m) => (Func<Linear, optim.Optimizer>)(x => optim.Adam(x.parameters(), 50)); }", 1 },
        { "class C { async System.Threading.Tasks.Task<object> M(Linear m) { await System.Threading.Tasks.Task.Yield(); return optim.Adam(m.parameters(), 50); } }", 1 },
        { "class C { object M(Linear m) { lock (this) { return optim.Adam(m.parameters(), 50); } } }", 1 },
        { "class C { object M(Linear m, bool b) { switch (b) { case true when optim.Adam(m.parameters(), 50) is not null: return m; } return b; } }", 1 },
        { "class C { int this[Linear m] => optim.Adam(m.parameters(), 50).GetHashCode(); }", 1 },
        { "class C { Linear m = null!; optim.Optimizer O { get { return optim.Adam(m.parameters(), 50); } } }", 1 },
        { "class C { object M(Linear m) => new { Optimizer = optim.Adam(m.parameters(), 50) }; }", 1 },
        { "class C { object M(Linear m) => (optim.Adam(m.parameters(), 50), 1); }", 1 },
        { "class C { object M(Linear m) => new Dictionary<string, object> { [\"a\"] = optim.Adam(m.parameters(), 50) }; }", 1 },
        { "class C { optim.Optimizer[] M(Linear m) => [optim.Adam(m.parameters(), 50)]; }", 1 },
        { "class C { object M(Linear m) => m is { } x ? optim.Adam(x.parameters(), 50) : throw new Exception(); }", 1 },
        { "class C { public static implicit operator C(Linear m) { optim.Adam(m.parameters(), 50); return new C(); } }", 1 },
        { "class C { Linear m = null!; event Action E { add { optim.Adam(m.parameters(), 50); } remove { } } }", 1 },
        { "class C { Linear m = null!; ~C() { optim.Adam(m.parameters(), 50); } }", 1 },
        { "class C<T> where T : nn.Module { object M(T m) => optim.Adam(m.parameters(), 50); }", 1 },
        { "interface I { object M(Linear m) => optim.Adam(m.parameters(), 50); }", 1 },
        { "record R(Linear M) { public object O { get; } = optim.Adam(M.parameters(), 50); }", 1 },
        // Rates that are computed from themselves, and given by way of a pattern.
        { "class C { void M(optim.Optimizer o) { foreach (var group in o.ParamGroups) { group.LearningRate *= 1 / 10; } } }", 0 },
        { "class C { void M(optim.Optimizer o) { foreach (var group in o.ParamGroups) { group.LearningRate = group.LearningRate = -1; } } }", 1 },
        { "class C { void M(optim.Optimizer o) { (o.ParamGroups as System.Collections.Generic.List<optim.ILearningRateController>)?[0]!.LearningRate = -1; } }", 0 },
        { "class C { object M(Linear m, object given) => given is double lr and 50 ? optim.Adam(m.parameters(), lr) : null!; }", 0 },
        // Schedules, and steps behind `?.`.
        { "class C { object M(optim.Optimizer o) => torch.optim.lr_scheduler.StepLR(o, 0); }", 1 },
        { "class C { object M(optim.Optimizer o) => new torch.optim.lr_scheduler.impl.StepLR(o, 0); }", 1 },
        { "class C { void M(optim.Optimizer o) { var s = torch.optim.lr_scheduler.ReduceLROnPlateau(o); for (int i = 0; i < 9; i++) { o.step(); s?.step(); } } }", 1 },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Form_IsSeenAsByAnActionForEveryOperation(string source, int atLeast)
    {
        string code = Start + "using Alias = TorchSharp.Modules.Adam;\n" + source;
        Assert.True(await AssertSameAsync(Analysis.Compile(code), code) >= atLeast, code);
    }

    [Fact]
    public async Task DerivedType_InAnotherFile_IsSeen()
    {
        CSharpCompilation compilation = Analysis.Compile(
            Start + "public class Mine : Adam { public Mine(Linear m, double lr) : base(m.parameters(), lr) { } }",
            "global using Renamed = Mine;",
            "class C { object M(TorchSharp.Modules.Linear m) => new Mine(m, 50); object N(TorchSharp.Modules.Linear m) => new Renamed(m, 50); }");
        Assert.Equal(2, await AssertSameAsync(compilation, "three files", "LR3001"));
    }

    [Fact]
    public async Task DerivedType_InAReferencedProject_IsSeen()
    {
        CSharpCompilation library = Analysis.Compile(
            Start + "public class Mine : Adam { public Mine(Linear m, double lr) : base(m.parameters(), lr) { } }");
        CSharpCompilation compilation = Analysis.Compile("class C { object M(TorchSharp.Modules.Linear m) => new Mine(m, 50); }")
            .AddReferences(library.ToMetadataReference());
        Assert.Equal(1, await AssertSameAsync(compilation, "two projects", "LR3001"));
    }

    [Theory]
    [InlineData("Rates.Bag.Add(rate)", "namespace Rates { public class Bag : System.Collections.IEnumerable { public void Add(double rate) { } public System.Collections.IEnumerator GetEnumerator() => null!; } }", "class C { object M() => new Rates.Bag { -1.0 }; }")]
    [InlineData("Rates.Make.Invoke(rate)", "namespace Rates { public delegate object Make(double rate); }", "class C { object M(Rates.Make make) => make(-1); object N(System.Func<Rates.Make> make) => make()(-1); }")]
    [InlineData("Rates.Box(rate)", "namespace Rates { public class Box(double rate) { public double Rate => rate; } }", "class D() : Rates.Box(-1); class C { Rates.Box M() => new(-1); }")]
    [InlineData("Rates.Settings.Rate", "namespace Rates { public record Settings { public double Rate { get; init; } } }", "class C { object M(Rates.Settings s) => s with { Rate = -1 }; }")]
    [InlineData("Rates.SetAttribute.Rate", "namespace Rates { public class SetAttribute : System.Attribute { public double Rate { get; set; } } }", "[Rates.Set(Rate = -1)] class C { }")]
    public async Task DeclaredLearningRate_IsSeen(string declaration, string api, string use)
    {
        Assert.True(await AssertSameAsync(Analysis.Compile(api, use), use, options: ("lr_analyzers.additional_learning_rates", declaration)) > 0, use);
    }

    [Fact]
    public async Task ProjectWithNeitherLibrary_RegistersNothing()
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Plain",
            [CSharpSyntaxTree.ParseText("class C { object step(object Adam) => new C().step(Adam); }")],
            [.. TestReferences.All.Where(reference => Path.GetFileName(reference.Display!).StartsWith("System", StringComparison.Ordinal))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        CompilationWithAnalyzers analysis = compilation.WithAnalyzers(RuleCatalog.Analyzers);
        foreach (DiagnosticAnalyzer analyzer in RuleCatalog.Analyzers)
        {
            Microsoft.CodeAnalysis.Diagnostics.Telemetry.AnalyzerTelemetryInfo telemetry =
                await analysis.GetAnalyzerTelemetryInfoAsync(analyzer, CancellationToken.None);
            Assert.Equal(0, telemetry.SemanticModelActionsCount + telemetry.OperationActionsCount + telemetry.SyntaxNodeActionsCount + telemetry.OperationBlockActionsCount);
        }
    }

    [Fact]
    public async Task NoAction_ButOnePerFile()
    {
        CompilationWithAnalyzers analysis = Analysis.Compile("class C { }").WithAnalyzers(RuleCatalog.Analyzers);
        foreach (CandidateAnalyzer analyzer in RuleCatalog.Analyzers.OfType<CandidateAnalyzer>())
        {
            Microsoft.CodeAnalysis.Diagnostics.Telemetry.AnalyzerTelemetryInfo telemetry =
                await analysis.GetAnalyzerTelemetryInfoAsync(analyzer, CancellationToken.None);
            Assert.Equal(1, telemetry.SemanticModelActionsCount);
            Assert.Equal(0, telemetry.OperationActionsCount + telemetry.OperationBlockActionsCount + telemetry.SyntaxNodeActionsCount + telemetry.CodeBlockActionsCount);
        }
    }

    // Both ways over the same compilation; returns how many reports there are.
    private static async Task<int> AssertSameAsync(
        Compilation compilation, string name, string? id = null, params (string Key, string Value)[] options)
    {
        string[] gated = await ReportsAsync(compilation, [new ValueAnalyzer(), new ScheduleAnalyzer()], options);
        string[] all = await ReportsAsync(compilation, [new ValueAnalyzer(everyOperation: true), new ScheduleAnalyzer(everyOperation: true)], options);
        Assert.True(all.SequenceEqual(gated), $"{name}\nevery operation:\n{string.Join('\n', all)}\ngate:\n{string.Join('\n', gated)}");
        return id is null ? gated.Length : gated.Count(report => report.Contains(id, StringComparison.Ordinal));
    }

    private static async Task<string[]> ReportsAsync(
        Compilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers, (string Key, string Value)[] options)
    {
        ImmutableArray<Diagnostic> reports = await compilation
            .WithAnalyzers(analyzers, new AnalyzerOptions([], new FixedOptions(options.ToDictionary(option => option.Key, option => option.Value))))
            .GetAnalyzerDiagnosticsAsync();
        return [.. reports.Select(report => report.ToString()).Order(StringComparer.Ordinal)];
    }

    private sealed class FixedOptions(IReadOnlyDictionary<string, string> values) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(values);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Values(IReadOnlyDictionary<string, string> values) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
        }
    }
}
