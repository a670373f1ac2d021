using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Verification.TrainingSource;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR2017_LateParameterGroup>;

namespace LrAnalyzers.Tests.Rules;

public class LR2017Tests
{
    private const string Optimizer = "var optimizer = optim.SGD(model.parameters(), 0.1); var head = nn.Linear(1, 1); ";
    private const string Add = " optimizer.add_param_group(new SGD.ParamGroup(head.parameters(), 0.01)); ";
    private const string Loop = " for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " } scheduler.step(); }";

    private const string PlateauLoop = " foreach (var x in batches) { optimizer.step(); scheduler.step(0.5); }";
    private const string AddHead = "static void AddHead(SGD optimizer, Linear head) => optimizer.add_param_group(new SGD.ParamGroup(head.parameters(), 0.01));";

    [Theory]
    [InlineData("var scheduler = [|optim.lr_scheduler.StepLR(optimizer, 10)|];" + Add + Loop)]
    [InlineData("var scheduler = [|new optim.lr_scheduler.impl.CosineAnnealingLR(optimizer, epochs)|]; Console.WriteLine();" + Add + Loop)]
    [InlineData("optim.lr_scheduler.LRScheduler scheduler; scheduler = [|optim.lr_scheduler.StepLR(optimizer, 10)|]; {" + Add + "}" + Loop)]
    public Task GroupAddedLater_Reports(string code) => Verify.VerifyAsync(Method(Optimizer + code));

    [Theory]
    [InlineData("var scheduler = [|optim.lr_scheduler.ReduceLROnPlateau(optimizer)|];" + Add + PlateauLoop)]
    [InlineData("var scheduler = [|optim.lr_scheduler.ReduceLROnPlateau(optimizer, min_lr: new[] { 1e-6 })|];" + Add + PlateauLoop)]
    [InlineData("var scheduler = [|optim.lr_scheduler.ReduceLROnPlateau(optimizer)|]; for (int epoch = 0; epoch < epochs; epoch++) { if (epoch == 5) {" + Add + "} optimizer.step(); scheduler.step(0.5); }")]
    public Task Plateau_WithAGroupAddedLater_Reports(string code) => Verify.VerifyAsync(Method(Optimizer + code));

    [Fact]
    public Task GroupAddedByAMethod_Reports() => Verify.VerifyAsync(Method(
        Optimizer + "var scheduler = [|optim.lr_scheduler.StepLR(optimizer, 10)|]; AddHead(optimizer, head);" + Loop, AddHead));

    [Theory]
    [InlineData(Add + "var scheduler = optim.lr_scheduler.StepLR(optimizer, 10);" + Loop)]
    [InlineData("var scheduler = optim.lr_scheduler.StepLR(optimizer, 10); if (epochs > 3) {" + Add + "}" + Loop)]
    [InlineData("var scheduler = optim.lr_scheduler.StepLR(optimizer, 10); for (int epoch = 0; epoch < epochs; epoch++) { if (epoch == 5) {" + Add + "} optimizer.step(); scheduler.step(); }")]
    [InlineData("var scheduler = optim.lr_scheduler.StepLR(optimizer, 10);" + Add + "scheduler = optim.lr_scheduler.StepLR(optimizer, 10);" + Loop)]
    [InlineData("var scheduler = optim.lr_scheduler.ReduceLROnPlateau(optimizer, min_lr: new[] { 0.0, learningRate });" + Add + PlateauLoop)]
    [InlineData("var scheduler = optim.lr_scheduler.ReduceLROnPlateau(optimizer);" + Add + "scheduler = optim.lr_scheduler.ReduceLROnPlateau(optimizer);" + PlateauLoop)]
    [InlineData("AddHead(optimizer, head); var scheduler = optim.lr_scheduler.StepLR(optimizer, 10);" + Loop)]
    [InlineData("var scheduler = optim.lr_scheduler.StepLR(optimizer, 10);" + Add + "Keep(optimizer);" + Loop)]
    [InlineData("var scheduler = optim.lr_scheduler.StepLR(optimizer, 10); var other = optim.SGD(head.parameters(), 0.1); other.add_param_group(new SGD.ParamGroup(head.parameters(), 0.01)); " + Loop)]
    public Task OtherOrders_AreSilent(string code) =>
        Verify.VerifyAsync(Method(Optimizer + code, "static Action<object> Keep = null!;" + AddHead));

    [Fact]
    public Task Message_OfPlateau_SaysThatItThrows() => Verify.VerifyMessageAsync(
        Method(Optimizer + "var scheduler = {|#0:optim.lr_scheduler.ReduceLROnPlateau(optimizer)|};" + Add + PlateauLoop),
        "ReduceLROnPlateau schedules only the parameter groups that the optimizer has when it is created: with the one that is added later its first reduction throws ArgumentOutOfRangeException. Call add_param_group before.");

    [Fact]
    public Task Message_SaysWhatIsNotScheduled() => Verify.VerifyMessageAsync(
        Method(Optimizer + "var scheduler = {|#0:optim.lr_scheduler.StepLR(optimizer, 10)|};" + Add + Loop),
        "StepLR schedules only the parameter groups that the optimizer has when it is created: the one that is added later keeps its learning rate. Call add_param_group before.");

    [Fact]
    public Task Fix_MovesBeforeTheScheduler() => Verify.VerifyFixAsync(
        Method(Optimizer + """

            var scheduler = [|optim.lr_scheduler.StepLR(optimizer, 10)|]; // decay

            // the new head
            optimizer.add_param_group(new SGD.ParamGroup(head.parameters(), 0.01));

            """ + Loop),
        Method(Optimizer + """

            // the new head
            optimizer.add_param_group(new SGD.ParamGroup(head.parameters(), 0.01));
            var scheduler = optim.lr_scheduler.StepLR(optimizer, 10); // decay


            """ + Loop),
        MoveStatement.GroupKey);

    [Fact]
    public Task Fix_GroupDeclaredBetween_IsNotOffered() => Verify.VerifyNoFixAsync(
        Method(Optimizer + "var scheduler = [|optim.lr_scheduler.StepLR(optimizer, 10)|]; var group = new SGD.ParamGroup(head.parameters(), 0.01); optimizer.add_param_group(group); " + Loop),
        MoveStatement.GroupKey);
}
