using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.ValueGraph;

/// <summary>
/// The files of a project in order, and which of them are found by what stands in each: after an edit, which makes a new project
/// of all the other files, only the edited ones are looked at for what was asked of the project before. What is handed on
/// holds numbers and names, and no file.
/// </summary>
internal sealed class ProjectFiles
{
    // The last projects, as long as somebody works on them: an editor has many open.
    private static readonly WeakReference<ProjectFiles>?[] s_last = new WeakReference<ProjectFiles>?[32];
    private static int s_made;

    private readonly SyntaxTree[] _trees;
    private readonly FileWords[] _words;
    private readonly Answers _answers = new();
    private readonly Answers? _before;
    private readonly List<int> _changed = new();

    /// <summary>Reads the words of those files that are new.</summary>
    public ProjectFiles(Compilation compilation, CancellationToken cancellationToken)
    {
        _trees = compilation.SyntaxTrees is ImmutableArray<SyntaxTree> trees ? Copy(trees) : new List<SyntaxTree>(compilation.SyntaxTrees).ToArray();
        _words = new FileWords[_trees.Length];
        ProjectFiles? before = Before();
        for (int i = 0; i < _trees.Length; i++)
        {
            _words[i] = before is not null && before._trees[i] == _trees[i] ? before._words[i] : FileWords.Of(_trees[i], cancellationToken);
        }

        _before = before?._answers;
        s_last[(uint)Interlocked.Increment(ref s_made) % s_last.Length] = new WeakReference<ProjectFiles>(this);
    }

    /// <summary>How many files there are.</summary>
    public int Count => _trees.Length;

    /// <summary>A file and its words.</summary>
    public (SyntaxTree Tree, FileWords Words) this[int index] => (_trees[index], _words[index]);

    /// <summary>All of them, in order.</summary>
    public IEnumerable<(SyntaxTree Tree, FileWords Words)> All()
    {
        for (int i = 0; i < _trees.Length; i++)
        {
            yield return this[i];
        }
    }

    /// <summary>The identifiers of all of them.</summary>
    public FileNames[] Names(CancellationToken cancellationToken)
    {
        if (_answers.Names is { } known)
        {
            return known;
        }

        FileNames[]? before = _before?.Names;
        var names = new FileNames[_trees.Length];
        before?.CopyTo(names, 0);
        for (int i = 0; i < names.Length; i++)
        {
            if (before is null || _changed.Contains(i))
            {
                names[i] = _words[i].NamesIn(_trees[i], cancellationToken);
            }
        }

        return _answers.Names = names;
    }

    /// <summary>The first files of which something holds, in order.</summary>
    /// <param name="question">What is asked: where it is equal, the same holds of the same file.</param>
    /// <param name="most">How many files are wanted; the same for the same question.</param>
    /// <param name="holds">Whether it holds of a file, by nothing but what stands in it.</param>
    public SyntaxTree[] Where(object question, int most, Func<SyntaxTree, FileWords, bool> holds)
    {
        if (!_answers.Files.TryGetValue(question, out int[]? files))
        {
            files = (_before?.Files.TryGetValue(question, out int[]? before) == true ? Update(before, most, holds) : null) ?? Find(most, holds);
            _answers.Files.TryAdd(question, files);
        }

        return files.Length == 0 ? Array.Empty<SyntaxTree>() : Array.ConvertAll(files, index => _trees[index]);
    }

    private int[] Find(int most, Func<SyntaxTree, FileWords, bool> holds)
    {
        List<int>? found = null;
        for (int i = 0; i < _trees.Length && (found is null || found.Count < most); i++)
        {
            if (holds(_trees[i], _words[i]))
            {
                (found ??= new List<int>()).Add(i);
            }
        }

        return found?.ToArray() ?? Array.Empty<int>();
    }

    // Null where the files that were found before do not tell.
    private int[]? Update(int[] before, int most, Func<SyntaxTree, FileWords, bool> holds)
    {
        int[] files = before;
        foreach (int changed in _changed)
        {
            int place = Array.BinarySearch(files, changed);
            // What lies behind the last that was wanted does not matter.
            if (place < 0 && files.Length == most && ~place == most || holds(_trees[changed], _words[changed]) == (place >= 0))
            {
                continue;
            }

            var updated = new List<int>(files);
            if (place >= 0)
            {
                if (files.Length == most)
                {
                    return null;
                }

                updated.RemoveAt(place);
            }
            else
            {
                updated.Insert(~place, changed);
                if (updated.Count > most)
                {
                    updated.RemoveAt(most);
                }
            }

            files = updated.ToArray();
        }

        return files;
    }

    // A project of almost the same files.
    private ProjectFiles? Before()
    {
        foreach (WeakReference<ProjectFiles>? last in s_last)
        {
            if (last is not null && last.TryGetTarget(out ProjectFiles? before) && before._trees.Length == _trees.Length && IsAlmost(before._trees))
            {
                return before;
            }
        }

        return null;
    }

    private bool IsAlmost(SyntaxTree[] before)
    {
        _changed.Clear();
        for (int i = 0; i < before.Length; i++)
        {
            if (before[i] != _trees[i])
            {
                _changed.Add(i);
                if (_changed.Count > GraphLimits.EditedFiles)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static SyntaxTree[] Copy(ImmutableArray<SyntaxTree> trees)
    {
        var copy = new SyntaxTree[trees.Length];
        trees.CopyTo(copy);
        return copy;
    }

    // What was asked of a project.
    private sealed class Answers
    {
        public ConcurrentDictionary<object, int[]> Files { get; } = new();

        public FileNames[]? Names { get; set; }
    }
}
