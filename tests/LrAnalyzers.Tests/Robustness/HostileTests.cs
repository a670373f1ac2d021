using System.Diagnostics;
using LrAnalyzers.Testing;
using Xunit.Abstractions;

namespace LrAnalyzers.Tests.Robustness;

/// <summary>Hostile code costs bounded time and memory, and overflows no stack of ours. Each program has a process of its own.</summary>
[Trait("Category", "Thorough")]
[Trait("Kind", "Hostile")]
public class HostileTests(ITestOutputHelper output)
{
    /// <summary>Of CPU, the compiler's own time included: a machine that is busy takes longer, not more.</summary>
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(60);

    private const long Memory = 2L << 30;

    public static TheoryData<string> Programs => [.. HostilePrograms.All.Keys];

    [ThoroughTheory]
    [MemberData(nameof(Programs))]
    public async Task HostileProgram_IsBounded(string name)
    {
        (bool ended, string said) = await RunAsync("hostile", name);
        output.WriteLine(said);
        if (!ended)
        {
            // What the compiler itself does not survive is no fault of ours.
            (bool compiles, string compiler) = await RunAsync("compile", name);
            Assert.False(compiles, $"{name}: {said}\nWithout analyzers: {compiler}");
            output.WriteLine("The compiler does not survive it either: " + compiler);
        }
    }

    private static async Task<(bool Ended, string Said)> RunAsync(string task, string name)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(HostileTests).Assembly.Location, task, name])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x" + Memory.ToString("X", System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        using Process process = Process.Start(start)!;
        Task<string> said = process.StandardOutput.ReadToEndAsync();
        Task<string> complained = process.StandardError.ReadToEndAsync();
        bool inTime = true;
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(100)))
        {
            process.Refresh();
            if (!process.HasExited && process.TotalProcessorTime > s_time)
            {
                inTime = false;
                process.Kill();
            }
        }

        string text = await said + string.Join('\n', (await complained).Split('\n').Take(12));
        return (inTime && process.ExitCode == 0 && text.StartsWith(HostileHost.Done, StringComparison.Ordinal), inTime ? text.Trim() : $"more than {s_time.TotalSeconds} s of CPU");
    }
}
