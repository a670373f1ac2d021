using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LrAnalyzers.ValueGraph;

/// <summary>
/// What an answer was made of: the files whose code was looked at, and the names for which the project was searched. While it is
/// collected, <see cref="CodeBase"/> adds all that it is asked by the same thread.
/// </summary>
internal sealed class Consulted
{
    /// <summary>The files.</summary>
    public HashSet<SyntaxTree> Trees { get; } = new();

    /// <summary>The names whose uses were looked for.</summary>
    public HashSet<string> Used { get; } = new();

    /// <summary>The names that a file was looked at for mentioning.</summary>
    public HashSet<string> Mentioned { get; } = new();

    /// <summary>Whether all files were looked at.</summary>
    public bool IsEverything { get; set; }

    /// <summary>Adds what another answer was made of.</summary>
    public void Add(Consulted other)
    {
        Trees.UnionWith(other.Trees);
        Used.UnionWith(other.Used);
        Mentioned.UnionWith(other.Mentioned);
        IsEverything |= other.IsEverything;
    }

    /// <summary>The name by which a member is looked for; an explicit implementation is called by its interface's name and a dot.</summary>
    public static string NameOf(ISymbol symbol) => symbol.Name.Substring(symbol.Name.LastIndexOf('.') + 1);
}

/// <summary>
/// A project as far as it tells what an answer that was found in it is worth in another state of it. Holds names and numbers
/// only: it keeps no file and no compilation alive.
/// </summary>
internal sealed class ProjectState
{
    private readonly FileNames[] _files;
    private readonly int _environment;

    /// <summary>Reads it.</summary>
    /// <param name="compilation">The project.</param>
    /// <param name="files">Its files, in order.</param>
    public ProjectState(Compilation compilation, FileNames[] files)
    {
        _files = files;
        _environment = EnvironmentOf(compilation);
    }

    /// <summary>
    /// The places in the order of the files at which the other state differs, each with what stood and stands there;
    /// <see langword="null"/> where code can mean something else in it: other references, files or declarations.
    /// </summary>
    public IReadOnlyList<(FileNames Before, FileNames After)>? DifferencesFrom(ProjectState before)
    {
        if (before._environment != _environment || before._files.Length != _files.Length)
        {
            return null;
        }

        var differences = new List<(FileNames Before, FileNames After)>();
        for (int i = 0; i < _files.Length; i++)
        {
            if (_files[i] != before._files[i])
            {
                if (_files[i].Declarations != before._files[i].Declarations)
                {
                    return null;
                }

                differences.Add((before._files[i], _files[i]));
            }
        }

        return differences;
    }

    // What decides beside the files what code means. References are the same objects until one changes.
    private static int EnvironmentOf(Compilation compilation)
    {
        var options = (CSharpCompilationOptions)compilation.Options;
        int hash = ((int)options.OutputKind * 31) + (options.CheckOverflow ? 1 : 0) + (options.AllowUnsafe ? 2 : 0) + ((int)options.NullableContextOptions * 4);
        foreach (MetadataReference reference in compilation.References)
        {
            hash = unchecked((hash * 31) + RuntimeHelpers.GetHashCode(reference));
        }

        return hash;
    }
}

/// <summary>An answer in short, and what tells whether it is still the same in another state of the project.</summary>
internal sealed class RememberedAnswer
{
    private readonly ProjectState _project;
    private readonly HashSet<FileNames> _files;
    private readonly string[] _used;
    private readonly string[] _mentioned;

    /// <summary>Keeps what an answer was made of.</summary>
    /// <param name="project">The project in which it was found.</param>
    /// <param name="consulted">What was looked at.</param>
    /// <param name="namesOf">The names in a file.</param>
    public RememberedAnswer(ProjectState project, Consulted consulted, Func<SyntaxTree, FileNames> namesOf)
    {
        _project = project;
        _files = new HashSet<FileNames>(consulted.Trees.Select(namesOf));
        _used = consulted.Used.ToArray();
        _mentioned = consulted.Mentioned.ToArray();
    }

    /// <summary>The project in which it was found.</summary>
    public ProjectState Project => _project;

    /// <summary>Whether the answer is the same where the project differs only so.</summary>
    public bool Holds(IReadOnlyList<(FileNames Before, FileNames After)> differences)
    {
        foreach ((FileNames before, FileNames after) in differences)
        {
            if (_files.Contains(before)
                || _used.Any(name => before.Uses(name) || after.Uses(name) || before.Contains(name) != after.Contains(name))
                || _mentioned.Any(name => before.Contains(name) || after.Contains(name)))
            {
                return false;
            }
        }

        return true;
    }
}
