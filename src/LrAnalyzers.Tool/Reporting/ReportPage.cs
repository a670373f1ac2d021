using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LrAnalyzers.Tool.Findings;
using LrAnalyzers.Tool.Output;
using LrAnalyzers.Tool.Workspaces;
using Microsoft.CodeAnalysis;
using static LrAnalyzers.Tool.Reporting.Html;

namespace LrAnalyzers.Tool.Reporting;

/// <summary>
/// The page: one file, no network, legible without scripts. What stands in it depends on the code alone, so that a page that is
/// kept under version control changes only with it.
/// </summary>
internal sealed partial class ReportPage
{
    private readonly Report _report;
    private readonly StringBuilder _page = new();

    private ReportPage(Report report) => _report = report;

    /// <summary>The page of a report.</summary>
    public static string Write(Report report)
    {
        var page = new ReportPage(report);
        page.Write();
        return page._page.ToString().ReplaceLineEndings("\n");
    }

    private void Write()
    {
        ReportedFinding[] findings = [.. _report.Trainings.SelectMany(training => training.Findings).Concat(_report.Others)];
        _page.Append($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
            <title>Learning rates: {Text(_report.Title)}</title>
            <style>
            {Resource("page.css")}
            </style>
            </head>
            <body>
            <header class="top">
            <div class="wide">
            <h1>Learning rates <span class="of">{Text(_report.Title)}</span></h1>
            {Tiles(findings)}
            </div>
            </header>
            {Controls(findings)}
            <main class="wide" id="content">
            <p class="empty" id="nothing" role="status" hidden>Nothing matches. <button type="button" id="reset">Show everything</button></p>

            """);
        if (_report.Trainings.Count == 0 && findings.Length == 0)
        {
            _page.Append("""<p class="empty">No optimizer of TorchSharp and no trainer of ML.NET was found.</p>""").Append('\n');
        }

        foreach (IGrouping<string, Training> project in _report.Trainings.GroupBy(training => training.Project))
        {
            _page.Append($"""<h2 class="project" data-project="{Text(project.Key)}">{Text(project.Key)}</h2>""").Append('\n');
            foreach (Training training in project)
            {
                Card(training);
            }
        }

        if (_report.Others.Count > 0)
        {
            _page.Append("""<h2 class="project">Elsewhere</h2>""").Append('\n');
            foreach (ReportedFinding other in _report.Others)
            {
                string project = Path.GetFileNameWithoutExtension(other.Finding.Project);
                _page.Append($"""<article class="card other" tabindex="-1" data-project="{Text(project)}" data-rules="{other.Finding.Rule}" data-severities="{Level(other.Finding)}" data-text="{Text(other.Finding.Path.ToLowerInvariant())}">""");
                FindingOf(other);
                _page.Append("</article>\n");
            }
        }

        _page.Append($"""
            </main>
            <footer class="wide">
            <p>Made by <a href="{Text(SarifOutput.RepositoryUri())}">LrAnalyzers</a> {Text(LrApplication.Version)}. Curves are computed from the code, not measured: the learning rate of each step of the training that was recognised. Keys: <kbd>/</kbd> search, <kbd>j</kbd> <kbd>k</kbd> next and previous, <kbd>o</kbd> open and close, <kbd>t</kbd> light or dark, <kbd>Esc</kbd> show everything.</p>
            </footer>
            <script>
            {Resource("page.js")}
            </script>
            </body>
            </html>

            """);
    }

    private string Tiles(ReportedFinding[] findings)
    {
        int errors = findings.Count(finding => finding.Finding.Severity == Severity.Error);
        int warnings = findings.Count(finding => finding.Finding.Severity == Severity.Warning);
        int infos = findings.Count(finding => finding.Finding.Severity == Severity.Info);
        var tiles = new StringBuilder("<dl class=\"tiles\">");
        Tile(_report.Trainings.Count, "optimizers and trainers", "");
        Tile(_report.Trainings.Count(training => training.IsScheduled), "with a schedule", "");
        if (errors > 0)
        {
            Tile(errors, errors == 1 ? "error" : "errors", "error");
        }

        Tile(warnings, warnings == 1 ? "warning" : "warnings", warnings > 0 ? "warning" : "");
        Tile(infos, infos == 1 ? "remark" : "remarks", infos > 0 ? "note" : "");
        Tile(findings.Count(finding => finding.FixTitle is not null), "with a fix", "");
        return tiles.Append("</dl>").ToString();

        void Tile(int number, string label, string kind) =>
            tiles.Append($"""<div class="tile {kind}"><dd>{number}</dd><dt>{label}</dt></div>""");
    }

    private string Controls(ReportedFinding[] findings)
    {
        var controls = new StringBuilder();
        controls.Append("""
            <form class="controls" id="controls" role="search" aria-label="Filters">
            <div class="wide">
            <input type="search" id="search" placeholder="Search: Adam, Train, LR2001, a file …" aria-label="Search" autocomplete="off" spellcheck="false">

            """);
        string[] projects = [.. _report.Trainings.Select(training => training.Project).Distinct()];
        if (projects.Length > 1)
        {
            Select("project", "All projects", projects.Select(project => (project, project)));
        }

        Select("rule", "All rules", findings.GroupBy(finding => finding.Finding.Rule).OrderBy(rule => rule.Key, StringComparer.Ordinal)
            .Select(rule => (rule.Key, $"{rule.Key} ({rule.Count()}) {RuleList.Rule(rule.Key).Title}")));
        Select("severity", "Any severity", findings.Select(finding => finding.Finding.Severity).Distinct().OrderDescending()
            .Select(severity => (Level(severity), severity == Severity.Info ? "remarks" : severity.ToString().ToLowerInvariant() + "s")));
        controls.Append("""
            <label class="only"><input type="checkbox" id="only"> only with findings</label>
            <span class="end"><span id="shown" role="status"></span> <button type="button" id="theme" aria-label="Light or dark">◐</button></span>
            </div>
            </form>

            """);
        return controls.ToString();

        void Select(string id, string all, IEnumerable<(string Value, string Label)> options)
        {
            controls.Append($"""<select id="{id}" aria-label="{all}"><option value="">{all}</option>""");
            foreach ((string value, string label) in options)
            {
                controls.Append($"""<option value="{Text(value)}">{Text(label)}</option>""");
            }

            controls.Append("</select>\n");
        }
    }

    private void Card(Training training)
    {
        string searched = string.Join(' ', training.Algorithm, training.Library, training.Member, training.Place.Path, training.Schedule,
            string.Join(' ', training.Findings.Select(finding => finding.Finding.Rule + " " + finding.Finding.Message))).ToLowerInvariant();
        _page.Append($"""
            <article class="card" tabindex="-1" data-project="{Text(training.Project)}" data-rules="{string.Join(' ', training.Findings.Select(finding => finding.Finding.Rule).Distinct())}" data-severities="{string.Join(' ', training.Findings.Select(Level).Distinct())}" data-text="{Text(searched)}">
            <div class="facts">
            <h3>{Text(training.Algorithm)} <span class="badge {(training.IsScheduled ? "scheduled" : "")}">{Text(training.Schedule)}</span></h3>
            <p class="where">{Text(training.Member)} <span class="in">{Link(training.Place)}</span></p>

            """);
        foreach (Rate rate in training.Rates)
        {
            RateOf(rate);
        }

        if (training.Rates.Count == 0)
        {
            _page.Append("""<p class="rate unknown">No learning rate could be read.</p>""").Append('\n');
        }

        if (training.Loops.Length > 0)
        {
            _page.Append($"""<p class="loops">Trains for <b>{Text(training.Loops)}</b>.</p>""").Append('\n');
        }

        _page.Append("</div>\n");
        if (training.Curve is { } written)
        {
            Curve? mended = training.Mended?.Fixed;
            _page.Append("<figure>").Append(CurveDrawing.Svg($"Learning rate of {training.Algorithm} in {training.Member}", written, mended));
            _page.Append($"""<figcaption><span class="key written{(mended is null ? " alone" : "")}">as written</span> {Text(written.Description)}""");
            if (mended is not null)
            {
                _page.Append($"""<br><span class="key fixed">with the fix of {training.Mended!.Finding.Rule}</span> {Text(mended.Description)}""");
            }

            string? note = written.Note ?? mended?.Note;
            if (note is not null || written.IsRelative)
            {
                string relative = written.IsRelative ? "shares of the first rate, which is not known" : "";
                _page.Append($"""<br><span class="assumed">{Text(string.Join("; ", new[] { relative, note }.Where(part => !string.IsNullOrEmpty(part))))}</span>""");
            }

            _page.Append("</figcaption></figure>\n");
        }
        else if (training.NoCurve is { } reason)
        {
            _page.Append($"""<p class="no-curve">{Text(reason)}</p>""").Append('\n');
        }

        if (training.Findings.Count > 0)
        {
            _page.Append("<div class=\"findings\">\n");
            foreach (ReportedFinding finding in training.Findings)
            {
                FindingOf(finding);
            }

            _page.Append("</div>\n");
        }

        _page.Append("</article>\n");
    }

    private void RateOf(Rate rate)
    {
        string number = rate.Numbers.Count == 0 ? "?" : string.Join(" or ", rate.Numbers.Take(3).Select(LearningRateFormat.FormatWritten));
        string expression = rate.Expression is null ? "the library's default"
            : rate.Expression == number ? ""
            : $"<code>{Text(Shortened(rate.Expression))}</code>";
        string written = rate.Written is { } place ? $" written in {Link(place)}" : "";
        string label = rate.Label.Length == 0 ? "" : $"""<span class="label">{Text(rate.Label)}</span> """;
        _page.Append($"""<div class="rate">{label}<span class="number {Verdict(rate)}">{Text(number)}</span> <span class="given">{expression}{written}</span>{Gauge(rate)}</div>""").Append('\n');
    }

    // Where the number lies, from a hundredth of the least to a hundred times the highest of what is usual.
    private static string Gauge(Rate rate)
    {
        if (rate.Usual is not var (low, high) || low <= 0 || double.IsInfinity(high))
        {
            return "";
        }

        double from = Math.Log10(low) - 2;
        double to = Math.Log10(high) + 2;
        var marks = new StringBuilder();
        foreach (double number in rate.Numbers)
        {
            double at = number > 0 && !double.IsInfinity(number) ? Math.Clamp((Math.Log10(number) - from) / (to - from), 0, 1) : 0;
            marks.Append(CultureInfo.InvariantCulture, $"<i class=\"mark\" style=\"left:{at * 100:0.#}%\"></i>");
        }

        string usual = $"usual {LearningRateFormat.Format(low)} to {LearningRateFormat.Format(high)}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""<span class="gauge" title="{usual}"><span class="track"><i class="band" style="left:{-(from - Math.Log10(low)) / (to - from) * 100:0.#}%;right:{(to - Math.Log10(high)) / (to - from) * 100:0.#}%"></i>{marks}</span><span class="usual">{usual}</span></span>""");
    }

    private static string Verdict(Rate rate)
    {
        if (rate.Numbers.Count == 0)
        {
            return "";
        }

        return rate.Numbers.Any(number => !(number > 0) || double.IsInfinity(number) || Outside(rate.Working, number)) ? "bad"
            : rate.Numbers.Any(number => Outside(rate.Usual, number)) ? "unusual"
            : "";

        static bool Outside((double Minimum, double Maximum)? range, double number) =>
            range is var (low, high) && (number < low * (1 - 1e-6) || number > high * (1 + 1e-6));
    }

    private void FindingOf(ReportedFinding reported)
    {
        Finding finding = reported.Finding;
        DiagnosticDescriptor rule = RuleList.Rule(finding.Rule);
        string place = finding.File is null ? Text(finding.Path) : Link(new Place(finding.Path, finding.Span.StartLine));
        _page.Append($"""
            <details class="finding {Level(finding)}">
            <summary><span class="id">{finding.Rule}</span> <span class="message">{Text(finding.Message)}</span></summary>
            <div class="body">
            <p class="in">{place} · <a href="{Text(rule.HelpLinkUri)}">{Text(rule.Title.ToString(CultureInfo.InvariantCulture))}</a>{(finding.Frameworks.Count > 0 ? " · " + Text(string.Join(", ", finding.Frameworks)) : "")}</p>

            """);
        if (reported.FixTitle is { } title)
        {
            _page.Append($"""<p class="fix">{Text(title)}</p>""").Append('\n');
            foreach (FileChange change in reported.Fix)
            {
                Diff(change, finding);
            }
        }
        else
        {
            _page.Append("""<p class="fix none">No fix is offered here: the rule's page says what to do.</p>""").Append('\n');
        }

        _page.Append("</div>\n</details>\n");
    }

    private void Diff(FileChange change, Finding finding)
    {
        if (change.Path != finding.File)
        {
            _page.Append($"""<p class="in">{Text(Path.GetFileName(change.Path))}</p>""");
        }

        _page.Append("<pre class=\"diff\" tabindex=\"0\"><code>");
        foreach (DiffStretch stretch in change.Stretches())
        {
            int indent = stretch.Lines.Where(line => line.Text.Trim().Length > 0).Select(line => line.Text.Length - line.Text.TrimStart(' ').Length).DefaultIfEmpty(0).Min();
            _page.Append($"<span class=\"hunk\">line {stretch.OldLine}</span>");
            foreach (DiffLine line in stretch.Lines)
            {
                string kind = line.Kind switch { '+' => "added", '-' => "removed", _ => "same" };
                string code = line.Text.TrimEnd('\r', '\n');
                string text = code.Length >= indent ? code[indent..] : code.TrimStart();
                _page.Append($"<span class=\"{kind}\">{(line.Kind == ' ' ? ' ' : line.Kind)} {Text(text)}</span>");
            }
        }

        _page.Append("</code></pre>\n");
    }

    private string Link(Place place)
    {
        string text = Text($"{place.Path}:{place.Line}");
        return _report.SourceUrl is { } url
            ? $"""<a href="{Text(url.Replace("{path}", string.Join('/', place.Path.Split('/').Select(Uri.EscapeDataString))).Replace("{line}", place.Line.ToString(CultureInfo.InvariantCulture)))}">{text}</a>"""
            : text;
    }

    private static string Level(ReportedFinding finding) => Level(finding.Finding);

    private static string Level(Finding finding) => Level(finding.Severity);

    private static string Level(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };

    private static string Shortened(string code)
    {
        string line = Space().Replace(code, " ");
        return line.Length <= 60 ? line : line[..57] + "…";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
