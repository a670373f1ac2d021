using System;
using System.Globalization;

namespace LrAnalyzers.Values;

/// <summary>How learning rates are written in messages and in code: shortest, culture-free.</summary>
internal static class LearningRateFormat
{
    /// <summary>The number as people write it: <c>0.001</c>, <c>2.5e-5</c>, <c>1e9</c>, <c>NaN</c>, <c>infinity</c>.</summary>
    public static string Format(double value)
    {
        if (double.IsNaN(value))
        {
            return "NaN";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "infinity" : "-infinity";
        }

        double magnitude = Math.Abs(value);
        if (value == 0)
        {
            return "0";
        }

        // 15 digits print 0.1 as 0.1; what does not survive the way back gets all 17.
        string text = value.ToString("G15", CultureInfo.InvariantCulture);
        if (double.Parse(text, CultureInfo.InvariantCulture) != value)
        {
            // A float widened to double has no short decimal form of its own; print the float it came from.
            float single = (float)value;
            text = single == value
                ? single.ToString("G7", CultureInfo.InvariantCulture)
                : value.ToString("R", CultureInfo.InvariantCulture);
        }

        return magnitude is >= 1e-4 and < 1e6 ? Plain(text) : Scientific(text);
    }

    /// <summary>The number as a C# literal of the type: <c>0.001</c> for double, <c>0.001f</c> for float.</summary>
    public static string Literal(double value, bool single) => single ? Format(value) + "f" : WithPoint(Format(value));

    // `1` alone is an int in C#; as the initializer of a `var` that would change its type.
    private static string WithPoint(string text) => text.IndexOfAny(new[] { '.', 'e' }) < 0 ? text + ".0" : text;

    private static string Plain(string text) =>
        text.IndexOf('E') < 0
            ? text
            : decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)
                .ToString("0.############################", CultureInfo.InvariantCulture);

    private static string Scientific(string text)
    {
        double value = double.Parse(text, CultureInfo.InvariantCulture);
        string scientific = value.ToString("0.################e+0", CultureInfo.InvariantCulture);
        return scientific.Replace("e+", "e");
    }
}
