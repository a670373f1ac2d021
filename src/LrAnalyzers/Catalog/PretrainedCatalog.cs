using System;
using System.Collections.Immutable;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Catalog;

/// <summary>
/// What says explicitly that a model starts from weights that were trained elsewhere. <c>Module.load</c> and
/// <c>load_state_dict</c> do not: they resume a training of one's own just as often.
/// </summary>
internal sealed class PretrainedCatalog
{
    /// <summary>
    /// Parameter of TorchVision's models: "the location of a file containing pre-trained weights" (TorchSharp 0.107.0,
    /// src/TorchVision/models: alexnet, googlenet, inception_v3, the resnets and the vggs; the mobilenets have none).
    /// </summary>
    public const string WeightsFile = "weights_file";

    /// <summary>Parameter beside it: whether the classifier is left as it is (true by default), so that it is new and only the body is pretrained.</summary>
    public const string SkipClassifier = "skipfc";

    /// <summary>Namespace of TorchVision; code that uses its models names it.</summary>
    public const string TorchVision = "torchvision";

    /// <summary>Parameter of the loaders below: whether every weight must be found in the file (true by default).</summary>
    public const string Strict = "strict";

    /// <summary>Parameter of the loaders below: the weights that are not read from the file.</summary>
    public const string Skip = "skip";

    /// <summary>
    /// Loaders of the weights of a PyTorch model, extension methods that give the module back (TorchSharp.PyBridge 1.4.4,
    /// PyBridgeModuleExtensions.cs).
    /// </summary>
    public static readonly ImmutableArray<string> ForeignLoaders = ImmutableArray.Create("load_py", "load_safetensors", "load_checkpoint");

    /// <summary>What writes the same files (same source): who saves so may load what was saved so, and resumes.</summary>
    public static readonly ImmutableArray<string> ForeignSavers = ImmutableArray.Create("save_py", "save_safetensors");

    private const string TorchVisionModels = "TorchSharp.torchvision+models";
    private const string Modules = "TorchSharp.Modules";
    private const string ForeignLoaderType = "TorchSharp.PyBridge.PyBridgeModuleExtensions";

    private static readonly Regex s_word = new("[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+", RegexOptions.CultureInvariant);

    // Hugging Face's from_pretrained, and ML.NET's after it: LlamaForCausalLM.FromPretrained (Microsoft.ML.GenAI.LLaMA).
    private static readonly ImmutableHashSet<string> s_loadingWords = ImmutableHashSet.Create("from", "load");

    // A name with one of these promises less than a model that is pretrained as a whole.
    private static readonly ImmutableHashSet<string> s_doubts = ImmutableHashSet.Create(
        "or", "else", "if", "maybe", "try", "optional", "new", "head", "embedding", "embeddings", "vectors", "tokenizer",
        "freeze", "frozen", "lora", "adapter", "adapters", "quantized");

    // A parameter with one of these leaves a part of the model out of the training.
    private static readonly ImmutableHashSet<string> s_limits = ImmutableHashSet.Create(
        "freeze", "frozen", "trainable", "lora", "adapter", "adapters", "quantize", "quantized");

    private readonly INamedTypeSymbol? _torchVisionModels;
    private readonly INamedTypeSymbol? _foreignLoaders;
    private readonly INamedTypeSymbol? _module;
    private readonly ImmutableArray<INamedTypeSymbol> _embeddings;

    /// <summary>Resolves the symbols.</summary>
    public PretrainedCatalog(Compilation compilation)
    {
        _torchVisionModels = compilation.FindLibraryType(TorchVisionModels);
        _foreignLoaders = compilation.FindLibraryType(ForeignLoaderType);
        _module = compilation.FindLibraryType(TorchSharpNames.Module);
        _embeddings = new[] { "TorchSharp.Modules.Embedding", "TorchSharp.Modules.EmbeddingBag" }
            .Select(compilation.FindLibraryType).OfType<INamedTypeSymbol>().ToImmutableArray();
    }

    /// <summary>Whether an identifier is one without which nothing here is called.</summary>
    public static bool IsHint(string name) =>
        HintNames.Contains(name) || HintParts.Any(part => name.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>The names that are hints.</summary>
    public static readonly ImmutableArray<string> HintNames = ForeignLoaders.Add(TorchVision).Add(WeightsFile);

    /// <summary>What makes a hint of a name that holds it, in whatever case.</summary>
    public static readonly ImmutableArray<string> HintParts = ImmutableArray.Create("pretrained", "pre_trained");

    /// <summary>Whether the method makes an object by its type: what weights it then has, its constructor says.</summary>
    public static bool MakesByType(IMethodSymbol method) =>
        method is { Name: "CreateInstance" or "GetUninitializedObject", ContainingType: { Name: "Activator" or "ActivatorUtilities" or "RuntimeHelpers" or "FormatterServices" } maker }
        && !maker.Locations.Any(location => location.IsInSource);

    /// <summary>Whether the type is a module.</summary>
    public bool IsModule(ITypeSymbol? type) => type is not null && _module is not null && type.DerivesFrom(_module);

    /// <summary>Whether the method reads the weights of a PyTorch model into its first argument.</summary>
    public bool IsForeignLoader(IMethodSymbol method) =>
        ForeignLoaders.Contains(method.Name) && SymbolEqualityComparer.Default.Equals(method.ContainingType, _foreignLoaders);

    /// <summary>Whether the factory or constructor makes one of TorchVision's models, with weights if it is given a file of them.</summary>
    public bool TakesWeightsFile(IMethodSymbol method) =>
        method.ContainingType is { } type
        && method.Parameters.Any(parameter => parameter.Name == WeightsFile)
        && (SymbolEqualityComparer.Default.Equals(type, _torchVisionModels)
            || IsModule(type) && type.ContainingNamespace.ToDisplayString() == Modules && !type.Locations.Any(location => location.IsInSource));

    /// <summary>
    /// Whether the method says by its name that it makes a pretrained model. Word vectors are not one: they are one layer,
    /// and frozen unless asked for otherwise.
    /// </summary>
    public bool IsPretrainedFactory(IMethodSymbol method) =>
        IsModule(Awaited(method.ReturnType))
        && !_embeddings.Any(embedding => Awaited(method.ReturnType).DerivesFrom(embedding))
        && IsFactoryName(method.Name);

    /// <summary>Whether a parameter of the name leaves a part of the model out of the training, unless it is false or null.</summary>
    public static bool LimitsTraining(string parameter) => WordsOf(parameter).Any(s_limits.Contains);

    /// <summary>Whether a parameter of the name decides if the weights are pretrained at all.</summary>
    public static bool SwitchesPretraining(string parameter) => WordsOf(parameter).Contains("pretrained");

    /// <summary>What a task gives when it is awaited; the type itself for any other.</summary>
    public static ITypeSymbol Awaited(ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: { Length: 1 } result } ? result[0] : type;

    private static bool IsFactoryName(string name)
    {
        string[] words = WordsOf(name);
        int pretrained = Array.IndexOf(words, "pretrained");
        return pretrained > 0 && s_loadingWords.Contains(words[pretrained - 1]) && !words.Any(s_doubts.Contains);
    }

    // from_pretrained, FromPretrained and FromPreTrained alike.
    private static string[] WordsOf(string name) => s_word.Matches(name).Cast<Match>().Aggregate(
        ImmutableArray<string>.Empty,
        (words, match) => match.Value.ToLowerInvariant() is var word && word == "trained" && words.Length > 0 && words[words.Length - 1] == "pre"
            ? words.SetItem(words.Length - 1, "pretrained")
            : words.Add(word)).ToArray();
}
