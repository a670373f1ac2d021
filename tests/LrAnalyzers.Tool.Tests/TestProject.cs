using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LrAnalyzers.Tool.Tests;

/// <summary>A project in memory that references TorchSharp.</summary>
internal static class TestProject
{
    /// <summary>The folder of its files.</summary>
    public static string Root { get; } = Path.Combine(Path.GetTempPath(), "lr-project");

    /// <summary>The project with a file <c>Program.cs</c>.</summary>
    public static Project Of(string program) => Of(("Program.cs", program));

    /// <summary>The project with some files.</summary>
    public static Project Of(params (string Name, string Text)[] files)
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        IEnumerable<MetadataReference> references = Directory.EnumerateFiles(framework, "*.dll")
            .Where(file => Path.GetFileName(file) is "System.Private.CoreLib.dll" or "System.Runtime.dll" or "System.Collections.dll" or "System.Linq.dll" or "System.Console.dll" or "netstandard.dll")
            .Append(Metadata("TorchSharp"))
            .Select(file => MetadataReference.CreateFromFile(file));
        var workspace = new AdhocWorkspace();
        var id = ProjectId.CreateNewId();
        Solution solution = workspace.CurrentSolution.AddProject(ProjectInfo.Create(
            id,
            VersionStamp.Default,
            "Training",
            "Training",
            LanguageNames.CSharp,
            Path.Combine(Root, "Training.csproj"),
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary),
            metadataReferences: references));
        foreach ((string name, string text) in files)
        {
            string path = Path.Combine(Root, name);
            solution = solution.AddDocument(DocumentId.CreateNewId(id), name, text, filePath: path);
        }

        return solution.GetProject(id)!;
    }

    /// <summary>What the project file knows.</summary>
    public static string Metadata(string key) =>
        typeof(TestProject).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
