namespace LrAnalyzers.Tests.Fuzz;

/// <summary>Programs that had a problem once.</summary>
internal static class FoundPrograms
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using TorchSharp;
        using TorchSharp.Modules;

        """;

    private const string Parameters =
        "torch.nn.Module<torch.Tensor, torch.Tensor> model, List<(torch.Tensor, torch.Tensor)> batches, int epochs, int n, double rate";

    /// <summary>What was wrong, and the program in its smallest form.</summary>
    public static IReadOnlyList<(string Name, string Source)> All { get; } =
    [
        ("a schedule that bends at the last number of an int was looked at for ever", Usings + $$"""
            internal class Trainer
            {
                public void Train({{Parameters}})
                {
                    var o0 = torch.optim.Adam(model.parameters(), rate);
                    var s1 = torch.optim.lr_scheduler.CosineAnnealingLR(o0, int.MaxValue - 1);
                    for (int epoch = 0; epoch < int.MaxValue; epoch++) { o0.step(); s1.step(); }
                }
            }
            """),
        ("every one of a thousand million steps was taken", Usings + $$"""
            internal class Trainer
            {
                public void Train({{Parameters}})
                {
                    var o0 = torch.optim.Adam(model.parameters(), rate);
                    var s1 = torch.optim.lr_scheduler.LinearLR(o0, 1e300, 0.5, 1000000000);
                    for (int epoch = 0; epoch < int.MaxValue; epoch++) { o0.step(); s1.step(); }
                }
            }
            """),
        ("a constant was written into what is no type", """
            using TorchSharp;
            internal sealed await Trainer { public static void Train(torch.nn.Module<torch.Tensor, torch.Tensor> model) { var o = torch.optim.Adam(model.parameters(), 1e-3);
             } }
            """),
        ("the typical rate left a field unread that is NaN", Usings + $$"""
            internal partial class Trainer
            {
                private static readonly double _rate = double.NaN;

                public void Train({{Parameters}})
                {
                    var o0 = torch.optim.Adam(model.parameters(), 0.001);
                    foreach (var g in o0.ParamGroups) { g.LearningRate = _rate; }
                }
            }
            """),
        ("removing a rate that groups replace left its field unread", Usings + $$"""
            internal record Trainer
            {
                private static readonly double _rate = 1.0 / 3;
                public int this[{{Parameters}}] { get { var o0 = torch.optim.Adam(new Adam.ParamGroup[] { new(model.parameters(), 1e-3 /* typical */), new(new List<Parameter>(), checked(1e-3 + 0)) }, _rate); return 1; } }
            }
            """),
        ("a rate was first mended where it stands, then no longer read", Usings + $$"""
            internal class Trainer
            {
                private const double Rate = 2;
                private static readonly double _rate = -1;

                public void Train({{Parameters}})
                {
                    var o0 = torch.optim.Adam(new Adam.ParamGroup[] { new(model.parameters(), 0.0_01), new(model.parameters(), Rate) }, _rate);
                    while (n > 0) { foreach (var g in o0.ParamGroups) { g.LearningRate *= 0.9; } }
                }
            }
            """),
        ("a schedule over a negative rate was called negative itself", Usings + $$"""
            internal class Trainer
            {
                public void Train({{Parameters}})
                {
                    using var o0 = torch.optim.Adam(lr: -0.001, parameters: model.named_parameters().Select(q => q.parameter));
                    for (int epoch1 = 0; epoch1 < 1000000000; epoch1++) { o0.step(); }
                }
            }
            """),
        ("a schedule over an infinite rate was called constant", Usings + $$"""
            internal class Trainer
            {
                public void Train({{Parameters}})
                {
                    var o0 = torch.optim.Adam(new Adam.ParamGroup[] { new(model.parameters(), checked(1e-3 + 0)), new(model.parameters(), 1 / 0.0) }, double.NaN);
                    for (int epoch1 = 1; epoch1 <= epochs - 1; epoch1++) { for (int i = 0; i < batches.Count; i++) { o0.step(); } }
                }
            }
            """),
        ("a schedule that holds for 800,000,000 epochs was called constant", Usings + $$"""
            internal class Trainer
            {
                public void Train({{Parameters}})
                {
                    using var o0 = torch.optim.Adam(lr: Math.Pow(10, -3), parameters: model.parameters());
                    int epoch1 = 0;
                    do { int k = 0; foreach (var (x, y) in batches.Skip(1)) { if (k++ % 4 == 0) { o0.step(); } } } while (++epoch1 < 1000000000);
                }
            }
            """),
        ("a parameter took from LR2006 the number by which it spoke before LR2002", Usings + $$"""
            internal sealed record Trainer
            {
                public async System.Threading.Tasks.Task TrainAsync({{Parameters}})
                {
                    using var o3 = torch.optim.RMSProp(model.parameters(), 1.0 / 1000);
                    var s4 = torch.optim.lr_scheduler.CosineAnnealingLR(o3, epochs, 1.0 / 3);
                    foreach (int epoch5 in Enumerable.Range(0, 30))
                    {
                        foreach (var (x, y) in batches) { o3.zero_grad(); try { o3.step(); } finally { } }
                        Step(s4);
                    }
                }

                private static void Step(object scheduler) { }
            }
            """),
        ("a schedule was written above the group that is added to the optimizer", Usings + $$"""
            internal static class Trainer
            {
                public static void Train({{Parameters}})
                {
                    var optimizer = torch.optim.Adam(model.parameters(), rate);
                    optimizer.add_param_group(new Adam.ParamGroup(model.parameters(), rate));
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in batches) { optimizer.step(); } }
                }
            }
            """),
        ("a step was written where the code has asked for null before", Usings + $$"""
            internal static class Trainer
            {
                public static void Train({{Parameters}})
                {
                    var optimizer = torch.optim.SGD(model.parameters(), rate);
                    var scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs);
                    for (int epoch = 0; epoch < epochs; epoch++)
                    {
                        if (scheduler is not null) { Console.WriteLine(epoch); }
                        foreach (var (x, y) in batches) { optimizer.step(); }
                    }
                }
            }
            """),
        ("a chain that is NaN was walked for 2,147,483,647 epochs", Usings + $$"""
            internal class Trainer
            {
                public Action Make({{Parameters}}) => delegate
                {
                    var o0 = torch.optim.RMSProp(model.parameters(), +1e-3);
                    var s1 = torch.optim.lr_scheduler.ChainedLR(new torch.optim.lr_scheduler.LRScheduler[]
                    {
                        torch.optim.lr_scheduler.ExponentialLR(o0, double.NaN), torch.optim.lr_scheduler.ConstantLR(o0, 1.0 / 3, 30),
                    });
                    foreach (int epoch2 in Enumerable.Range(0, int.MaxValue))
                    {
                        int k = 0;
                        do { o0.zero_grad(); o0.step(); } while (k < 3 && epochs > 0);
                        foreach (var g in o0.ParamGroups) { g.LearningRate = 4 * 1e-3; }
                    }
                };
            }
            """),
        ("a schedule was offered over a rate that cannot train", Usings + $$"""
            internal class Trainer
            {
                public void Train({{Parameters}})
                {
                    using var o0 = torch.optim.NAdam(new List<Parameter>(), float.Epsilon);
                    for (int epoch1 = 1; epoch1 <= epochs / 3; epoch1++) { o0.step(); }
                }
            }
            """),
        ("a loop over all batches of all epochs was taken for one over epochs", Usings + $$"""
            internal class Trainer
            {
                public void Train({{Parameters}})
                {
                    using var o0 = torch.optim.NAdam(model.parameters(), 0.001);
                    for (int epoch2 = 0; epoch2 < epochs * batches.Count; epoch2++)
                    {
                        int k = 0;
                        do { o0.zero_grad(); o0.step(); } while (k < 3 && epochs > 0);
                    }
                }
            }
            """),
        ("a fix left a field unread that only a block which belongs to nothing names", Usings + $$"""
            internal partial class Trainer
            {
                private static readonly double _rate = 1e300;
                public int this[{{Parameters}}] { get { var o0 = torch.optim.RAdam(model.parameters().Where(q => q.requires_grad), _rate); } { var o0 = torch.optim.RAdam(model.parameters().Where(q => q.requires_grad), _rate); return 1; } }
            }
            """),
        ("a schedule that had excused a low rate was mended, and the rate reported, in another file", Usings + """
            internal class Trainer
            {
                public Trainer(torch.nn.Module<torch.Tensor, torch.Tensor> model, Settings settings)
                {
                    var optimizer = torch.optim.AdamW(model.parameters(), lr: settings.LearningRate, weight_decay: 0.01);
                    var scheduler = torch.optim.lr_scheduler.MultiStepLR(optimizer, new[] { Math.Max(1, settings.Epochs / 3), Math.Max(1, settings.Epochs / 3) }, 50);
                    for (int epoch = 0; epoch < settings.Epochs; epoch++) { optimizer.step(); scheduler.step(); }
                }
            }

            // next file
            internal sealed record Settings(double LearningRate = 1e3, int Epochs = 100);

            // next file
            internal static class Entry
            {
                public static void Main() { new Trainer(TorchSharp.torch.nn.Linear(4, 2), new Settings(1e-9)); }
            }
            """),
    ];
}
