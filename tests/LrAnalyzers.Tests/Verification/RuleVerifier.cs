using System.Collections.Immutable;
using System.Reflection;
using LrAnalyzers.CodeFixes.Fixes;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.Tests.Verification;

/// <summary>Verifies one rule alone, with every fix there is for it. Sources mark reports as <c>[|…|]</c>.</summary>
/// <typeparam name="TRule">The rule.</typeparam>
internal static class RuleVerifier<TRule>
    where TRule : Rule, new()
{
    /// <summary>The rule reports exactly the marked places.</summary>
    public static Task VerifyAsync(string source, params (string Key, string Value)[] options) =>
        Create(source, options).RunAsync();

    /// <summary>The rule reports exactly the marked places, once per message that is expected.</summary>
    public static async Task VerifyMessageAsync(string source, string message)
    {
        RuleTest test = Create(source, []);
        test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult(new TRule().Descriptor).WithLocation(0).WithMessage(message).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));
        await test.RunAsync();
    }

    /// <summary>The fix with the key turns the source into the fixed source, one diagnostic at a time and all at once.</summary>
    public static Task VerifyFixAsync(string source, string fixedSource, string equivalenceKey, string? fixAllSource = null)
    {
        RuleTest test = Create(source, []);
        test.FixedCode = fixedSource;
        test.BatchFixedCode = fixAllSource ?? fixedSource;
        test.CodeActionEquivalenceKey = equivalenceKey;
        return test.RunAsync();
    }

    /// <summary>No fix with that key is offered for the marked places.</summary>
    public static Task VerifyNoFixAsync(string source, string equivalenceKey) => VerifyFixAsync(source, source, equivalenceKey);

    /// <summary>A test to be adjusted by the caller.</summary>
    public static RuleTest Create(string source, (string Key, string Value)[] options)
    {
        var test = new RuleTest { TestCode = source };
        string config = "is_global = true\n" + string.Concat(options.Select(option => $"{option.Key} = {option.Value}\n"));
        test.TestState.AnalyzerConfigFiles.Add(("/.globalconfig", config));
        return test;
    }

    /// <summary>The testing library's harness, given one rule and the fixes for it.</summary>
    internal sealed class RuleTest : CSharpCodeFixTest<EmptyDiagnosticAnalyzer, EmptyCodeFixProvider, DefaultVerifier>
    {
        public RuleTest()
        {
            ReferenceAssemblies = new ReferenceAssemblies("net10.0");
            TestState.AdditionalReferences.AddRange(TestReferences.All);
            // The harness would analyse each source twice more, for the same answer each time: SuppressionTests asks once a rule.
            TestBehaviors |= TestBehaviors.SkipSuppressionCheck | TestBehaviors.SkipGeneratedCodeCheck;
            // The fixes rewrite text; whether the result parses and binds alike is what counts.
            CodeActionValidationMode = CodeActionValidationMode.SemanticStructure;
            if (GetCodeFixProviders().Any(provider => provider is PlanningCodeFixProvider { IsAppliedByDotnetFormat: false }))
            {
                // What changes training numbers is not applied to a whole solution without an editor, and so not by `dotnet format`.
                CodeFixTestBehaviors |= CodeFixTestBehaviors.SkipFixAllInSolutionCheck;
            }

            if (!TestReferences.IsMainRoslynVersion)
            {
                // The sources are one file each: what Fix All does to it is the same in each scope, and asked for each on one version.
                CodeFixTestBehaviors |= CodeFixTestBehaviors.SkipFixAllInProjectCheck | CodeFixTestBehaviors.SkipFixAllInSolutionCheck;
            }
        }

        /// <summary>Verifies, and asserts, on one Roslyn version, that all rules together show the same in an editor as in a build.</summary>
        protected override async Task RunImplAsync(CancellationToken cancellationToken)
        {
            await base.RunImplAsync(cancellationToken);
            if (!TestReferences.IsMainRoslynVersion)
                return;
            TestFileMarkupParser.GetPositionsAndSpans(
                TestState.Sources[0].content.ToString(), out string source, out _, out ImmutableDictionary<string, ImmutableArray<TextSpan>> _);
            await Analysis.AssertEditorAgreesWithBuildOnceAsync(source);
        }

        protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => [RuleCatalog.AnalyzerOf(new TRule())];

        protected override IEnumerable<CodeFixProvider> GetCodeFixProviders() =>
            RuleCatalog.CodeFixProviders.Where(provider => provider.FixableDiagnosticIds.Contains(new TRule().Descriptor.Id));
    }
}

/// <summary>All rules, analyzers and fixes, found by reflection so that none is forgotten.</summary>
internal static class RuleCatalog
{
    /// <summary>One of each rule.</summary>
    public static ImmutableArray<Rule> Rules { get; } = Instances<Rule>(typeof(Rule).Assembly);

    /// <summary>The analyzers as users get them.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } = Instances<DiagnosticAnalyzer>(typeof(Rule).Assembly);

    /// <summary>The code fix providers as users get them.</summary>
    public static ImmutableArray<CodeFixProvider> CodeFixProviders { get; } =
        Instances<CodeFixProvider>(typeof(CodeFixes.Fixes.PlanningCodeFixProvider).Assembly);

    /// <summary>The analyzer that runs a rule, with that rule alone.</summary>
    public static DiagnosticAnalyzer AnalyzerOf(Rule rule) => rule switch
    {
        ValueRule value => new ValueAnalyzer([value], []),
        SearchRangeRule range => new ValueAnalyzer([], [range]),
        OptimizerRule optimizer => new ScheduleAnalyzer([optimizer], []),
        LR0001_InvalidOption => new OptionsAnalyzer(),
        LR2006_BrokenSchedulerArgument both => new ScheduleAnalyzer([both], [both]),
        SchedulerRule scheduler => new ScheduleAnalyzer([], [scheduler]),
        CreationRule both => new ScheduleAnalyzer([both], [both]),
        _ => throw new ArgumentException($"No analyzer runs rules like {rule.GetType().Name}."),
    };

    private static ImmutableArray<T> Instances<T>(Assembly assembly) =>
        [.. assembly.GetTypes()
            .Where(type => typeof(T).IsAssignableFrom(type) && !type.IsAbstract)
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (T)Activator.CreateInstance(type, nonPublic: true)!)];
}
