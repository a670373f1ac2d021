using System;
using System.Globalization;

namespace LrAnalyzers;

/// <summary>How learning rates are written in messages, titles and inserted code. Always the invariant culture.</summary>
internal static class LearningRateFormat
{
    /// <summary>
    /// The shortest text that parses back to the same number: <c>0.001</c> between 1e-4 and 1e4, otherwise <c>2.5e-5</c>.
    /// </summary>
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

        if (value == 0)
        {
            return "0"; // minus zero too
        }
        // "R" is not the shortest form on .NET Framework, where Visual Studio runs analyzers.
        for (int digits = 1; digits < 17; digits++)
        {
            string text = value.ToString("E" + (digits - 1).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) && parsed == value)
            {
                return Arrange(text);
            }
        }

        return Arrange(value.ToString("E16", CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// The number as it was written: a <c>float</c> that was widened to double has no short decimal form of its own, and is
    /// printed as the float it came from.
    /// </summary>
    public static string FormatWritten(double value)
    {
        float single = (float)value;
        return single == value && !float.IsInfinity(single) && decimal.TryParse(single.ToString("G7", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal written)
            && (float)written == single
            ? Format((double)written)
            : Format(value);
    }

    /// <summary>The number as a C# literal of the type: <c>0.001</c> for double, <c>0.001f</c> for float.</summary>
    public static string Literal(double value, bool single)
    {
        string text = single ? FormatWritten(value) : Format(value);
        // `1` alone is an int in C#; as the initializer of a `var` that would change its type.
        return single ? text + "f" : text.IndexOfAny(new[] { '.', 'e' }) < 0 ? text + ".0" : text;
    }

    /// <summary>Like <see cref="Format"/>, rounded to so many significant digits: for messages, where 0.0007071 says more than 0.0007071067811865476.</summary>
    public static string FormatRounded(double value, int significantDigits = 4)
    {
        if (double.IsNaN(value) || double.IsInfinity(value) || value == 0)
        {
            return Format(value);
        }

        int digits = Math.Min(17, Math.Max(1, significantDigits)) - 1;
        return Arrange(value.ToString("E" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
    }

    // From "-2.50E-005" to "-2.5e-5" or "-0.000025".
    private static string Arrange(string scientific)
    {
        int mark = scientific.IndexOf('E');
        bool negative = scientific[0] == '-';
        string digits = scientific.Substring(negative ? 1 : 0, mark - (negative ? 1 : 0)).Replace(".", "").TrimEnd('0');
        int exponent = int.Parse(scientific.Substring(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string sign = negative ? "-" : "";
        if (exponent is < -4 or > 3 && !(exponent == 4 && digits == "1"))
        {
            string mantissa = digits.Length == 1 ? digits : digits.Substring(0, 1) + "." + digits.Substring(1);
            return sign + mantissa + "e" + exponent.ToString(CultureInfo.InvariantCulture);
        }

        if (exponent < 0)
        {
            return sign + "0." + new string('0', -exponent - 1) + digits;
        }

        if (digits.Length <= exponent + 1)
        {
            return sign + digits.PadRight(exponent + 1, '0');
        }

        return sign + digits.Substring(0, exponent + 1) + "." + digits.Substring(exponent + 1);
    }
}
