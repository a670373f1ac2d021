using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Tests.Verification;

/// <summary>
/// What loads pretrained weights in packages that not every registry serves: the models of TorchVision 0.107.0 (one of each
/// shape of signature) and the loaders and savers of TorchSharp.PyBridge 1.4.4. Names, parameters and defaults, no behaviour.
/// </summary>
internal static class PretrainedStubs
{
    /// <summary>The declarations.</summary>
    public const string Source = """
        #nullable enable
        using System;
        using System.Collections.Generic;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        namespace TorchSharp
        {
            public static partial class torchvision
            {
                public static partial class models
                {
                    public static Modules.AlexNet alexnet(int num_classes = 1000, float dropout = 0.5f, string? weights_file = null, bool skipfc = true, Device? device = null) => null!;
                    public static Modules.VGG vgg16(int num_classes = 1000, float dropout = 0.5f, string? weights_file = null, bool skipfc = true, Device? device = null) => null!;
                    public static Modules.ResNet resnet18(int num_classes = 1000, bool zero_init_residual = false, int groups = 1, int width_per_group = 64, (bool, bool, bool)? replace_stride_with_dilation = null, Func<int, Module<Tensor, Tensor>>? norm_layer = null, string? weights_file = null, bool skipfc = true, Device? device = null) => null!;
                    public static Modules.ResNet resnet50(int num_classes = 1000, bool zero_init_residual = false, int groups = 1, int width_per_group = 64, (bool, bool, bool)? replace_stride_with_dilation = null, Func<int, Module<Tensor, Tensor>>? norm_layer = null, string? weights_file = null, bool skipfc = true, Device? device = null) => null!;
                    public static Modules.GoogleNet googlenet(int num_classes = 1000, bool transform_input = false, string? weights_file = null, bool skipfc = true, float dropout = 0.2f, float dropout_aux = 0.7f, Device? device = null) => null!;
                    public static Modules.MobileNetV2 mobilenet_v2(int num_classes = 1000, double width_mult = 1.0) => null!;
                }
            }
        }

        namespace TorchSharp.Modules
        {
            public abstract class VisionModel : Module<Tensor, Tensor>
            {
                protected VisionModel() : base("") { }
                public override Tensor forward(Tensor input) => input;
            }

            public class AlexNet : VisionModel
            {
                public AlexNet(int numClasses, float dropout = 0.5f, string? weights_file = null, bool skipfc = true, Device? device = null) { }
            }

            public class ResNet : VisionModel
            {
                public static ResNet ResNet18(int numClasses = 1000, string? weights_file = null, bool skipfc = true, Device? device = null) => null!;
            }

            public class VGG : VisionModel { }
            public class GoogleNet : VisionModel { }
            public class MobileNetV2 : VisionModel { }
        }

        namespace TorchSharp.PyBridge
        {
            public static class PyBridgeModuleExtensions
            {
                public static Module save_py(this Module module, string location, IList<string>? skip = null) => module;
                public static Module save_safetensors(this Module module, string location, IList<string>? skip = null) => module;
                public static Module load_py(this Module module, string location, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null) => module;
                public static Module load_py(this Module module, System.IO.Stream stream, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null, bool leaveOpen = false) => module;
                public static Module load_safetensors(this Module module, string location, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null) => module;
                public static Module load_checkpoint(this Module module, string path, string? checkpointName = null, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null, bool useTqdm = true) => module;
            }

            public static class PyBridgeOptimizerExtensions
            {
                public static void load_py(this Modules.OptimizerHelper optim, string location) { }
            }
        }
        """;

    /// <summary>The declarations, compiled against the real TorchSharp.</summary>
    public static MetadataReference Compile(ImmutableArray<MetadataReference> references) =>
        MLNetStubs.Compile("TorchSharp.Stubs", Source, references);
}
