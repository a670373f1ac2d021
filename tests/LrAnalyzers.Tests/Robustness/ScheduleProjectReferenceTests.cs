using System.Collections.Immutable;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LrAnalyzers.Tests.Robustness;

/// <summary>
/// An editor gives the analyzers a referenced project as source, a build as an assembly: what they show must not depend on it.
/// </summary>
[Trait("Category", "Live")]
public class ScheduleProjectReferenceTests
{
    private const string Library = """
        using TorchSharp;
        using static TorchSharp.torch;

        namespace Library;

        public static class Loop
        {
            public static void Step(optim.Optimizer optimizer) => optimizer.step();
            public static void Step(optim.lr_scheduler.LRScheduler scheduler) => scheduler.step();
            public static optim.lr_scheduler.LRScheduler Schedule(optim.Optimizer optimizer, int epochs) => optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs);
        }

        public sealed class Context(optim.Optimizer optimizer)
        {
            public optim.Optimizer Optimizer { get; } = optimizer;
            public optim.Optimizer? Kept;
            public required optim.lr_scheduler.LRScheduler Scheduler { get; set; }
            public const int Epochs = 50;
            public static readonly int Rounds = 50;
        }

        public record Pair(optim.Optimizer Optimizer);

        public abstract class TrainerBase
        {
            protected optim.Optimizer? _optimizer;
            protected void StepAll() => _optimizer?.step();
        }
        """;

    [Theory]
    [InlineData("var optimizer = optim.Adam(model.parameters(), rate); for (int epoch = 0; epoch < epochs; epoch++) { loss(); Loop.Step(optimizer); }")]
    [InlineData("var optimizer = optim.Adam(model.parameters(), rate); var context = new Context(optimizer) { Scheduler = null! }; for (int epoch = 0; epoch < epochs; epoch++) { loss(); optimizer.step(); }")]
    [InlineData("var optimizer = optim.Adam(model.parameters(), rate); var pair = new Pair(optimizer); for (int epoch = 0; epoch < epochs; epoch++) { loss(); pair.Optimizer.step(); }")]
    [InlineData("var optimizer = optim.Adam(model.parameters(), rate); var s = Loop.Schedule(optimizer, epochs); for (int epoch = 0; epoch < epochs; epoch++) { loss(); optimizer.step(); s.step(); }")]
    [InlineData("var optimizer = optim.Adam(model.parameters(), rate); var s = optim.lr_scheduler.CosineAnnealingLR(optimizer, Context.Epochs); for (int epoch = 0; epoch < Context.Epochs * 2; epoch++) { loss(); optimizer.step(); Loop.Step(s); }")]
    [InlineData("var optimizer = optim.Adam(model.parameters(), rate); var s = optim.lr_scheduler.CosineAnnealingLR(optimizer, Context.Rounds); for (int epoch = 0; epoch < 200; epoch++) { loss(); optimizer.step(); s.step(); }")]
    [InlineData("_optimizer = optim.Adam(model.parameters(), rate); for (int epoch = 0; epoch < epochs; epoch++) { loss(); StepAll(); }")]
    [InlineData("var context = new Context(null!) { Scheduler = null! }; context.Kept = optim.Adam(model.parameters(), rate); context.Scheduler = optim.lr_scheduler.StepLR(context.Kept, 10); for (int epoch = 0; epoch < epochs; epoch++) { loss(); context.Kept.step(); }")]
    public async Task ScheduleRules_DoNotDependOnTheKindOfReference(string body)
    {
        CSharpCompilation library = Analysis.Compile(Library).WithAssemblyName("Library");
        using var assembly = new MemoryStream();
        Assert.True(library.Emit(assembly).Success);
        MetadataReference[] kinds = [library.ToMetadataReference(), MetadataReference.CreateFromImage(assembly.ToArray())];
        string[] shown = new string[kinds.Length];
        for (int i = 0; i < kinds.Length; i++)
        {
            CSharpCompilation program = Analysis.Compile($$"""
                using System;
                using Library;
                using TorchSharp;
                using static TorchSharp.torch;

                internal sealed class Training : TrainerBase
                {
                    public void Train(nn.Module<Tensor, Tensor> model, int epochs, double rate, Action loss) { {{body}} }
                }
                """).AddReferences(kinds[i]);
            Assert.Empty(Analysis.Errors(program));
            await Analysis.AssertEditorAgreesWithBuildAsync(program, body);
            ImmutableArray<Diagnostic> diagnostics = await Analysis.BuildAsync(program);
            shown[i] = string.Join('\n', diagnostics.Select(diagnostic => diagnostic.ToString()).Order(StringComparer.Ordinal));
        }

        Assert.Equal(shown[1], shown[0]);
    }
}
