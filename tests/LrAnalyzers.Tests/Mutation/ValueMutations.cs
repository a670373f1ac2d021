namespace LrAnalyzers.Tests.Mutation;

/// <summary>One mistake: an expression that is right and what it becomes when the mistake is made.</summary>
/// <param name="Id">The rule that must see it.</param>
/// <param name="Clean">The expression without it: nothing may be reported.</param>
/// <param name="Mutated">The expression with it.</param>
/// <param name="Members">Declarations that both use.</param>
/// <param name="MutatedMembers">Declarations with the mistake in them, where that is where it is made.</param>
internal sealed record Mutation(string Id, string Clean, string Mutated, string Members = "", string? MutatedMembers = null);

/// <summary>Mistakes about the value of a learning rate.</summary>
internal static class ValueMutations
{
    private const string Rate = "private const double Rate = 1e-3;";
    private const string Tree = "private const double Rate = 0.1;";
    private const string Single = "private const float Rate = 0.1f;";
    private const string Rates = "private const double Rate = 1e-3, Other = 1e-4;";
    private const string Fields = "private static double s_learningRate = double.Parse(\"1\"), s_momentum = double.Parse(\"1\"), s_weightDecay = double.Parse(\"1\"), s_epsilon = double.Parse(\"1\");";

    private const string Text = "Environment.GetEnvironmentVariable(\"LR\")!";
    private const string Invariant = "System.Globalization.CultureInfo.InvariantCulture";

    private const string Net = "private sealed class Net : torch.nn.Module<torch.Tensor, torch.Tensor> { public readonly Linear body = torch.nn.Linear(4, 4), head = torch.nn.Linear(4, 1); "
        + "public Net() : base(\"net\") => RegisterComponents(); public override torch.Tensor forward(torch.Tensor x) => head.forward(body.forward(x)); } "
        + "private static readonly Net s_net = new(); private const double Rate = 1e-3;";

    private static string Groups(string first, string second) =>
        $"torch.optim.Adam(new[] {{ new Adam.ParamGroup({first}, Rate), new Adam.ParamGroup({second}, 10 * Rate) }})";

    private static string Space(string option) => $"new SearchSpace<Microsoft.ML.AutoML.CodeGen.LgbmOption> {{ [\"LearningRate\"] = {option} }}";

    private static string Options(string range) => $"internal sealed class MyOptions {{ {range} public double LearningRate {{ get; set; }} = 0.1; }}";

    /// <summary>All mistakes.</summary>
    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("LR1001", "torch.optim.Adam(p, Rate)", "torch.optim.Adam(p, -Rate)", Rate),
        new("LR1001", "torch.optim.Adam(p, Rate)", "torch.optim.Adam(p, Rate * 0)", Rate),
        new("LR1001", "torch.optim.AdamW(p, lr: Rate, weight_decay: 0.01)", "torch.optim.AdamW(p, lr: Rate, weight_decay: 0.01)", Rate, "private const double Rate = 0;"),
        new("LR1001", "torch.optim.SGD(p, Rate, momentum: 0.9)", "torch.optim.SGD(p, double.NaN, momentum: 0.9)", Rate),
        new("LR1001", "new RMSProp(p, lr: Rate)", "new RMSProp(p, lr: double.PositiveInfinity)", Rate),
        new("LR1001", "new Adam.ParamGroup(p, Rate)", "new Adam.ParamGroup(p, 0)", Rate),
        new("LR1001", "ml.Regression.Trainers.FastTree(learningRate: Rate)", "ml.Regression.Trainers.FastTree(learningRate: -Rate)", Tree),
        new("LR1001", "new LightGbmRegressionTrainer.Options { LearningRate = Rate }", "new LightGbmRegressionTrainer.Options { LearningRate = 0 }", Tree),
        new("LR1001", "ml.Regression.Trainers.OnlineGradientDescent(learningRate: Rate)", "ml.Regression.Trainers.OnlineGradientDescent(learningRate: float.NaN)", Single),
        new("LR1001", "torch.optim.Adam(p, s_rate)", "torch.optim.Adam(p, s_rate)", "private static readonly double s_rate = 1e-3;", "private static readonly double s_rate = -1e-3;"),

        new("LR1002", "torch.optim.Adam(p, 1.0 / n)", "torch.optim.Adam(p, 1 / n)"),
        new("LR1002", "torch.optim.Adam(p, Rate)", "torch.optim.Adam(p, 1 / 1000)", Rate),
        new("LR1002", "torch.optim.SGD(p, 0.1 * (n / 256.0))", "torch.optim.SGD(p, 0.1 * (n / 256))"),
        new("LR1002", "torch.optim.SGD(p, Rate)", "torch.optim.SGD(p, Rate)", "private const double Rate = 1.0 / 100;", "private const double Rate = 1 / 100;"),
        new("LR1002", "torch.optim.lr_scheduler.LambdaLR(torch.optim.Adam(p), e => 1.0 / (e + 1))", "torch.optim.lr_scheduler.LambdaLR(torch.optim.Adam(p), e => 1 / (e + 1))"),
        new("LR1002", "torch.optim.lr_scheduler.LambdaLR(torch.optim.Adam(p), e => Math.Min(1.0, (e + 1) / 10.0))", "torch.optim.lr_scheduler.LambdaLR(torch.optim.Adam(p), e => Math.Min(1.0, (e + 1) / 10))"),
        new("LR1002", "torch.optim.lr_scheduler.MultiplicativeLR(torch.optim.Adam(p), e => 0.9)", "torch.optim.lr_scheduler.MultiplicativeLR(torch.optim.Adam(p), e => 9 / 10)"),
        new("LR1002", "ml.Regression.Trainers.FastTree(learningRate: Rate)", "ml.Regression.Trainers.FastTree(learningRate: 1 / 5)", Tree),

        new("LR1003", "torch.optim.Adam(p, Rate)", "torch.optim.Adam(p, Rate)", Rate, "private const double Rate = 10;"),
        new("LR1003", "torch.optim.Adam(p, Rate)", "torch.optim.Adam(p, Rate * 1e4)", Rate),
        new("LR1003", "torch.optim.SGD(p, Rate, 0.9)", "torch.optim.SGD(p, 100, 0.9)", Rate),
        new("LR1003", "torch.optim.Adadelta(p, 1.0 * Rate)", "torch.optim.Adadelta(p, 1e-3 * Rate)", "private const double Rate = 1;"),
        new("LR1003", "new NAdam(p, Rate)", "new NAdam(p, 1e-12)", Rate),
        new("LR1003", "new AdamW.ParamGroup(p, lr: Rate)", "new AdamW.ParamGroup(p, lr: 2)", Rate),
        new("LR1003", "ml.Regression.Trainers.FastTree(learningRate: Rate)", "ml.Regression.Trainers.FastTree(learningRate: 20 * Rate)", Tree),
        new("LR1003", "new FastTreeBinaryTrainer.Options { LearningRate = Rate, Shrinkage = 2 }", "new FastTreeBinaryTrainer.Options { LearningRate = Rate, Shrinkage = 30 }", Tree),
        new("LR1003", "new GamRegressionTrainer.Options { LearningRate = Rate }", "new GamRegressionTrainer.Options { LearningRate = 9 * Rate }", Tree),
        new("LR1003", "ml.Regression.Trainers.OnlineGradientDescent(learningRate: Rate, decreaseLearningRate: false)", "ml.Regression.Trainers.OnlineGradientDescent(learningRate: 80 * Rate, decreaseLearningRate: false)", Single),

        new("LR1004", "torch.optim.Adam(p, Rate)", "torch.optim.Adam(p, Rate)", Rate, "private const double Rate = 0.1;"),
        new("LR1004", "torch.optim.SGD(p, Rate)", "torch.optim.SGD(p, 5e3 * Rate)", Rate),
        new("LR1004", "torch.optim.RMSProp(p, Rate)", "torch.optim.RMSProp(p, 0.2)", Rate),
        new("LR1004", "torch.optim.AdamW(p, lr: Rate)", "torch.optim.AdamW(p, lr: 1e-8)", Rate),
        new("LR1004", "ml.Regression.Trainers.LightGbm(learningRate: Rate)", "ml.Regression.Trainers.LightGbm(learningRate: 9 * Rate)", Tree),

        new("LR1006", "torch.optim.NAdam(new[] { new NAdam.ParamGroup(p, lr: Rate) }, Rate)", "torch.optim.NAdam(new[] { new NAdam.ParamGroup(p) }, Rate)", Rate),
        new("LR1006", "torch.optim.NAdam(new[] { new NAdam.ParamGroup(p, lr: Rate) })", "torch.optim.NAdam(new[] { new NAdam.ParamGroup(p) })", Rate),
        new("LR1006", "new Adamax(new Adamax.ParamGroup[] { new(p, Rate), new(p, Other) })", "new Adamax(new Adamax.ParamGroup[] { new(p, Rate), new(p) })", Rates),
        new("LR1006", "torch.optim.SGD(new List<SGD.ParamGroup> { new(p, lr: Other) }, Other)", "torch.optim.SGD(new List<SGD.ParamGroup> { new(p) }, Other)", Rates),

        new("LR1007", "torch.optim.AdamW(p, Rate)", "torch.optim.RAdam(p, Rate)", Rate),
        new("LR1007", "torch.optim.NAdam(p)", "torch.optim.RAdam(p)"),
        new("LR1007", "new AdamW(p, lr: Rate)", "new RAdam(p, lr: Rate)", Rate),

        new("LR1008", "torch.optim.Adam(new[] { new Adam.ParamGroup(p, Other) })", "torch.optim.Adam(new[] { new Adam.ParamGroup(p, Other) }, Rate)", Rates),
        new("LR1008", "torch.optim.Adam(new[] { new Adam.ParamGroup(p, Other), new Adam.ParamGroup { Parameters = p } }, Rate)", "torch.optim.Adam(new[] { new Adam.ParamGroup(p, Other), new Adam.ParamGroup { Parameters = p, Options = new() { LearningRate = 5 * Other } } }, Rate)", Rates),
        new("LR1008", "new ImageClassificationTrainer.Options { LearningRate = Rate, LearningRateScheduler = null }", "new ImageClassificationTrainer.Options { LearningRate = Rate }", Single),
        new("LR1008", "new FastTreeRegressionTrainer.Options { LearningRate = Rate, DropoutRate = 0 }", "new FastTreeRegressionTrainer.Options { LearningRate = Rate, DropoutRate = 0.2 }", Tree),
        new("LR1008", "new NerTrainer.NerOptions { LearningRate = new List<double> { Rate } }", "new NerTrainer.NerOptions { LearningRate = new List<double> { Rate, Other } }", Rates),

        new("LR1009", "torch.optim.ASGD(p, Rate)", "torch.optim.ASGD(p)", Rate),
        new("LR1009", "torch.optim.LBFGS(p, Rate)", "torch.optim.LBFGS(p)", Rate),
        new("LR1009", "new RMSProp(p, Rate, eps: 1e-8)", "new RMSProp(p, eps: 1e-8)", Rate),

        new("LR1010", "torch.optim.SGD(p, s_learningRate, s_momentum)", "torch.optim.SGD(p, s_momentum, s_learningRate)", Fields),
        new("LR1010", "torch.optim.Adam(p, s_learningRate)", "torch.optim.Adam(p, s_epsilon)", Fields),
        new("LR1010", "torch.optim.Adam(p, weight_decay: s_weightDecay)", "torch.optim.Adam(p, weight_decay: s_learningRate)", Fields),
        new("LR1010", "torch.optim.SGD(p, s_learningRate, weight_decay: s_weightDecay)", "torch.optim.SGD(p, s_learningRate, s_weightDecay)", Fields),

        new("LR1011", Space("new UniformDoubleOption(1e-4, 0.1, true)"), Space("new UniformDoubleOption(0, 0.1, true)")),
        new("LR1011", Space("new UniformDoubleOption(1e-4, 0.1, logBase: true)"), Space("new UniformDoubleOption(-1e-4, 0.1, logBase: true)")),
        new("LR1011", Space("new UniformSingleOption(min: 0.01f, max: 0.4f)"), Space("new UniformSingleOption(min: 0, max: 0.4f)")),
        new("LR1011", "new SearchSpace { { \"lr\", new UniformDoubleOption(Rate, 100 * Rate) } }", "new SearchSpace { { \"lr\", new UniformDoubleOption(-Rate, 100 * Rate) } }", Rate),
        new("LR1011", "(\"InitLearningRate\", (object)new UniformDoubleOption(1e-4, Rate, true))", "(\"InitLearningRate\", (object)new UniformDoubleOption(Rate - Rate, Rate, true))", Rate),
        new("LR1011", "new MyOptions()", "new MyOptions()", Options("[Range(1e-4, 0.1, 0.01, true)]"), Options("[Range(0, 0.1, 0.01, true)]")),
        new("LR1011", "new MyOptions()", "new MyOptions()", Options("[Range(0.01, 1)]"), Options("[Range(0, 1)]")),

        new("LR1012", Space("new UniformDoubleOption(1e-4, 0.1, true)"), Space("new UniformDoubleOption(1e-4, 0.1)")),
        new("LR1012", Space("new UniformSingleOption(1e-4f, 0.1f, defaultValue: 0.01f, logBase: true)"), Space("new UniformSingleOption(1e-4f, 0.1f, defaultValue: 0.01f, logBase: false)")),
        new("LR1012", Space("new UniformDoubleOption(min: 0.01, max: 0.5)"), Space("new UniformDoubleOption(max: 0.01, min: 0.5)")),
        new("LR1012", "new SearchSpace { { \"lr\", new UniformDoubleOption(Rate, 100 * Rate) } }", "new SearchSpace { { \"lr\", new UniformDoubleOption(Rate, 500 * Rate) } }", Rate),
        new("LR1012", "new MyOptions()", "new MyOptions()", Options("[Range(1e-4, 1, 0.01, logBase: true)]"), Options("[Range(1e-4, 1, 0.01, logBase: false)]")),

        new("LR1013", Groups("s_net.body.parameters()", "s_net.head.parameters()"), Groups("s_net.parameters()", "s_net.head.parameters()"), Net),
        new("LR1013", Groups("s_net.head.parameters()", "s_net.body.parameters()"), Groups("s_net.head.parameters()", "s_net.parameters()"), Net),
        new("LR1013", Groups("s_net.body.parameters().ToList()", "s_net.head.parameters()"), Groups("s_net.parameters().ToList()", "s_net.head.parameters()"), Net),
        new("LR1013", "torch.optim.AdamW(new AdamW.ParamGroup[] { new(s_net.head.parameters(), lr: Rate), new(s_net.body.parameters(), lr: 10 * Rate) })", "torch.optim.AdamW(new AdamW.ParamGroup[] { new(s_net.parameters(), lr: Rate), new(s_net.body.parameters(), lr: 10 * Rate) })", Net),

        new("LR1015", $"torch.optim.Adam(p, double.Parse({Text}, {Invariant}))", $"torch.optim.Adam(p, double.Parse({Text}))"),
        new("LR1015", $"torch.optim.SGD(p, Convert.ToDouble({Text}, {Invariant}))", $"torch.optim.SGD(p, Convert.ToDouble({Text}))"),
        new("LR1015", $"new AdamW(p, lr: float.Parse(System.IO.File.ReadAllText(\"lr\").Trim(), {Invariant}))", "new AdamW(p, lr: float.Parse(System.IO.File.ReadAllText(\"lr\").Trim()))"),
        new("LR1015", $"torch.optim.Adam(p, double.TryParse({Text}, {Invariant}, out double read) ? read : 1e-3)", $"torch.optim.Adam(p, double.TryParse({Text}, out double read) ? read : 1e-3)"),

        new("LR3001", "torch.optim.Adam(p, Rate)", "torch.optim.Adam(p, 1e-3)", Rate),
        new("LR3001", "torch.optim.SGD(p, learningRate: Rate, momentum: 0.9)", "torch.optim.SGD(p, learningRate: 0.01, momentum: 0.9)", Rate),
        new("LR3001", "new Adam.Options { LearningRate = Rate }", "new Adam.Options { LearningRate = 3e-4f }", Rate),
        new("LR3001", "ml.Regression.Trainers.LightGbm(learningRate: Rate)", "ml.Regression.Trainers.LightGbm(learningRate: 0.05)", Tree),
        new("LR3001", "new OnlineGradientDescentTrainer.Options { LearningRate = Rate }", "new OnlineGradientDescentTrainer.Options { LearningRate = 0.2f }", Single),
    ];
}
