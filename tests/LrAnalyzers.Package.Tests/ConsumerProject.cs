namespace LrAnalyzers.Package.Tests;

/// <summary>A fresh console project that has installed the package.</summary>
internal sealed class ConsumerProject(string directory, string packageVersion)
{
    /// <summary>Writes the project and its only source file, which may be marked as <see cref="MarkedSource"/> says.</summary>
    /// <param name="markup">The source file.</param>
    /// <param name="torchSharp">Whether the project references TorchSharp.</param>
    /// <param name="properties">Further MSBuild properties, as XML elements.</param>
    /// <param name="more">Further items, as XML elements.</param>
    public ConsumerProject Write(string markup, bool torchSharp = true, string properties = "", string more = "")
    {
        string torchSharpReference = torchSharp
            ? $"""<PackageReference Include="TorchSharp" Version="{TestMetadata.TorchSharpVersion}" />"""
            : "";
        File.WriteAllText(Path.Combine(directory, "Consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                {torchSharpReference}
                <PackageReference Include="LrAnalyzers" Version="{packageVersion}" PrivateAssets="all" />
                {more}
              </ItemGroup>
            </Project>
            """);
        var source = MarkedSource.Parse("Program.cs", markup);
        File.WriteAllText(Path.Combine(directory, "Program.cs"), source.Text);
        Expected = source.Expected;
        return this;
    }

    /// <summary>The diagnostics that the source was marked with.</summary>
    public IReadOnlyList<SourceDiagnostic> Expected { get; private set; } = [];

    /// <summary>The text of a file that a build wrote.</summary>
    public string Read(string file) => File.ReadAllText(Path.Combine(directory, file));

    public async Task<CommandResult> BuildAsync(params string[] arguments) =>
        await DotnetCommand.RunAsync(directory, ["build", "--no-incremental", .. arguments]);

    /// <summary>Builds what is not up to date.</summary>
    public async Task<CommandResult> BuildAgainAsync() => await DotnetCommand.RunAsync(directory, "build");

    /// <summary>Makes the source file newer than what was built of it.</summary>
    public void Touch() => File.SetLastWriteTimeUtc(Path.Combine(directory, "Program.cs"), DateTime.UtcNow.AddSeconds(2));
}
