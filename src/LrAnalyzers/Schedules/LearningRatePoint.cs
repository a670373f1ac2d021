using System;

namespace LrAnalyzers.Schedules;

/// <summary>What a schedule holds at one step.</summary>
internal enum LearningRateKind
{
    /// <summary>A number, possibly zero, negative or infinite.</summary>
    Value,

    /// <summary>The learning rate is NaN; training at it destroys the weights.</summary>
    NotANumber,

    /// <summary>The constructor or this or an earlier <c>step()</c> throws.</summary>
    Throws,

    /// <summary>The engine cannot tell (an unspecified conversion, a cancelled or unbounded evaluation): no rule may conclude anything.</summary>
    Unknown,
}

/// <summary>
/// The learning rate of one parameter group after construction (step 0) or after the n-th <c>step()</c>.
/// An exception of the library is a value here and never thrown.
/// </summary>
internal readonly struct LearningRatePoint : IEquatable<LearningRatePoint>
{
    private LearningRatePoint(LearningRateKind kind, double value, string? exception)
    {
        Kind = kind;
        Value = value;
        Exception = exception;
    }

    public LearningRateKind Kind { get; }

    /// <summary>The learning rate per optimizer step; NaN unless <see cref="Kind"/> is <see cref="LearningRateKind.Value"/>.</summary>
    public double Value { get; }

    /// <summary>The simple name of the exception's type, e.g. <c>InvalidOperationException</c>; null unless it throws.</summary>
    public string? Exception { get; }

    public bool IsValue => Kind == LearningRateKind.Value;

    public static LearningRatePoint Of(double learningRate)
        => new(double.IsNaN(learningRate) ? LearningRateKind.NotANumber : LearningRateKind.Value, learningRate, null);

    public static LearningRatePoint Of(double learningRate, string? fault)
        => fault switch
        {
            null => Of(learningRate),
            ScheduleFault.Unknown => new(LearningRateKind.Unknown, double.NaN, null),
            _ => new(LearningRateKind.Throws, double.NaN, fault),
        };

    public bool Equals(LearningRatePoint other) => Kind == other.Kind && Value.Equals(other.Value) && Exception == other.Exception;

    public override bool Equals(object? obj) => obj is LearningRatePoint other && Equals(other);

    public override int GetHashCode() => Value.GetHashCode() ^ (int)Kind;

    public override string ToString()
        => Kind switch
        {
            LearningRateKind.Value => LearningRateFormat.Format(Value),
            LearningRateKind.NotANumber => "NaN",
            LearningRateKind.Throws => Exception!,
            _ => "unknown",
        };
}

/// <summary>Names of the exceptions the libraries' schedulers throw; the value of a step that cannot be taken.</summary>
internal static class ScheduleFault
{
    public const string Argument = "ArgumentException";
    public const string ArgumentOutOfRange = "ArgumentOutOfRangeException";
    public const string DivideByZero = "DivideByZeroException";
    public const string InvalidOperation = "InvalidOperationException";
    public const string KeyNotFound = "KeyNotFoundException";
    public const string NullReference = "NullReferenceException";
    public const string Overflow = "OverflowException";

    /// <summary>Not an exception: the engine cannot tell.</summary>
    public const string Unknown = "?";
}
