using System.Reflection;

namespace LrAnalyzers.Curves;

/// <summary>Draws the curves of the rule pages: <c>dotnet run --project tests/LrAnalyzers.Curves</c>.</summary>
internal static class Program
{
    private static void Main()
    {
        var root = typeof(Program).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "RepositoryRoot").Value!;
        var folder = Path.Combine(root, "src", "docs", "curves");
        Directory.CreateDirectory(folder);
        foreach (var picture in CurveGallery.All)
        {
            File.WriteAllText(Path.Combine(folder, picture.FileName), picture.ToSvg());
            Console.WriteLine(picture.FileName);
        }
    }
}
