using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.ValueGraph;

/// <summary>
/// The files of a project in order, and which of them are found by what stands in each: after an edit, which makes a new project
/// of all the other files, only the edited ones are looked at for what was asked of the project before.
/// </summary>
internal sealed class ProjectFiles
{
    // The last project of a file, for the first and the last one of each: an edit leaves one of them. It is there as long as the
    // file, and holds the other files of the project, which are there as long, and no compilation.
    private static readonly ConditionalWeakTable<SyntaxTree, Last> s_last = new();

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
        foreach (SyntaxTree tree in Ends())
        {
            s_last.GetOrCreateValue(tree).Project = this;
        }
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
        foreach (SyntaxTree tree in Ends())
        {
            if (s_last.TryGetValue(tree, out Last? last) && last.Project is { } before && before._trees.Length == _trees.Length && IsAlmost(before._trees))
            {
                return before;
            }
        }

        return null;
    }

    private IEnumerable<SyntaxTree> Ends() => _trees.Length switch
    {
        0 => Array.Empty<SyntaxTree>(),
        1 => _trees,
        _ => new[] { _trees[0], _trees[_trees.Length - 1] },
    };

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

    private sealed class Last
    {
        public volatile ProjectFiles? Project;
    }

    // What was asked of a project.
    private sealed class Answers
    {
        public ConcurrentDictionary<object, int[]> Files { get; } = new();

        public FileNames[]? Names { get; set; }
    }
}
