namespace LrAnalyzers.Tool.Output;

/// <summary>Writes files whole or not at all.</summary>
internal static class OutputFile
{
    /// <summary>Writes a file; what was there before is lost only when the new text is on the disk.</summary>
    /// <exception cref="LrException">It cannot be written.</exception>
    public static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        string full = Path.GetFullPath(path);
        string? temporary = null;
        try
        {
            if (IsDevice(full))
            {
                throw new LrException($"'{path}' is no file: name one, or leave the option out");
            }

            // What a link leads to is written, not the link.
            full = File.Exists(full) && File.ResolveLinkTarget(full, returnFinalTarget: true) is { } target ? target.FullName : full;
            if (File.Exists(full) && (File.GetAttributes(full) & FileAttributes.ReadOnly) != 0)
            {
                throw new LrException($"'{path}' is read-only");
            }

            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            temporary = full + ".lr-" + Guid.NewGuid().ToString("n")[..8];
            await File.WriteAllTextAsync(temporary, text, cancellationToken);
            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new LrException($"'{path}' cannot be written: {exception.Message}");
        }
        finally
        {
            if (temporary is not null)
            {
                File.Delete(temporary);
            }
        }
    }

    // /dev/stdout and the like: a file that is moved to such a place would take it from every other program.
    private static bool IsDevice(string path) => !OperatingSystem.IsWindows()
        && (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal))
        && !path.StartsWith("/dev/shm/", StringComparison.Ordinal);
}
