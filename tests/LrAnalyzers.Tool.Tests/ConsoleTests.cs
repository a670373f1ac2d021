namespace LrAnalyzers.Tool.Tests;

/// <summary>What a command answered.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error);

/// <summary>Tests that run a command in this process, one after another: the console belongs to the process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ConsoleTests
{
    public const string Name = "Console";

    internal static async Task<CommandResult> RunAsync(string[] arguments)
    {
        TextWriter output = Console.Out;
        TextWriter error = Console.Error;
        using var newOutput = new StringWriter();
        using var newError = new StringWriter();
        Console.SetOut(newOutput);
        Console.SetError(newError);
        try
        {
            int exitCode = await LrApplication.RunAsync(arguments);
            return new CommandResult(exitCode, newOutput.ToString(), newError.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
