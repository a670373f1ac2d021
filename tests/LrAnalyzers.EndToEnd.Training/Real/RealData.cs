using System.Globalization;
using System.IO.Compression;
using static TorchSharp.torch;

namespace LrAnalyzers.EndToEnd.Training.Real;

/// <summary>
/// The problems that are trained to measure advice. The files are public data sets that are read where they lie and are no part
/// of this repository; how the rows are divided never changes.
/// </summary>
/// <param name="folder">The folder with the data sets.</param>
/// <param name="repositoryRoot">The repository, whose own source is a problem too.</param>
public sealed class RealData(string folder, string repositoryRoot)
{
    /// <summary>The variable that names the folder with the data sets.</summary>
    public const string FolderVariable = "LRANALYZERS_DATA";

    private const int Context = 32;

    /// <summary>The names of the problems.</summary>
    public static IReadOnlyList<string> Names { get; } = ["digits", "bikes", "census", "characters"];

    /// <summary>The file that a problem needs beside the repository and that is not there; <see langword="null"/> where nothing is missing.</summary>
    public string? MissingFor(string problem) => FilesOf(problem).Select(file => Path.Combine(folder, file)).FirstOrDefault(path => !File.Exists(path));

    /// <summary>Reads a problem.</summary>
    public RealProblem Read(string problem) => problem switch
    {
        "digits" => Digits(),
        "bikes" => Bikes(),
        "census" => Census(),
        "characters" => Characters(),
        _ => throw new ArgumentException($"There is no problem '{problem}': {string.Join(", ", Names)}."),
    };

    /// <summary>The source of a repository, in the order of its files' names.</summary>
    public static string Text(string repositoryRoot)
    {
        string folder = Path.Combine(repositoryRoot, "src");
        return string.Concat(Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .OrderBy(file => Path.GetRelativePath(folder, file), StringComparer.Ordinal)
            .Select(file => File.ReadAllText(file).ReplaceLineEndings("\n")));
    }

    private static string[] FilesOf(string problem) => problem switch
    {
        "digits" => ["optdigits-train.csv.gz", "optdigits-test.csv.gz"],
        "bikes" => ["hour_train.csv.gz"],
        "census" => ["adult.txt.gz"],
        _ => [],
    };

    // Handwritten digits, 8x8 pixels (Optical Recognition of Handwritten Digits), divided as its authors did.
    private RealProblem Digits()
    {
        Batch Part(string file)
        {
            float[][] rows = [.. Rows(file).Select(row => row.Select(field => float.Parse(field, CultureInfo.InvariantCulture)).ToArray())];
            return new Batch(
                tensor([.. rows.SelectMany(row => row[..64].Select(pixel => pixel / 8 - 1))], [rows.Length, 1, 8, 8]),
                tensor([.. rows.Select(row => (long)row[64])]));
        }

        return RealProblem.Classification(Part("optdigits-train.csv.gz"), Part("optdigits-test.csv.gz"), batchSize: 32);
    }

    // Bikes rented per hour (Bike Sharing Dataset): season, year, month, hour, holiday, weekday, working day and weather as indicators,
    // then four standardised measures of it. The target is in units of its standard deviation.
    private RealProblem Bikes()
    {
        string[][] rows = Shuffled([.. Rows("hour_train.csv.gz").Skip(1)]);
        float[] counts = [.. rows.Select(row => float.Parse(row[16], CultureInfo.InvariantCulture))];
        double mean = counts.Average();
        double deviation = Math.Sqrt(counts.Average(count => (count - mean) * (count - mean)));
        Tensor targets = tensor([.. counts.Select(count => (float)(count / deviation))], [rows.Length, 1]);
        return Divided(Features(rows, categories: [2, 3, 4, 5, 6, 7, 8, 9], numbers: [10, 11, 12, 13]), targets, heldOut: 2_748, batchSize: 64, RealProblem.Regression);
    }

    // Income above 50,000 (Adult, from the census of 1994): eight categories as indicators, then five standardised numbers.
    private RealProblem Census()
    {
        string[][] rows = Shuffled([.. Rows("adult.txt.gz").Skip(1)]);
        Tensor targets = tensor([.. rows.Select(row => long.Parse(row[14], CultureInfo.InvariantCulture))]);
        return Divided(Features(rows, categories: [1, 3, 5, 6, 7, 8, 9, 13], numbers: [0, 4, 10, 11, 12]), targets, heldOut: 8_561, batchSize: 128, RealProblem.Classification);
    }

    // The next character of this repository's own source, at every place of pieces of 32 characters.
    private RealProblem Characters()
    {
        const int Training = 1600;
        const int Held = 320;
        string text = Text(repositoryRoot);
        // Pieces from everywhere, so that what is held out is of the kind of what is trained on.
        int pieces = text.Length / (Context + 1);
        int[] order = [.. Enumerable.Range(0, pieces)];
        new Random(1).Shuffle(order);
        Batch Part(IEnumerable<int> chosen)
        {
            long[] codes = [.. chosen.SelectMany(piece => text.Substring(piece * (Context + 1), Context + 1)).Select(CodeOf)];
            using Tensor all = tensor(codes, [codes.Length / (Context + 1), Context + 1]);
            return new Batch(all[.., ..Context].contiguous(), all[.., 1..].contiguous());
        }

        return RealProblem.Classification(Part(order.Take(Training)), Part(order.Skip(Training).Take(Held)), batchSize: 8);
    }

    // Line feed, then the printable characters of ASCII from 1 to 95; everything else is a space.
    private static long CodeOf(char character) => character == '\n' ? 0 : character is > ' ' and <= '~' ? character - ' ' + 1 : 1;

    private static RealProblem Divided(Tensor inputs, Tensor targets, int heldOut, int batchSize, Func<Batch, Batch, int, RealProblem> create)
    {
        using (inputs)
        using (targets)
        {
            return create(
                new Batch(inputs[heldOut..].clone(), targets[heldOut..].clone()), new Batch(inputs[..heldOut].clone(), targets[..heldOut].clone()), batchSize);
        }
    }

    private static Tensor Features(string[][] rows, int[] categories, int[] numbers)
    {
        var columns = new List<Func<string[], float>>();
        foreach (int column in categories)
        {
            columns.AddRange(rows.Select(row => row[column]).Distinct().Order(StringComparer.Ordinal)
                .Select(value => (Func<string[], float>)(row => row[column] == value ? 1 : 0)));
        }

        foreach (int column in numbers)
        {
            double[] values = [.. rows.Select(row => double.Parse(row[column], CultureInfo.InvariantCulture))];
            double mean = values.Average();
            double deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
            columns.Add(row => (float)((double.Parse(row[column], CultureInfo.InvariantCulture) - mean) / deviation));
        }

        return tensor([.. rows.SelectMany(row => columns.Select(column => column(row)))], [rows.Length, columns.Count]);
    }

    private static string[][] Shuffled(string[][] rows)
    {
        new Random(1).Shuffle(rows);
        return rows;
    }

    private IEnumerable<string[]> Rows(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(folder, file)), CompressionMode.Decompress));
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            yield return line.Split(',', StringSplitOptions.TrimEntries);
        }
    }
}
