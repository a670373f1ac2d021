using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Verification.Sources;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR1013_SharedParameters>;

namespace LrAnalyzers.Tests.Rules;

public class LR1013Tests
{
    private const string Modules = """

            class Net : torch.nn.Module<torch.Tensor, torch.Tensor>
            {
                public readonly Linear body = torch.nn.Linear(4, 4);
                public readonly Linear head;
                public Linear late;
                public Linear Property { get; } = torch.nn.Linear(4, 4);
                public readonly Inner inner = new();
                public Net() : base("net") { head = torch.nn.Linear(4, 1); RegisterComponents(); late = torch.nn.Linear(4, 4); }
                public override torch.Tensor forward(torch.Tensor x) => head.forward(body.forward(x));
            }
            class Inner : torch.nn.Module<torch.Tensor, torch.Tensor>
            {
                public readonly Linear first = torch.nn.Linear(4, 4);
                public Inner() : base("inner") => RegisterComponents();
                public override torch.Tensor forward(torch.Tensor x) => first.forward(x);
            }
            private readonly Net _net = new();
        """;

    [Theory]
    [InlineData("torch.optim.SGD(new[] { new SGD.ParamGroup([|net.parameters()|], 0.01), new SGD.ParamGroup(net.head.parameters(), 0.1) }, 0.1)")]
    [InlineData("torch.optim.SGD(new[] { new SGD.ParamGroup(net.body.parameters(), 0.01), new SGD.ParamGroup([|net.parameters()|], 0.1) }, 0.1)")]
    [InlineData("torch.optim.Adam(new Adam.ParamGroup[] { new([|net.parameters()|].ToList(), lr: 0.01), new(net.inner.first.parameters(), lr: 0.1) })")]
    [InlineData("torch.optim.AdamW(new List<AdamW.ParamGroup> { new([|net.inner.parameters()|], 0.01), new(net.inner.first.parameters(), 0.1) })")]
    [InlineData("torch.optim.SGD(new[] { new SGD.ParamGroup([|_net.parameters()|], 0.01), new SGD.ParamGroup(this._net.head.parameters(), 0.1) }, 0.1)")]
    [InlineData("torch.optim.SGD(new[] { new SGD.ParamGroup([|both.parameters()|], 0.01), new SGD.ParamGroup(second.parameters(), 0.1) }, 0.1)")]
    [InlineData("torch.optim.SGD(new[] { new SGD.ParamGroup([|named.parameters()|], 0.01), new SGD.ParamGroup(second.parameters(), 0.1) }, 0.1)")]
    [InlineData("torch.optim.SGD(new[] { new SGD.ParamGroup([|net.parameters()|], 0.01), new SGD.ParamGroup(alias.parameters(), 0.1) }, 0.1)")]
    public Task PartInAnotherGroup_Reports(string creation) => Verify.VerifyAsync(Source($"var o = {creation};"));

    [Theory]
    [InlineData("var o = torch.optim.SGD([|net.parameters()|], 0.1); o.add_param_group(new SGD.ParamGroup(net.head.parameters(), 0.01));")]
    public Task AddedGroup_Reports(string statements) => Verify.VerifyAsync(Source(statements));

    [Theory]
    [InlineData("torch.optim.SGD(new[] { new SGD.ParamGroup(net.body.parameters(), 0.01), new SGD.ParamGroup(net.head.parameters(), 0.1) }, 0.1)")]
    [InlineData("torch.optim.SGD(new[] { new SGD.ParamGroup(net.parameters().Except(net.head.parameters()), 0.01), new SGD.ParamGroup(net.head.parameters(), 0.1) }, 0.1)")]
    [InlineData("torch.optim.SGD(new[] { new SGD.ParamGroup(net.parameters().Where(x => x.requires_grad), 0.01), new SGD.ParamGroup(net.head.parameters(), 0.1) }, 0.1)")]
    [InlineData("torch.optim.SGD(new[] { new SGD.ParamGroup(net.parameters(), 0.01), new SGD.ParamGroup(net.head.parameters().Take(1), 0.1) }, 0.1)")]
    [InlineData("torch.optim.SGD(new[] { new SGD.ParamGroup(net.parameters(), 0.01), new SGD.ParamGroup(net.late.parameters(), 0.1) }, 0.1)")]
    [InlineData("torch.optim.SGD(new[] { new SGD.ParamGroup(net.parameters(), 0.01), new SGD.ParamGroup(net.Property.parameters(), 0.1) }, 0.1)")]
    [InlineData("torch.optim.SGD(new[] { new SGD.ParamGroup(net.parameters(), 0.01), new SGD.ParamGroup(other.head.parameters(), 0.1) }, 0.1)")]
    [InlineData("torch.optim.SGD(new[] { new SGD.ParamGroup(both.parameters(), 0.01), new SGD.ParamGroup(third.parameters(), 0.1) }, 0.1)")]
    [InlineData("torch.optim.SGD(net.parameters(), 0.1)")]
    public Task ApartOrUnknown_IsSilent(string creation) => Verify.VerifyAsync(Source($"var o = {creation}; var p2 = torch.optim.SGD(net.head.parameters(), 0.1);"));

    [Fact]
    public Task Message_NamesBoth() =>
        Verify.VerifyMessageAsync(
            Source("torch.optim.SGD(new[] { new SGD.ParamGroup({|#0:net.parameters()|}, 0.01), new SGD.ParamGroup(net.head.parameters(), 0.1) }, 0.1);"),
            "'net.parameters()' holds the parameters of 'net.head' as well, which another group of the optimizer has: TorchSharp trains them twice in each step, with both learning rates. Leave them out here.");

    [Fact]
    public Task Fix_LeavesThePartOut() =>
        Verify.VerifyFixAsync(
            Source("torch.optim.SGD(new[] { new SGD.ParamGroup(/* all */ [|net.parameters()|], 0.01), new SGD.ParamGroup(net.head.parameters(), 0.1) }, 0.1);"),
            Source("torch.optim.SGD(new[] { new SGD.ParamGroup(/* all */ net.parameters().Except(net.head.parameters()), 0.01), new SGD.ParamGroup(net.head.parameters(), 0.1) }, 0.1);"),
            LR1013_LeaveOut.Key);

    private static string Source(string statements) => Torch(
        "Net net = new(), other = new(); var alias = net.head; Linear first = torch.nn.Linear(4, 4), second = torch.nn.Linear(4, 4), third = torch.nn.Linear(4, 4); "
        + "var both = torch.nn.Sequential(first, second); var named = torch.nn.Sequential((\"a\", first), (\"b\", second)); " + statements,
        Modules);
}
