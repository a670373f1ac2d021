using LrAnalyzers.Tool.Builds;

namespace LrAnalyzers.Tool.Tests;

/// <summary>What paths in reports are relative to.</summary>
public sealed class BuildTargetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lr-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("", "build/All.sln", "build/Training/Training.csproj", "Library/Library.csproj")]
    [InlineData("build", "build/All.sln", "build/Training/Training.csproj")]
    [InlineData("build", "build/All.sln")]
    [InlineData("Training", "Training/Training.csproj", "Training/Training.csproj")]
    public void Root_OutsideARepository_IsTheInnermostFolderOfEverythingThatIsBuilt(string root, string target, params string[] projects) =>
        Assert.Equal(At(root), TargetAt(target).RootOf(projects.Select(At)));

    [Fact]
    public void Root_InARepository_IsTheRepository()
    {
        Directory.CreateDirectory(At("code/.git"));

        Assert.Equal(At("code"), TargetAt("code/build/All.sln").RootOf([At("code/build/Training/Training.csproj"), At("Library/Library.csproj")]));
    }

    [Fact]
    public void Root_WithNothingInCommon_IsTheTargetsFolder() =>
        Assert.Equal(At("build"), TargetAt("build/All.sln").RootOf([Path.Combine(Path.GetPathRoot(_folder)!, "elsewhere", "Library.csproj")]));

    private string At(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(_folder, path)));

    private BuildTarget TargetAt(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), "");
        return BuildTarget.Resolve(At(path));
    }
}
