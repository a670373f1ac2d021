using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Loops;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.Flow;

/// <summary>The places from which all uses of a kind run, and which of them run in a loop without looking at each.</summary>
internal sealed class ChainIndex(ImmutableArray<CallChain> chains)
{
    private Dictionary<SyntaxTree, List<(int Start, int End, int Chain)>>? _sitesByTree;

    /// <summary>All of them, in the order in which they were found.</summary>
    public ImmutableArray<CallChain> All { get; } = chains;

    /// <summary>Those that run in the loop's body, themselves or through a call that stands there, in the same order.</summary>
    public ImmutableArray<CallChain> In(TrainingLoop loop)
    {
        TextSpan body = loop.Rounds;
        if (!(_sitesByTree ?? LazyInitializer.EnsureInitialized(ref _sitesByTree, Read)!).TryGetValue(loop.Operation.Syntax.SyntaxTree, out List<(int Start, int End, int Chain)>? sites))
        {
            return ImmutableArray<CallChain>.Empty;
        }

        int first = sites.BinarySearch((body.Start, 0, 0));
        var found = new SortedSet<int>();
        for (int i = first < 0 ? ~first : first; i < sites.Count && sites[i].Start <= body.End; i++)
        {
            if (sites[i].End <= body.End)
            {
                found.Add(sites[i].Chain);
            }
        }

        return found.Select(chain => All[chain]).ToImmutableArray();
    }

    private Dictionary<SyntaxTree, List<(int Start, int End, int Chain)>> Read()
    {
        var byTree = new Dictionary<SyntaxTree, List<(int Start, int End, int Chain)>>();
        for (int chain = 0; chain < All.Length; chain++)
        {
            foreach (IOperation site in All[chain].Sites)
            {
                SyntaxNode syntax = site.Syntax;
                if (!byTree.TryGetValue(syntax.SyntaxTree, out List<(int Start, int End, int Chain)>? sites))
                {
                    byTree.Add(syntax.SyntaxTree, sites = new List<(int Start, int End, int Chain)>());
                }

                sites.Add((syntax.SpanStart, syntax.Span.End, chain));
            }
        }

        foreach (List<(int Start, int End, int Chain)> sites in byTree.Values)
        {
            sites.Sort();
        }

        return byTree;
    }
}
