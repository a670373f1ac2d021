using LrAnalyzers.Testing;

namespace LrAnalyzers.Package.Tests;

/// <summary>Projects of every kind, built by one command as parts of one solution.</summary>
public sealed class ConsumerSolution(ConsumerWorkshop workshop) : IAsyncLifetime
{
    private IReadOnlyDictionary<string, IReadOnlyList<SourceDiagnostic>> _expected = null!;

    internal string Root { get; } = workshop.NewFolder();

    internal CommandResult Build { get; private set; } = null!;

    internal IReadOnlyList<SourceDiagnostic> Expected(string kind) => _expected[kind];

    public async Task InitializeAsync()
    {
        _expected = ConsumerKind.WriteSolution(ConsumerKind.All, Root, workshop.PackageVersion);
        Build = await DotnetCommand.RunAsync(Root, "build");
    }

    public Task DisposeAsync() => Task.CompletedTask;
}

[Collection(ConsumerTests.Name)]
public sealed class ConsumerKindTests(ConsumerSolution solution, ConsumerWorkshop workshop) : IClassFixture<ConsumerSolution>
{
    public static TheoryData<string> Kinds => [.. ConsumerKind.All.Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Build_OfAKind_ReportsExactlyWhatIsWrong(string kind)
    {
        var reported = solution.Build.Diagnostics.Where(diagnostic => diagnostic.File == kind + ".cs").ToList();

        Assert.True(solution.Expected(kind).SequenceEqual(reported), $"{kind}: {string.Join(", ", reported)}\n{solution.Build.Output}");
    }

    [Fact]
    public void Build_OfAllKinds_LoadsTheAnalyzersAndHasNoOtherError()
    {
        Assert.DoesNotContain("AD0001", solution.Build.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("CS9057", solution.Build.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch("error (?!LR)", solution.Build.Output);
    }

    [Fact]
    public void Build_OfAllKinds_NamesTheSettingsThatAreWrong()
    {
        Assert.Equal(
            [
                "warning LR0001: The setting 'lr_analyzers.hard_coded_scope = \u0001!! NaN, 1e999 {0}' is not valid: it takes 'inline', 'local', 'constant', so the default, inline, is used (https://github.com/LrAnalyzers/LrAnalyzers/blob/main/src/docs/rules/LR0001.md)",
                "warning LRM001: 'Stict' is not a mode of LrAnalyzers, so Default is used. The modes of LrAnalysisMode are: None, Minimum, Default, Strict.",
            ],
            solution.Build.ProjectDiagnostics);
        Assert.Matches(@"/GarbageOption/\.editorconfig\(2,1\): warning LR0001", solution.Build.Output.Replace('\\', '/'));
        Assert.Matches(@"LRM001: .*[/\\]ModeUnknown\.csproj\b", solution.Build.Output);
    }

    [Fact]
    public void Build_ShowsTheAnalyzersTheAnalysisMode() => Assert.Contains(
        "build_property.LrAnalysisMode = Strict",
        File.ReadAllText(Directory.EnumerateFiles(Path.Combine(solution.Root, "ModeStrict"), "*.GeneratedMSBuildEditorConfig.editorconfig", SearchOption.AllDirectories).Single()),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("net8.0")]
    [InlineData("net10.0")]
    public void Build_OfSeveralTargets_ReportsInEach(string target) =>
        Assert.Matches($@"MultiTarget\.cs\(.*warning LR1001.*::TargetFramework={target}\]", solution.Build.Output);

    [Fact]
    public void Restore_WithCentralVersions_LocksThePackage() =>
        Assert.Contains($"\"resolved\": \"{workshop.PackageVersion}\"", File.ReadAllText(Path.Combine(solution.Root, "CentralVersions", "packages.lock.json")), StringComparison.Ordinal);
}

/// <summary>The package in compilers other than the SDK's own.</summary>
[Collection(ConsumerTests.Name)]
public sealed class ConsumerCompilerTests(ConsumerWorkshop workshop)
{
    private const string Program = """
        using TorchSharp;

        using var model = torch.nn.Linear(2, 1);
        using var optimizer = torch.optim.SGD(model.parameters(), learningRate: {|warning LR1001:-0.001|});
        Console.WriteLine(optimizer);

        """;

    [ThoroughTheory]
    [Trait("Category", "Thorough")]
    [InlineData("4.14.0", "roslyn4.14")]
    [InlineData("5.9.0", "roslyn5.9")]
    public async Task Build_WithACompilersToolset_ReportsTheSame(string version, string roslyn)
    {
        // The SDK's own analyzers are for its own compiler, which it prefers to a toolset that does not name itself, as 4.14 does not yet.
        var project = workshop.NewProject().Write(
            Program,
            properties: "<RoslynCompilerType>Custom</RoslynCompilerType><EnableNETAnalyzers>false</EnableNETAnalyzers><NoWarn>$(NoWarn);CS9057</NoWarn>",
            more: ConsumerKind.Reference("Microsoft.Net.Compilers.Toolset", version, """ PrivateAssets="all" """)
                + "</ItemGroup><Target Name=\"SayCompiler\" AfterTargets=\"CoreCompile\"><Message Importance=\"high\" Text=\"The compiler is $(CompilerApiVersion).\" /></Target><ItemGroup>");

        var build = (await project.BuildAsync()).ShouldSucceed();

        Assert.Contains($"The compiler is {roslyn}.", build.Output, StringComparison.Ordinal);
        Assert.Equal(project.Expected, build.Diagnostics);
    }

    [Fact]
    public async Task Build_WithACompilerBelowTheFloor_PrintsOneWarning()
    {
        var project = workshop.NewProject().Write("Console.WriteLine();\n", torchSharp: false);

        var build = await project.BuildAsync("-property:CompilerApiVersion=roslyn4.7");

        Assert.Equal(
            ["warning LRM002: LrAnalyzers reports nothing in this build: it needs Roslyn 4.8 (.NET SDK 8.0.100, Visual Studio 2022 17.8) or newer, and this compiler is Roslyn 4.7."],
            build.ProjectDiagnostics);
    }

    [Fact]
    public async Task Build_ThatIsUpToDate_PrintsNothing_UntilASourceChanges()
    {
        var project = workshop.NewProject().Write(Program);

        Assert.Equal(project.Expected, (await project.BuildAgainAsync()).ShouldSucceed().Diagnostics);
        Assert.Empty((await project.BuildAgainAsync()).ShouldSucceed().Diagnostics);
        project.Touch();
        Assert.Equal(project.Expected, (await project.BuildAgainAsync()).ShouldSucceed().Diagnostics);
    }

    [Fact]
    public async Task Build_OfAFileBasedApp_ReportsExactlyWhatIsWrong()
    {
        string folder = workshop.NewFolder();
        var source = MarkedSource.Parse("app.cs", $"#:package TorchSharp@{TestMetadata.TorchSharpVersion}\n#:package LrAnalyzers@{workshop.PackageVersion}\n#:property NoWarn=NU1603\n" + Program);
        File.WriteAllText(Path.Combine(folder, "app.cs"), source.Text);

        var build = (await DotnetCommand.RunAsync(folder, "build", "app.cs")).ShouldSucceed();

        Assert.Equal(source.Expected, build.Diagnostics);
    }
}
