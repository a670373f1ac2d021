using LrAnalyzers.Tests.Verification;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Tests.Flow;

public class FileNamesTests
{
    private static readonly CSharpParseOptions s_options = new(LanguageVersion.Preview, DocumentationMode.None);

    // Bodies are read by their nodes, which have to be all that have an identifier of their own.
    [Fact]
    public void Names_AreThoseOfAllTokens()
    {
        const string Forms = """
            extern alias Other;
            using Alias = System.Int32;
            [assembly: System.Obsolete]
            int local = 1, second = 2;
            again: foreach (var item in new[] { local }) { if (item is int number and > 0) goto again; }
            (int first, string text) pair = (1, "a");
            var (left, right) = pair;
            try { } catch (System.Exception caught) when (caught is { Message: var message }) { }
            var query = from row in new[] { 1 } let twice = row * 2 join joined in new[] { 1 } on row equals joined into group_ select group_ into rest where true select rest;
            System.Func<int, int> lambda = (int given) => given; int Function<TIn>(TIn input, int optional = 1) => optional;
            Function(input: 1, optional: second); unsafe { delegate* unmanaged[Cdecl, SuppressGCTransition]<int, void> pointer = null; }
            int @escaped = \u0061bc; _ = nameof(Alias); global::System.Console.Write($"{escaped:F2}");
            switch (pair) { case (1, var positional): break; case { first: 1 }: break; }
            class Type<T>(int primary) : Base(primary), IFace where T : struct { int _field = 1, _other; const int Constant = 2; event System.Action Raised { add { } remove { } } ~Type() { } public int this[int index] => index; }
            enum Kind { One = 1 } delegate void Handler(int argument); record struct Pair(int Left, int Right) { int Both => Left + Right; }
            """;
        string[] folders = [Path.Combine(Repository.Root, "src"), Path.Combine(Repository.Root, "tests"), Environment.GetEnvironmentVariable("LRANALYZERS_FUZZ_FILES") ?? Path.Combine(Repository.Root, "samples")];
        foreach (string source in folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)).Select(File.ReadAllText).Prepend(Forms))
        {
            SyntaxTree tree = CSharpSyntaxTree.ParseText(source, s_options);
            SyntaxToken[] tokens = [.. tree.GetRoot().DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken) && !token.IsMissing)];
            FileNames names = ProjectFacts.NamesIn(tree, default);
            Assert.Equal(tokens.Select(token => token.ValueText).Distinct().Order(), names.All.Order());
            Assert.Equal(tokens.Where(token => token.Parent is SimpleNameSyntax).Select(token => token.ValueText).Distinct().Order(), names.All.Where(names.Uses).Order());
            foreach (IGrouping<string, SyntaxToken> named in tokens.GroupBy(token => token.ValueText).Take(20))
            {
                Assert.Equal(named.Select(token => token.SpanStart), ProjectFacts.Identifiers(tree.GetRoot(), named.Key, default).Select(token => token.SpanStart));
            }
        }
    }

    [Theory]
    [InlineData("class C { int M() { return 1; } int P { get; } = 1; int F = 1; }", "class C { int M() { var x = 2; return x; } int P { get; } = 3; int F = 2; }", true)]
    [InlineData("int x = 1; class C { }", "int y = 2; y++; class C { }", true)]
    [InlineData("class C { int M() => 1; }", "class C { int M() => N; }", true)]
    [InlineData("class C { /* a */ }", "class C { /* b */ }", true)]
    [InlineData("class C { const int F = 1; }", "class C { const int F = 2; }", false)]
    [InlineData("class C { void M(int x = 1) { } }", "class C { void M(int x = 2) { } }", false)]
    [InlineData("class C { void M() { } }", "class C { void N() { } }", false)]
    [InlineData("class C { [A(1)] void M() { } }", "class C { [A(2)] void M() { } }", false)]
    [InlineData("class C : A { C() : base(1) { } }", "class C : A { C() : base(2) { } }", false)]
    [InlineData("enum E { A = 1 }", "enum E { A = 2 }", false)]
    [InlineData("using X = A;", "using X = B;", false)]
    [InlineData("class C { }", "int x = 1; class C { }", false)]
    public void Declarations_AreWhatStandsOutsideBodies(string one, string other, bool areSame) =>
        Assert.Equal(areSame, Of(one).Declarations == Of(other).Declarations);

    private static FileNames Of(string source) => ProjectFacts.NamesIn(CSharpSyntaxTree.ParseText(source, s_options), default);
}
