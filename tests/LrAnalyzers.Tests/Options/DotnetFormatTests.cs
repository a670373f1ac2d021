using LrAnalyzers.Rules;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis.Testing;

namespace LrAnalyzers.Tests.Options;

/// <summary>What <c>dotnet format</c> may do: it applies fixes as Fix All in a solution, and in no editor.</summary>
public class DotnetFormatTests
{
    private const string Source = """
        using TorchSharp;
        using TorchSharp.Modules;

        class Training
        {
            void Train(Linear model) => torch.optim.SGD(model.parameters(), [|1 / 10|]);
        }
        """;

    [Fact]
    public async Task All_LetsFixesThatChangeNumbersCoverTheSolution()
    {
        var test = RuleVerifier<LR1002_TruncatedLearningRate>.Create(Source, [("lr_analyzers.dotnet_format", "all")]);
        // A hard-coded rate would come to light behind the division, so both are mended.
        test.FixedCode = """
            using TorchSharp;
            using TorchSharp.Modules;

            class Training
            {
                private const double LearningRate = 1.0 / 10;

                void Train(Linear model) => torch.optim.SGD(model.parameters(), LearningRate);
            }
            """;
        test.CodeFixTestBehaviors &= ~CodeFixTestBehaviors.SkipFixAllInSolutionCheck;

        await test.RunAsync();
    }
}
