using Spectre.Console;

namespace LrAnalyzers.Tool.Commands;

/// <summary>Tells a person at a terminal that something is going on; a log gets one line.</summary>
internal static class Progress
{
    // Standard output is for results.
    private static readonly IAnsiConsole s_console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>Shows what is being done for as long as it takes.</summary>
    public static async Task<T> ShowAsync<T>(string what, Func<Task<T>> work)
    {
        if (!s_console.Profile.Out.IsTerminal)
        {
            await Console.Error.WriteLineAsync($"lr: {what}…");
            return await work();
        }

        return await s_console.Status().Spinner(Spinner.Known.Dots).StartAsync(Markup.Escape(what) + "…", _ => work());
    }
}
