using System.Globalization;
using System.Text.RegularExpressions;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using static TorchSharp.torch;
using Impl = TorchSharp.torch.optim.lr_scheduler.impl;
using Scheduler = TorchSharp.torch.optim.lr_scheduler.LRScheduler;

namespace LrAnalyzers.Tests.Schedules;

/// <summary>What LR2005 says of a schedule in numbers is what TorchSharp's own class does.</summary>
public partial class ScheduleSentenceTests
{
    private const int Epochs = 40;
    private const double Rate = 0.1;

    private static readonly (string Source, Func<optim.Optimizer, Scheduler> Create)[] s_schedules =
    [
        ("CosineAnnealingLR(o, 20)", o => new Impl.CosineAnnealingLR(o, 20)),
        ("CosineAnnealingLR(o, 30, 0.01)", o => new Impl.CosineAnnealingLR(o, 30, 0.01)),
        ("CosineAnnealingLR(o, 10)", o => new Impl.CosineAnnealingLR(o, 10)),
        ("CosineAnnealingLR(o, 1)", o => new Impl.CosineAnnealingLR(o, 1)),
        ("PolynomialLR(o, 25, 2)", o => new Impl.PolynomialLR(o, 25, 2)),
        ("LinearLR(o, 1.0, 0.0, 30)", o => new Impl.LinearLR(o, 1.0, 0.0, 30)),
        ("LinearLR(o, 0.1, 1.0, 400)", o => new Impl.LinearLR(o, 0.1, 1.0, 400)),
        ("LinearLR(o, total_iters: 40)", o => new Impl.LinearLR(o, total_iters: 40)),
        ("ConstantLR(o, 0.25, 50)", o => new Impl.ConstantLR(o, 0.25, 50)),
        ("StepLR(o, 100)", o => new Impl.StepLR(o, 100)),
        ("StepLR(o, 2)", o => new Impl.StepLR(o, 2)),
        ("MultiStepLR(o, new[] { 60, 50 })", o => new Impl.MultiStepLR(o, [60, 50])),
        ("ExponentialLR(o, 0.5)", o => new Impl.ExponentialLR(o, 0.5)),
        ("MultiplicativeLR(o, _ => 0.4)", o => new Impl.MultiplicativeLR(o, _ => 0.4)),
        ("OneCycleLR(o, 0.1, total_steps: 30)", o => new Impl.OneCycleLR(o, 0.1, total_steps: 30)),
        ("OneCycleLR(o, 0.1, epochs: 3, steps_per_epoch: 10)", o => new Impl.OneCycleLR(o, 0.1, epochs: 3, steps_per_epoch: 10)),
        ("LambdaLR(o, e => 0.5 * (1 + Math.Cos(Math.PI * e / 15)))", o => new Impl.LambdaLR(o, e => 0.5 * (1 + Math.Cos(Math.PI * e / 15)))),
        ("LambdaLR(o, e => Math.Max(0, 1 - e / 20.0))", o => new Impl.LambdaLR(o, e => Math.Max(0, 1 - e / 20.0))),
        ("LambdaLR(o, e => e < 70 ? 1 : 0.1)", o => new Impl.LambdaLR(o, e => e < 70 ? 1 : 0.1)),
        ("SequentialLR(o, new[] { S.LinearLR(o, 0.01, total_iters: 20), S.CosineAnnealingLR(o, 35) }, new[] { 5 })",
            o => new Impl.SequentialLR(o, [new Impl.LinearLR(o, 0.01, total_iters: 20), new Impl.CosineAnnealingLR(o, 35)], [5])),
        ("SequentialLR(o, new[] { S.LinearLR(o, 0.1, total_iters: 5), S.CosineAnnealingLR(o, 10) }, new[] { 5 })",
            o => new Impl.SequentialLR(o, [new Impl.LinearLR(o, 0.1, total_iters: 5), new Impl.CosineAnnealingLR(o, 10)], [5])),
        ("ChainedLR(new[] { S.LinearLR(o, 0.1, total_iters: 5), S.CosineAnnealingLR(o, 10) })",
            o => new Impl.ChainedLR([new Impl.LinearLR(o, 0.1, total_iters: 5), new Impl.CosineAnnealingLR(o, 10)])),
        ("ChainedLR(new[] { S.ConstantLR(o, 0.5, 3), S.PolynomialLR(o, 20) })",
            o => new Impl.ChainedLR([new Impl.ConstantLR(o, 0.5, 3), new Impl.PolynomialLR(o, 20)])),
    ];

    public static TheoryData<int> Indices => new(Enumerable.Range(0, s_schedules.Length));

    [Theory]
    [MemberData(nameof(Indices))]
    public async Task EverySentence_IsWhatTheClassDoes(int index)
    {
        (string source, Func<optim.Optimizer, Scheduler> create) = s_schedules[index];
        double[] rates = Run(create, out int? throws);
        string message = await MessageAsync(source);
        bool isChecked = false;
        void Check(Regex sentence, Action<Match> compare)
        {
            if (sentence.Match(message) is { Success: true } match)
            {
                compare(match);
                isChecked = true;
            }
        }

        Check(Zero(), match => Assert.True(Step(match, 1) is var zero && rates[zero] < 1e-12 && rates[zero - 1] > 1e-5 && rates[zero..].All(rate => rate < 1e-12), message));
        Check(Dead(), match => Assert.True(Step(match, 1) is var dead && rates[dead] < 1e-7 * rates[0] && rates[dead - 1] >= 1e-7 * rates[0], message));
        Check(Throws(), match => Assert.Equal(throws, Step(match, 1)));
        Check(FirstDecay(), match =>
        {
            double[] longer = Run(create, out _, Step(match, 1));
            Assert.All(longer[..^1], rate => Assert.Equal(Rate, rate, 12));
            Assert.True(longer[^1] < Rate, message);
        });
        Check(Falls(), match =>
        {
            // From the height that it fell from.
            Assert.Contains(rates[..Step(match, 3)], rate => Math.Abs(rate - Number(match, 1)) <= 5e-4 * rate);
            AssertRounded(rates[Step(match, 3)], Number(match, 2));
            Assert.True(rates[Step(match, 3)] <= rates[Step(match, 3) - 1] && rates[Step(match, 3)] <= rates[Step(match, 3) + 1], message);
        });
        Check(ClimbsTo(), match => AssertRounded(rates[Step(match, 2)], Number(match, 1)));
        Check(IsBack(), match => Assert.Equal(rates.Max(), rates[Step(match, 1)], 9));
        Check(Rises(), match =>
        {
            AssertRounded(rates[0], Number(match, 1));
            AssertRounded(rates[Epochs - 1], Number(match, 2));
        });
        Check(Jumps(), match =>
        {
            AssertRounded(rates[Step(match, 1) - 1], Number(match, 2));
            AssertRounded(rates[Step(match, 1)], Number(match, 3));
        });
        Check(Stays(), match => Assert.All(rates[..Epochs], rate => AssertRounded(rate, Number(match, 1))));
        Check(Alternates(), _ => Assert.All(Enumerable.Range(0, Epochs), step => Assert.Equal(step % 2 == 0 ? Rate : 0, rates[step], 9)));
        Assert.True(isChecked, message);
    }

    private static async Task<string> MessageAsync(string creation)
    {
        Compilation compilation = Analysis.Compile(
            $$"""
            using System;
            using System.Collections.Generic;
            using TorchSharp;
            using static TorchSharp.torch;
            using S = TorchSharp.torch.optim.lr_scheduler;

            internal static class Training
            {
                public static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches)
                {
                    var o = optim.SGD(model.parameters(), 0.1);
                    var scheduler = S.{{creation}};
                    for (int epoch = 0; epoch < {{Epochs}}; epoch++)
                    {
                        foreach (var x in batches) { o.step(); }
                        scheduler.step();
                    }
                }
            }
            """);
        Assert.Empty(Analysis.Errors(compilation));
        return Assert.Single(await Analysis.BuildAsync(compilation), diagnostic => diagnostic.Id == "LR2005").GetMessage(CultureInfo.InvariantCulture);
    }

    // The rate after construction and after each step; an exception ends the run and is counted as the step that throws it.
    private static double[] Run(Func<optim.Optimizer, Scheduler> create, out int? throws, int steps = Epochs)
    {
        throws = null;
        using optim.Optimizer optimizer = RealSchedule.Sgd(Rate);
        Scheduler scheduler = create(optimizer);
        var rates = new List<double> { RealSchedule.LearningRates(optimizer)[0] };
        for (int step = 1; step <= steps; step++)
        {
            try
            {
                scheduler.step();
            }
            catch (InvalidOperationException)
            {
                throws = step;
                break;
            }

            rates.Add(RealSchedule.LearningRates(optimizer)[0]);
        }

        return [.. rates];
    }

    // Two digits, as the message writes a rate.
    private static void AssertRounded(double real, double told) =>
        Assert.True(Math.Abs(real - told) <= 0.051 * Math.Abs(real) + 1e-12, $"{told} is not {real}");

    private static int Step(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private static double Number(Match match, int group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"is zero from step (\d+) on")]
    private static partial Regex Zero();

    [GeneratedRegex(@"from step (\d+) on the learning rate is below 1e-7 of its start")]
    private static partial Regex Dead();

    [GeneratedRegex(@"throws at step (\d+)")]
    private static partial Regex Throws();

    [GeneratedRegex(@"would first decay at step (\d+)")]
    private static partial Regex FirstDecay();

    [GeneratedRegex(@"falls from ([\d.e-]+) to ([\d.e-]+) at step (\d+)")]
    private static partial Regex Falls();

    [GeneratedRegex(@"climbs back to ([\d.e-]+) at step (\d+)")]
    private static partial Regex ClimbsTo();

    [GeneratedRegex(@"is back at step (\d+)")]
    private static partial Regex IsBack();

    [GeneratedRegex(@"rises from ([\d.e-]+) to ([\d.e-]+) at the last step")]
    private static partial Regex Rises();

    [GeneratedRegex(@"cut off at step (\d+), where the learning rate jumps from ([\d.e-]+) to ([\d.e-]+)")]
    private static partial Regex Jumps();

    [GeneratedRegex(@"stays at ([\d.e-]+) and the training ends before it rises")]
    private static partial Regex Stays();

    [GeneratedRegex("up and down at every other step")]
    private static partial Regex Alternates();
}
