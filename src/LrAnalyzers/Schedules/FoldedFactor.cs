using System;
using System.Collections.Generic;
using System.Collections.Immutable;

namespace LrAnalyzers.Schedules;

internal enum FoldType : byte
{
    Boolean,
    Int32,
    Int64,
    Single,
    Double,
}

internal enum FoldCode : byte
{
    Constant,
    Epoch,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Negate,
    Not,
    And,
    Or,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
    Conditional,
    Convert,
    Pow,
    Min,
    Max,
    Abs,
    Floor,
    Ceiling,
    Truncate,
    Round,
    Sqrt,
    Exp,
    Log,
    Log10,
    Log2,
    Sin,
    Cos,
    Tan,
    Tanh,
}

/// <summary>One operation. Operands stand before it in the program, so that it is in postfix order.</summary>
internal readonly record struct FoldNode(FoldCode Code, FoldType Type, int A = -1, int B = -1, int C = -1, double Real = 0, long Integer = 0, bool IsChecked = false);

/// <summary>
/// A lambda of simple arithmetic, evaluated with C#'s semantics: integer division truncates, integers wrap or overflow,
/// single precision is rounded to. What C# leaves to the runtime (a double out of range cast to an integer) is unknown.
/// </summary>
internal sealed class FoldedFactor : ScheduleFactor
{
    // Minima of minima: more are none of a schedule's.
    private const int MaximumLines = 8;

    // No training is longer.
    private const int Furthest = int.MaxValue / 16;

    private readonly FoldNode[] _program;

    /// <param name="program">Bounded in length and in depth by what folds it; the last node is the result and of type double.</param>
    public FoldedFactor(ImmutableArray<FoldNode> program)
    {
        _program = new FoldNode[program.Length];
        program.CopyTo(_program);
        string? fault = null;
        if (!DependsOnEpoch(program.Length - 1))
        {
            double value = Evaluate(0, ref fault);
            Constant = fault is null ? value : null;
        }
    }

    public override double? Constant { get; }

    public override double Evaluate(int epoch, ref string? fault) => Real(_program.Length - 1, epoch, ref fault);

    internal override void AddCriticalSteps(CriticalSteps steps, long origin)
    {
        foreach (double crossing in Bends())
        {
            steps.Add(origin + crossing);
        }
    }

    // From the last epoch on at which it changes its form, where it then stays what it is.
    public override double? End
    {
        get
        {
            double last = 0.0;
            foreach (double crossing in Bends())
            {
                if (crossing is > 0 and < Furthest)
                {
                    last = Math.Max(last, Math.Ceiling(crossing));
                }
            }

            if (last == 0)
            {
                return null;
            }

            string? fault = null;
            double factor = Evaluate((int)last, ref fault);
            foreach (double later in new[] { last + 1, last + 2, last + 3, last + 7, 2 * last, 10 * last + 9 })
            {
                if (fault is not null || Evaluate((int)later, ref fault) != factor)
                {
                    return null;
                }
            }

            return last;
        }
    }

    internal override bool IsBreakpoint(int epoch)
    {
        foreach (FoldNode node in _program)
        {
            if (node.Code == FoldCode.Remainder && DependsOnEpoch(node.A)
                || IsComparison(node) && Crossing(node) is { } crossing && Math.Abs(crossing - epoch) <= 1)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsComparison(in FoldNode node) => node.Code is >= FoldCode.Less and <= FoldCode.NotEqual && node.Type == FoldType.Boolean;

    // The epoch at which the two operands are equal, where both are linear in it.
    private double? Crossing(in FoldNode node)
        => Linear(node.A, 0) is { } a && Linear(node.B, 0) is { } b && a.Slope != b.Slope ? (b.Offset - a.Offset) / (a.Slope - b.Slope) : null;

    // The epochs at which a comparison turns over or the other operand of a minimum or maximum takes over.
    private IEnumerable<double> Bends()
    {
        for (int i = 0; i < _program.Length; i++)
        {
            FoldNode node = _program[i];
            if (IsComparison(node))
            {
                if (Crossing(node) is { } turn)
                {
                    yield return turn;
                }
            }
            else if (node.Code is FoldCode.Min or FoldCode.Max)
            {
                foreach ((double Slope, double Offset) left in Lines(node.A))
                {
                    foreach ((double Slope, double Offset) right in Lines(node.B))
                    {
                        if (left.Slope != right.Slope)
                        {
                            yield return (right.Offset - left.Offset) / (left.Slope - right.Slope);
                        }
                    }
                }
            }
        }
    }

    // The straight lines that a value may follow.
    private List<(double Slope, double Offset)> Lines(int index)
    {
        var lines = new List<(double Slope, double Offset)>();
        var pending = new Stack<int>();
        pending.Push(index);
        for (int seen = 0; pending.Count > 0 && seen < MaximumLines && lines.Count < MaximumLines; seen++)
        {
            int next = pending.Pop();
            FoldNode node = _program[next];
            if (Linear(next, 0) is { } line)
            {
                lines.Add(line);
            }
            else if (node.Code is FoldCode.Min or FoldCode.Max or FoldCode.Conditional)
            {
                pending.Push(node.Code == FoldCode.Conditional ? node.C : node.A);
                pending.Push(node.B);
            }
            else if (node.Code == FoldCode.Convert)
            {
                pending.Push(node.A);
            }
        }

        return lines;
    }

    private (double Slope, double Offset)? Linear(int index, int depth)
    {
        if (depth > 16)
        {
            return null;
        }

        ref readonly FoldNode node = ref _program[index];
        switch (node.Code)
        {
            case FoldCode.Constant:
                return (0, node.Type is FoldType.Double or FoldType.Single ? node.Real : node.Integer);
            case FoldCode.Epoch:
                return (1, 0);
            case FoldCode.Convert when node.Type is not (FoldType.Int32 or FoldType.Int64) || _program[node.A].Type is FoldType.Int32 or FoldType.Int64:
                return Linear(node.A, depth + 1);
            case FoldCode.Negate:
                return Linear(node.A, depth + 1) is { } negated ? (-negated.Slope, -negated.Offset) : null;
        }

        if (!DependsOnEpoch(index))
        {
            string? fault = null;
            double value = node.Type == FoldType.Boolean ? double.NaN : Real(index, 0, ref fault);
            return fault is null && !double.IsNaN(value) ? (0, value) : null;
        }

        if (node.Code is not (FoldCode.Add or FoldCode.Subtract or FoldCode.Multiply or FoldCode.Divide)
            || node.Code == FoldCode.Divide && node.Type is FoldType.Int32 or FoldType.Int64
            || Linear(node.A, depth + 1) is not { } a
            || Linear(node.B, depth + 1) is not { } b)
        {
            return null;
        }

        return node.Code switch
        {
            FoldCode.Add => (a.Slope + b.Slope, a.Offset + b.Offset),
            FoldCode.Subtract => (a.Slope - b.Slope, a.Offset - b.Offset),
            FoldCode.Multiply when a.Slope == 0 => (a.Offset * b.Slope, a.Offset * b.Offset),
            FoldCode.Multiply when b.Slope == 0 => (b.Offset * a.Slope, b.Offset * a.Offset),
            FoldCode.Divide when b.Slope == 0 && b.Offset != 0 => (a.Slope / b.Offset, a.Offset / b.Offset),
            _ => null,
        };
    }

    private bool DependsOnEpoch(int index)
        => index >= 0 && _program[index] is var node
            && (node.Code == FoldCode.Epoch || DependsOnEpoch(node.A) || DependsOnEpoch(node.B) || DependsOnEpoch(node.C));

    private double Real(int index, int epoch, ref string? fault)
    {
        if (fault is not null)
        {
            return double.NaN;
        }

        ref readonly FoldNode node = ref _program[index];
        if (node.Type is FoldType.Int32 or FoldType.Int64)
        {
            return Integer(index, epoch, ref fault);
        }

        double value = RealOf(node, epoch, ref fault);
        return node.Type == FoldType.Single ? (float)value : value;
    }

    private double RealOf(in FoldNode node, int epoch, ref string? fault)
    {
        switch (node.Code)
        {
            case FoldCode.Constant:
                return node.Real;
            case FoldCode.Conditional:
                return Real(Boolean(node.A, epoch, ref fault) ? node.B : node.C, epoch, ref fault);
        }

        double a = Real(node.A, epoch, ref fault);
        if (node.B < 0)
        {
            return node.Code switch
            {
                FoldCode.Convert => a,
                FoldCode.Negate => -a,
                FoldCode.Abs => Math.Abs(a),
                FoldCode.Floor => Math.Floor(a),
                FoldCode.Ceiling => Math.Ceiling(a),
                FoldCode.Truncate => Math.Truncate(a),
                FoldCode.Round => Math.Round(a),
                FoldCode.Sqrt => Math.Sqrt(a),
                FoldCode.Exp => Math.Exp(a),
                FoldCode.Log => Math.Log(a),
                FoldCode.Log10 => Math.Log10(a),
                FoldCode.Log2 => Math.Log(a, 2),
                FoldCode.Sin => Math.Sin(a),
                FoldCode.Cos => Math.Cos(a),
                FoldCode.Tan => Math.Tan(a),
                FoldCode.Tanh => Math.Tanh(a),
                _ => Unknown(ref fault),
            };
        }

        double b = Real(node.B, epoch, ref fault);
        return node.Code switch
        {
            FoldCode.Add => a + b,
            FoldCode.Subtract => a - b,
            FoldCode.Multiply => a * b,
            FoldCode.Divide => a / b,
            FoldCode.Remainder => a % b,
            FoldCode.Pow => Math.Pow(a, b),
            FoldCode.Min => Math.Min(a, b),
            FoldCode.Max => Math.Max(a, b),
            _ => Unknown(ref fault),
        };
    }

    private long Integer(int index, int epoch, ref string? fault)
    {
        if (fault is not null)
        {
            return 0;
        }

        ref readonly FoldNode node = ref _program[index];
        switch (node.Code)
        {
            case FoldCode.Constant:
                return node.Integer;
            case FoldCode.Epoch:
                return epoch;
            case FoldCode.Conditional:
                return Integer(Boolean(node.A, epoch, ref fault) ? node.B : node.C, epoch, ref fault);
            case FoldCode.Convert when _program[node.A].Type is FoldType.Double or FoldType.Single:
                return FromReal(Real(node.A, epoch, ref fault), node, ref fault);
        }

        long a = Integer(node.A, epoch, ref fault);
        long b = node.B < 0 ? 0 : Integer(node.B, epoch, ref fault);
        if (fault is not null)
        {
            return 0;
        }

        long result;
        switch (node.Code)
        {
            case FoldCode.Convert:
                result = a;
                break;
            case FoldCode.Add:
                result = unchecked(a + b);
                break;
            case FoldCode.Subtract:
                result = unchecked(a - b);
                break;
            case FoldCode.Multiply:
                result = unchecked(a * b);
                break;
            case FoldCode.Negate:
                result = unchecked(-a);
                break;
            case FoldCode.Divide or FoldCode.Remainder when b == 0:
                fault = ScheduleFault.DivideByZero;
                return 0;
            case FoldCode.Divide or FoldCode.Remainder when b == -1 && a == (node.Type == FoldType.Int32 ? int.MinValue : long.MinValue):
                fault = node.Code == FoldCode.Divide ? ScheduleFault.Overflow : ScheduleFault.Unknown;
                return 0;
            case FoldCode.Divide:
                result = a / b;
                break;
            case FoldCode.Remainder:
                result = a % b;
                break;
            case FoldCode.Min:
                return Math.Min(a, b);
            case FoldCode.Max:
                return Math.Max(a, b);
            case FoldCode.Abs when a == (node.Type == FoldType.Int32 ? int.MinValue : long.MinValue):
                fault = ScheduleFault.Overflow;
                return 0;
            case FoldCode.Abs:
                return Math.Abs(a);
            default:
                Unknown(ref fault);
                return 0;
        }

        if (node.Type == FoldType.Int64)
        {
            return result;
        }

        int wrapped = unchecked((int)result);
        if (wrapped != result && node.IsChecked)
        {
            fault = ScheduleFault.Overflow;
        }

        return wrapped;
    }

    private static long FromReal(double value, in FoldNode node, ref string? fault)
    {
        bool inRange = node.Type == FoldType.Int32
            ? value is > -2147483649.0 and < 2147483648.0
            : value is >= -9223372036854775808.0 and < 9223372036854775808.0;
        if (inRange)
        {
            return (long)value;
        }

        fault ??= node.IsChecked ? ScheduleFault.Overflow : ScheduleFault.Unknown;
        return 0;
    }

    private bool Boolean(int index, int epoch, ref string? fault)
    {
        if (fault is not null)
        {
            return false;
        }

        ref readonly FoldNode node = ref _program[index];
        switch (node.Code)
        {
            case FoldCode.Constant:
                return node.Integer != 0;
            case FoldCode.Not:
                return !Boolean(node.A, epoch, ref fault);
            case FoldCode.And:
                return Boolean(node.A, epoch, ref fault) && Boolean(node.B, epoch, ref fault);
            case FoldCode.Or:
                return Boolean(node.A, epoch, ref fault) || Boolean(node.B, epoch, ref fault);
            case FoldCode.Conditional:
                return Boolean(Boolean(node.A, epoch, ref fault) ? node.B : node.C, epoch, ref fault);
        }

        if (_program[node.A].Type is FoldType.Int32 or FoldType.Int64)
        {
            long x = Integer(node.A, epoch, ref fault);
            long y = Integer(node.B, epoch, ref fault);
            return node.Code switch
            {
                FoldCode.Less => x < y,
                FoldCode.LessOrEqual => x <= y,
                FoldCode.Greater => x > y,
                FoldCode.GreaterOrEqual => x >= y,
                FoldCode.Equal => x == y,
                _ => x != y,
            };
        }

        double a = Real(node.A, epoch, ref fault);
        double b = Real(node.B, epoch, ref fault);
        return node.Code switch
        {
            FoldCode.Less => a < b,
            FoldCode.LessOrEqual => a <= b,
            FoldCode.Greater => a > b,
            FoldCode.GreaterOrEqual => a >= b,
            FoldCode.Equal => a == b,
            _ => a != b,
        };
    }

    private static double Unknown(ref string? fault)
    {
        fault ??= ScheduleFault.Unknown;
        return double.NaN;
    }
}
