using System.Text;
using DiffPlex.Chunkers;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.Tool.Workspaces;

/// <summary>A file before and after.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Before">Its text.</param>
/// <param name="After">Its text then.</param>
internal sealed record FileChange(string Path, SourceText Before, SourceText After)
{
    private const int Context = 3;

    /// <summary>The changed files, each once, in the order of their paths.</summary>
    public static async Task<IReadOnlyList<FileChange>> BetweenAsync(Solution before, Solution after, CancellationToken cancellationToken)
    {
        var changes = new SortedDictionary<string, FileChange>(StringComparer.Ordinal);
        foreach (DocumentId id in ProjectWorkspace.ChangedDocuments(before, after))
        {
            if (after.GetDocument(id) is { FilePath: { } path } document)
            {
                changes[path] = new FileChange(
                    path, await before.GetDocument(id)!.GetTextAsync(cancellationToken), await document.GetTextAsync(cancellationToken));
            }
        }

        return [.. changes.Values];
    }

    /// <summary>The lines that differ, in stretches with a few lines around each.</summary>
    public IReadOnlyList<DiffStretch> Stretches()
    {
        IReadOnlyList<DiffPiece> lines = InlineDiffBuilder.Diff(
            Before.ToString(), After.ToString(), ignoreWhiteSpace: false, ignoreCase: false, LineEndingsPreservingChunker.Instance).Lines;
        var stretches = new List<DiffStretch>();
        int oldLine = 1;
        int newLine = 1;
        DiffStretch? stretch = null;
        int unchanged = 0;
        for (int i = 0; i < lines.Count; i++)
        {
            ChangeType type = lines[i].Type;
            if (type is ChangeType.Inserted or ChangeType.Deleted)
            {
                if (stretch is null)
                {
                    int start = Math.Max(i - Context, 0);
                    int leading = i - start;
                    stretch = new DiffStretch(oldLine - leading, newLine - leading, []);
                    stretch.Lines.AddRange(lines.Skip(start).Take(leading).Select(line => new DiffLine(' ', line.Text)));
                }
                else
                {
                    stretch.Lines.AddRange(lines.Skip(i - unchanged).Take(unchanged).Select(line => new DiffLine(' ', line.Text)));
                }

                stretch.Lines.Add(new DiffLine(type == ChangeType.Inserted ? '+' : '-', lines[i].Text));
                unchanged = 0;
            }
            else if (stretch is not null && ++unchanged > 2 * Context)
            {
                Close(i - unchanged + 1);
            }

            oldLine += type == ChangeType.Inserted ? 0 : 1;
            newLine += type == ChangeType.Deleted ? 0 : 1;
        }

        if (stretch is not null)
        {
            Close(lines.Count - unchanged);
        }

        return stretches;

        void Close(int next)
        {
            stretch.Lines.AddRange(lines.Skip(next).Take(Context).Select(line => new DiffLine(' ', line.Text)));
            stretches.Add(stretch);
            stretch = null;
            unchanged = 0;
        }
    }

    /// <summary>The change as <c>git apply</c> takes it.</summary>
    /// <param name="path">The path that it names.</param>
    public string UnifiedDiff(string path)
    {
        // A tab ends a name with white space in it.
        string end = path.Any(char.IsWhiteSpace) ? "\t" : "";
        var text = new StringBuilder($"--- a/{path}{end}\n+++ b/{path}{end}\n");
        foreach (DiffStretch stretch in Stretches())
        {
            text.Append($"@@ -{stretch.OldLine},{stretch.Lines.Count(line => line.Kind != '+')} +{stretch.NewLine},{stretch.Lines.Count(line => line.Kind != '-')} @@\n");
            foreach (DiffLine line in stretch.Lines)
            {
                text.Append(line.Kind).Append(line.Text).Append(line.Text.EndsWith('\n') ? "" : "\n\\ No newline at end of file\n");
            }
        }

        return text.ToString();
    }

    /// <summary>
    /// Writes files, all or none: what cannot be written or was changed meanwhile is found out before the first is touched,
    /// each is replaced as a whole, and where that fails for one, those before it are put back.
    /// </summary>
    /// <exception cref="LrException">A file is read-only, locked, not what was read, or in an encoding that would not survive.</exception>
    public static void WriteAll(IReadOnlyList<FileChange> changes, string root)
    {
        var prepared = new List<(string New, string Old, string Path)>();
        int replaced = 0;
        try
        {
            foreach (FileChange change in changes)
            {
                string name = Findings.ErrorLog.Relative(change.Path, root);
                // What a link leads to is changed, not the link.
                string path = File.ResolveLinkTarget(change.Path, returnFinalTarget: true)?.FullName ?? change.Path;
                Encoding encoding = change.Before.Encoding ?? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
                if ((File.GetAttributes(path) & FileAttributes.ReadOnly) != 0)
                {
                    throw new LrException($"'{name}' is read-only: nothing was changed");
                }

                byte[] bytes = File.ReadAllBytes(path);
                using (var stream = new MemoryStream(bytes))
                {
                    if (!SourceText.From(stream, encoding).ContentEquals(change.Before))
                    {
                        throw new LrException($"'{name}' was changed meanwhile: nothing was written, run lr again");
                    }
                }

                byte[] preamble = bytes.AsSpan().StartsWith(encoding.Preamble) ? encoding.GetPreamble() : [];
                if (!bytes.AsSpan(preamble.Length).SequenceEqual(encoding.GetBytes(change.Before.ToString())))
                {
                    // An umlaut in an old code page was read as "?", and would be written as that.
                    throw new LrException($"'{name}' has characters that are no UTF-8: nothing was changed, save it as UTF-8 first");
                }

                string temporary = $"{path}.lr-{Guid.NewGuid().ToString("n")[..8]}";
                prepared.Add((temporary, temporary + "-old", path));
                // With the permissions of the file.
                File.Copy(path, temporary);
                File.Copy(path, temporary + "-old");
                File.WriteAllBytes(temporary, [.. preamble, .. encoding.GetBytes(change.After.ToString())]);
            }

            foreach ((string changed, _, string path) in prepared)
            {
                File.Move(changed, path, overwrite: true);
                replaced++;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string[] kept = [.. prepared.Take(replaced).Where(file => !PutBack(file.Old, file.Path)).Select(file => file.Old)];
            prepared.RemoveAll(file => kept.Contains(file.Old));
            throw new LrException(kept.Length == 0
                ? $"Nothing was changed: {exception.Message}"
                : $"Not all files could be put back as they were, what they held is in {string.Join(", ", kept)}: {exception.Message}");
        }
        finally
        {
            foreach ((string changed, string old, _) in prepared)
            {
                File.Delete(changed);
                File.Delete(old);
            }
        }
    }

    private static bool PutBack(string old, string path)
    {
        try
        {
            File.Move(old, path, overwrite: true);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

/// <summary>A stretch of a diff.</summary>
/// <param name="OldLine">The number of its first line before, from 1.</param>
/// <param name="NewLine">The number of its first line after.</param>
/// <param name="Lines">The lines.</param>
internal sealed record DiffStretch(int OldLine, int NewLine, List<DiffLine> Lines);

/// <summary>A line of a diff.</summary>
/// <param name="Kind"><c>+</c>, <c>-</c>, or a space for a line that stays.</param>
/// <param name="Text">Its text, with the line ending, which the last line of a file need not have.</param>
internal readonly record struct DiffLine(char Kind, string Text);
