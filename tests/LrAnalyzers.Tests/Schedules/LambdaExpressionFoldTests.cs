using System.Reflection;
using LrAnalyzers.Schedules;
using LrAnalyzers.Sites;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Tests.Schedules;

/// <summary>A folded lambda gives what the compiled one gives, exceptions included.</summary>
public class LambdaExpressionFoldTests
{
    private const int Warmup = 5;

    [Theory]
    [InlineData("e => 0.95")]
    [InlineData("e => Math.Pow(0.95, e)")]
    [InlineData("e => Math.Pow(0.1, e / 30)")]
    [InlineData("e => e / 30")]
    [InlineData("e => 1 / (e + 1)")]
    [InlineData("e => 1 / e")]
    [InlineData("e => e % 3 == 1 ? 1f / 3 : 2 * e")]
    [InlineData("e => 1.0 / e")]
    [InlineData("e => e < 5 ? (e + 1) / 5.0 : 0.5 * (1 + Math.Cos(Math.PI * (e - 5) / Math.Max(1, 40 - 5)))")]
    [InlineData("e => e < warmup ? (e + 1) / (double)warmup : 0.5 * (1 + Math.Cos(Math.PI * (e - warmup) / Math.Max(1, 40 - warmup)))")]
    [InlineData("e => Math.Min(1.0, (double)(e + 1) / warmup)")]
    [InlineData("e => Math.Min(1f, e / 7f)")]
    [InlineData("e => (float)e / 3")]
    [InlineData("e => { if (e < 10) return 1; if (e < 20) { return 0.1; } else return 0.01; }")]
    [InlineData("e => { var progress = (double)e / 40; double left = 1 - progress; return left * left; }")]
    [InlineData("(int e) => e switch { 0 => 0.1, < 10 => 1, >= 10 and < 20 or 25 => 0.5, _ when e % 2 == 0 => 0.3, _ => 0.01 }")]
    [InlineData("e => checked(e * 100000000)")]
    [InlineData("e => e * 100000000")]
    [InlineData("e => unchecked(e * 1000000000) / 3.0")]
    [InlineData("e => (long)e * 3000000000L / 7")]
    [InlineData("e => (int)(e * 0.4)")]
    [InlineData("e => Math.Floor((1 + e) / 10.0) - Math.Ceiling(e / 3.0) + Math.Truncate(e / 2.5)")]
    [InlineData("e => Math.Sqrt(e) * Math.Exp(-e / 10.0) + Math.Log(1 + e) + Math.Abs(-e) + Math.Sin(e) + Math.Tanh(e)")]
    [InlineData("e => Math.Clamp(e / 10.0, 0.1, 1.0)")]
    [InlineData("e => !(e > 3 && e != 7 || e == 2) ? 1 : 0")]
    [InlineData("e => 10 % (e - 4)")]
    [InlineData("e => Math.Max(e, 3) - Math.Min(e, 4)")]
    [InlineData("e => Math.Pow(y: e, x: 0.5)")]
    [InlineData("e => +(-e)")]
    public void Fold_EqualsCompiledLambda(string lambda)
    {
        var (factor, compiled) = Compile(lambda);
        Assert.NotNull(factor);
        for (var epoch = -3; epoch < 45; epoch++)
        {
            string? expectedFault = null;
            double expected = 0;
            try
            {
                expected = compiled(epoch);
            }
            catch (ArithmeticException e)
            {
                expectedFault = e.GetType().Name;
            }

            string? fault = null;
            var actual = factor.Evaluate(epoch, ref fault);
            Assert.Equal(expectedFault, fault);
            if (fault is null)
                Assert.True(expected.Equals(actual) || Math.Abs(expected - actual) <= 1e-15 * Math.Abs(expected), $"epoch {epoch}: expected {expected:R}, got {actual:R}");
        }
    }

    [Theory]
    [InlineData("e => Other(e)")]
    [InlineData("e => unknown * e")]
    [InlineData("e => { var x = 1.0; x += e; return x; }")]
    [InlineData("e => { var x = 1.0; while (x < e) { x *= 2; } return x; }")]
    [InlineData("e => { if (e > 3) { Console.WriteLine(); } return 1; }")]
    [InlineData("e => e++")]
    [InlineData("e => new[] { 1.0, 0.1 }[e % 2]")]
    [InlineData("e => (double)(0.1m * e)")]
    [InlineData("e => e switch { 0 => 1.0, 1 => 2.0 }")]
    [InlineData("e => Math.Clamp(e, e, 3)")]
    [InlineData("e => throw null!")]
    public void Fold_AnythingElse_IsUnknown(string lambda) => Assert.Null(Compile(lambda).Factor);

    [Fact]
    public void Fold_HugeExpression_IsUnknown()
    {
        Assert.Null(Compile("e => " + string.Join(" + ", Enumerable.Repeat("e", 600))).Factor);
        // Doubling locals: 2^40 operations if each use were evaluated.
        Assert.Null(Compile("e => { var a0 = (double)e; " + string.Concat(Enumerable.Range(1, 40).Select(i => $"var a{i} = a{i - 1} + a{i - 1}; ")) + "return a40; }").Factor);
    }

    [Fact]
    public void Fold_CastOutOfRange_IsUnknownNotAGuess()
    {
        var factor = Compile("e => (int)(1e300 * e)").Factor!;
        string? fault = null;
        factor.Evaluate(1, ref fault);
        Assert.Equal(ScheduleFault.Unknown, fault);
        Assert.Equal(LearningRateKind.Unknown, new LambdaLR(factor).LearningRateAt(1, 1.0).Kind);
        Assert.True(ScheduleSummary.Of(new LambdaLR(factor), 1.0, 10).IsUnknown);
    }

    [Fact]
    public void Fold_ConstantFactor_IsKnownToBeConstant()
    {
        Assert.Equal(0.95, Compile("e => 1 - 0.05").Factor!.Constant);
        Assert.Equal(5, Compile("e => warmup").Factor!.Constant);
        Assert.Null(Compile("e => 0.95 * e").Factor!.Constant);
    }

    [Fact]
    public void Fold_ThrowInTheLambda_IsAThrowOfTheSchedule()
    {
        var summary = ScheduleSummary.Of(new LambdaLR(Compile("e => 8 / (4 - e)").Factor!), 1.0, 10);
        Assert.Equal(4, summary.ThrowStep);
        Assert.Equal("DivideByZeroException", summary.Exception);
    }

    private static (ScheduleFactor? Factor, Func<int, double> Compiled) Compile(string lambda)
    {
        var tree = CSharpSyntaxTree.ParseText(
            $$"""
            using System;
            public static class C
            {
                static double Other(double x) => x;
                public static Func<int, double> Make(int warmup, double unknown)
                {
                    Func<int, double> lambda = {{lambda}};
                    return lambda;
                }
            }
            """);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is "System.Runtime.dll" or "System.Private.CoreLib.dll" or "System.Console.dll" or "System.Runtime.Extensions.dll")
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("Lambda" + Guid.NewGuid().ToString("N"), [tree], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var stream = new MemoryStream();
        var emitted = compilation.Emit(stream);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        var make = Assembly.Load(stream.ToArray()).GetType("C")!.GetMethod("Make")!;
        var compiled = (Func<int, double>)make.Invoke(null, [Warmup, 3.0])!;

        var syntax = tree.GetRoot().DescendantNodes().OfType<LambdaExpressionSyntax>().First();
        var operation = (IAnonymousFunctionOperation)compilation.GetSemanticModel(tree).GetOperation(syntax)!;
        var factor = LambdaExpressionFold.TryFold(ScheduleFunction.Of(operation), captured => captured is IParameterReferenceOperation { Parameter.Name: "warmup" } ? Warmup : null);
        return (factor, compiled);
    }
}
