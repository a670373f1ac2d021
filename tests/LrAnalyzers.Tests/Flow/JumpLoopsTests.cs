using System.Globalization;
using System.Reflection;
using LrAnalyzers.Flow;
using LrAnalyzers.Loops;
using LrAnalyzers.Models;
using LrAnalyzers.Tests.Verification;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Tests.Flow;

/// <summary>How often a loop by <c>goto</c>, or a function that calls itself, runs what stands in it: as often as it does when it is run.</summary>
public class JumpLoopsTests
{
    private const int Endless = 30;

    private static readonly string[] s_gotos =
    [
        "int epoch = START; again: Round(); Step(); COUNT; if (epoch OP END) goto again;",
        "int epoch = START; again: Round(); Step(); if (epoch OP END) { COUNT; goto again; }",
        "int epoch = START; again: Round(); COUNT; Step(); if (END PO epoch) goto again;",
        "int epoch = START; again: Round(); if (epoch OP END) { Step(); COUNT; goto again; }",
        "int epoch = START; again: Round(); Step(); if (epoch NO END) goto done; COUNT; goto again; done: ;",
        "int epoch = START; again: Round(); COUNT; if (epoch NO END) { return; } Step(); goto again;",
        "int epoch = START; again: Round(); if (epoch NO END) goto done; COUNT; Step(); goto again; done: ;",
    ];

    private static readonly string[] s_counted =
    [
        "int epoch = START; again: Round(); Step(); if (++epoch OP END) goto again;",
        "int epoch = START; again: Round(); Step(); if (epoch++ OP END) goto again;",
        "int epoch = START; again: Round(); Step(); if (--epoch OP END) goto again;",
        "int epoch = START; again: Round(); Step(); if (epoch-- OP END) goto again;",
        "int epoch = START; again: Round(); if (++epoch NO END) goto done; Step(); goto again; done: ;",
        "int epoch = START; again: Round(); if (epoch-- NO END) goto done; Step(); goto again; done: ;",
    ];

    private static readonly string[] s_recursions =
    [
        "Train(START); void Train(int epoch) { Round(); Step(); if (epoch OP END) Train(NEXT); }",
        "Train(START); void Train(int epoch) { Round(); if (epoch OP END) { Step(); Train(NEXT); } }",
        "Train(START); void Train(int epoch) { Round(); if (epoch NO END) return; Step(); Train(NEXT); }",
        "Train(START); void Train(int epoch) { Round(); Step(); if (END ON epoch) { return; } Train(NEXT); }",
        "Train(START); void Train(int epoch) { Round(); Step(); if (NEXT OP END) Train(NEXT); }",
        "Train(START); void Train(int epoch) { Round(); if (epoch OP END) Train(NEXT); Step(); }",
    ];

    // The comparison, the same from the other side, its opposite, and that from the other side.
    private static readonly (string Op, string Po, string No, string On)[] s_operators =
        [("<", ">", ">=", "<="), ("<=", ">=", ">", "<"), (">", "<", "<=", ">="), (">=", "<=", "<", ">"), ("!=", "!=", "==", "==")];

    [Fact]
    public void TripCount_IsWhatRuns()
    {
        var bodies = new List<string>();
        foreach ((string op, string po, string no, string on) in s_operators)
        {
            foreach ((int start, int end) in new[] { (0, 5), (1, 6), (0, 0), (5, 0), (12, 2) })
            {
                foreach (string form in s_gotos.Concat(s_recursions))
                {
                    foreach (int by in new[] { 1, 2, -1, -3 })
                    {
                        string sign = by > 0 ? "+" : "-", size = Math.Abs(by).ToString(CultureInfo.InvariantCulture);
                        bodies.Add(Write(form, start, end).Replace("COUNT", by == 1 ? "epoch++" : by == -1 ? "epoch = epoch - 1" : $"epoch {sign}= {size}", StringComparison.Ordinal).Replace("NEXT", $"epoch {sign} {size}", StringComparison.Ordinal));
                    }
                }

                bodies.AddRange(s_counted.Select(form => Write(form, start, end)));

                string Write(string form, int start, int end) => form
                    .Replace("START", start.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal).Replace("END", end.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                    .Replace("OP", op, StringComparison.Ordinal).Replace("PO", po, StringComparison.Ordinal).Replace("NO", no, StringComparison.Ordinal).Replace("ON", on, StringComparison.Ordinal);
            }
        }

        CSharpCompilation compilation = Analysis.Compile(
            $"public static class C {{ public static int Steps, Rounds; static void Step() => Steps++; static void Round() {{ if (++Rounds > {Endless}) throw new System.InvalidOperationException(); }}\n"
            + string.Join("\n", bodies.Select((body, number) => $"public static void M{number}() {{ {body} }}")) + "\n}");
        using var stream = new MemoryStream();
        Assert.True(compilation.Emit(stream).Success);
        Type run = Assembly.Load(stream.ToArray()).GetType("C")!;
        FieldInfo steps = run.GetField("Steps")!, rounds = run.GetField("Rounds")!;
        var code = CodeBase.Of(compilation);
        SyntaxTree tree = compilation.SyntaxTrees.Single();
        SemanticModel model = code.ModelOf(tree);
        var wrong = new List<string>();
        int known = 0, finite = 0;
        foreach (InvocationExpressionSyntax call in tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>().Where(call => call.ToString() == "Step()"))
        {
            MethodDeclarationSyntax method = call.FirstAncestorOrSelf<MethodDeclarationSyntax>()!;
            steps.SetValue(null, 0);
            rounds.SetValue(null, 0);
            bool ends = true;
            try
            {
                run.GetMethod(method.Identifier.ValueText)!.Invoke(null, null);
            }
            catch (TargetInvocationException)
            {
                ends = false;
            }

            TrainingLoop loop = Assert.Single(CallSites.LoopsAround(model.GetOperation(call)!, code, default));
            finite += ends ? 1 : 0;
            known += loop.TripCount is null ? 0 : 1;
            if (loop.TripCount is { } trips && !(ends && trips == (int)steps.GetValue(null)!))
            {
                wrong.Add($"{trips}, not {(ends ? steps.GetValue(null) : "endless")}: {method}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count}:\n" + string.Join("\n", wrong.Take(20)));
        Assert.True(known > 0.95 * finite, $"{known} of {finite}");
    }
}
