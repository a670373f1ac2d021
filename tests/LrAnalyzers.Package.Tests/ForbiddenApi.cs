using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace LrAnalyzers.Package.Tests;

/// <summary>What an analyzer has no business with: files, network, processes, the environment, loading and emitting code.</summary>
internal static class ForbiddenApi
{
    // A namespace with everything below it, a type, or a member.
    private static readonly string[] s_forbidden =
    [
        "System.Net", "System.IO.Pipes", "System.IO.MemoryMappedFiles", "System.IO.IsolatedStorage",
        "System.IO.File", "System.IO.FileInfo", "System.IO.FileStream", "System.IO.FileSystemInfo", "System.IO.FileSystemWatcher",
        "System.IO.Directory", "System.IO.DirectoryInfo", "System.IO.DriveInfo", "System.IO.StreamReader", "System.IO.StreamWriter",
        "System.IO.Path.GetTempPath", "System.IO.Path.GetTempFileName", "System.IO.Path.GetFullPath",
        "System.Diagnostics.Process", "System.Diagnostics.ProcessStartInfo",
        "System.Environment.GetEnvironmentVariable", "System.Environment.GetEnvironmentVariables", "System.Environment.SetEnvironmentVariable",
        "System.Environment.ExpandEnvironmentVariables", "System.Environment.GetFolderPath", "System.Environment.GetCommandLineArgs",
        "System.Environment.Exit", "System.Environment.FailFast", "System.Environment.get_CurrentDirectory", "System.Environment.get_MachineName",
        "System.Environment.get_UserName", "System.Console", "Microsoft.Win32",
        "System.Reflection.Emit", "System.Reflection.Assembly", "System.Reflection.MethodBase", "System.Reflection.MethodInfo", "System.Reflection.PropertyInfo",
        "System.Reflection.FieldInfo", "System.Activator", "System.AppDomain", "System.Runtime.Loader", "System.Linq.Expressions",
        "System.Runtime.InteropServices.Marshal", "System.Runtime.InteropServices.NativeLibrary",
    ];

    /// <summary>What of it an assembly refers to, from its metadata; functions of native libraries too.</summary>
    public static IReadOnlyList<string> UsedBy(byte[] assembly)
    {
        using var executable = new PEReader(new MemoryStream(assembly));
        var reader = executable.GetMetadataReader();
        var used = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var handle in reader.TypeReferences)
        {
            used.Add(NameOf(reader, handle));
        }

        foreach (var handle in reader.MemberReferences)
        {
            var member = reader.GetMemberReference(handle);
            if (member.Parent.Kind == HandleKind.TypeReference)
            {
                used.Add(NameOf(reader, (TypeReferenceHandle)member.Parent) + "." + reader.GetString(member.Name));
            }
        }

        used.RemoveWhere(name => !s_forbidden.Any(forbidden => name == forbidden || name.StartsWith(forbidden + ".", StringComparison.Ordinal)));
        used.UnionWith(reader.MethodDefinitions.Select(reader.GetMethodDefinition)
            .Where(method => !method.GetImport().Module.IsNil)
            .Select(method => "the native function " + reader.GetString(method.GetImport().Name)));
        return [.. used];
    }

    private static string NameOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        string name = reader.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? NameOf(reader, (TypeReferenceHandle)type.ResolutionScope) + "." + name
            : reader.GetString(type.Namespace) is { Length: > 0 } space ? space + "." + name : name;
    }
}
