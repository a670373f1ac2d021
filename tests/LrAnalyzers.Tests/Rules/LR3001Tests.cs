using LrAnalyzers.CodeFixes.Fixes;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR3001_HardCodedLearningRate>;

namespace LrAnalyzers.Tests.Rules;

public class LR3001Tests
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using TorchSharp;
        using TorchSharp.Modules;

        """;

    private static string Method(string body, string members = "") => $$"""
        {{Usings}}
        class Trainer
        {
        {{members}}
            void Train(torch.nn.Module<torch.Tensor, torch.Tensor> model, IEnumerable<Parameter> p)
            {
                {{body}}
            }
        }
        """;

    [Theory]
    [InlineData("torch.optim.Adam(p, [|0.001|])")]
    [InlineData("torch.optim.Adam(p, [|1e-3f|])")]
    [InlineData("torch.optim.Adam(p, [|(1e-3)|])")]
    [InlineData("torch.optim.Adam(p, [|0.5 * 1e-3|])")]
    [InlineData("torch.optim.Adam(p, [|(float)0.001|])")]
    [InlineData("torch.optim.Adam(p, [|Math.Pow(10, -3)|])")]
    [InlineData("torch.optim.Adam(p, [|-1|])")]
    [InlineData("torch.optim.SGD(momentum: 0.9, learningRate: [|0.1|], parameters: p)")]
    [InlineData("new RMSProp(p, lr: [|0.01|])")]
    [InlineData("new SGD.ParamGroup(p, lr: [|0.1|])")]
    [InlineData("new SGD.ParamGroup(p, new SGD.Options { LearningRate = [|0.1|] })")]
    [InlineData("new SGD.Options { momentum = 0.9, LearningRate = [|0.1f|] }")]
    public Task Literal_InAnOptimizersArgument_Reports(string creation) =>
        Verify.VerifyAsync(Method($"var created = {creation};"));

    // Nobody here calls it: what does would look for a value of the new parameter, or no longer find the method.
    [Theory]
    [InlineData("class Window { void Clicked(object sender, EventArgs e) => torch.optim.Adam(new List<Parameter>(), [|0.01|]); int _count; }")]
    [InlineData("[Obsolete] class Controller { public void Train() => torch.optim.Adam(new List<Parameter>(), [|0.01|]); int _count; }")]
    [InlineData("class Own : Base { public void Run() => torch.optim.Adam(new List<Parameter>(), [|0.01|]); int _count; } class Base { }", true)]
    [InlineData("[Obsolete] class Called { public void Train() => torch.optim.Adam(new List<Parameter>(), [|0.01|]); void Call() => Train(); }", true)]
    public async Task FixParameter_OfAMethodThatAFrameworkCalls_IsNotOffered(string type, bool isOffered = false)
    {
        if (!isOffered)
        {
            await Verify.VerifyNoFixAsync(Usings + type, LR3001_NameLearningRate.ParameterKey);
            return;
        }

        await Verify.VerifyFixAsync(
            Usings + type,
            Usings + type.Replace("[|0.01|]", "learningRate", StringComparison.Ordinal)
                .Replace("Run()", "Run(double learningRate = 0.01)", StringComparison.Ordinal).Replace("Train() =>", "Train(double learningRate = 0.01) =>", StringComparison.Ordinal),
            LR3001_NameLearningRate.ParameterKey);
    }

    [Fact]
    public Task FixParameter_OneParameterPerLine_GetsALineOfItsOwn() => Verify.VerifyFixAsync(
        Usings + "class Trainer\n{\n    void Train(\n        int count,\n        IEnumerable<Parameter> p\n    ) => torch.optim.Adam(p, [|0.01|]);\n}\n",
        Usings + "class Trainer\n{\n    void Train(\n        int count,\n        IEnumerable<Parameter> p,\n        double learningRate = 0.01\n    ) => torch.optim.Adam(p, learningRate);\n}\n",
        LR3001_NameLearningRate.ParameterKey);

    [Fact]
    public Task FixConstant_ClassThatBeginsWithABlankLine_KeepsThatOne() => Verify.VerifyFixAsync(
        Usings + "class Trainer\n{\n\n    int _count;\n    void Train(IEnumerable<Parameter> p) => torch.optim.Adam(p, [|0.01|]);\n}\n",
        Usings + "class Trainer\n{\n    private const double LearningRate = 0.01;\n\n    int _count;\n    void Train(IEnumerable<Parameter> p) => torch.optim.Adam(p, LearningRate);\n}\n",
        LR3001_NameLearningRate.ConstantKey);

    [Theory]
    [InlineData("torch.optim.Adam(p)")]
    [InlineData("torch.optim.Adam(p, Rate)")]
    [InlineData("torch.optim.Adam(p, Rate * 0.1)")]
    [InlineData("torch.optim.Adam(p, rate)")]
    [InlineData("torch.optim.Adam(p, double.Parse(\"0.1\"))")]
    [InlineData("torch.optim.Adam(p, Rates[0])")]
    [InlineData("torch.optim.Adam(p, model is null ? 0.1 : 0.2)")]
    [InlineData("torch.optim.Adam(p, double.NaN)")]
    [InlineData("torch.optim.Adam(p, weight_decay: 0.1)")]
    [InlineData("torch.optim.lr_scheduler.OneCycleLR(torch.optim.Adam(p), 0.1, 100)")]
    [InlineData("torch.optim.lr_scheduler.StepLR(torch.optim.Adam(p), 30, 0.1)")]
    [InlineData("new MyOptions { LearningRate = 0.1 }")]
    public Task NamesAndOtherArguments_AreSilent(string creation) =>
        Verify.VerifyAsync(Method($"var rate = 0.1; var created = {creation};", """
                const double Rate = 0.1;
                static readonly double[] Rates = { 0.1 };
                class MyOptions { public double LearningRate; }
            """));

    [Theory]
    [InlineData("ml.Regression.Trainers.FastTree(learningRate: [|0.1|])")]
    [InlineData("ml.Regression.Trainers.LightGbm(learningRate: [|0.001|])")]
    [InlineData("new LightGbmRegressionTrainer.Options { LearningRate = [|0.1|] }")]
    [InlineData("new AveragedPerceptronTrainer.Options { LearningRate = [|0.1f|] }")]
    [InlineData("new FieldAwareFactorizationMachineTrainer.Options { LearningRate = [|0.5f|] }")]
    [InlineData("new TextClassificationTrainer.TextClassificationOptions { LearningRate = new List<double> { [|1e-5|] } }")]
    public Task LiteralInAnMLNetTrainer_Reports(string creation) =>
        Verify.VerifyAsync(Sources.MLNet($"var created = {creation};"));

    [Theory]
    [InlineData("ml.Regression.Trainers.FastTree(learningRate: 0.2F)")]
    [InlineData("new OnlineGradientDescentTrainer.Options { LearningRate = 0.1f }")]
    [InlineData("new AveragedPerceptronTrainer.Options { LearningRate = 1 }")]
    [InlineData("new SdcaRegressionTrainer.Options { BiasLearningRate = 0.5f }")]
    [InlineData("new ExponentialLRDecay(0.1f)")]
    [InlineData("new LightGbmRegressionTrainer.Options { LearningRate = null }")]
    [InlineData("new NerTrainer.NerOptions { LearningRate = new List<double> { 2e-4 } }")]
    public Task MLNetDefaultsAndSchedules_AreSilent(string creation) =>
        Verify.VerifyAsync(Sources.MLNet($"var created = {creation};"));

    [Fact]
    public Task OwnOptionsType_IsSilent() =>
        Verify.VerifyAsync("""
            using System.Collections.Generic;
            using Microsoft.ML.TorchSharp.NasBert;
            class MyOptions : NasBertTrainer.NasBertOptions
            {
                public MyOptions() { LearningRate = new List<double> { 5e-5 }; }
            }
            """);

    [Fact]
    public Task OptimizerUnderOneCycle_IsSilent() =>
        Verify.VerifyAsync(Method("""
            var a = torch.optim.Adam(p, 0.001);
                    var s = torch.optim.lr_scheduler.OneCycleLR(a, 0.01, 10);
                    var b = torch.optim.Adam(p, [|0.001|]);
            """));

    [Fact]
    public Task StatementAssignment_ToNewOptions_Reports_ButALaterWriteDoesNot() =>
        Verify.VerifyAsync(Method("""
            var options = new Adam.Options();
                    options.LearningRate = [|0.1|];
                    var optimizer = torch.optim.Adam(p);
                    foreach (var group in optimizer.ParamGroups) group.LearningRate = 0.1;
                    foreach (Adam.ParamGroup group in optimizer.ParamGroups) group.Options.LearningRate = 0.1;
            """));

    [Fact]
    public Task WiderScope_ReportsLocalsAndConstants()
    {
        string source(string local, string constant) => Method(
            $"var rate = 0.1; torch.optim.Adam(p, {local}); torch.optim.Adam(p, {constant});", "    const double Rate = 0.1;");
        return Task.WhenAll(
            Verify.VerifyAsync(source("rate", "Rate"), ("lr_analyzers.hard_coded_scope", "inline")),
            Verify.VerifyAsync(source("[|rate|]", "Rate"), ("lr_analyzers.hard_coded_scope", "local")),
            Verify.VerifyAsync(source("[|rate|]", "[|Rate|]"), ("lr_analyzers.hard_coded_scope", "constant")));
    }

    [Fact]
    public Task TestCode_IsExempt_UnlessTheOptionSaysOtherwise()
    {
        string source(string value) => Usings + $$"""
            public class AdamTests
            {
                [Xunit.Fact]
                public void Trains() => Helper.Make(null!);

                static class Helper
                {
                    public static object Make(IEnumerable<Parameter> p) => torch.optim.Adam(p, {{value}});
                }
            }
            """;
        return Task.WhenAll(
            Verify.VerifyAsync(source("0.1")),
            Verify.VerifyAsync(source("[|0.1|]"), ("lr_analyzers.exclude_tests", "false")));
    }

    [Fact]
    public Task TestProject_IsExempt() =>
        Verify.VerifyAsync(Method("torch.optim.Adam(p, 0.1);"), ("build_property.IsTestProject", "true"));

    [Fact]
    public Task GeneratedCode_IsSilent() =>
        Verify.VerifyAsync("// <auto-generated/>\n" + Method("torch.optim.Adam(p, 0.1);"));

    [Fact]
    public Task Message_NamesTheNumber() =>
        Verify.VerifyMessageAsync(
            Method("torch.optim.Adam(p, {|#0:1e-3f|});"),
            "The learning rate 0.001 is hard-coded: give it a name, as a constant or a parameter, so that it can be found and tuned in one place");

    [Fact]
    public Task FixConstant_KeepsCommentsDirectivesAndTheNumber() =>
        Verify.VerifyFixAsync(
            Usings + """
                class Trainer
                { // a trainer
                #if DEBUG
                    int _debug;
                #endif
                    void Train(IEnumerable<Parameter> p)
                    {
                        var optimizer = torch.optim.Adam(
                            p, // all
                            /* tuned */ [|1e-3f|] /* on Tuesday */,
                #if !DEBUG
                            weight_decay: 0.1);
                #else
                            weight_decay: 0.2);
                #endif
                    }
                }
                """,
            Usings + """
                class Trainer
                { // a trainer
                    private const float LearningRate = 1e-3f;

                #if DEBUG
                    int _debug;
                #endif
                    void Train(IEnumerable<Parameter> p)
                    {
                        var optimizer = torch.optim.Adam(
                            p, // all
                            /* tuned */ LearningRate /* on Tuesday */,
                #if !DEBUG
                            weight_decay: 0.1);
                #else
                            weight_decay: 0.2);
                #endif
                    }
                }
                """,
            LR3001_NameLearningRate.ConstantKey);

    [Fact]
    public Task FixConstant_ThreeLiterals_GetThreeNames() =>
        Verify.VerifyFixAsync(
            Method("""
                var generatorOptimizer = torch.optim.Adam(p, lr: [|2e-4|]);
                        var optimizerD = torch.optim.Adam(p, [|1e-4|]);
                        var optimizer = torch.optim.SGD(p, momentum: 0.9, learningRate: [|1|]);
                """, "    const int Epochs = 3;\n"),
            Method("""
                var generatorOptimizer = torch.optim.Adam(p, lr: GeneratorLearningRate);
                        var optimizerD = torch.optim.Adam(p, DLearningRate);
                        var optimizer = torch.optim.SGD(p, momentum: 0.9, learningRate: LearningRate);
                """, "    const int Epochs = 3;\n    private const double GeneratorLearningRate = 2e-4;\n    private const double DLearningRate = 1e-4;\n    private const double LearningRate = 1;\n"),
            LR3001_NameLearningRate.ConstantKey);

    // What is called after its kind, or a pipeline, says no more than that.
    [Theory]
    [InlineData("adam")]
    [InlineData("pipeline")]
    [InlineData("_estimator")]
    public Task FixConstant_OnlyRate_HasThePlainName(string variable) =>
        Verify.VerifyFixAsync(
            Method($"var {variable} = torch.optim.Adam(p, lr: [|2e-4|]);"),
            Method($"var {variable} = torch.optim.Adam(p, lr: LearningRate);", "    private const double LearningRate = 2e-4;\n"),
            LR3001_NameLearningRate.ConstantKey);

    [Fact]
    public Task FixConstant_ParamGroups_AreNamedAfterTheirLayers() =>
        Verify.VerifyFixAsync(
            Usings + """
                class Net
                {
                    Linear body = torch.nn.Linear(1, 1), head = torch.nn.Linear(1, 1);
                    Optimizer() => throw new NotImplementedException();
                    object Make() => torch.optim.Adam(new Adam.ParamGroup[]
                    {
                        new(body.parameters(), lr: [|1e-5|]),
                        new() { Parameters = head.parameters(), Options = new() { LearningRate = [|1e-3|] } },
                    });
                }
                """.Replace("    Optimizer() => throw new NotImplementedException();\n", ""),
            Usings + """
                class Net
                {
                    private const double BodyLearningRate = 1e-5;
                    private const double HeadLearningRate = 1e-3;

                    Linear body = torch.nn.Linear(1, 1), head = torch.nn.Linear(1, 1);
                    object Make() => torch.optim.Adam(new Adam.ParamGroup[]
                    {
                        new(body.parameters(), lr: BodyLearningRate),
                        new() { Parameters = head.parameters(), Options = new() { LearningRate = HeadLearningRate } },
                    });
                }
                """,
            LR3001_NameLearningRate.ConstantKey);

    [Fact]
    public Task FixConstant_TakenNames_AreAvoided() =>
        Verify.VerifyFixAsync(
            Usings + """
                class Base { protected double LearningRate; }
                partial class Trainer : Base
                {
                    object Train(IEnumerable<Parameter> p) => torch.optim.Adam(p, [|0.1|]);
                }
                partial class Trainer
                {
                    void Other(double AdamLearningRate) { }
                }
                """,
            Usings + """
                class Base { protected double LearningRate; }
                partial class Trainer : Base
                {
                    private const double LearningRate2 = 0.1;

                    object Train(IEnumerable<Parameter> p) => torch.optim.Adam(p, LearningRate2);
                }
                partial class Trainer
                {
                    void Other(double AdamLearningRate) { }
                }
                """,
            LR3001_NameLearningRate.ConstantKey);

    [Fact]
    public Task FixAllParameter_MethodWithoutParameters_GetsAListOfThem() =>
        Verify.VerifyFixAsync(
            Usings + "class C { torch.nn.Module<torch.Tensor, torch.Tensor> m; void M() { var a = torch.optim.Adam(m.parameters(), [|0.1|]); var b = torch.optim.SGD(m.parameters(), [|0.2|]); } }",
            Usings + "class C { torch.nn.Module<torch.Tensor, torch.Tensor> m; void M(double learningRate = 0.1, double sgdLearningRate = 0.2) { var a = torch.optim.Adam(m.parameters(), learningRate); var b = torch.optim.SGD(m.parameters(), sgdLearningRate); } }",
            LR3001_NameLearningRate.ParameterKey);

    [Fact]
    public Task FixConstant_UpperCaseStyle_IsFollowed() =>
        Verify.VerifyFixAsync(
            Method("var o = torch.optim.Adam(p, [|0.1|]);", "    const int BATCH_SIZE = 3;"),
            Method("var o = torch.optim.Adam(p, LEARNING_RATE);", "    const int BATCH_SIZE = 3;\n    private const double LEARNING_RATE = 0.1;"),
            LR3001_NameLearningRate.ConstantKey);

    [Fact]
    public Task FixConstant_ComputedNumber_IsStaticReadonly() =>
        Verify.VerifyFixAsync(
            Method("var o = torch.optim.Adam(p, [|Math.Pow(10, -3)|]);", "    int _x;"),
            Method("var o = torch.optim.Adam(p, LearningRate);", "    private static readonly double LearningRate = Math.Pow(10, -3);\n\n    int _x;"),
            LR3001_NameLearningRate.ConstantKey);

    [Fact]
    public Task FixConstant_OneLineType() =>
        Verify.VerifyFixAsync(
            Usings + "class C { object M(IEnumerable<Parameter> p) => torch.optim.Adam(p, [|0.1|]); }",
            Usings + "class C { private const double LearningRate = 0.1; object M(IEnumerable<Parameter> p) => torch.optim.Adam(p, LearningRate); }",
            LR3001_NameLearningRate.ConstantKey);

    [Fact]
    public async Task FixConstant_TopLevelStatements_GetALocalConstant()
    {
        Verify.RuleTest test = Verify.Create(Usings + """
            IEnumerable<Parameter> p = new Parameter[0];
            // the optimizer
            var optimizer = torch.optim.Adam(p, [|0.1|]);
            static object Make(IEnumerable<Parameter> q) => torch.optim.SGD(q, [|0.2|]);
            Make(p);
            """, []);
        test.FixedCode = Usings + """
            IEnumerable<Parameter> p = new Parameter[0];
            // the optimizer
            const double learningRate = 0.1;
            var optimizer = torch.optim.Adam(p, learningRate);
            const double sGDLearningRate = 0.2;
            static object Make(IEnumerable<Parameter> q) => torch.optim.SGD(q, sGDLearningRate);
            Make(p);
            """.Replace("sGD", "sgd");
        test.CodeActionEquivalenceKey = LR3001_NameLearningRate.ConstantKey;
        test.TestState.OutputKind = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication;
        await test.RunAsync();
    }

    [Theory]
    [InlineData("// Trains.\n", "\n")]
    [InlineData("// Trains\n// for long.\n", "\n")]
    [InlineData("/// <summary>Trains.</summary>\n", "\n")]
    [InlineData("/* Trains. */\n", "\n")]
    [InlineData("// About the rest.\n\n", "")]
    public async Task FixConstant_OfATopLevelFunction_StandsAboveItsComment(string comment, string space)
    {
        const string Before = Usings + "Make([]);\n\n";
        (string above, string own) = space.Length > 0 ? ("", comment) : (comment, "");
        Verify.RuleTest test = Verify.Create($"{Before}{comment}static object Make(Parameter[] p) => torch.optim.SGD(p, [|0.2|]);\n", []);
        test.FixedCode = $"{Before}{above}const double learningRate = 0.2;\n{space}{own}static object Make(Parameter[] p) => torch.optim.SGD(p, learningRate);\n";
        test.CodeActionEquivalenceKey = LR3001_NameLearningRate.ConstantKey;
        test.TestState.OutputKind = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication;
        await test.RunAsync();
    }

    [Fact]
    public Task FixParameter_WhereEachStandsInItsLine_GetsOneToo() =>
        Verify.VerifyFixAsync(
            Usings + """
            class Agent
            {
                public Agent(IEnumerable<Parameter> p,
                             float gamma = 0.9f,
                             int steps = 10)
                {
                    torch.optim.SGD(p, [|0.1|]);
                }
            }
            """,
            Usings + """
            class Agent
            {
                public Agent(IEnumerable<Parameter> p,
                             float gamma = 0.9f,
                             int steps = 10,
                             double learningRate = 0.1)
                {
                    torch.optim.SGD(p, learningRate);
                }
            }
            """,
            LR3001_NameLearningRate.ParameterKey);

    [Fact]
    public Task FixConstant_CrLf_IsKept() =>
        Verify.VerifyFixAsync(
            Method("var o = torch.optim.Adam(p, [|0.1|]);", "    int _x;").Replace("\n", "\r\n"),
            Method("var o = torch.optim.Adam(p, LearningRate);", "    private const double LearningRate = 0.1;\n\n    int _x;").Replace("\n", "\r\n"),
            LR3001_NameLearningRate.ConstantKey);

    [Fact]
    public Task FixConstant_OfAMistake_IsNotOffered() =>
        Verify.VerifyNoFixAsync(Method("var o = torch.optim.Adam(p, [|-1e-3|]);"), LR3001_NameLearningRate.ConstantKey);

    // The rate of what is frozen, or LR1002's.
    [Theory]
    [InlineData("1 / 10")]
    [InlineData("0")]
    public Task Zero_IsSilent(string learningRate) => Verify.VerifyAsync(Method($"var o = torch.optim.Adam(p, {learningRate});"));

    [Fact]
    public async Task NumberThatHasToChangeFirst_IsSilent()
    {
        Diagnostic[] reports = [.. await Analysis.BuildAsync(Analysis.Compile(Method("var a = torch.optim.Adam(p, 50); var b = torch.optim.Adam(p, 0.05); var c = torch.optim.RAdam(p, 0.05);")))];
        Assert.Equal(["LR1003", "LR1004", "LR1007", "LR3001"], reports.Select(report => report.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public Task FixConstant_Interface_IsNotOffered() =>
        Verify.VerifyNoFixAsync(
            Usings + "interface I { object M(IEnumerable<Parameter> p) => torch.optim.Adam(p, [|0.1|]); }",
            LR3001_NameLearningRate.ConstantKey);

    [Fact]
    public Task FixParameter_IsAppended() =>
        Verify.VerifyFixAsync(
            Usings + """
                class C
                {
                    object M(IEnumerable<Parameter> p, int epochs = 3 /* times */) => torch.optim.Adam(p, [|0.1f|]);
                    void Caller(IEnumerable<Parameter> p) { M(p); this.M(p, 4); _ = nameof(M); }
                    void Local(IEnumerable<Parameter> p)
                    {
                        object Make() { var adversaryOptimizer = torch.optim.SGD(p, [|0.2|]); return adversaryOptimizer; }
                        Make();
                    }
                }
                """,
            Usings + """
                class C
                {
                    object M(IEnumerable<Parameter> p, int epochs = 3 /* times */, float learningRate = 0.1f) => torch.optim.Adam(p, learningRate);
                    void Caller(IEnumerable<Parameter> p) { M(p); this.M(p, 4); _ = nameof(M); }
                    void Local(IEnumerable<Parameter> p)
                    {
                        object Make(double adversaryLearningRate = 0.2) { var adversaryOptimizer = torch.optim.SGD(p, adversaryLearningRate); return adversaryOptimizer; }
                        Make();
                    }
                }
                """,
            LR3001_NameLearningRate.ParameterKey);

    [Theory]
    [InlineData("class C { public virtual object M(IEnumerable<Parameter> p) => torch.optim.Adam(p, [|0.1|]); }")]
    [InlineData("class C { static void Main() => torch.optim.Adam(new Parameter[0], [|0.1|]); }")]
    [InlineData("class C { object M(params Parameter[] p) => torch.optim.Adam(p, [|0.1|]); }")]
    [InlineData("class C { object M(IEnumerable<Parameter> p) => torch.optim.Adam(p, [|0.1|]); object M(IEnumerable<Parameter> p, double q) => p; }")]
    [InlineData("class C { object M(IEnumerable<Parameter> p) => torch.optim.Adam(p, [|0.1|]); void N() { Func<IEnumerable<Parameter>, object> f = M; } }")]
    [InlineData("class C { object M(IEnumerable<Parameter> p) => torch.optim.Adam(p, [|0.1|]); void N() { System.Linq.Expressions.Expression<Func<object>> f = () => M(new Parameter[0]); } }")]
    [InlineData("interface I { object M(IEnumerable<Parameter> p); } class C : I { public object M(IEnumerable<Parameter> p) => torch.optim.Adam(p, [|0.1|]); }")]
    [InlineData("class C { [Obsolete] object M(IEnumerable<Parameter> p) => torch.optim.Adam(p, [|0.1|]); }")]
    [InlineData("class C { object o = torch.optim.Adam(new Parameter[0], [|0.1|]); }")]
    [InlineData("class C { object M(IEnumerable<Parameter> p) { Func<object> f = static () => torch.optim.Adam(new Parameter[0], [|0.1|]); return f; } }")]
    [InlineData("class C { object M(IEnumerable<Parameter> p) => torch.optim.Adam(p, [|Math.Sqrt(0.1)|]); }")]
    public Task FixParameter_WhereACallerCouldNotice_IsNotOffered(string source) =>
        Verify.VerifyNoFixAsync(Usings + source, LR3001_NameLearningRate.ParameterKey);
}
