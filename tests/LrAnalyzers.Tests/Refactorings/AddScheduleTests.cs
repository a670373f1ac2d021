using LrAnalyzers.CodeFixes.Refactorings;
using LrAnalyzers.Tests.Mutation;
using LrAnalyzers.Tests.Verification;
using static LrAnalyzers.Tests.Verification.TrainingSource;

namespace LrAnalyzers.Tests.Refactorings;

public class AddScheduleTests
{
    private static string Short(string creation, string scheduler = "", string step = "") => Method($$"""
        var optimizer = {{creation}};{{scheduler}}
        for (int epoch = 0; epoch < 5; epoch++)
        {
            foreach (var x in batches)
            {
                optimizer.step();
            }
        {{step}}}
        """);

    [Theory]
    [InlineData("[|optim|].Adagrad(model.parameters())")]
    [InlineData("optim.Adagrad([||]model.parameters())")]
    public Task OptimizerThatNoRuleAsksFor_IsOffered(string creation) =>
        RefactoringVerifier.VerifyAsync(
            new AddSchedule(),
            Short(creation),
            Short(
                "optim.Adagrad(model.parameters())",
                "\nconst int totalEpochs = 5;\nvar scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: totalEpochs);",
                "\n    scheduler.step();\n").Replace("epoch < 5", "epoch < totalEpochs", StringComparison.Ordinal),
            "AddSchedule.Cosine");

    [Theory]
    [InlineData("[|optim|].LBFGS(model.parameters())", "")]
    [InlineData("[|optim|].Adam(model.parameters())", "")]
    [InlineData("[|optim|].Adagrad(model.parameters())", " optim.lr_scheduler.StepLR(optimizer, 1);")]
    [InlineData("[|optim|].Adagrad(model.parameters())", " foreach (var g in optimizer.ParamGroups) g.LearningRate = 1;")]
    public Task UnaffectedReportedOrScheduled_IsNotOffered(string creation, string scheduler) =>
        RefactoringVerifier.VerifyNothingAsync(new AddSchedule(), Short(creation, scheduler));

    // Adagrad is one that no rule asks a schedule for.
    [Fact]
    public async Task OddPrograms_CompileAndAreReportedForNothingNew()
    {
        int applied = 0;
        var problems = new List<string>();
        foreach ((string name, string source) in OddPrograms.Unscheduled)
        {
            string program = source.Replace("Adam", "Adagrad", StringComparison.Ordinal);
            // Somewhere among the creation's arguments.
            int place = program.IndexOf(".parameters()", StringComparison.Ordinal);
            if (place < 0)
            {
                continue;
            }

            foreach ((string key, string result) in await RefactoringVerifier.ResultsAsync(new AddSchedule(), program.Insert(place, "[||]")))
            {
                Microsoft.CodeAnalysis.CSharp.CSharpCompilation before = Analysis.Compile(program), after = Analysis.Compile(result);
                IEnumerable<string> added = (await Analysis.BuildAsync(after)).Select(report => report.Id).Except((await Analysis.BuildAsync(before)).Select(report => report.Id));
                if (Analysis.Errors(after).Any() || added.Any())
                {
                    problems.Add($"{name}, {key}: {string.Join(", ", added)}{string.Join(", ", Analysis.Errors(after))}\n{result}");
                }

                applied++;
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems.Take(5)));
        Assert.InRange(applied, 60, 400);
    }

    [Fact]
    public Task OtherCode_IsNotOffered() =>
        RefactoringVerifier.VerifyNothingAsync(new AddSchedule(), Method("var x = Math.[|Max|](1, 2);"));

    // Adagrad asks for no warmup, and neither does a training as short as this or a test.
    [Theory]
    [InlineData("optim.Adagrad(net.parameters())", "", "epoch < epochs", "AddSchedule.Cosine", true)]
    [InlineData("optim.Adam(net.parameters())", "", "epoch < 5", "AddSchedule.Cosine", true)]
    [InlineData("optim.Adam(net.parameters())", "[Xunit.Fact] public void Test() { }", "epoch < epochs", "AddSchedule.Cosine", true)]
    [InlineData("optim.Adam(net.parameters())", "", "epoch < epochs", "AddSchedule.Cosine", false)]
    public Task ModelWithAttention_IsOfferedAPlainSchedule_WhereNoWarmupIsAskedFor(string creation, string members, string condition, string key, bool isOffered)
    {
        string Source(string mark, string scheduler, string step) => Method(
            $"var net = nn.TransformerEncoderLayer(8, 2);\nvar optimizer = {creation.Replace("optim.", mark + "optim.", StringComparison.Ordinal)};{scheduler}\nfor (int epoch = 0; {condition}; epoch++)\n{{\n    optimizer.step();\n{step}}}", members);
        // A number gets a name.
        bool isNumber = condition.EndsWith('5');
        string length = isNumber ? "totalEpochs" : "Math.Max(1, epochs)";
        string bound = isNumber ? "\nconst int totalEpochs = 5;" : "";
        return isOffered
            ? RefactoringVerifier.VerifyAsync(
                new AddSchedule(),
                Source("[||]", "", ""),
                Source("", $"{bound}\nvar scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: {length});", "    scheduler.step();\n")
                    .Replace("epoch < 5", "epoch < totalEpochs", StringComparison.Ordinal),
                key)
            : RefactoringVerifier.VerifyNothingAsync(new AddSchedule(), Source("[||]", "", ""));
    }
}
