using System.Collections.Immutable;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Models;

/// <summary>Recognises calls that may give a module weights from elsewhere, by their names: too many rather than too few.</summary>
internal static class WeightLoading
{
    private static readonly Regex s_name = new(
        "load|pretrain|restore|resume|import|deserialize|from_?(file|disk|checkpoint|hub)|read_?(weight|checkpoint|model|state)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    // TorchSharp's own methods, and those of the package that reads PyTorch's files.
    private static readonly ImmutableArray<string> s_methods = ImmutableArray.Create(
        "load", "load_state_dict", "load_py", "load_safetensors", "load_checkpoint");

    /// <summary>Whether a method of this name may load weights.</summary>
    public static bool IsNamed(string method) => s_name.IsMatch(method);

    /// <summary>Whether anything in the project loads weights with a method of the libraries.</summary>
    public static bool IsMentioned(CodeBase code, CancellationToken cancellationToken) =>
        s_methods.Any(method => code.Mentions(method, cancellationToken));
}
