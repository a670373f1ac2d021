using System;
using System.Collections.Generic;
using System.Globalization;
using TorchSharp;
using TorchSharp.Modules;

namespace LrAnalyzers.Samples.LR1015;

#region Violation
internal static class Violation
{
    public static Adam CreateOptimizer(IEnumerable<Parameter> parameters)
    {
        double rate = double.Parse(Environment.GetEnvironmentVariable("LEARNING_RATE") ?? "0.001");
        return torch.optim.Adam(parameters, rate);
    }
}
#endregion

#region Fixed
internal static class Fixed
{
    public static Adam CreateOptimizer(IEnumerable<Parameter> parameters)
    {
        double rate = double.Parse(Environment.GetEnvironmentVariable("LEARNING_RATE") ?? "0.001", CultureInfo.InvariantCulture);
        return torch.optim.Adam(parameters, rate);
    }
}
#endregion
