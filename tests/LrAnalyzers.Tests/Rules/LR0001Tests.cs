using LrAnalyzers.Rules;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis.Testing;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR0001_InvalidOption>;

namespace LrAnalyzers.Tests.Rules;

public class LR0001Tests
{
    private const string Source = """
        using TorchSharp;

        namespace Team.Training
        {
            class MyOptions
            {
                public double LearningRate { get; set; }
                public int Epochs { get; set; }

                public class Nested
                {
                    public float? Rate;
                }
            }

            class Derived : MyOptions { }

            class Lion
            {
                public Lion(string name, double rate) { }
                public static Lion Create<T>(T name, float[] rates) => null!;
            }
        }

        class TopLevel
        {
            public double LearningRate { get; set; }
        }
        """;

    private static async Task VerifyAsync((string Key, string Value)[] options, params string[] messages)
    {
        var test = Verify.Create(Source, options);
        foreach (string message in messages)
        {
            test.TestState.ExpectedDiagnostics.Add(
                new DiagnosticResult(new LR0001_InvalidOption().Descriptor).WithNoLocation().WithMessage(message));
        }

        await test.RunAsync();
    }

    [Theory]
    [InlineData("lr_analyzers.exclude_tests", "false")]
    [InlineData("lr_analyzers.exclude_tests", "TRUE")]
    [InlineData("lr_analyzers.minimum_steps", "0")]
    [InlineData("lr_analyzers.hard_coded_scope", "Constant")]
    [InlineData("lr_analyzers.preferred_schedule", "warmup_cosine")]
    [InlineData("lr_analyzers.warmup_ratio", "0.1")]
    [InlineData("lr_analyzers.adam.max_learning_rate", "0.05")]
    [InlineData("lr_analyzers.adamw.min_learning_rate", "1e-6")]
    [InlineData("lr_analyzers.additional_learning_rates", "")]
    [InlineData("lr_analyzers.additional_learning_rates", "Team.Training.MyOptions.LearningRate")]
    [InlineData("lr_analyzers.additional_learning_rates", "Team.Training.MyOptions.Nested.Rate, Team.Training.MyOptions+Nested.Rate")]
    [InlineData("lr_analyzers.additional_learning_rates", "Team.Training.Derived.LearningRate,TopLevel.LearningRate")]
    [InlineData("lr_analyzers.additional_optimizers", "Team.Training.Lion(rate), Team.Training.Lion.Create(rates)")]
    [InlineData("lr_other.exclude_tests", "maybe")]
    public Task ValidSetting_IsSilent(string key, string value) => VerifyAsync([(key, value)]);

    [Theory]
    [InlineData("lr_analyzers.exclude_tests", "maybe", "it takes 'true' or 'false', so the default, true, is used")]
    [InlineData("lr_analyzers.minimum_steps", "-1", "it takes a whole number from 0 up, so the default, 1000, is used")]
    [InlineData("lr_analyzers.minimum_steps", "1e3", "it takes a whole number from 0 up, so the default, 1000, is used")]
    [InlineData("lr_analyzers.minimum_steps", "99999999999999", "it takes a whole number from 0 up, so the default, 1000, is used")]
    [InlineData("lr_analyzers.hard_coded_scope", "everywhere", "it takes 'inline', 'local', 'constant', so the default, inline, is used")]
    [InlineData("lr_analyzers.hard_coded_scope", "1", "it takes 'inline', 'local', 'constant', so the default, inline, is used")]
    [InlineData("lr_analyzers.warmup_ratio", "5%", "it takes a number from 0 to 0.5, so the default, 0.05, is used")]
    [InlineData("lr_analyzers.warmup_ratio", "NaN", "it takes a number from 0 to 0.5, so the default, 0.05, is used")]
    [InlineData("lr_analyzers.adam.max_learning_rate", "0", "it takes a number above 0, so it is ignored")]
    [InlineData("lr_analyzers.adam.max_learning_rate", "0,05", "it takes a number above 0, so it is ignored")]
    [InlineData("lr_analyzers.adam.max_learning_rate", "\"{0} (<x>", "it takes a number above 0, so it is ignored")]
    [InlineData(
        "lr_analyzers.additional_optimizers",
        "Team.Training.MyOptions.LearningRate",
        "it takes 'Namespace.Type(parameter)' or 'Namespace.Type.Method(parameter)', separated by commas, so it is ignored")]
    [InlineData(
        "lr_analyzers.additional_learning_rates",
        "Team.Training..Rate((",
        "it takes 'Namespace.Type.Member', 'Namespace.Type.Method(parameter)' or 'Namespace.Type(parameter)', separated by commas, so it is ignored")]
    public Task InvalidValue_ReportsOnceWithWhatIsAllowed(string key, string value, string reason) =>
        VerifyAsync([(key, value)], $"The setting '{key} = {value}' is not valid: {reason}");

    [Theory]
    [InlineData("lr_analyzers.exclude_test", "lr_analyzers.exclude_tests")]
    [InlineData("lr_analyzers.adm.max_learning_rate", "lr_analyzers.adam.max_learning_rate")]
    [InlineData("lr_analyzers.sgd.max_learning_rat", "lr_analyzers.sgd.max_learning_rate")]
    public Task MisspelledKey_SuggestsTheNearest(string key, string nearest) =>
        VerifyAsync([(key, "1")], $"The setting '{key} = 1' is not valid: there is no such option; did you mean '{nearest}'?");

    [Fact]
    public Task UnknownKey_ListsTheOptions() => VerifyAsync(
        [("lr_analyzers.colour", "green")],
        "The setting 'lr_analyzers.colour = green' is not valid: there is no such option; the options are "
        + string.Join(", ", LrAnalyzers.Options.LrOptions.All.Select(option => $"'{option.Key}'"))
        + ", and 'lr_analyzers.<algorithm>.min_learning_rate' and 'lr_analyzers.<algorithm>.max_learning_rate' of an optimizer or trainer");

    [Theory]
    [InlineData("Team.Training.MyOptions.Rate", "'Team.Training.MyOptions.Rate' is no property or field of type float or double")]
    [InlineData("Team.Training.MyOptions.Epochs", "'Team.Training.MyOptions.Epochs' is no property or field of type float or double")]
    [InlineData("Team.Training.MyOption.LearningRate", "'Team.Training.MyOption.LearningRate' is no property or field of type float or double")]
    [InlineData("Team.Training.Lion(lr)", "'Team.Training.Lion' is no constructor or method with a float or double parameter 'lr'")]
    [InlineData("Team.Training.Lion(name)", "'Team.Training.Lion' is no constructor or method with a float or double parameter 'name'")]
    [InlineData("Team.Training.Lion.Make(rate)", "'Team.Training.Lion.Make' is no constructor or method with a float or double parameter 'rate'")]
    public Task EntryThatIsNotThere_Reports(string entry, string what) => VerifyAsync(
        [("lr_analyzers.additional_learning_rates", "TopLevel.LearningRate, " + entry)],
        $"The setting 'lr_analyzers.additional_learning_rates = TopLevel.LearningRate, {entry}' is not valid: {what}, so this entry is ignored; "
        + "write 'Namespace.Type.Member', 'Namespace.Type.Method(parameter)' or 'Namespace.Type(parameter)', separated by commas");

    [Theory]
    [InlineData("Other.Project.MyOptions.LearningRate")]
    [InlineData("Other.Project.Lion(lr)")]
    [InlineData("Other.Project.Optimizers.Lion(lr)")]
    public Task EntryOfANamespaceOfAnotherProject_IsSilent(string entry) =>
        VerifyAsync([("lr_analyzers.additional_learning_rates", entry)]);

    [Fact]
    public Task RangeOfADeclaredOptimizer_IsAnOption() => VerifyAsync(
        [("lr_analyzers.additional_optimizers", "Team.Training.Lion(rate)"), ("lr_analyzers.lion.max_learning_rate", "1e-3")]);

    [Fact]
    public Task MinimumAboveMaximum_LeavesNothing() => VerifyAsync(
        [("lr_analyzers.adam.min_learning_rate", "0.01"), ("lr_analyzers.adam.max_learning_rate", "1e-3")],
        "The setting 'lr_analyzers.adam.min_learning_rate = 0.01' is not valid: it is above 'lr_analyzers.adam.max_learning_rate = 1e-3', which leaves no learning rate between them, so both are ignored");

    [Fact]
    public Task MinimumAtMaximum_LeavesOne() => VerifyAsync(
        [("lr_analyzers.adam.min_learning_rate", "0.001"), ("lr_analyzers.adam.max_learning_rate", "1e-3")]);

    [Fact]
    public async Task SameSettingInManyFiles_ReportsOncePerValue()
    {
        var test = Verify.Create(Source, []);
        for (int i = 0; i < 20; i++)
        {
            test.TestState.Sources.Add(("/0/" + (i % 2 == 0 ? "a" : "b") + i + ".cs", "class C" + i + " { }"));
        }

        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", """
            root = true
            [*.cs]
            lr_analyzers.exclude_tests = maybe
            [b*.cs]
            lr_analyzers.exclude_tests = perhaps
            """));
        foreach (string value in (string[])["maybe", "perhaps"])
        {
            test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult(new LR0001_InvalidOption().Descriptor).WithNoLocation()
                .WithMessage($"The setting 'lr_analyzers.exclude_tests = {value}' is not valid: it takes 'true' or 'false', so the default, true, is used"));
        }

        await test.RunAsync();
    }

    [Theory]
    [InlineData("Violation", 2)]
    [InlineData("Fixed", 0)]
    public async Task Sample_ReportsInItsFirstHalfOnly(string region, int reports)
    {
        var test = Verify.Create(Source, []);
        test.TestState.AnalyzerConfigFiles.Add(
            ("/.editorconfig", Repository.Region(Repository.Read("samples", "Rules", "LR0001.editorconfig"), region)));
        for (int i = 0; i < reports; i++)
        {
            test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("LR0001", Microsoft.CodeAnalysis.DiagnosticSeverity.Warning));
        }

        await test.RunAsync();
    }

    [Fact]
    public async Task ProjectWithoutTheLibraries_IsSilent()
    {
        var test = Verify.Create("class C { }", [("lr_analyzers.exclude_tests", "maybe")]);
        test.TestState.AdditionalReferences.Clear();
        test.TestState.AdditionalReferences.AddRange(TestReferences.WithoutLibraries);
        await test.RunAsync();
    }
}
