using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.ValueGraph;

/// <summary>
/// The words of one file and where they stand: its identifiers, and what looks like one in comments and texts. Read from the
/// text, which takes a fraction of the time that its nodes take; whether a word is an identifier is asked of the syntax where it
/// stands. Holds numbers only: it keeps no compilation alive.
/// </summary>
internal sealed class FileWords
{
    /// <summary>Stands for each keyword <c>new</c>.</summary>
    public const string New = "new";

    /// <summary>Stands for each <c>new(…)</c>.</summary>
    public const string ImplicitNew = "new(";

    /// <summary>Stands for each <c>base(…)</c>.</summary>
    public const string BaseCall = "base(";

    /// <summary>Stands for each <c>this(…)</c>.</summary>
    public const string ThisCall = "this(";

    // A file with more words or characters than this is read into arrays of its own.
    private const int MostReused = 1 << 18;

    private static readonly ConditionalWeakTable<SyntaxTree, FileWords> s_byTree = new();

    private static readonly bool[] s_isWordStart = Enumerable.Range(0, 128).Select(code => (char)code is '_' or >= 'a' and <= 'z' or >= 'A' and <= 'Z').ToArray();
    private static readonly bool[] s_isWordPart = Enumerable.Range(0, 128).Select(code => s_isWordStart[code] || (char)code is >= '0' and <= '9').ToArray();
    private static readonly Dictionary<int, string> s_keywords = SyntaxFacts.GetReservedKeywordKinds().Select(SyntaxFacts.GetText).ToDictionary(HashOf);
    private static readonly int s_longestKeyword = s_keywords.Values.Max(keyword => keyword.Length);
    private static readonly int s_shortestHint = PretrainedCatalog.HintParts.Min(part => part.Length);
    private static readonly int s_new = HashOf(New);
    private static readonly int s_base = HashOf("base");
    private static readonly int s_this = HashOf("this");

    // Every file of a project is read, in most cases only to find that it says nothing: what it is read into is used again.
    [ThreadStatic]
    private static char[]? s_text;

    [ThreadStatic]
    private static long[]? s_read;

    [ThreadStatic]
    private static int[]? s_table;

    private readonly int[] _hashes;

    private Places? _places;
    private AskedNames.Answer? _answer;
    private StrongBox<ImmutableArray<(string Name, string Base)>>? _derivations;

    private readonly bool _holdsHint;

    private FileWords(int[] hashes, bool holdsHint)
    {
        _hashes = hashes;
        _holdsHint = holdsHint;
    }

    /// <summary>Whether a word may be a hint that a model is pretrained.</summary>
    public bool MayPretrain => _holdsHint || PretrainedCatalog.HintNames.Any(MayContain);

    /// <summary>The words of a file, read once.</summary>
    public static FileWords Of(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (!s_byTree.TryGetValue(tree, out FileWords? words))
        {
            FileWords read = Read(tree, cancellationToken);
            words = s_byTree.GetValue(tree, _ => read);
        }

        return words;
    }

    /// <summary>Whether the identifier may stand in the file; where this says no, it does not.</summary>
    public bool MayContain(string name) => Array.BinarySearch(_hashes, HashOf(name)) >= 0;

    /// <summary>Whether the file mentions any of the identifiers; asked again for the same ones, as after each edit of another file, it looks at none of them.</summary>
    public bool MentionsAny(SyntaxTree tree, AskedNames asked, CancellationToken cancellationToken)
    {
        AskedNames.Answer? answer = _answer;
        if (answer?.Asked != asked)
        {
            bool any = false;
            foreach (string name in In(asked))
            {
                if (ProjectFacts.Mentions(tree, name, cancellationToken))
                {
                    any = true;
                    break;
                }
            }

            _answer = answer = any ? asked.Yes : asked.No;
        }

        return answer == asked.Yes;
    }

    /// <summary>Those of the names that may stand in the file.</summary>
    public IEnumerable<string> In(AskedNames asked)
    {
        int own = 0;
        for (int i = 0; i < asked.Hashes.Length; i++)
        {
            while (own < _hashes.Length && _hashes[own] < asked.Hashes[i])
            {
                own++;
            }

            if (own < _hashes.Length && _hashes[own] == asked.Hashes[i])
            {
                yield return asked.Names[i];
            }
        }
    }

    /// <summary>Where the word may stand in the file, ascending: an identifier where its token begins, the rest where the keyword does.</summary>
    public ArraySegment<int> PositionsOf(SyntaxTree tree, string word, CancellationToken cancellationToken)
    {
        int index = Array.BinarySearch(_hashes, HashOf(word));
        if (index < 0)
        {
            return new ArraySegment<int>(Array.Empty<int>());
        }

        Places places = _places ??= ReadPlaces(tree, cancellationToken);
        return new ArraySegment<int>(places.Positions, places.Starts[index], places.Starts[index + 1] - places.Starts[index]);
    }

    /// <summary>
    /// The types that the file declares, each with what stands behind its colon, and the aliases that its <c>using</c>
    /// directives declare, each with what it stands for: the simple names of both sides.
    /// </summary>
    public ImmutableArray<(string Name, string Base)> DerivationsIn(SyntaxTree tree, CancellationToken cancellationToken) =>
        (_derivations ??= new StrongBox<ImmutableArray<(string Name, string Base)>>(Derivations.In(tree, cancellationToken))).Value;

    /// <summary>The hash by which a word is found: the same whether it is read from a text or from a string.</summary>
    internal static int HashOf(string word)
    {
        int hash = FirstHash;
        foreach (char character in word)
        {
            hash = HashOf(hash, character);
        }

        return hash;
    }

    // FNV-1a.
    private const int FirstHash = unchecked((int)2166136261);

    private static int HashOf(int hash, char character) => unchecked((hash ^ character) * 16777619);

    private static FileWords Read(SyntaxTree tree, CancellationToken cancellationToken)
    {
        int count = Scan(tree, out long[] read, out bool holdsHint, cancellationToken);
        return new FileWords(Distinct(read, count), holdsHint);
    }

    // The hashes, each once, ascending. To sort all words first takes longer than to read them.
    private static int[] Distinct(long[] words, int count)
    {
        int size = 1 << 12;
        while (size < 2 * count)
        {
            size <<= 1;
        }

        int[] table = s_table is { } known && known.Length >= size ? known : new int[size];
        s_table = size > MostReused ? null : table;
        size = table.Length;
        Array.Clear(table, 0, size);
        bool hasZero = false;
        int distinct = 0;
        for (int i = 0; i < count; i++)
        {
            int hash = (int)(words[i] >> 32);
            hasZero |= hash == 0;
            int place = hash & (size - 1);
            while (table[place] != hash && table[place] != 0)
            {
                place = (place + 1) & (size - 1);
            }

            if (table[place] == 0 && hash != 0)
            {
                table[place] = hash;
                words[distinct++] = hash;
            }
        }

        int[] hashes = new int[distinct + (hasZero ? 1 : 0)];
        for (int i = 0; i < distinct; i++)
        {
            hashes[i] = (int)words[i];
        }

        Array.Sort(hashes);
        return hashes;
    }

    // Of few files: those in which something is looked for.
    private Places ReadPlaces(SyntaxTree tree, CancellationToken cancellationToken)
    {
        int count = Scan(tree, out long[] read, out _, cancellationToken);
        Array.Sort(read, 0, count);
        int[] positions = new int[count];
        int[] starts = new int[_hashes.Length + 1];
        int distinct = 0;
        for (int i = 0; i < count; i++)
        {
            if (i > 0 && read[i] >> 32 != read[i - 1] >> 32)
            {
                starts[++distinct] = i;
            }

            positions[i] = (int)read[i];
        }

        starts[_hashes.Length] = count;
        return new Places(starts, positions);
    }

    // Each word as its hash and where it stands, in no order.
    private static int Scan(SyntaxTree tree, out long[] read, out bool holdsHint, CancellationToken cancellationToken)
    {
        var words = new List(s_read ??= new long[1 << 12]);
        if (!tree.TryGetText(out SourceText? text) || !ScanText(text, ref words, out holdsHint))
        {
            words.Count = 0;
            ScanTokens(tree.GetRoot(cancellationToken), ref words, out holdsHint, cancellationToken);
        }

        s_read = words.Items.Length > MostReused ? null : words.Items;
        read = words.Items;
        return words.Count;
    }

    // False where the text does not tell: an identifier may be written with escapes, or hold characters that do not count.
    private static bool ScanText(SourceText source, ref List words, out bool holdsHint)
    {
        holdsHint = false;
        int end = source.Length;
        char[] text = s_text is { } known && known.Length >= end ? known : new char[Math.Max(end, 1 << 14)];
        s_text = text.Length > MostReused ? null : text;
        source.CopyTo(0, text, 0, end);
        int i = 0;
        while (i < end)
        {
            char character = text[i];
            if (character < 128 ? s_isWordStart[character] : IsLetter(character))
            {
                int start = i;
                int hash = FirstHash;
                do
                {
                    hash = HashOf(hash, character);
                    if (++i == end)
                    {
                        break;
                    }

                    character = text[i];
                    if (character >= 128 && CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.Format)
                    {
                        return false;
                    }
                }
                while (character < 128 ? s_isWordPart[character] : IsWordPart(character));

                bool isVerbatim = start > 0 && text[start - 1] == '@';
                if (!isVerbatim && i - start <= s_longestKeyword && s_keywords.TryGetValue(hash, out string keyword) && Is(text, start, i - start, keyword))
                {
                    AddKeyword(hash, start, IsCalled(text, i, end), ref words);
                }
                else
                {
                    words.Add(hash, isVerbatim ? start - 1 : start);
                    holdsHint |= i - start >= s_shortestHint && HoldsHint(text, start, i);
                }
            }
            else if (character is >= '0' and <= '9')
            {
                // `0xAB`, `1e5f`
                while (++i < end && text[i] < 128 && s_isWordPart[text[i]])
                {
                }
            }
            else if (character == '\\' && i + 1 < end && text[i + 1] is 'u' or 'U')
            {
                return false;
            }
            else
            {
                i++;
            }
        }

        return true;
    }

    private static void ScanTokens(SyntaxNode root, ref List words, out bool holdsHint, CancellationToken cancellationToken)
    {
        holdsHint = false;
        foreach (SyntaxToken token in root.DescendantTokens())
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (token.Kind())
            {
                case SyntaxKind.IdentifierToken when !token.IsMissing:
                    words.Add(HashOf(token.ValueText), token.SpanStart);
                    holdsHint |= PretrainedCatalog.IsHint(token.ValueText);
                    break;
                case SyntaxKind.NewKeyword:
                    AddKeyword(s_new, token.SpanStart, token.Parent is ImplicitObjectCreationExpressionSyntax, ref words);
                    break;
                case SyntaxKind.BaseKeyword or SyntaxKind.ThisKeyword:
                    AddKeyword(token.IsKind(SyntaxKind.BaseKeyword) ? s_base : s_this, token.SpanStart, token.Parent is ConstructorInitializerSyntax, ref words);
                    break;
            }
        }
    }

    private static void AddKeyword(int hash, int start, bool isCalled, ref List words)
    {
        if (hash == s_new)
        {
            words.Add(hash, start);
        }

        if (isCalled && (hash == s_new || hash == s_base || hash == s_this))
        {
            words.Add(HashOf(hash, '('), start);
        }
    }

    // What stands in a comment or a directive before the parenthesis does not matter: the syntax is asked.
    private static bool IsCalled(char[] text, int position, int end)
    {
        while (position < end && char.IsWhiteSpace(text[position]))
        {
            position++;
        }

        return position < end && text[position] is '(' or '/' or '#';
    }

    private static bool HoldsHint(char[] text, int start, int end)
    {
        foreach (string part in PretrainedCatalog.HintParts)
        {
            for (int i = start; i + part.Length <= end; i++)
            {
                if ((text[i] | 0x20) == part[0] && Is(text, i, part.Length, part))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Is(char[] text, int start, int length, string word)
    {
        int i = 0;
        while (i < length && i < word.Length && char.ToLowerInvariant(text[start + i]) == word[i])
        {
            i++;
        }

        return i == length && i == word.Length;
    }

    private static bool IsLetter(char character) => CharUnicodeInfo.GetUnicodeCategory(character) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
        or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber;

    private static bool IsWordPart(char character) => IsLetter(character) || CharUnicodeInfo.GetUnicodeCategory(character) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation;

    // Where each of the hashes begins, and all positions.
    private sealed record Places(int[] Starts, int[] Positions);

    private struct List(long[] items)
    {
        public long[] Items = items;
        public int Count = 0;

        public void Add(int hash, int position)
        {
            if (Count == Items.Length)
            {
                Array.Resize(ref Items, 2 * Count);
            }

            Items[Count++] = (long)hash << 32 | (uint)position;
        }
    }
}

/// <summary>Names that every file is asked for.</summary>
internal sealed class AskedNames
{
    /// <summary>Asks for these.</summary>
    public AskedNames(IEnumerable<string> names)
    {
        Names = names.Distinct().ToArray();
        Hashes = Array.ConvertAll(Names, FileWords.HashOf);
        Array.Sort(Hashes, Names);
        Yes = new Answer(this);
        No = new Answer(this);
    }

    /// <summary>The names, by their hashes.</summary>
    public string[] Names { get; }

    /// <summary>The hash of each, ascending.</summary>
    public int[] Hashes { get; }

    /// <summary>What a file remembers that mentions one of them.</summary>
    public Answer Yes { get; }

    /// <summary>What a file remembers that mentions none.</summary>
    public Answer No { get; }

    /// <summary>An answer, and to what.</summary>
    internal sealed class Answer(AskedNames asked)
    {
        /// <summary>The names.</summary>
        public AskedNames Asked => asked;
    }
}
