using System.Reflection;
using System.Xml.Linq;
using LrAnalyzers.Curves;

namespace LrAnalyzers.Tests.Schedules;

/// <summary>The pictures in src/docs/curves are what the generator draws.</summary>
public class CurvePictureTests
{
    private static readonly string Folder = Path.Combine(
        typeof(CurvePictureTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "RepositoryRoot").Value!,
        "src",
        "docs",
        "curves");

    public static TheoryData<string> Names => [.. CurveGallery.All.Select(picture => picture.FileName)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Picture_IsUpToDate(string name)
    {
        var expected = CurveGallery.All.Single(picture => picture.FileName == name).ToSvg();
        var file = Path.Combine(Folder, name);
        var actual = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : null;
        if (actual == expected)
            return;
        File.WriteAllText(file + ".generated", expected);
        Assert.Fail($"src/docs/curves/{name} is stale. Run: dotnet run --project tests/LrAnalyzers.Curves");
    }

    [Fact]
    public void Folder_HoldsNothingElse()
        => Assert.Equal(
            CurveGallery.All.Select(picture => picture.FileName).Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(Folder, "*.svg").Select(Path.GetFileName).Order(StringComparer.Ordinal)!);

    [Theory]
    [MemberData(nameof(Names))]
    public void Picture_IsWellFormedAndSaysWhatItShows(string name)
    {
        var svg = XDocument.Parse(CurveGallery.All.Single(picture => picture.FileName == name).ToSvg()).Root!;
        XNamespace ns = "http://www.w3.org/2000/svg";
        Assert.NotEmpty(svg.Element(ns + "title")!.Value);
        Assert.Contains("As fixed", svg.Element(ns + "desc")!.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", string.Concat(svg.Elements(ns + "path").Attributes("d").Select(d => d.Value)), StringComparison.Ordinal);
    }
}
