using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LrAnalyzers.EndToEnd.Training.Real;

namespace LrAnalyzers.EndToEnd.Measurements;

/// <summary>One training's result.</summary>
/// <param name="Steps">Steps of the optimizer.</param>
/// <param name="Loss">The held-out loss.</param>
/// <param name="Error">The held-out error.</param>
internal sealed record Result(int Steps, double Loss, double Error);

/// <summary>The file of results: a line per training.</summary>
internal sealed class Results
{
    private const string Header =
        "program,text,problem,optimizer,rate,level,epochs,shape,schedule,seed,steps,loss,error,first_rate,highest_rate,last_rate,seconds";

    private readonly Dictionary<string, Result> _results = [];
    private readonly string _text;

    private Results(string text) => _text = text;

    /// <summary>Reads a file, where there is one.</summary>
    /// <param name="file">The file.</param>
    /// <param name="textRoot">The repository whose source is trained on: results on another text are others.</param>
    public static Results Read(string file, string textRoot)
    {
        var results = new Results(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(RealData.Text(textRoot))))[..6]);
        foreach (string line in File.Exists(file) ? File.ReadLines(file).Skip(1) : [])
        {
            string[] fields = line.Split(',');
            // The last line of a run that was interrupted may be cut off.
            if (fields.Length == Header.Split(',').Length)
            {
                double Number(int index) => double.Parse(fields[index], CultureInfo.InvariantCulture);
                results._results[Key(fields[0], fields[1], fields[6], fields[9])] = new Result((int)Number(10), Number(11), Number(12));
            }
        }

        return results;
    }

    /// <summary>Makes the file ready to be added to.</summary>
    public static void Begin(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        if (!File.Exists(file))
        {
            File.WriteAllText(file, Header + "\n");
        }
    }

    /// <summary>The result of a training, where it is known.</summary>
    public Result? Find(Arm arm, int seed) =>
        _results.GetValueOrDefault(Key(arm.Hash, TextOf(arm), arm.Setting.Epochs.ToString(CultureInfo.InvariantCulture), seed.ToString(CultureInfo.InvariantCulture)));

    /// <summary>What the line of a training begins with.</summary>
    public string LabelOf(Arm arm, int seed)
    {
        Setting setting = arm.Setting;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{arm.Hash},{TextOf(arm)},{setting.Problem},{setting.Optimizer},{setting.LearningRate:G4},{setting.Level},{setting.Epochs},{setting.Shape},{arm.Schedule},{seed}");
    }

    private string TextOf(Arm arm) => arm.Setting.Problem == "characters" ? _text : "";

    private static string Key(string program, string text, string epochs, string seed) => $"{program} {text} {epochs} {seed}";
}
