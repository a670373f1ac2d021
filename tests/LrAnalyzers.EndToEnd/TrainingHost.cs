using System.Diagnostics;
using LrAnalyzers.EndToEnd.Training;

namespace LrAnalyzers.EndToEnd;

/// <summary>The program that trains, in a process of its own: it needs TorchSharp's native library.</summary>
internal static class TrainingHost
{
    // What starts it where the system's own C++ runtime is too old for the native library.
    private static readonly string[] s_launcher =
        Environment.GetEnvironmentVariable("LRANALYZERS_TRAINING_LAUNCHER") is { Length: > 0 } launcher ? [launcher] : [];

    /// <summary>Trains compiled programs, by way of two files in a folder.</summary>
    public static async Task<TrainingOutcome[]> TrainAsync(string folder, TrainingJob[] jobs)
    {
        string jobFile = Path.Combine(folder, "jobs.json");
        string outcomeFile = Path.Combine(folder, "outcomes.json");
        Training.Program.Write(jobFile, jobs);
        await RunAsync(jobFile, outcomeFile);
        return Training.Program.Read<TrainingOutcome[]>(outcomeFile);
    }

    /// <summary>Runs it to its end; what it prints is printed.</summary>
    public static async Task RunAsync(params IEnumerable<string> arguments)
    {
        Assert.True(TestMetadata.WithLibTorch, "Training needs TorchSharp's native library, a large download: build with -p:WithLibTorch=true on 64-bit Linux.");
        string[] command = [.. s_launcher, TestMetadata.TrainingHost, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, errors);
    }
}
