using System.ComponentModel;
using System.Diagnostics;

namespace LrAnalyzers.Tool.Builds;

/// <summary>What a <c>dotnet</c> command answered.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it printed, on both streams.</param>
internal sealed record DotnetResult(int ExitCode, string Output);

/// <summary>Runs the user's own <c>dotnet</c>.</summary>
internal static class DotnetCommand
{
    // dotnet run leads its child to its own MSBuild; the user's folder may ask for another SDK in a global.json.
    private static readonly string[] s_inherited = ["MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBUILD_EXE_PATH", "MSBuildLoadMicrosoftTargetsReadOnly"];

    /// <summary>Runs it in a folder. Stopping kills it and everything it started.</summary>
    /// <exception cref="LrException">There is no <c>dotnet</c>.</exception>
    public static async Task<DotnetResult> RunAsync(string folder, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string variable in s_inherited)
        {
            start.Environment.Remove(variable);
        }

        foreach ((string variable, string value) in BuildOptions.InjectingVariables)
        {
            start.Environment[variable] = value;
        }

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        // Build servers that outlive the command would be left behind by every run.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";

        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            throw new LrException("There is no 'dotnet' on the PATH: lr builds with the .NET SDK, so install it first");
        }

        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        // Ctrl+C reaches the child too, which may have ended by it first.
        cancellationToken.ThrowIfCancellationRequested();
        // A compiler server keeps the pipes open for as long as it lives; what the command itself printed is there at once.
        await Task.WhenAny(Task.WhenAll(output, error), Task.Delay(TimeSpan.FromSeconds(5), cancellationToken));
        return new DotnetResult(process.ExitCode, Text(output) + Text(error));
    }

    private static string Text(Task<string> reading) => reading.IsCompletedSuccessfully ? reading.Result : "";
}
