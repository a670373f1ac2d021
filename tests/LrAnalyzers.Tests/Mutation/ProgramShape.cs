namespace LrAnalyzers.Tests.Mutation;

/// <summary>
/// A way to write a training program. An expression is put where the program creates what it trains with; in scope are
/// <c>p</c> (parameters), <c>model</c>, <c>ml</c> (an <c>MLContext</c>) and <c>n</c> (an <c>int</c> that is not known).
/// </summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Body">The types, with <c>$CREATION$</c> and <c>$MEMBERS$</c> to be filled in.</param>
internal sealed record ProgramShape(string Name, string Body)
{
    private const string Parameters = "torch.nn.Module<torch.Tensor, torch.Tensor> model, IEnumerable<Parameter> p, MLContext ml, int n";

    /// <summary>All shapes.</summary>
    public static IReadOnlyList<ProgramShape> All { get; } =
    [
        Method("local", "var created = $CREATION$; GC.KeepAlive(created);"),
        Method("typed local", "object? created = $CREATION$; GC.KeepAlive(created);"),
        Method("argument", "GC.KeepAlive($CREATION$);"),
        Method("lambda", "Func<object> make = () => $CREATION$; make();"),
        Method("lambda block", "Func<object> make = () => { return $CREATION$; }; make();"),
        Method("local function", "GC.KeepAlive(Make()); object Make() => $CREATION$;"),
        Method("loop", "for (int i = 0; i < n; i++) { var created = $CREATION$; GC.KeepAlive(created); }"),
        Method("branch", "object? created; if (n > 3) { created = $CREATION$; } else { created = null; } GC.KeepAlive(created);"),
        Method("conditional", "object? created = n > 3 ? $CREATION$ : null; GC.KeepAlive(created);"),
        Method("switch expression", "object? created = n switch { 1 => $CREATION$, _ => null }; GC.KeepAlive(created);"),
        Method("try", "try { GC.KeepAlive($CREATION$); } catch (ArgumentException) { throw; } finally { Console.WriteLine(); }"),
        Method("tuple", "(object, int) created = ($CREATION$, 1); GC.KeepAlive(created);"),
        Member("expression body", $"public static object Create({Parameters}) => $CREATION$;"),
        Member("async", $"public static async Task<object> CreateAsync({Parameters}) {{ await Task.Yield(); return $CREATION$; }}"),
        Member("iterator", $"public static IEnumerable<object> CreateAll({Parameters}) {{ yield return $CREATION$; }}"),
        Member("field in constructor", $"private readonly object _created; public Trainer({Parameters}) {{ _created = $CREATION$; }} public object Created => _created;"),
        Member("property", """
            public required torch.nn.Module<torch.Tensor, torch.Tensor> model; public required IEnumerable<Parameter> p; public required MLContext ml; public int n;
            public object Created => $CREATION$;
            """),
        new("primary constructor", $"internal sealed class Trainer({Parameters})\n{{\n    $MEMBERS$\n    public object Create() => $CREATION$;\n    public object All => (model, p, ml, n);\n}}"),
        new("generic type", $"internal sealed class Trainer<T> where T : class, new()\n{{\n    $MEMBERS$\n    public object Create({Parameters}) {{ var created = $CREATION$; return (created, new T()); }}\n}}"),
        new("nested struct", $"internal static class Outer\n{{\n    public struct Trainer\n    {{\n        $MEMBERS$\n        public object Create({Parameters}) => $CREATION$;\n    }}\n}}"),
    ];

    /// <summary>The program with an expression in it.</summary>
    /// <param name="creation">The expression.</param>
    /// <param name="members">Declarations of members that it uses.</param>
    /// <param name="index">Keeps programs in one compilation apart.</param>
    public string Source(string creation, string members, int index) => $"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;
        using Microsoft.ML;
        using Microsoft.ML.SearchSpace;
        using Microsoft.ML.SearchSpace.Option;
        using Microsoft.ML.Trainers;
        using Microsoft.ML.Trainers.FastTree;
        using Microsoft.ML.Trainers.LightGbm;
        using Microsoft.ML.Vision;
        using Microsoft.ML.TorchSharp.NasBert;
        using TorchSharp;
        using TorchSharp.Modules;

        namespace Program{index};

        {Body.Replace("$MEMBERS$", members).Replace("$CREATION$", creation)}

        """;

    private static ProgramShape Method(string name, string statements) =>
        Member(name, $"public static void Train({Parameters})\n    {{\n        {statements}\n    }}");

    private static ProgramShape Member(string name, string member) =>
        new(name, $"internal sealed class Trainer\n{{\n    $MEMBERS$\n    {member}\n}}");
}
