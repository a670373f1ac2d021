using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using static LrAnalyzers.Tests.Rules.TrainingSource;

namespace LrAnalyzers.Tests.Rules;

/// <summary>Of all rules about one scheduler, those at its creation and those at its steps, the first that holds speaks alone.</summary>
public class SchedulerPrecedenceTests
{
    [Theory]
    [InlineData("var s = lr_scheduler.ReduceLROnPlateau(opt, factor: 2); s.step();", "LR2006")]
    [InlineData("var s = lr_scheduler.ReduceLROnPlateau(torch.optim.Rprop(p), factor: 2); s.step();", "LR2007")]
    [InlineData("var s = lr_scheduler.ReduceLROnPlateau(opt); double accuracy = 1; s.step(); s.step(accuracy);", "LR2008", "LR2018")]
    [InlineData("var s = lr_scheduler.ExponentialLR(opt, last_epoch: 3);", "LR2006")]
    [InlineData("var s = lr_scheduler.LambdaLR(opt, e => 0.1, last_epoch: 3);", "LR2015")]
    [InlineData("var s = lr_scheduler.LambdaLR(opt, e => e / 10.0, last_epoch: 3);", "LR2012")]
    public async Task FirstThatHolds_SpeaksAlone(string body, params string[] expected)
    {
        IEnumerable<Diagnostic> diagnostics = await Analysis.BuildAsync(Analysis.Compile(Method(body)));
        Assert.Equal(expected, diagnostics.Select(diagnostic => diagnostic.Id).Where(id => id.StartsWith("LR20", StringComparison.Ordinal)).Order());
    }
}
