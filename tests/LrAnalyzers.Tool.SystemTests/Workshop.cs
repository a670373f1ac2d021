using System.Diagnostics;
using System.Reflection;
using System.Text;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace LrAnalyzers.Tool.SystemTests;

/// <summary>What a command answered.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    public CommandResult ShouldEndWith(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"It ended with exit code {ExitCode}, not {exitCode}:\n{Output}\n{Error}");
        return this;
    }

    /// <summary>The one sentence on standard error that a person is told; progress and MSBuild's own errors aside.</summary>
    public string Sentence => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Last(line => line.StartsWith("lr: ", StringComparison.Ordinal) && !line.EndsWith('…'));

    /// <summary>The lines of findings.</summary>
    public string[] Findings => [.. Output.Split('\n').Where(line => line.Contains(": warning LR", StringComparison.Ordinal) || line.Contains(": error LR", StringComparison.Ordinal))];
}

/// <summary>A folder outside the repository with projects of every kind, as a stranger has them.</summary>
public sealed class Workshop : IDisposable
{
    /// <summary>A training with three findings, one of them for .NET only, and one that is suppressed.</summary>
    public const string Training = """
        using TorchSharp;
        using TorchSharp.Modules;

        public static class Training
        {
            public static void Train(Linear model, torch.Tensor x)
            {
                var optimizer = torch.optim.Adam(model.parameters(), 0.001);
                for (int epoch = 0; epoch < 30; epoch++)
                {
                    for (int i = 0; i < 100; i++)
                    {
                        optimizer.zero_grad();
                        model.forward(x).mean().backward();
                        optimizer.step();
                    }
                }
            }

        #if NET
            public static object Only(Linear model) => torch.optim.SGD(model.parameters(), 1 / 10);
        #endif

        #pragma warning disable LR1001
            public static object Suppressed(Linear model) => torch.optim.SGD(model.parameters(), 0);
        #pragma warning restore LR1001
        }

        """;

    public Workshop()
    {
        // Nothing above the folder has a say.
        Write(".editorconfig", "root = true\n");
        foreach (string file in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
        {
            Write(file, "<Project />\n");
        }

        Project("plain");
        Project("multi", frameworks: "netstandard2.0;net10.0");
        Project("tests", properties: "<IsTestProject>true</IsTestProject>");
        Write("all.slnx", """<Solution><Project Path="plain/plain.csproj" /><Project Path="multi/multi.csproj" /><Project Path="tests/tests.csproj" /></Solution>""");
        Write("part.slnf", """{ "solution": { "path": "all.slnx", "projects": [ "plain/plain.csproj" ] } }""");
        Write("app/app.cs", $"""
            #:package TorchSharp@{Metadata("TorchSharpVersion")}
            #:property NoWarn=NU1603
            using TorchSharp;

            var optimizer = torch.optim.SGD(torch.nn.Linear(1, 1).parameters(), 1 / 10);
            System.Console.WriteLine(optimizer);

            """);
    }

    /// <summary>The folder.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("lr-workshop-").FullName;

    /// <summary>The full path of something in the folder.</summary>
    public string At(string path) => Path.Combine(Root, path);

    public void Dispose() => Directory.Delete(Root, recursive: true);

    /// <summary>Writes a file, with its folder.</summary>
    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }

    /// <summary>Writes a project of one file.</summary>
    public void Project(string name, string source = Training, string frameworks = "net10.0", string properties = "")
    {
        string target = frameworks.Contains(';', StringComparison.Ordinal) ? "TargetFrameworks" : "TargetFramework";
        Write($"{name}/{Path.GetFileName(name)}.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <{target}>{frameworks}</{target}>
                <NoWarn>$(NoWarn);NU1603</NoWarn>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="TorchSharp" Version="{Metadata("TorchSharpVersion")}" />
              </ItemGroup>
            </Project>
            """);
        Write($"{name}/Training.cs", source);
    }

    /// <summary>What the project file knows.</summary>
    public static string Metadata(string key) =>
        typeof(Workshop).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;

    /// <summary>Runs the tool in the folder.</summary>
    internal Task<CommandResult> LrAsync(params string[] arguments) => RunAsync(Root, "dotnet", [Metadata("Tool.net10.0"), .. arguments]);

    /// <summary>Builds something of the folder with the analyzers as a package reference brings them.</summary>
    internal async Task<string[]> BuildAsync(string path)
    {
        string targets = At("package.targets");
        string build = Path.Combine(Metadata("RepositoryRoot"), "src", "LrAnalyzers.Package", "buildTransitive");
        File.WriteAllText(targets, $"""
            <Project>
              <Import Project="{build}/LrAnalyzers.props" />
              <ItemGroup><Analyzer Include="{Path.GetDirectoryName(Metadata("Tool.net10.0"))}/LrAnalyzers.dll" /></ItemGroup>
              <Import Project="{build}/LrAnalyzers.targets" />
            </Project>
            """);
        CommandResult result = await RunAsync(Root, "dotnet", ["build", At(path), "--no-incremental", "-nologo", "-terminalLogger:off", "-property:CustomAfterMicrosoftCommonTargets=" + targets]);
        return [.. result.ShouldEndWith(0).Findings.Distinct()];
    }

    /// <summary>Runs a command.</summary>
    internal static async Task<CommandResult> RunAsync(
        string folder, string command, IEnumerable<string> arguments, Action<ProcessStartInfo>? prepare = null, Func<Process, Task>? meanwhile = null)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string variable in start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || key.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(variable);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        prepare?.Invoke(start);
        var output = new StringBuilder();
        var error = new StringBuilder();
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(error, line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (meanwhile is not null)
        {
            await meanwhile(process);
        }

        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        await process.WaitForExitAsync(timeout.Token);
        return new CommandResult(process.ExitCode, output.ToString(), error.ToString());

        static void Append(StringBuilder text, string? line)
        {
            lock (text)
            {
                _ = line is null ? text : text.Append(line).Append('\n');
            }
        }
    }
}

/// <summary>The tests share a folder.</summary>
[CollectionDefinition(Name)]
public sealed class WorkshopTests : ICollectionFixture<Workshop>
{
    public const string Name = "Workshop";
}
