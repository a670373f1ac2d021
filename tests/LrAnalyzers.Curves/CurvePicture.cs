using System.Globalization;
using System.Net;
using System.Text;
using LrAnalyzers.Schedules;

namespace LrAnalyzers.Curves;

/// <summary>One line in a picture.</summary>
/// <param name="Code">What the legend says.</param>
/// <param name="Schedule">The scheduler.</param>
/// <param name="Group">The parameter group it is shown for.</param>
internal sealed record Curve(string Code, Schedule Schedule, ScheduledGroup Group)
{
    /// <summary>The learning rate is drawn as steps, not as a line from one to the next.</summary>
    public bool Stairs { get; init; }

    /// <summary>What ReduceLROnPlateau is stepped with.</summary>
    public IReadOnlyList<double>? Metrics { get; init; }

    public static Curve Of(string code, Schedule schedule, double learningRate) => new(code, schedule, ScheduledGroup.Single(learningRate));

    /// <summary>The learning rate at steps 0 to <paramref name="steps"/>; NaN where there is none.</summary>
    public double[] LearningRates(int steps)
    {
        var cursor = Schedule.Begin(Group);
        var result = new double[steps + 1];
        for (var step = 0; step <= steps; step++)
        {
            if (step > 0 && Metrics is not null)
                cursor.Advance(Metrics[step - 1]);
            else if (step > 0)
                cursor.Advance();
            result[step] = cursor.Current.IsValue ? cursor.Current.Value : double.NaN;
        }

        return result;
    }
}

/// <summary>
/// A learning rate over the steps of a training, as written and as fixed. The card is opaque and changes its colours with the reader's scheme,
/// so it is legible on any background.
/// </summary>
internal sealed record CurvePicture(string FileName, string Title, string Unit, int Steps, Curve AsWritten, Curve AsFixed)
{
    private const double Width = 720;
    private const double Height = 380;
    private const double Left = 78;
    private const double Right = 24;
    private const double Top = 98;
    private const double Bottom = 52;

    public string ToSvg()
    {
        var written = AsWritten.LearningRates(Steps);
        var repaired = AsFixed.LearningRates(Steps);
        var top = written.Concat(repaired).Where(lr => !double.IsNaN(lr)).Max();
        var (tick, ticks) = Ticks(top, 5);
        var svg = new StringBuilder();
        svg.Append(Invariant($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}" role="img" aria-labelledby="title desc">""")).Append('\n');
        svg.Append(Invariant($"<title id=\"title\">{Escape(Title)}</title>\n"));
        svg.Append(Invariant($"<desc id=\"desc\">As written: {Escape(Describe(AsWritten))}. As fixed: {Escape(Describe(AsFixed))}.</desc>\n"));
        svg.Append("""
            <style>
            .card { fill: #ffffff; stroke: #d0d7de; }
            text { font-family: -apple-system, "Segoe UI", "DejaVu Sans", Helvetica, Arial, sans-serif; font-size: 13px; fill: #1f2328; }
            .title { font-size: 16px; font-weight: 600; }
            .code { font-family: ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", Consolas, monospace; font-size: 12px; }
            .tick { font-size: 12px; fill: #59636e; }
            .grid { stroke: #d8dee4; stroke-width: 1; }
            .axis { stroke: #59636e; stroke-width: 1.5; }
            .written { fill: none; stroke: #c9372c; stroke-width: 2.5; stroke-dasharray: 7 4; stroke-linejoin: round; }
            .fixed { fill: none; stroke: #0b6bcb; stroke-width: 2.5; stroke-linejoin: round; }
            .metric { fill: none; stroke: #8c959f; stroke-width: 1.5; stroke-dasharray: 1 3; stroke-linecap: round; }
            .break { stroke: #c9372c; stroke-width: 3; stroke-linecap: round; }
            .break-text { fill: #c9372c; font-weight: 600; }
            @media (prefers-color-scheme: dark) {
            .card { fill: #0d1117; stroke: #3d444d; }
            text { fill: #f0f6fc; }
            .tick { fill: #9198a1; }
            .grid { stroke: #2a313c; }
            .axis { stroke: #9198a1; }
            .written, .break { stroke: #ff8a7a; }
            .break-text { fill: #ff8a7a; }
            .fixed { stroke: #6cb6ff; }
            }
            </style>

            """.ReplaceLineEndings("\n"));
        svg.Append(Invariant($"""<rect class="card" x="0.5" y="0.5" width="{Width - 1}" height="{Height - 1}" rx="8"/>""")).Append('\n');
        svg.Append(Invariant($"""<text class="title" x="20" y="28">{Escape(Title)}</text>""")).Append('\n');
        Legend(svg, 50, "written", "as written", AsWritten.Code);
        Legend(svg, 70, "fixed", "as fixed", AsFixed.Code);

        for (var i = 0; i <= ticks; i++)
        {
            var y = Y(i * tick, tick * ticks);
            svg.Append(Invariant($"""<line class="{(i == 0 ? "axis" : "grid")}" x1="{Left}" y1="{y:0.#}" x2="{Width - Right}" y2="{y:0.#}"/>""")).Append('\n');
            svg.Append(Invariant($"""<text class="tick" x="{Left - 8}" y="{y + 4:0.#}" text-anchor="end">{LearningRateFormat.FormatRounded(i * tick)}</text>""")).Append('\n');
        }

        var (xTick, _) = Ticks(Steps, 8);
        for (var x = 0.0; x <= Steps; x += xTick)
        {
            svg.Append(Invariant($"""<line class="axis" x1="{X(x):0.#}" y1="{Height - Bottom}" x2="{X(x):0.#}" y2="{Height - Bottom + 5}"/>""")).Append('\n');
            svg.Append(Invariant($"""<text class="tick" x="{X(x):0.#}" y="{Height - Bottom + 19}" text-anchor="middle">{x:0}</text>""")).Append('\n');
        }

        svg.Append(Invariant($"""<line class="axis" x1="{Left}" y1="{Top}" x2="{Left}" y2="{Height - Bottom}"/>""")).Append('\n');
        svg.Append(Invariant($"""<text x="{(Left + Width - Right) / 2:0.#}" y="{Height - 12}" text-anchor="middle">{Unit}</text>""")).Append('\n');
        svg.Append(Invariant($"""<text x="20" y="{(Top + Height - Bottom) / 2:0.#}" text-anchor="middle" transform="rotate(-90 20 {(Top + Height - Bottom) / 2:0.#})">learning rate</text>""")).Append('\n');

        if (AsFixed.Metrics is { } metrics)
            Metric(svg, metrics);
        Line(svg, "written", written, AsWritten, tick * ticks);
        Line(svg, "fixed", repaired, AsFixed, tick * ticks);
        return svg.Append("</svg>\n").ToString();
    }

    private string Describe(Curve curve)
    {
        var summary = curve.Metrics is { } metrics
            ? ScheduleSummary.Of(curve.Schedule, curve.Group, metrics)
            : ScheduleSummary.Of(curve.Schedule, curve.Group, Steps);
        return curve.Code + ": " + summary.Describe(Unit);
    }

    private static void Legend(StringBuilder svg, int y, string line, string label, string code)
    {
        svg.Append(Invariant($"""<line class="{line}" x1="20" y1="{y - 4}" x2="52" y2="{y - 4}"/>""")).Append('\n');
        svg.Append(Invariant($"""<text x="60" y="{y}">{label}</text>""")).Append('\n');
        svg.Append(Invariant($"""<text class="code" x="136" y="{y}">{Escape(code)}</text>""")).Append('\n');
    }

    private void Line(StringBuilder svg, string style, double[] learningRates, Curve curve, double scale)
    {
        // More points than pixels show nothing more.
        var stride = curve.Stairs ? 1 : Math.Max(1, Steps / 300);
        var path = new StringBuilder();
        var last = 0;
        for (var step = 0; step <= Steps; step++)
        {
            if (double.IsNaN(learningRates[step]))
                break;
            if (step % stride != 0 && step != Steps)
                continue;
            var x = X(step);
            var y = Y(learningRates[step], scale);
            if (step == 0)
                path.Append(Invariant($"M{x:0.#} {y:0.#}"));
            else if (!curve.Stairs)
                path.Append(Invariant($" L{x:0.#} {y:0.#}"));
            else if (learningRates[step] != learningRates[step - 1])
                path.Append(Invariant($" H{x:0.#} V{y:0.#}"));
            else if (step == Steps)
                path.Append(Invariant($" H{x:0.#}"));
            last = step;
        }

        svg.Append(Invariant($"""<path class="{style}" d="{path}"/>""")).Append('\n');
        if (last == Steps)
            return;

        // Where the learning rate stops being a number.
        var summary = ScheduleSummary.Of(curve.Schedule, curve.Group, Steps);
        var (cx, cy) = (X(last + 1), Y(learningRates[last], scale));
        svg.Append(Invariant($"""<path class="break" d="M{cx - 6:0.#} {cy - 6:0.#} L{cx + 6:0.#} {cy + 6:0.#} M{cx - 6:0.#} {cy + 6:0.#} L{cx + 6:0.#} {cy - 6:0.#}"/>""")).Append('\n');
        var text = summary.ThrowStep is { } thrown ? $"{summary.Exception} at {Unit} {thrown}" : $"NaN from {Unit} {last + 1} on";
        svg.Append(Invariant($"""<text class="break-text" x="{cx + 14:0.#}" y="{cy - 8:0.#}">{text}</text>""")).Append('\n');
    }

    // On a scale of its own: only its shape matters.
    private void Metric(StringBuilder svg, IReadOnlyList<double> metrics)
    {
        var path = new StringBuilder();
        var (low, high) = (metrics.Min(), metrics.Max());
        for (var i = 0; i < metrics.Count; i++)
            path.Append(Invariant($"{(i == 0 ? "M" : " L")}{X(i + 1):0.#} {Height - Bottom - 20 - (metrics[i] - low) / (high - low) * (Height - Bottom - Top - 40):0.#}"));
        svg.Append(Invariant($"""<path class="metric" d="{path}"/>""")).Append('\n');
// Beside its steep beginning, where no learning rate is drawn.
        svg.Append(Invariant($"""<text class="tick" x="{X(3):0.#}" y="{Top + 36:0.#}">validation loss (own scale)</text>""")).Append('\n');
    }

    private double X(double step) => Left + step / Steps * (Width - Left - Right);

    private static double Y(double value, double scale) => Height - Bottom - value / scale * (Height - Bottom - Top);

    // 1, 2 or 5 times a power of ten, at most so many intervals.
    private static (double Tick, int Count) Ticks(double top, int most)
    {
        var exponent = Math.Floor(Math.Log10(top / most));
        foreach (var mantissa in (double[])[1, 2, 5, 10])
        {
            // Parsed, because 2 * 10^-4 is not the double nearest to 0.0002.
            var tick = double.Parse(Invariant($"{mantissa}e{exponent:0}"), CultureInfo.InvariantCulture);
            var count = (int)Math.Ceiling(top / tick - 1e-9);
            if (count <= most)
                return (tick, count);
        }

        return (top, 1);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
