using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Verification.Sources;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR1015_CultureDependentParsing>;

namespace LrAnalyzers.Tests.Rules;

public class LR1015Tests
{
    private const string Environments = "Environment.GetEnvironmentVariable(\"LR\")";

    [Theory]
    [InlineData("torch.optim.Adam(p, [|double.Parse(Environment.GetEnvironmentVariable(\"LR\"))|])")]
    [InlineData("torch.optim.Adam(p, [|float.Parse(Environment.GetEnvironmentVariable(\"LR\") ?? \"0.1\")|])")]
    [InlineData("torch.optim.Adam(p, [|Convert.ToDouble(Environment.GetCommandLineArgs()[1])|])")]
    [InlineData("torch.optim.Adam(p, [|double.Parse(System.IO.File.ReadAllText(\"lr.txt\").Trim())|])")]
    [InlineData("torch.optim.Adam(p, [|double.Parse(System.IO.File.ReadAllLines(\"lr.txt\")[0].Split('=')[1])|])")]
    [InlineData("torch.optim.Adam(p, text is null ? 0.1 : [|double.Parse(text)|])")]
    [InlineData("new Adam(p, lr: [|double.Parse(text, System.Globalization.NumberStyles.Float)|])")]
    public Task TextOfTheProgram_Reports(string creation) => Verify.VerifyAsync(Torch($"string text = {Environments}; var o = {creation};"));

    [Theory]
    [InlineData("double lr = [|double.Parse(text)|];")]
    [InlineData("double.TryParse(text, out double lr);", true)]
    [InlineData("double lr = 0.1; double.TryParse(text, out lr);", true)]
    [InlineData("var settings = new Settings { Rate = [|double.Parse(text)|] }; double lr = settings.Rate;")]
    [InlineData("double lr = Read(text);")]
    public Task ThroughVariables_Reports(string statements, bool tries = false) =>
        Verify.VerifyAsync(Torch(
            $"string text = {Environments}; {(tries ? statements.Replace("double.TryParse(text, out double lr)", "[|double.TryParse(text, out double lr)|]").Replace("double.TryParse(text, out lr)", "[|double.TryParse(text, out lr)|]") : statements)} var o = torch.optim.Adam(p, lr);",
            "    class Settings { public double Rate { get; set; } }\n    static double Read(string text) => " + (statements.Contains("Read(") ? "[|double.Parse(text)|]" : "double.Parse(text)") + ";"));

    [Theory]
    [InlineData("torch.optim.Adam(p, double.Parse(text, System.Globalization.CultureInfo.InvariantCulture))")]
    [InlineData("torch.optim.Adam(p, double.Parse(Console.ReadLine()))")]
    [InlineData("torch.optim.Adam(p, double.Parse(given))")]
    [InlineData("torch.optim.Adam(p, double.Parse(\"0.1\"))")]
    [InlineData("torch.optim.Adam(p, Convert.ToDouble(3))")]
    [InlineData("torch.optim.Adam(p, 0.1, double.Parse(text))")]
    public Task TypedOrUnknownText_IsSilent(string creation) =>
        Verify.VerifyAsync(Torch($"string text = {Environments}; var o = {creation};", "    public static string given;"));

    [Theory]
    [InlineData("System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.InvariantCulture;")]
    [InlineData("System.Globalization.CultureInfo.DefaultThreadCurrentCulture = new System.Globalization.CultureInfo(\"en-US\");")]
    [InlineData("System.Threading.Thread.CurrentThread.CurrentCulture = System.Globalization.CultureInfo.InvariantCulture;")]
    public Task ProgramThatChoosesItsCulture_IsSilent(string statement) =>
        Verify.VerifyAsync(Torch($"{statement} string text = {Environments}; var o = torch.optim.Adam(p, double.Parse(text));"));

    [Fact]
    public Task ProjectWithoutCultures_IsSilent() => Verify.VerifyAsync(
        Torch($"string text = {Environments}; var o = torch.optim.Adam(p, double.Parse(text));"), ("build_property.InvariantGlobalization", "true"));

    // What stands in the arguments may have been typed.
    [Theory]
    [InlineData("if (args.Length == 0) args = new[] { Console.ReadLine() };")]
    [InlineData("if (args[0] == \"?\") args[0] = Console.ReadLine();")]
    public Task ArgumentsThatAreReplaced_AreSilent(string statement) => Verify.VerifyAsync(
        $$"""
        using System;
        using TorchSharp;

        static class Program
        {
            static void Main(string[] args)
            {
                {{statement}}
                torch.optim.Adam(torch.nn.Linear(1, 1).parameters(), double.Parse(args[0]));
            }
        }
        """);

    [Fact]
    public Task ArgumentsOfTheProgram_Report() => Verify.VerifyAsync(
        """
        using TorchSharp;

        static class Program
        {
            static void Main(string[] args) => Run(args);

            static void Run(string[] arguments)
            {
                double rate = arguments.Length > 0 ? [|double.Parse(arguments[0])|] : 0.001;
                var o = torch.optim.Adam(torch.nn.Linear(1, 1).parameters(), rate);
            }
        }
        """);

    [Fact]
    public Task Message_SaysWhatIsRead() =>
        Verify.VerifyMessageAsync(
            Torch($"string text = {Environments}; torch.optim.Adam(p, {{|#0:double.Parse(text)|}});"),
            "'double.Parse(text)' reads the learning rate in the culture of the machine: where the fraction is set off by a comma, \"0.001\" is 1. Pass CultureInfo.InvariantCulture.");

    [Theory]
    [InlineData("double lr = [|double.Parse(text /* from CI */)|];", "double lr = double.Parse(text /* from CI */, CultureInfo.InvariantCulture);")]
    [InlineData("[|double.TryParse(text, out double lr)|];", "double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double lr);")]
    [InlineData("double lr = [|Convert.ToDouble(text)|];", "double lr = Convert.ToDouble(text, CultureInfo.InvariantCulture);")]
    public Task Fix_PassesTheInvariantCulture(string before, string after) =>
        Verify.VerifyFixAsync(
            Torch($"string text = {Environments}; {before} var o = torch.optim.Adam(p, lr);", usings: "using System.Globalization;"),
            Torch($"string text = {Environments}; {after} var o = torch.optim.Adam(p, lr);", usings: "using System.Globalization;"),
            LR1015_ParseInvariant.Key);
}
