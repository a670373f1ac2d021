using System.Globalization;
using System.Text;
using static LrAnalyzers.Tool.Reporting.Html;

namespace LrAnalyzers.Tool.Reporting;

/// <summary>Draws a schedule as written, and as fixed, over the training.</summary>
internal static class CurveDrawing
{
    private const double Width = 460;
    private const double Height = 200;
    private const double Left = 58;
    private const double Right = 14;
    private const double Top = 12;
    private const double Bottom = 30;

    /// <summary>The picture as SVG, which takes its colours from the page.</summary>
    /// <param name="name">What it is of, for those who do not see it.</param>
    /// <param name="written">The schedule as written.</param>
    /// <param name="fixedCurve">The schedule as fixed; <see langword="null"/> where no fix changes it.</param>
    public static string Svg(string name, Curve written, Curve? fixedCurve)
    {
        double top = written.Lines.Concat(fixedCurve?.Lines ?? []).SelectMany(line => line.Points).Select(point => point.Rate).DefaultIfEmpty(0).Max();
        top = top > 0 ? top : 1;
        var svg = new StringBuilder();
        string described = $"As written: {written.Description}." + (fixedCurve is null ? "" : $" As fixed: {fixedCurve.Description}.");
        svg.Append(Invariant($"""<svg class="curve" viewBox="0 0 {Width} {Height}" role="img" aria-label="{Text(name + ". " + described)}">"""));
        foreach (double share in (double[])[0, 0.5, 1])
        {
            double y = Y(share * top, top);
            svg.Append(Invariant($"""<line class="{(share == 0 ? "axis" : "grid")}" x1="{Left}" y1="{y:0.#}" x2="{Width - Right}" y2="{y:0.#}"/>"""));
            string label = written.IsRelative ? (share * top).ToString("0.##", CultureInfo.InvariantCulture) + "×" : LearningRateFormat.FormatRounded(share * top, 3);
            svg.Append(Invariant($"""<text class="tick" x="{Left - 7}" y="{y + 4:0.#}" text-anchor="end">{label}</text>"""));
        }

        svg.Append(Invariant($"""<text class="tick" x="{Left}" y="{Height - 10}">start</text>"""));
        svg.Append(Invariant($"""<text class="tick" x="{Width - Right}" y="{Height - 10}" text-anchor="end">{Text(written.Length)}</text>"""));
        if (fixedCurve is not null)
        {
            Lines(svg, fixedCurve, "fixed", top);
        }

        Lines(svg, written, fixedCurve is null ? "written alone" : "written", top);
        return svg.Append("</svg>").ToString();
    }

    private static void Lines(StringBuilder svg, Curve curve, string kind, double top)
    {
        foreach (CurveLine line in curve.Lines)
        {
            if (line.Points.Count > 0)
            {
                // Dashes of a line that goes up and down all the time are a mess.
                string dense = Turns(line) > 30 ? " dense" : "";
                svg.Append($"""<path class="line {kind}{dense}" d="{Path(line, curve.IsStairs, top)}"/>""");
            }

            if (line.BreaksAt is { } share)
            {
                double y = line.Points.Count > 0 ? Y(line.Points[^1].Rate, top) : Y(top / 2, top);
                double x = X(share);
                svg.Append(Invariant($"""<path class="break" d="M{x - 5:0.#} {y - 5:0.#}l10 10m0 -10l-10 10"/>"""));
            }

            if (curve.Lines.Count > 1 && line.Label.Length > 0 && line.Points.Count > 0)
            {
                int middle = line.Points.Count / 2;
                svg.Append(Invariant($"""<text class="tick {kind.Split(' ')[0]}-text" x="{X(0.5):0.#}" y="{Math.Max(Top + 9, Y(line.Points[middle].Rate, top) - 5):0.#}" text-anchor="middle">{Text(line.Label)}</text>"""));
            }
        }
    }

    private static int Turns(CurveLine line) => line.Points
        .Zip(line.Points.Skip(1), (left, right) => Math.Sign(right.Rate - left.Rate))
        .Where(sign => sign != 0)
        .Aggregate((Turns: 0, Last: 0), (seen, sign) => (seen.Turns + (seen.Last * sign < 0 ? 1 : 0), sign))
        .Turns;

    private static string Path(CurveLine line, bool isStairs, double top)
    {
        var path = new StringBuilder();
        for (int i = 0; i < line.Points.Count; i++)
        {
            (double share, double rate) = line.Points[i];
            string x = X(share).ToString("0.#", CultureInfo.InvariantCulture);
            string y = Y(rate, top).ToString("0.#", CultureInfo.InvariantCulture);
            path.Append(i == 0 ? $"M{x} {y}" : isStairs ? $"H{x}V{y}" : $"L{x} {y}");
        }

        return path.ToString();
    }

    private static double X(double share) => Left + share * (Width - Left - Right);

    // A rate below zero is drawn at zero: its description tells the number.
    private static double Y(double rate, double top) => Height - Bottom - Math.Clamp(rate / top, 0, 1) * (Height - Top - Bottom);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
