namespace LrAnalyzers.Tests.Verification;

/// <summary>Files of this repository that are, in whole or in part, made from the code.</summary>
internal static class GeneratedFile
{
    /// <summary>
    /// Asserts that a file says what it should. Where it does not, what it should say is written beside it with the ending
    /// <c>.generated</c>, to be looked at and moved over the file.
    /// </summary>
    /// <param name="expected">The whole text of the file, with LF line endings.</param>
    /// <param name="path">The file, from the repository's root.</param>
    public static void AssertIs(string expected, params string[] path)
    {
        string file = Path.Combine([Repository.Root, .. path]);
        string generated = file + ".generated";
        string actual = File.Exists(file) ? Repository.Read(path) : "";
        if (actual == expected)
        {
            File.Delete(generated);
            return;
        }

        File.WriteAllText(generated, expected);
        string[] lines = actual.Split('\n');
        (string wanted, int line) = expected.Split('\n').Select((text, index) => (text, index))
            .First(pair => pair.index >= lines.Length || pair.text != lines[pair.index]);
        string name = string.Join('/', path);
        Assert.Fail($"{name} is not what the code says, from line {line + 1} on, where it should read: {wanted}\nAccept with: mv {name}.generated {name}");
    }
}
