using VerifyHardCoded = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR3001_HardCodedLearningRate>;
using VerifyInvalid = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR1001_InvalidLearningRate>;

namespace LrAnalyzers.Tests.Options;

/// <summary>Learning rates in users' own APIs, taught through <c>additional_learning_rates</c> and <c>additional_optimizers</c>.</summary>
public class DeclaredLearningRateTests
{
    private const string Declarations = """
        using Team;
        using TorchSharp;

        namespace Team
        {
            class BaseOptions
            {
                public double LearningRate { get; set; }
                public double Dropout { get; set; }
            }

            class MyOptions : BaseOptions { }

            record Settings(double Rate = 0.001)
            {
                public float Warmup;
                public static double Shared { get; set; }
            }

            class Lion
            {
                public Lion(string name, double rate = 1e-4) { }
                public static Lion Create<T>(T name, params float[] rates) => null!;
                public void Fit(double decay, double? rate) { }
            }

            static class Extensions
            {
                public static Lion Tune(this Lion lion, double rate) => lion;
            }
        }
        """;

    private static readonly (string Key, string Value)[] s_options =
    [
        ("lr_analyzers.additional_learning_rates",
            "Team.MyOptions.LearningRate, Team.Settings.Rate, Team.Settings(Rate), Team.Settings.Shared, Team.Lion.Fit(rate), Team.Nowhere.Rate, Team.Extensions.Tune(rate)"),
        ("lr_analyzers.additional_optimizers", "Team.Lion(rate), Team.Lion.Create(rates)"),
    ];

    private static string Source(string statement) => $$"""
        {{Declarations}}

        class Trainer
        {
            private Team.MyOptions _options = new();

            void Train(Team.Lion lion, Team.BaseOptions other, Team.Settings settings)
            {
                {{statement}}
            }
        }
        """;

    [Theory]
    [InlineData("var options = new Team.MyOptions { LearningRate = [|-1|], Dropout = -1 };")]
    [InlineData("var options = new Team.MyOptions(); options.LearningRate = [|-0.1|];")]
    [InlineData("_options.LearningRate = [|double.NaN|];")]
    [InlineData("var copy = settings with { Rate = [|-1|], Warmup = -1 };")]
    [InlineData("var created = new Team.Settings([|-1|]);")]
    [InlineData("Team.Settings.Shared = [|-1|];")]
    [InlineData("var created = new Team.Lion(rate: [|-1|], name: \"a\");")]
    [InlineData("var created = Team.Lion.Create(\"a\", 0.1f, [|-0.1f|]);")]
    [InlineData("var created = Team.Lion.Create(1, new[] { [|-0.1f|] });")]
    [InlineData("lion.Fit(-1, [|-1|]);")]
    [InlineData("lion.Tune([|-1|]);")]
    [InlineData("Team.Extensions.Tune(rate: [|-1|], lion: lion);")]
    public async Task DeclaredLearningRate_IsJudgedOnlyWhenDeclared(string statement)
    {
        await VerifyInvalid.VerifyAsync(Source(statement), s_options);
        await VerifyInvalid.VerifyAsync(Source(statement.Replace("[|", "").Replace("|]", "")));
    }

    [Theory]
    [InlineData("var options = new Team.MyOptions { LearningRate = [|0.001|] };")]
    [InlineData("var created = new Team.Lion(\"a\", [|1e-4|]);")]
    [InlineData("const double Rate = 1e-4; var created = new Team.Lion(\"a\", Rate);")]
    [InlineData("var created = new Team.Lion(\"a\");")]
    public Task DeclaredLearningRate_HardCoded_Reports(string statement) => VerifyHardCoded.VerifyAsync(Source(statement), s_options);

    [Theory]
    [InlineData("other.LearningRate = -1;")]
    [InlineData("var others = new Team.BaseOptions { LearningRate = -1 };")]
    public Task InheritedMember_OfAnotherType_IsSilent(string statement) => VerifyInvalid.VerifyAsync(Source(statement), s_options);

    [Fact]
    public async Task Message_NamesTheTypeOfTheUser()
    {
        var test = VerifyInvalid.Create(Source("var created = new Team.Lion(\"a\", {|#0:-1|});"), s_options);
        test.TestState.ExpectedDiagnostics.Add(
            new Microsoft.CodeAnalysis.Testing.DiagnosticResult(new LrAnalyzers.Rules.LR1001_InvalidLearningRate().Descriptor)
                .WithLocation(0)
                .WithMessage("Lion learning rate -1 is not a positive, finite number: each step would climb the loss instead of descending it."));
        await test.RunAsync();
    }

    [Fact]
    public async Task SectionOfAFile_TeachesTheWholeProject()
    {
        var test = VerifyInvalid.Create(Source("lion.Fit(0.1, [|-1|]);"), []);
        test.TestState.Sources.Add(("/0/Other.cs", "class Other { }"));
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "[Other.cs]\nlr_analyzers.additional_learning_rates = Team.Lion.Fit(rate)\n"));
        await test.RunAsync();
    }

    [Fact]
    public Task InitialValuesDefaultsAndRecords_AreJudgedToo() => VerifyInvalid.VerifyAsync(
        """
        using TorchSharp;

        namespace Team
        {
            class Own { public double Rate { get; } = [|-1|]; }
            class Set { public double Rate { get; set; } = -1; }
            record Rec(double Rate);
            class Use { Rec _rec = new([|-1|]); Rec With(Rec rec) => rec with { Rate = [|0|] }; }
            class Trainer { void Fit(double lr = [|0|]) { } }
        }
        """,
        ("lr_analyzers.additional_learning_rates", "Team.Own.Rate, Team.Set.Rate, Team.Rec.Rate, Team.Trainer.Fit(lr)"));
}
