namespace LrAnalyzers.Package.Tests;

/// <summary>A kind of project that installs the package, with what a build of it must report.</summary>
/// <param name="Name">Of the project, its folder and its source file.</param>
/// <param name="Markup">The source file, marked as <see cref="MarkedSource"/> says.</param>
internal sealed record ConsumerKind(string Name, string Markup)
{
    private const string Wrong = "{|warning LR1001:-0.001|}";
    private const string HardCoded = "{|warning LR3001:0.001|}";

    public string TargetFrameworks { get; init; } = "net10.0";

    /// <summary>Further MSBuild properties, as XML elements.</summary>
    public string Properties { get; init; } = "";

    /// <summary>Further items, as XML elements.</summary>
    public string Items { get; init; } = "";

    /// <summary>How the project refers to the packages; <c>$VERSION$</c> is that of LrAnalyzers.</summary>
    public string References { get; init; } = Reference("TorchSharp", TestMetadata.TorchSharpVersion) + Reference("LrAnalyzers", "$VERSION$", """ PrivateAssets="all" """);

    /// <summary>Further files of the project.</summary>
    public (string Name, string Text)[] Files { get; init; } = [];

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<ConsumerKind> All { get; } =
    [
        new("Net10", Source()),
        new("Net8", Source()) { TargetFrameworks = "net8.0" },
        new("NetStandard", Source()) { TargetFrameworks = "netstandard2.0", Properties = "<LangVersion>latest</LangVersion>" },
        new("MultiTarget", Source()) { TargetFrameworks = "net8.0;net10.0" },
        new("CSharp7", Source()) { TargetFrameworks = "netstandard2.0", Properties = "<LangVersion>7.3</LangVersion><Nullable>disable</Nullable><ImplicitUsings>disable</ImplicitUsings>" },
        new("CentralVersions", Source())
        {
            Properties = "<RestorePackagesWithLockFile>true</RestorePackagesWithLockFile>",
            References = Reference("TorchSharp") + Reference("LrAnalyzers", "", """ PrivateAssets="all" """),
            Files = [("Directory.Packages.props", Central(Version("LrAnalyzers", "$VERSION$")))],
        },
        // The mode shows that the package's MSBuild files come along.
        new("GlobalReference", Source("{|warning LR1004:{|warning LR3001:0.05|}|}"))
        {
            Properties = Mode("Strict"),
            References = Reference("TorchSharp"),
            Files = [("Directory.Packages.props", Central("""<GlobalPackageReference Include="LrAnalyzers" Version="$VERSION$" />"""))],
        },
        new("TrainingLibrary", Source().Replace("internal static", "public static", StringComparison.Ordinal)),
        new("TrainingApp", "Trainer.Train();\n")
        {
            Properties = "<OutputType>Exe</OutputType>",
            References = "",
            Items = """<ProjectReference Include="../TrainingLibrary/TrainingLibrary.csproj" />""",
        },
        new("MLNetOnly", """
            internal static class Trainer
            {
                public static object Create(Microsoft.ML.MLContext context) =>
                    Microsoft.ML.StandardTrainersCatalog.OnlineGradientDescent(context.Regression.Trainers, learningRate: {|warning LR1001:-0.1f|});
            }

            """) { References = Reference("Microsoft.ML", TestMetadata.MLNetVersion) + Reference("LrAnalyzers", "$VERSION$", """ PrivateAssets="all" """) },
        new("NeitherLibrary", "internal static class Trainer { public static double LearningRate => -0.001; }\n")
        {
            References = Reference("LrAnalyzers", "$VERSION$", """ PrivateAssets="all" """),
        },
        new("WarningsAsErrors", Source("{|error LR1001:-0.001|}", "{|error LR3001:0.001|}")) { Properties = "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>" },
        new("OneWarningAsError", Source("{|error LR1001:-0.001|}")) { Properties = "<WarningsAsErrors>LR1001</WarningsAsErrors>" },
        // A rule that is off, unlike one that is suppressed, does not speak for another either.
        new("SuppressedByPragma", "#pragma warning disable LR1001 // checked elsewhere\n" + Source("-0.001")),
        new("SuppressedByAttribute", Source("-0.001").Replace(
            "    public static void", "    [System.Diagnostics.CodeAnalysis.SuppressMessage(\"LearningRate.Value\", \"LR1001\")]\n    public static void", StringComparison.Ordinal)),
        new("SuppressedByEditorConfig", Source("{|warning LR3001:-0.001|}")) { Files = [(".editorconfig", "[SuppressedByEditorConfig.cs]\ndotnet_diagnostic.LR1001.severity = none\n")] },
        new("SuppressedByGlobalConfig", Source("{|warning LR3001:-0.001|}")) { Files = [(".globalconfig", "is_global = true\ndotnet_diagnostic.LR1001.severity = none\n")] },
        new("SuppressedByNoWarn", Source("{|warning LR3001:-0.001|}")) { Properties = "<NoWarn>$(NoWarn);LR1001</NoWarn>" },
        new("ModeInBlanks", Source("{|warning LR1004:{|warning LR3001:0.05|}|}")) { Properties = "<LrAnalysisMode>\n Strict </LrAnalysisMode>" },
        // What a user says of a category beats the mode, as what they say of a rule does.
        new("StrictWithoutValues", Source("{|warning LR3001:-0.001|}")) { Properties = Mode("Strict"), Files = [Category("Value", "none")] },
        new("NoneButValues", Source(Wrong, "0.001")) { Properties = Mode("None"), Files = [Category("Value", "warning")] },
        new("MinimumAndConfiguration", Source()) { Properties = Mode("Minimum"), Files = [Category("Configuration", "warning")] },
        new("MinimumWithoutValues", Source("-0.001", "0.001")) { Properties = Mode("Minimum"), Files = [Category("Value", "none")] },
        new("DefaultWithoutValues", Source("{|warning LR3001:-0.001|}")) { Files = [Category("Value", "none")] },
        new("ModeNone", Source("-0.001", "0.05")) { Properties = Mode("None") },
        new("ModeMinimum", Source(Wrong, "0.05")) { Properties = Mode("Minimum") },
        new("ModeInLowerCase", Source(Wrong, "0.05")) { Properties = Mode("minimum") },
        new("ModeDefault", Source(Wrong, "{|warning LR3001:0.05|}")) { Properties = Mode("Default") },
        new("ModeStrict", Source(Wrong, "{|warning LR1004:{|warning LR3001:0.05|}|}")) { Properties = Mode("Strict") },
        new("ModeUnknown", Source()) { Properties = Mode("Stict") },
        new("EditorConfigBeatsMode", Source("{|warning LR3001:-0.001|}"))
        {
            Properties = Mode("Minimum"),
            Files = [(".editorconfig", "[*.cs]\ndotnet_diagnostic.LR1001.severity = none\ndotnet_diagnostic.LR3001.severity = warning\n")],
        },
        new("GlobalConfigBeatsMode", Source("{|warning LR3001:-0.001|}"))
        {
            Properties = Mode("None"),
            Files = [(".globalconfig", "is_global = true\ndotnet_diagnostic.LR3001.severity = warning\n")],
        },
        // Said once, though there is a second file.
        new("GarbageOption", Source())
        {
            Files = [(".editorconfig", "[*.cs]\nlr_analyzers.hard_coded_scope = \u0001!! NaN, 1e999 {0}\n"), ("Second.cs", "internal static class Second;\n")],
        },
        new("OwnOptionsType", """
            using TorchSharp;

            using var model = torch.nn.Linear(2, 1);
            var options = new MyOptions { LearningRate = {|warning LR3001:0.001|} };
            options = new MyOptions { LearningRate = {|warning LR1001:-0.001|} };
            using var optimizer = torch.optim.Adam(model.parameters(), options.LearningRate);
            Console.WriteLine(optimizer);

            internal sealed class MyOptions
            {
                public double LearningRate { get; set; }
            }
            """)
        {
            Properties = "<OutputType>Exe</OutputType>",
            Files = [(".editorconfig", "[*.cs]\nlr_analyzers.additional_learning_rates = MyOptions.LearningRate\n")],
        },
        // The rules learn of IsTestProject from the package's props alone.
        new("TestProject", Source(Wrong, "0.001")) { Properties = "<IsTestProject>true</IsTestProject>" },
        new("Program", """
            using TorchSharp;

            const double LearningRate = 0.001;
            using var model = torch.nn.Linear(2, 1);
            using var named = torch.optim.Adam(model.parameters(), LearningRate);
            using var literal = torch.optim.Adam(model.parameters(), {|warning LR3001:0.001|});
            using var negative = torch.optim.SGD(model.parameters(), learningRate: {|warning LR1001:-0.001|});
            using var zero = torch.optim.AdamW(model.parameters(), lr: {|warning LR1001:0|});
            Console.WriteLine($"{named} {literal} {negative} {zero}");
            """) { Properties = "<OutputType>Exe</OutputType>" },
    ];

    /// <summary>Writes a project of each kind, and a solution of them, into a folder.</summary>
    /// <param name="kinds">The kinds.</param>
    /// <param name="root">The folder.</param>
    /// <param name="packageVersion">The version of LrAnalyzers that they install.</param>
    /// <returns>The diagnostics that each kind's source should get, by its name.</returns>
    public static IReadOnlyDictionary<string, IReadOnlyList<SourceDiagnostic>> WriteSolution(IReadOnlyCollection<ConsumerKind> kinds, string root, string packageVersion)
    {
        File.WriteAllText(Path.Combine(root, "Consumers.slnx"), $"""
            <Solution>
            {string.Concat(kinds.Select(kind => $"  <Project Path=\"{kind.Name}/{kind.Name}.csproj\" />\n"))}</Solution>
            """);
        return kinds.ToDictionary(kind => kind.Name, kind => kind.Write(root, packageVersion).Expected);
    }

    /// <summary>Where the source file of this kind is, in the folder of its solution.</summary>
    public string SourceIn(string root) => Path.Combine(root, Name, Name + ".cs");

    private MarkedSource Write(string root, string packageVersion)
    {
        string folder = Directory.CreateDirectory(Path.Combine(root, Name)).FullName;
        File.WriteAllText(Path.Combine(folder, Name + ".csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFrameworks>{TargetFrameworks}</TargetFrameworks>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <NoWarn>$(NoWarn);NU1603;NU1701</NoWarn>
                {Properties}
              </PropertyGroup>
              <ItemGroup>
                {References}
                {Items}
              </ItemGroup>
            </Project>
            """.Replace("$VERSION$", packageVersion, StringComparison.Ordinal));
        foreach ((string name, string text) in Files)
        {
            File.WriteAllText(Path.Combine(folder, name), text.Replace("$VERSION$", packageVersion, StringComparison.Ordinal));
        }

        var source = MarkedSource.Parse(Name + ".cs", Markup);
        File.WriteAllText(SourceIn(root), source.Text);
        return source;
    }

    public static string Reference(string package, string version = "", string attributes = "") =>
        $"<PackageReference Include=\"{package}\" {(version.Length > 0 ? $"Version=\"{version}\"" : "")}{attributes} />\n";

    private static string Source(string first = Wrong, string second = HardCoded) => $$"""
        internal static class Trainer
        {
            public static void Train()
            {
                var model = TorchSharp.torch.nn.Linear(2, 1);
                var first = TorchSharp.torch.optim.Adam(model.parameters(), {{first}});
                var second = TorchSharp.torch.optim.Adam(model.parameters(), {{second}});
                System.Console.WriteLine(first.ToString() + second);
            }
        }

        """;

    private static string Mode(string mode) => $"<LrAnalysisMode>{mode}</LrAnalysisMode>";

    private static string Version(string package, string version) => $"""<PackageVersion Include="{package}" Version="{version}" />""";

    private static string Central(string item) => $"""
        <Project>
          <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
          <ItemGroup>{Version("TorchSharp", TestMetadata.TorchSharpVersion)}{item}</ItemGroup>
        </Project>
        """;

    private static (string, string) Category(string category, string severity) =>
        (".editorconfig", $"[*.cs]\ndotnet_analyzer_diagnostic.category-LearningRate.{category}.severity = {severity}\n");
}
