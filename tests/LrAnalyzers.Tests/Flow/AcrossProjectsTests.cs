using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LrAnalyzers.Tests.Flow;

/// <summary>
/// Trainings over two projects: a build has the other one as an assembly, an editor may have its sources at hand. Both see the
/// same, and what the other project does with an object, or makes, is not guessed.
/// </summary>
public class AcrossProjectsTests
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using Optimizer = TorchSharp.torch.optim.Optimizer;

        """;

    private const string Library = Usings + """
        namespace Shared;

        public class Net : nn.Module<Tensor, Tensor> { public Net() : base("net") { } public override Tensor forward(Tensor x) => x; }
        public static class Defaults { public const double Rate = 50; public static readonly double Other = 50; public static double Computed => 50; }
        public static class Factory { public static Optimizer Make(IEnumerable<Parameter> p) => optim.Adam(p, 0.001); }
        public static class Steps
        {
            public static void Step(Optimizer optimizer) => optimizer.step();
            public static optim.lr_scheduler.LRScheduler Plan(Optimizer optimizer, int epochs) => optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs);
        }
        public abstract class Trainer
        {
            protected abstract Optimizer Create(IEnumerable<Parameter> p);
            public void Fit(Net net, List<Tensor> batches, int epochs)
            {
                Optimizer o = Create(net.parameters());
                for (int epoch = 0; epoch < epochs; epoch++) { foreach (Tensor x in batches) { net.forward(x).sum().backward(); o.step(); } }
            }
        }
        public class Container
        {
            private readonly Dictionary<Type, Func<Container, object>> _all = new();
            public void AddSingleton<T>(Func<Container, T> make) where T : class => _all[typeof(T)] = make;
            public T GetRequiredService<T>() where T : class => (T)_all[typeof(T)](this);
        }
        """;

    private const string Loop = "for (int epoch = 0; epoch < epochs; epoch++) { foreach (Tensor x in batches) { o.zero_grad(); net.forward(x).sum().backward(); o.step(); } }";

    [Theory]
    // The other project's model, number, nothing else.
    [InlineData("var o = optim.Adam(net.parameters(), rate); " + Loop, "LR2001")]
    [InlineData("var o = optim.SGD(net.parameters(), Defaults.Rate); var s = optim.lr_scheduler.CosineAnnealingLR(o, epochs); " + Loop + " s.step();", "LR1003")]
    // What it computes, makes or does with an object.
    [InlineData("var o = optim.SGD(net.parameters(), Defaults.Other); Steps.Plan(o, epochs); " + Loop, "")]
    [InlineData("var o = optim.SGD(net.parameters(), Defaults.Computed); Steps.Plan(o, epochs); " + Loop, "")]
    [InlineData("var o = Factory.Make(net.parameters()); " + Loop, "")]
    [InlineData("var o = optim.Adam(net.parameters(), rate); Steps.Plan(o, epochs); " + Loop, "")]
    [InlineData("var o = optim.Adam(net.parameters(), rate); for (int epoch = 0; epoch < epochs; epoch++) { foreach (Tensor x in batches) { net.forward(x).sum().backward(); Steps.Step(o); } }", "")]
    [InlineData("var o = optim.Adam(net.parameters(), rate); var s = Steps.Plan(o, epochs); " + Loop, "")]
    // Behind its members and in its container.
    [InlineData("new Own().Fit(net, batches, epochs);", "")]
    [InlineData("var all = new Container(); all.AddSingleton<Optimizer>(_ => optim.Adam(net.parameters(), rate)); var o = all.GetRequiredService<Optimizer>(); " + Loop, "")]
    [InlineData("var all = new Container(); all.AddSingleton<Optimizer>(_ => optim.Adam(net.parameters(), rate)); all.AddSingleton(c => optim.lr_scheduler.StepLR(c.GetRequiredService<Optimizer>(), 10)); var o = all.GetRequiredService<Optimizer>(); " + Loop, "")]
    public async Task BuildAndEditor_SeeTheSame(string body, string expected)
    {
        string program = Usings + $$"""
            using Shared;

            internal sealed class Own : Trainer { protected override Optimizer Create(IEnumerable<Parameter> p) => optim.Adam(p, Start.Rate); }
            internal static class Start
            {
                public const double Rate = 0.001;
                public static void Run(Net net, List<Tensor> batches, int epochs, double rate) { {{body}} }
            }
            """;
        CSharpCompilation library = Analysis.Compile(Library).WithAssemblyName("Shared");
        using var image = new MemoryStream();
        Assert.True(library.Emit(image).Success);
        CSharpCompilation alone = Analysis.Compile(program);
        foreach (MetadataReference reference in new MetadataReference[] { MetadataReference.CreateFromImage(image.ToArray()), library.ToMetadataReference() })
        {
            CSharpCompilation compilation = alone.AddReferences(reference);
            Assert.Empty(Analysis.Errors(compilation));
            await Analysis.AssertEditorAgreesWithBuildAsync(compilation, body);
            Assert.Equal(expected, string.Join(' ', (await Analysis.BuildAsync(compilation)).Select(diagnostic => diagnostic.Id).Distinct().Order(StringComparer.Ordinal)));
        }
    }
}
