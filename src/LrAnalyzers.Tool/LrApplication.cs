using System.Reflection;
using System.Runtime.InteropServices;
using LrAnalyzers.Tool.Commands;
using Spectre.Console;
using Spectre.Console.Cli;

namespace LrAnalyzers.Tool;

/// <summary>The command line: its commands, and what its exit codes mean.</summary>
internal static class LrApplication
{
    /// <summary>Nothing was found, or everything that was asked for was done.</summary>
    public const int Clean = 0;

    /// <summary>Something was found, or is left.</summary>
    public const int HasFindings = 1;

    /// <summary>The command could not do its work: a wrong argument, a build that fails, a file that cannot be written.</summary>
    public const int Failed = 2;

    /// <summary>Stopped by the user: 128 and the number of SIGINT, as shells have it.</summary>
    public const int Cancelled = 130;

    /// <summary>Runs a command and returns the exit code. Nothing is thrown: what goes wrong is one sentence on standard error.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        using var cancellation = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        try
        {
            return await Create().RunAsync(arguments, cancellation.Token);
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("lr: stopped.");
            return Cancelled;
        }
        catch (CommandAppException exception)
        {
            await Console.Error.WriteLineAsync($"lr: {OneSentence(exception.Message)} 'lr --help' lists what there is.");
            return Failed;
        }
        catch (Exception exception) when (exception is LrException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync("lr: " + OneSentence(exception.Message));
            return Failed;
        }
        catch (Exception exception)
        {
            await Console.Error.WriteLineAsync($"lr: this is a mistake in lr, not in your code: {exception.GetType().Name}: {OneSentence(exception.Message)}");
            await Console.Error.WriteLineAsync(exception.StackTrace);
            return Failed;
        }

        void Cancel(PosixSignalContext signal)
        {
            signal.Cancel = true;
            cancellation.Cancel();
        }
    }

    private static CommandApp Create()
    {
        var application = new CommandApp();
        application.Configure(configuration =>
        {
            configuration.SetApplicationName("lr");
            configuration.ConfigureConsole(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) }));
            configuration.SetApplicationVersion(Version);
            configuration.UseStrictParsing();
            configuration.PropagateExceptions();
            configuration.CancellationExitCode(Cancelled);
            configuration.AddCommand<CheckCommand>("check")
                .WithDescription("Builds as you do, with the analyzers, and prints what they find.")
                .WithExample("check")
                .WithExample("check", "Company.slnx", "--output-format", "sarif", "--output", "lr.sarif")
                .WithExample("check", "--baseline", "lr-baseline.sarif");
            configuration.AddCommand<FixCommand>("fix")
                .WithDescription("Applies the fixes, one after the other, and shows what it changed.")
                .WithExample("fix", "--diagnostics", "LR1002,LR2001", "--dry-run")
                .WithExample("fix", "Company.slnx", "--diagnostics", "LR2001", "--schedule", "trapezoid");
            configuration.AddCommand<ReportCommand>("report")
                .WithDescription("Draws every optimizer, trainer and schedule on one page.")
                .WithExample("report", "Company.slnx", "-o", "report.html");
            configuration.AddCommand<RulesCommand>("rules")
                .WithDescription("Lists the rules, or prints the page of one.")
                .WithExample("rules", "LR2001");
        });
        return application;
    }

    /// <summary>The version of the tool, without the commit behind it.</summary>
    public static string Version { get; } =
        typeof(LrApplication).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static string OneSentence(string message)
    {
        string line = string.Join(' ', message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return line.EndsWith('.') || line.EndsWith('?') || line.EndsWith('!') ? line : line + ".";
    }
}

/// <summary>What a command cannot go on with, told in one sentence to the person who called it.</summary>
internal sealed class LrException(string message) : Exception(message);
