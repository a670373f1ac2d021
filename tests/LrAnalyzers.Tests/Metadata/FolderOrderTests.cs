using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Tests.Metadata;

/// <summary>Each stage of the analysis is a folder and knows only those before it, as architecture.md says.</summary>
public class FolderOrderTests
{
    private static readonly string[] s_analysis = ["Schedules", "Catalog", "ValueGraph", "Sites", "Values", "Loops", "Flow", "Models", "Trials", "Rules"];
    private static readonly string[] s_fixes = ["Editing", "Training", "Fixes", "Refactorings"];

    public static TheoryData<string, string> Folders
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string folder in s_analysis)
            {
                data.Add("LrAnalyzers", folder);
            }

            foreach (string folder in s_fixes)
            {
                data.Add("LrAnalyzers.CodeFixes", folder);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_KnowsOnlyThoseBeforeIt(string project, string folder)
    {
        string[] order = project == "LrAnalyzers" ? s_analysis : s_fixes;
        HashSet<string> later = [.. order.Skip(Array.IndexOf(order, folder) + 1).Select(name => $"{project}.{name}")];
        string[] files = Directory.GetFiles(Path.Combine(Repository.Root, "src", project, folder), "*.cs", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.Empty(
            from file in files
            from used in CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetCompilationUnitRoot().DescendantNodes().OfType<UsingDirectiveSyntax>()
            where used.Name?.ToString() is { } name && later.Contains(name)
            select $"{Path.GetFileName(file)}: {used}");
    }
}
