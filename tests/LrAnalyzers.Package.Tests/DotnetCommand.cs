using System.Diagnostics;
using System.Text;

namespace LrAnalyzers.Package.Tests;

/// <summary>Runs <c>dotnet</c> as a user would at a prompt.</summary>
internal static class DotnetCommand
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    // One compiler server for all commands of this process, and for nobody else: without one each project costs a compiler's start.
    private static readonly string CompilerServer = $"lranalyzers-{Guid.NewGuid():n}";

    // dotnet test leaves its own MSBuild and test host in the environment, and NuGet's variables win over the nuget.config
    // that leads a consumer project to the package under test.
    private static readonly string[] InheritedPrefixes =
    [
        "MSBUILD", "VSTEST", "DOTNET_CLI_TELEMETRY_SESSIONID", "DOTNET_CLI_CONTEXT", "NUGET_PACKAGES", "NUGET_FALLBACK_PACKAGES",
    ];

    /// <summary>Ends the compiler server, which would do so by itself once nobody has asked it for ten minutes.</summary>
    public static async Task StopCompilerServerAsync(string workingDirectory) =>
        await RunAsync(workingDirectory, "exec", TestMetadata.CompilerServerFile, "-shutdown", $"-pipename:{CompilerServer}");

    /// <exception cref="TimeoutException">The command did not end; its output so far is in the message.</exception>
    public static async Task<CommandResult> RunAsync(string workingDirectory, params IEnumerable<string> arguments)
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(dotnet, arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string variable in start.Environment.Keys.ToArray())
        {
            if (InheritedPrefixes.Any(prefix => variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            {
                start.Environment.Remove(variable);
            }
        }

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["MSBUILDTERMINALLOGGER"] = "off";

        // Build servers that outlive the command would keep its output open and hold the consumer's files.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "true";
        start.Environment["SharedCompilationId"] = CompilerServer;

        var output = new StringBuilder();
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += Append;
        process.ErrorDataReceived += Append;
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"dotnet {string.Join(' ', start.ArgumentList)} did not end within {Timeout}:\n{output}");
        }

        return new CommandResult(process.ExitCode, output.ToString());

        void Append(object sender, DataReceivedEventArgs line)
        {
            lock (output)
            {
                output.AppendLine(line.Data);
            }
        }
    }
}
