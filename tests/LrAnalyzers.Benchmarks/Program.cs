using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace LrAnalyzers.Benchmarks;

internal static class Program
{
    // In process: the repository's artifacts layout is not one that a generated benchmark project can be built in.
    private static void Main(string[] args)
    {
        if (args is ["cost", .. var subjects])
        {
            CostCommand.Run(subjects);
            return;
        }

        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(
            args,
            DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)));
    }
}
