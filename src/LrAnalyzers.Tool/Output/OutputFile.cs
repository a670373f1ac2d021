namespace LrAnalyzers.Tool.Output;

/// <summary>Writes files whole or not at all.</summary>
internal static class OutputFile
{
    /// <summary>Writes a file; what was there before is lost only when the new text is on the disk.</summary>
    /// <exception cref="LrException">It cannot be written.</exception>
    public static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        string full = Path.GetFullPath(path);
        string temporary = full + ".lr-" + Guid.NewGuid().ToString("n")[..8];
        try
        {
            if (File.Exists(full) && (File.GetAttributes(full) & FileAttributes.ReadOnly) != 0)
            {
                throw new LrException($"'{path}' is read-only");
            }

            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            await File.WriteAllTextAsync(temporary, text, cancellationToken);
            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new LrException($"'{path}' cannot be written: {exception.Message}");
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
