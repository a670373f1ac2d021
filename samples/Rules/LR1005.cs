using TorchSharp;
using TorchSharp.Modules;

namespace LrAnalyzers.Samples.LR1005;

#region Violation
internal sealed class Violation
{
    private const double LearningRate = 0.001;

    private readonly TextClassifier _model = TextClassifier.FromPretrained("bert-base.dat");

    public AdamW CreateOptimizer() => torch.optim.AdamW(_model.parameters(), LearningRate);
}
#endregion

#region Fixed
internal sealed class Fixed
{
    private const double LearningRate = 2e-5;

    private readonly TextClassifier _model = TextClassifier.FromPretrained("bert-base.dat");

    public AdamW CreateOptimizer() => torch.optim.AdamW(_model.parameters(), LearningRate);
}
#endregion

internal sealed class TextClassifier : torch.nn.Module<torch.Tensor, torch.Tensor>
{
    private readonly Linear _encoder = torch.nn.Linear(768, 768);
    private readonly Linear _head = torch.nn.Linear(768, 2);

    private TextClassifier()
        : base(nameof(TextClassifier)) => RegisterComponents();

    public static TextClassifier FromPretrained(string weights)
    {
        var model = new TextClassifier();
        model.load(weights, strict: false);
        return model;
    }

    public override torch.Tensor forward(torch.Tensor input) => _head.forward(_encoder.forward(input).relu());
}
