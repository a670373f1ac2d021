using System.Globalization;

namespace LrAnalyzers.Tests.Schedules;

/// <summary>Counts compared values and keeps the largest relative deviation. Thread-safe: CsCheck samples on all cores.</summary>
internal sealed class Deviation
{
    private readonly Lock _lock = new();
    private long _cases;
    private long _values;
    private long _faults;
    private long _nans;
    private double _largest;

    public void Case() => Interlocked.Increment(ref _cases);

    public void Fault() => Interlocked.Increment(ref _faults);

    public void NaN() => Interlocked.Increment(ref _nans);

    /// <summary>Relative deviation of two numbers that are not NaN; <paramref name="scale"/> is what counts as the size of the numbers at least.</summary>
    public double Compare(double expected, double actual, double scale = 0)
    {
        Interlocked.Increment(ref _values);
        if (expected == actual)
            return 0;
        var size = Math.Max(Math.Max(Math.Abs(expected), Math.Abs(actual)), scale);
        var deviation = double.IsInfinity(size) ? double.PositiveInfinity : Math.Abs(expected - actual) / size;
        lock (_lock)
            _largest = Math.Max(_largest, deviation);
        return deviation;
    }

    public string Report(string what)
        => string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {_cases} cases, {_values} learning rates compared, {_nans} NaN on both sides, {_faults} exceptions on both sides, largest relative deviation {_largest:0.0e+0}");
}
