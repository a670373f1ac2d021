using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.Tests.Robustness;

/// <summary>
/// After an edit the editor shows what it would show if it were started anew: what is remembered of the state before is either
/// still true or forgotten. Each edit adds to the ones before it.
/// </summary>
[Trait("Category", "Live")]
public class EditTests
{
    private const string Settings = "namespace N; class Settings { public double Rate { get; set; } = 0.001; }";

    private const string Trainer = """
        using TorchSharp; using static TorchSharp.torch;
        namespace N;
        class Trainer
        {
            public optim.Optimizer Make(nn.Module model, Settings settings) => optim.Adam(model.parameters(), settings.Rate);
        }
        """;

    private const string TrainerOfParameter = """
        using TorchSharp; using static TorchSharp.torch;
        namespace N;
        class Trainer
        {
            public optim.Optimizer Make(nn.Module model, double rate = 0.001) => optim.Adam(model.parameters(), rate);
        }
        """;

    private const string Other = """
        namespace N;
        class Other
        {
            public double Count { get; set; }
            void Run(Settings settings) { Count = 1; }
        }
        """;

    [Theory]
    // What is written where the learning rate is declared.
    [InlineData(Settings, Trainer, Other, "0|= 0.001|= 50", "0|= 50|= -1", "0|= -1|= 0.002", "0|= 0.002|= 50")]
    // A file that had nothing to do with it begins to.
    [InlineData(Settings, Trainer, Other, "2|Count = 1;|Count = 1; settings.Rate = 70;", "2|70|0.01", "2|0.01|70", "2|settings.Rate = 70;|")]
    // What is done with it elsewhere decides what it is.
    [InlineData(Settings, Trainer, Other, "0|= 0.001|= 50", "2|Count = 1;|Count = settings.Rate * 2;", "2|settings.Rate * 2|2", "2|Count = 2;|if (settings.Rate > 1) Count = 3;")]
    // "Not set" is what another place sets.
    [InlineData(Settings, TrainerOfParameter, Other, "1|rate = 0.001|rate = 0", "2|Count = 1;|new Trainer().Make(null!, 0.01);", "2|, 0.01|", "2|null!|null!, 60")]
    // Declarations.
    [InlineData(Settings, Trainer, Other, "2|public double Count|public static double Rate = 50; public double Count", "1|settings.Rate|Other.Rate", "2|Rate = 50|Rate = 0.001", "2|static double|const double", "2|Rate = 0.001|Rate = 60")]
    [InlineData(Settings, Trainer, Other, "0|class Settings|class Unused { } class Settings", "0|= 0.001|= 50", "0|public double Rate|public double Rete", "0|Rete|Rate")]
    // The file of the learning rate itself.
    [InlineData(Settings, Trainer, Other, "0|= 0.001|= 50", "1|settings.Rate|0.01", "1|0.01|settings.Rate", "1|optim.Adam|optim.SGD", "1|=> optim|=> /* the rate */ optim")]
    public async Task AMember_IsWhatTheWholeProjectMakesOfIt(string settings, string trainer, string other, params string[] edits) =>
        await AssertEditsAsync([settings, trainer, other], edits);

    [Theory]
    // A call.
    [InlineData("public static void Go() { }", "2|Go() { }|Go() { new Trainer(50); }", "2|50|0.001", "2|new Trainer(0.001)|Trainer t = new(60)", "2|60|0.01", "1|_rate);|_rate * 1);")]
    // A method that is overridden, and one that is not any more.
    [InlineData("class Fast : Rates { public override double Of() => 0.01; }", "2|=> 0.01|=> 1 / 100", "0|Of() => 0.001|Of() => 1 / 1000", "2|=> 1 / 100|=> 0.01")]
    // Delegates and locals on the way.
    [InlineData("public static void Go() { double rate = 0.01; System.Func<double> get = () => rate; new Trainer(get()); }", "2|rate = 0.01|rate = 50", "2|() => rate|() => 60", "2|() => 60|() => 0.1")]
    // A record that is taken apart.
    [InlineData("record Pair(double Rate, int Epochs); static void Go(Pair pair) { var (rate, epochs) = pair; new Trainer(rate); } static void Begin() => Go(new Pair(0.01, 2));", "2|0.01|50", "2|50|0.001", "0|Of() => 0.001|Of() => 0.002")]
    // A service container.
    [InlineData("static double Read(System.IServiceProvider services) => (double)services.GetService(typeof(double))!; static void Go() => new Trainer(Read(null!));", "2|Read(null!)|50", "2|50|0.1")]
    public async Task AParameter_IsWhatItsCallersGive(string members, params string[] edits) => await AssertEditsAsync(
        [
            "namespace N; class Rates { public virtual double Of() => 0.001; }",
            """
            using TorchSharp; using static TorchSharp.torch;
            namespace N;
            class Trainer
            {
                private readonly double _rate;
                public Trainer(double rate) { _rate = rate; }
                public optim.Optimizer Make(nn.Module model) => optim.Adam(model.parameters(), _rate);
                public optim.Optimizer Slow(nn.Module model, Rates rates) => optim.SGD(model.parameters(), rates.Of());
            }
            """,
            $$"""namespace N; static class Use { {{members}} }""",
            "namespace N; static class Unrelated { static int Two() => 2; }",
        ],
        [.. edits, "3|=> 2|=> 3"]);

    // Edits are `file|text|other text`.
    private static async Task AssertEditsAsync(string[] sources, string[] edits)
    {
        CSharpCompilation project = Analysis.Compile(sources);
        await Analysis.ShownAsync(project, project.SyntaxTrees);
        int reports = 0;
        // Some things are remembered from the second look on.
        foreach (string edit in edits.Prepend("0||").Prepend("0||"))
        {
            string[] parts = edit.Split('|');
            SyntaxTree tree = project.SyntaxTrees[int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture)];
            SourceText text = await tree.GetTextAsync();
            int place = text.ToString().IndexOf(parts[1], StringComparison.Ordinal);
            Assert.True(place >= 0, edit);
            SyntaxTree edited = tree.WithChangedText(text.WithChanges(new TextChange(new TextSpan(place, parts[1].Length), parts[2])));
            project = project.ReplaceSyntaxTree(tree, edited);
            // The file that is edited is asked first, and then all.
            SyntaxTree[] asked = [edited, .. project.SyntaxTrees.Where(other => other != edited)];
            string[] shown = await Analysis.ShownAsync(project, asked);
            CSharpCompilation fresh = Analysis.Compile([.. project.SyntaxTrees.Select(other => other.ToString())]);
            string[] expected = await Analysis.ShownAsync(fresh, fresh.SyntaxTrees);
            Assert.True(expected.SequenceEqual(shown), $"{edit}\nanew:\n{string.Join('\n', expected)}\nafter the edit:\n{string.Join('\n', shown)}");
            reports += expected.Length;
        }

        Assert.True(reports > 0);
    }
}
