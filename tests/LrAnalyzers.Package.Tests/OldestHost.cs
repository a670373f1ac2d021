using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;

namespace LrAnalyzers.Package.Tests;

/// <summary>
/// The oldest host in which the package runs (.NET SDK 8.0.100, Visual Studio 2022 17.8): it has Roslyn 4.8.0 and what that asks for, in no
/// newer version. As a load context it refuses what such a host would.
/// </summary>
internal sealed class OldestHost() : AssemblyLoadContext("the oldest host", isCollectible: true)
{
    // Package and assembly.
    private static readonly (string Package, string Assembly)[] s_roslyn =
    [
        ("microsoft.codeanalysis.common", "Microsoft.CodeAnalysis"),
        ("microsoft.codeanalysis.csharp", "Microsoft.CodeAnalysis.CSharp"),
        ("microsoft.codeanalysis.workspaces.common", "Microsoft.CodeAnalysis.Workspaces"),
        ("microsoft.codeanalysis.csharp.workspaces", "Microsoft.CodeAnalysis.CSharp.Workspaces"),
    ];

    // Roslyn and what its own assemblies refer to, each in the highest version that one of them asks for.
    private static readonly Dictionary<string, Version> s_has = s_roslyn
        .SelectMany(part => (AssemblyName[])[AssemblyName.GetAssemblyName(Path(part, "netstandard2.0")), .. References(File.ReadAllBytes(Path(part, "netstandard2.0")))])
        .GroupBy(reference => reference.Name!)
        .ToDictionary(versions => versions.Key, versions => versions.Max(reference => reference.Version)!);

    /// <summary>What an assembly refers to, from its metadata.</summary>
    public static IReadOnlyList<AssemblyName> References(byte[] assembly)
    {
        using var executable = new PEReader(new MemoryStream(assembly));
        var reader = executable.GetMetadataReader();
        return [.. reader.AssemblyReferences.Select(handle => reader.GetAssemblyReference(handle).GetAssemblyName())];
    }

    /// <summary>Whether the host has an assembly in that version or a higher one.</summary>
    public static bool Has(AssemblyName reference) => s_has.TryGetValue(reference.Name!, out var version) && reference.Version <= version;

    /// <summary>A type of Roslyn, as the host has it.</summary>
    public Type Roslyn(string assembly, string type) => LoadFromAssemblyName(new AssemblyName(assembly)).GetType(type, throwOnError: true)!;

    protected override Assembly? Load(AssemblyName name)
    {
        if (s_roslyn.FirstOrDefault(part => part.Assembly == name.Name) is { Package: not null } roslyn)
        {
            return name.Version is null || Has(name) ? LoadFromAssemblyPath(Path(roslyn, "net7.0")) : throw Refusal(name);
        }

        if (!name.Name!.StartsWith("System.Composition", StringComparison.Ordinal))
        {
            return null;
        }

        return Has(name) ? LoadFromStream(new MemoryStream(StandIn(name.Name!))) : throw Refusal(name);
    }

    // Not every registry serves the version of that time: a newer build stands in, under the old version, since a load context
    // that has a higher one does not ask any more.
    private static byte[] StandIn(string name)
    {
        string folder = System.IO.Path.Combine(TestMetadata.RestoredPackages, name.ToLowerInvariant(), "8.0.0", "lib", "net8.0");
        byte[] assembly = File.ReadAllBytes(System.IO.Path.Combine(folder, name + ".dll"));
        using var executable = new PEReader(new MemoryStream(assembly));
        int row = executable.PEHeaders.MetadataStartOffset + executable.GetMetadataReader().GetTableMetadataOffset(TableIndex.Assembly);
        // Behind the hash algorithm: major, minor, build and revision.
        row += sizeof(int);
        foreach (int part in (int[])[s_has[name].Major, s_has[name].Minor, s_has[name].Build, s_has[name].Revision])
        {
            BinaryPrimitives.WriteUInt16LittleEndian(assembly.AsSpan(row), (ushort)part);
            row += sizeof(ushort);
        }

        return assembly;
    }

    private static FileLoadException Refusal(AssemblyName name) => new("The oldest host does not have " + name);

    private static string Path((string Package, string Assembly) part, string framework) => System.IO.Path.Combine(
        TestMetadata.RestoredPackages, part.Package, TestMetadata.RoslynFloorVersion, "lib", framework, part.Assembly + ".dll");
}
