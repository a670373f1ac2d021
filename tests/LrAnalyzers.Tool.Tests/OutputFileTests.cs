using LrAnalyzers.Tool.Output;

namespace LrAnalyzers.Tool.Tests;

/// <summary>What is written is a file, whole, and nothing else is touched.</summary>
public sealed class OutputFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lr-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Write_MakesFolders_AndReplacesWhatWasThere()
    {
        string file = Path.Combine(_folder, "new", "report.html");

        await OutputFile.WriteAsync(file, "one", default);
        await OutputFile.WriteAsync(file, "two", default);

        Assert.Equal("two", File.ReadAllText(file));
        Assert.Single(Directory.EnumerateFiles(Path.GetDirectoryName(file)!));
    }

    [Theory]
    [InlineData("/dev/stdout")]
    [InlineData("/dev/null")]
    [InlineData("/proc/self/fd/1")]
    public async Task Write_ToADevice_IsRefused(string device)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var exception = await Assert.ThrowsAsync<LrException>(() => OutputFile.WriteAsync(device, "text", default));

        Assert.Contains("is no file", exception.Message);
    }

    [Fact]
    public async Task Write_ToAFolder_IsOneSentence()
    {
        var exception = await Assert.ThrowsAsync<LrException>(() => OutputFile.WriteAsync(_folder, "text", default));

        Assert.Contains("cannot be written", exception.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }
}
