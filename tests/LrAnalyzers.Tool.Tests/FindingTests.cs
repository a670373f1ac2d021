using System.Text.Json;
using LrAnalyzers.Tool.Builds;
using LrAnalyzers.Tool.Findings;
using LrAnalyzers.Tool.Output;

namespace LrAnalyzers.Tool.Tests;

/// <summary>From the compiler's logs to what is printed and written.</summary>
public sealed class FindingTests : IDisposable
{
    private const string Code = "class Training\n{\n    double a = Rate(1 / 10);\n    double b = Rate(1 / 10);\n}\n";

    private readonly string _root = Directory.CreateTempSubdirectory("lr-tests-").FullName;

    public FindingTests() => File.WriteAllText(Source, Code);

    private string Source => Path.Combine(_root, "Training one.cs");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Log_IsReadWithoutWhatIsSuppressed_OrOfOthers()
    {
        ErrorLog log = Read("net8.0", Result("LR1002", 3), Result("LR1002", 4, suppressed: true), Result("CA1822", 3), Result("LR1004", 4, "note"), Result("LR3001", 4, "none"));

        Assert.Equal(["LR1002 Warning 3", "LR1004 Info 4"], log.Findings.Select(finding => $"{finding.Rule} {finding.Severity} {finding.Span.StartLine}"));
        Assert.All(log.Findings, finding => Assert.Equal("Training one.cs", finding.Path));
        Assert.Empty(log.Faults);
    }

    [Fact]
    public void Log_TellsAnalyzersThatFailed()
    {
        ErrorLog log = Read("net8.0", Result("AD0001", 1, message: "Analyzer 'LrAnalyzers.ValueAnalyzer' threw"), Result("AD0001", 1, message: "Analyzer 'Other' threw"));

        Assert.Equal("AD0001: Analyzer 'LrAnalyzers.ValueAnalyzer' threw", Assert.Single(log.Faults));
    }

    [Fact]
    public void Findings_OfSeveralFrameworks_AreOne()
    {
        IReadOnlyList<Finding> merged = Finding.Merge(
            [.. Read("net8.0", Result("LR1002", 3), Result("LR2001", 4)).Findings, .. Read("net10.0", Result("LR1002", 3)).Findings]);

        Assert.Equal(["LR1002 at 3: ", "LR2001 at 4: net8.0"], merged.Select(finding => $"{finding.Rule} at {finding.Span.StartLine}: {string.Join(',', finding.Frameworks)}"));
    }

    [Fact]
    public void Fingerprint_OutlivesLinesAboveIt_AndTellsEqualLinesApart()
    {
        string[] before = [.. Finding.Merge(Read("", Result("LR1002", 3), Result("LR1002", 4)).Findings).Select(finding => finding.Fingerprint)];
        File.WriteAllText(Source, "// A comment.\n\n" + Code.Replace("    double", "\tdouble"));
        string[] after = [.. Finding.Merge(Read("", Result("LR1002", 5), Result("LR1002", 6)).Findings).Select(finding => finding.Fingerprint)];

        Assert.Equal(before, after);
        Assert.NotEqual(before[0], Finding.Merge(Read("", Result("LR1003", 5)).Findings)[0].Fingerprint);
        Assert.Equal(2, before.Distinct().Count());
    }

    [Fact]
    public void Baseline_KnowsWhatItWasWrittenFrom()
    {
        Finding[] old = [.. Finding.Merge(Read("", Result("LR1002", 3), Result("LR2001", 4)).Findings)];
        string file = Path.Combine(_root, "baseline.sarif");
        File.WriteAllText(file, SarifOutput.Write(new FindingReport(old, [], [], HasBaseline: false, _root), isBaseline: true));
        Baseline baseline = Baseline.Read(file);
        Finding[] now = [.. Finding.Merge(Read("", Result("LR1002", 3), Result("LR1003", 4)).Findings)];

        BaselineMatch match = baseline.Match(now, _root);

        Assert.Equal(["LR1002"], match.Known.Select(finding => finding.Rule));
        Assert.Equal("LR2001", Assert.Single(match.Absent).Rule);
        Assert.DoesNotContain(_root, File.ReadAllText(file));
    }

    [Fact]
    public void Baseline_KnowsARenamedFile_ButNoCopy()
    {
        Finding[] old = [.. Finding.Merge(Read("", Result("LR1002", 3)).Findings)];
        string file = Path.Combine(_root, "baseline.sarif");
        File.WriteAllText(file, SarifOutput.Write(new FindingReport(old, [], [], HasBaseline: false, _root), isBaseline: true));
        Finding[] renamed = [.. old.Select(finding => finding with { Path = "Renamed.cs", Fingerprint = "other" })];

        BaselineMatch copied = Baseline.Read(file).Match(renamed, _root);
        File.Delete(Source);
        BaselineMatch moved = Baseline.Read(file).Match([.. renamed, renamed[0] with { Path = "Twice.cs", Fingerprint = "third" }], _root);

        Assert.Empty(copied.Known);
        Assert.Single(copied.Absent);
        Assert.Equal("Renamed.cs", Assert.Single(moved.Known).Path);
        Assert.Empty(moved.Absent);
    }

    [Fact]
    public void Sarif_HasOneRun_RelativePaths_FingerprintsAndStates()
    {
        Finding[] findings = [.. Finding.Merge(Read("", Result("LR1002", 3), Result("LR2001", 4)).Findings)];
        var absent = new KnownFinding("0:1", "LR1001", "was", "Gone.cs");
        using JsonDocument sarif = JsonDocument.Parse(SarifOutput.Write(new FindingReport(findings[..1], findings[1..], [absent], HasBaseline: true, _root)));
        JsonElement run = Assert.Single(sarif.RootElement.GetProperty("runs").EnumerateArray());
        JsonElement[] results = [.. run.GetProperty("results").EnumerateArray()];
        JsonElement[] rules = [.. run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray()];

        Assert.Equal("2.1.0", sarif.RootElement.GetProperty("version").GetString());
        Assert.Equal(["new", "unchanged", "absent"], results.Select(result => result.GetProperty("baselineState").GetString()));
        Assert.Equal(["LR1001", "LR1002", "LR2001"], rules.Select(rule => rule.GetProperty("id").GetString()));
        Assert.All(results, result => Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString()));
        Assert.All(results, result => Assert.False(string.IsNullOrEmpty(result.GetProperty("partialFingerprints").GetProperty(SarifOutput.FingerprintName).GetString())));
        JsonElement artifact = results[0].GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation");
        Assert.Equal("Training%20one.cs", artifact.GetProperty("uri").GetString());
        Assert.Equal("SRCROOT", artifact.GetProperty("uriBaseId").GetString());
        Assert.EndsWith("/", run.GetProperty("originalUriBaseIds").GetProperty("SRCROOT").GetProperty("uri").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Github_EscapesWhatWouldEndACommand()
    {
        Finding finding = Finding.Merge(Read("", Result("LR1002", 3, message: "100 % wrong:\nsee, there")).Findings)[0] with { Path = "a,b:c.cs" };

        Assert.Equal(
            "::warning file=a%2Cb%3Ac.cs,line=3,col=21,endColumn=27,title=LR1002%3A Integer division truncates a learning-rate expression::100 %25 wrong:%0Asee, there\n",
            GithubOutput.Write(Report(finding)));
    }

    [Fact]
    public void Gitlab_HasWhatAMergeRequestReads()
    {
        Finding finding = Finding.Merge(Read("", Result("LR1002", 3)).Findings)[0];
        using JsonDocument report = JsonDocument.Parse(GitlabOutput.Write(Report(finding)));
        JsonElement entry = Assert.Single(report.RootElement.EnumerateArray());

        Assert.Equal("LR1002", entry.GetProperty("check_name").GetString());
        Assert.Equal("major", entry.GetProperty("severity").GetString());
        Assert.Equal(finding.Fingerprint, entry.GetProperty("fingerprint").GetString());
        Assert.Equal("Training one.cs", entry.GetProperty("location").GetProperty("path").GetString());
        Assert.Equal(3, entry.GetProperty("location").GetProperty("lines").GetProperty("begin").GetInt32());
    }

    [Fact]
    public void Text_IsTheCompilers_AndCountsRules()
    {
        FindingReport report = Report([.. Finding.Merge(Read("", Result("LR1002", 3), Result("LR1002", 4)).Findings)]);

        Assert.Equal("Training one.cs(3,21): warning LR1002: wrong\nTraining one.cs(4,21): warning LR1002: wrong\n", TextOutput.Write(report, _root));
        Assert.Equal("\n    2  LR1002  Integer division truncates a learning-rate expression\n\n2 findings in 1 file.\n", TextOutput.Summary(report));
    }

    [Theory]
    [InlineData(true, "LR1002", "src/**")]
    [InlineData(true, "", "**/*.cs")]
    [InlineData(false, "LR1003", "src/**")]
    [InlineData(false, "LR1002", "lib/**")]
    public void Filter_TakesRulesAndGlobs(bool isTaken, string rule, string include)
    {
        Finding finding = Finding.Merge(Read("", Result("LR1002", 3)).Findings)[0] with { Path = "src/a/Training.cs" };
        string[] rules = rule.Length == 0 ? [] : [rule];

        Assert.Equal(isTaken, new FindingFilter(rules, Severity.Warning, [include], []).Takes(finding));
        Assert.False(new FindingFilter(rules, Severity.Warning, [include], ["src/a/**"]).Takes(finding));
        Assert.False(new FindingFilter(rules, Severity.Error, [include], []).Takes(finding));
    }

    private FindingReport Report(params Finding[] findings) => new(findings, [], [], HasBaseline: false, _root);

    private ErrorLog Read(string framework, params object[] results)
    {
        string file = Path.Combine(_root, "log.sarif");
        File.WriteAllText(file, JsonSerializer.Serialize(new { version = "2.1.0", runs = new[] { new { results } } }));
        return ErrorLog.Read(new CompiledProject(Path.Combine(_root, "Training.csproj"), framework, ["TorchSharp"], "roslyn5.0", IsAnalysisOff: false, file), _root);
    }

    private object Result(string ruleId, int line, string level = "warning", string message = "wrong", bool suppressed = false)
    {
        var result = new Dictionary<string, object>
        {
            ["ruleId"] = ruleId,
            ["level"] = level,
            ["message"] = new { text = message },
            ["locations"] = new[]
            {
                new
                {
                    physicalLocation = new
                    {
                        artifactLocation = new { uri = new Uri(Source).AbsoluteUri },
                        region = new { startLine = line, startColumn = 21, endLine = line, endColumn = 27 },
                    },
                },
            },
        };
        if (suppressed)
        {
            result["suppressions"] = new[] { new { kind = "inSource" } };
        }

        return result;
    }
}
