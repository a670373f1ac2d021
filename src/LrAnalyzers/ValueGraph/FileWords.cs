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

    /// <summary>Stands for each keyword <c>goto</c>.</summary>
    public const string Goto = "goto";

    /// <summary>Stands for each <c>new(…)</c>.</summary>
    public const string ImplicitNew = "new(";

    /// <summary>Stands for each <c>base(…)</c>.</summary>
    public const string BaseCall = "base(";

    /// <summary>Stands for each <c>this(…)</c>.</summary>
    public const string ThisCall = "this(";

    // A file with more words than this is read into arrays of its own.
    private const int MostReused = 1 << 16;

    private const int LeastBuffer = 1 << 11;

    private static readonly ConditionalWeakTable<SyntaxTree, FileWords> s_byTree = new();

    // What an ASCII character can be in a word.
    private const byte Other = 0;
    private const byte Digit = 1;
    private const byte Letter = 2;

    private static readonly byte[] s_kinds = Enumerable.Range(0, 128)
        .Select(code => (char)code is '_' or >= 'a' and <= 'z' or >= 'A' and <= 'Z' ? Letter : (char)code is >= '0' and <= '9' ? Digit : Other).ToArray();

    // By their hashes, open addressing: every word is looked up.
    private static readonly (int Hash, string? Word)[] s_keywords = TableOfKeywords();
    private static readonly int s_longestKeyword = s_keywords.Max(keyword => keyword.Word?.Length ?? 0);
    private static readonly int s_shortestHint = PretrainedCatalog.HintParts.Min(part => part.Length);
    private static readonly int s_new = HashOf(New);
    private static readonly int s_goto = HashOf(Goto);
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

    private FileNames? _names;
    private Places? _places;
    private AskedNames.Answer? _answer;
    private StrongBox<ImmutableArray<Derivation>>? _derivations;

    private readonly bool _holdsHint;
    private readonly bool _isOfText;

    private FileWords(int[] hashes, bool holdsHint, bool isOfText)
    {
        _hashes = hashes;
        _holdsHint = holdsHint;
        _isOfText = isOfText;
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

    /// <summary>All identifiers of the file.</summary>
    public FileNames NamesIn(SyntaxTree tree, CancellationToken cancellationToken) =>
        _names ?? Interlocked.CompareExchange(ref _names, ProjectFacts.ReadNames(tree, cancellationToken), null) ?? _names;

    /// <summary>
    /// The types that the file declares, each with what stands behind its colon, and the aliases that its <c>using</c>
    /// directives declare, each with what it stands for: the simple names of both sides.
    /// </summary>
    public ImmutableArray<Derivation> DerivationsIn(SyntaxTree tree, CancellationToken cancellationToken) =>
        (_derivations ??= new StrongBox<ImmutableArray<Derivation>>(Derivations.In(tree, cancellationToken))).Value;

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

    private static (int Hash, string? Word)[] TableOfKeywords()
    {
        var table = new (int Hash, string? Word)[1 << 10];
        foreach (string keyword in SyntaxFacts.GetReservedKeywordKinds().Select(SyntaxFacts.GetText))
        {
            int hash = HashOf(keyword);
            int place = hash & (table.Length - 1);
            while (table[place].Word is not null)
            {
                place = (place + 1) & (table.Length - 1);
            }

            table[place] = (hash, keyword);
        }

        return table;
    }

    // The keyword that a word of this hash may be: it is compared with the text.
    private static string? KeywordOf(int hash)
    {
        int place = hash & (s_keywords.Length - 1);
        while (s_keywords[place] is var (known, word) && word is not null && known != hash)
        {
            place = (place + 1) & (s_keywords.Length - 1);
        }

        return s_keywords[place].Word;
    }

    private static FileWords Read(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var words = new Words(isSet: true, s_read ??= new long[LeastBuffer]);
        bool isOfText = tree.TryGetText(out SourceText? text);
        Scan(tree, text, ref words, out bool holdsHint, cancellationToken);
        s_read = words.Items.Length > MostReused ? null : words.Items;
        return new FileWords(words.Hashes(), holdsHint, isOfText);
    }

    // Of few files: those in which something is looked for.
    private Places ReadPlaces(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var words = new Words(isSet: false, s_read ??= new long[LeastBuffer]);
        // A file that a fix has written gets a text later on, which has words in its comments.
        Scan(tree, _isOfText ? tree.GetText(cancellationToken) : null, ref words, out _, cancellationToken);
        s_read = words.Items.Length > MostReused ? null : words.Items;
        long[] read = words.Items;
        int[] positions = new int[words.Count];
        int[] starts = new int[_hashes.Length + 1];
        // They are read in order, and only have to be put behind those of their hash.
        int[] table = Words.TableOf(_hashes);
        for (int i = 0; i < positions.Length; i++)
        {
            int index = Words.IndexOf(_hashes, table, (int)(read[i] >> 32));
            read[i] = (long)index << 32 | (uint)read[i];
            starts[index + 1]++;
        }

        for (int index = 0; index < _hashes.Length; index++)
        {
            starts[index + 1] += starts[index];
        }

        for (int i = 0; i < positions.Length; i++)
        {
            positions[starts[(int)(read[i] >> 32)]++] = (int)read[i];
        }

        // Each points behind its last now, where the next begins.
        Array.Copy(starts, 0, starts, 1, _hashes.Length);
        starts[0] = 0;
        return new Places(starts, positions);
    }

    // By its syntax where there is no text.
    private static void Scan(SyntaxTree tree, SourceText? text, ref Words words, out bool holdsHint, CancellationToken cancellationToken)
    {
        if (text is null || !ScanText(text, ref words, out holdsHint))
        {
            words.Clear();
            ScanTokens(tree.GetRoot(cancellationToken), ref words, out holdsHint, cancellationToken);
        }
    }

    // False where the text does not tell: an identifier may be written with escapes, or hold characters that do not count.
    private static bool ScanText(SourceText source, ref Words words, out bool holdsHint)
    {
        holdsHint = false;
        int length = source.Length;
        char[] text = s_text ??= new char[LeastBuffer];
        // What of the source the buffer holds; a word that does not end in it is read from its first character again.
        int offset = 0;
        int end = Math.Min(length, text.Length);
        source.CopyTo(0, text, 0, end);
        char previous = '\0';
        byte[] kinds = s_kinds;
        int i = 0;
        while (true)
        {
            // Half of most files: what indents, and what stands between words.
            while (i < end && text[i] is var between && between < kinds.Length && kinds[between] == Other)
            {
                i++;
            }

            int start = i;
            int hash = FirstHash;
            bool isWord = false;
            if (i < end)
            {
                char character = text[i];
                isWord = character < kinds.Length ? kinds[character] == Letter : IsLetter(character);
                if (isWord)
                {
                    do
                    {
                        hash = HashOf(hash, character);
                    }
                    while (++i < end && ((character = text[i]) < kinds.Length ? kinds[character] != Other : IsWordPart(character)));
                }
                else
                {
                    // `0xAB`, `1e5f`; what else is no letter, as a space that does not break, may stand in front of a word.
                    bool isNumber = character < kinds.Length;
                    while (++i < end && isNumber && (character = text[i]) < kinds.Length && kinds[character] != Other)
                    {
                    }
                }
            }

            if (i >= end && offset + end < length)
            {
                if (start == 0 && end == text.Length && i > 0)
                {
                    text = new char[2 * text.Length];
                }

                previous = start > 0 ? text[start - 1] : previous;
                offset += start;
                end = Math.Min(length - offset, text.Length);
                source.CopyTo(offset, text, 0, end);
                i = 0;
                continue;
            }

            if (start == i)
            {
                return true;
            }

            char before = start > 0 ? text[start - 1] : previous;
            if (i < end && text[i] >= 128 && isWord && CharUnicodeInfo.GetUnicodeCategory(text[i]) == UnicodeCategory.Format
                || before == '\\' && text[start] is 'u' or 'U')
            {
                return false;
            }

            if (!isWord)
            {
                continue;
            }

            if (before != '@' && i - start <= s_longestKeyword && KeywordOf(hash) is { } keyword && Is(text, start, i - start, keyword))
            {
                AddKeyword(hash, offset + start, IsCalled(source, offset + i), ref words);
            }
            else if (words.Add(hash, before == '@' ? offset + start - 1 : offset + start) && !holdsHint)
            {
                holdsHint = i - start >= s_shortestHint && HoldsHint(text, start, i);
            }
        }
    }

    private static void ScanTokens(SyntaxNode root, ref Words words, out bool holdsHint, CancellationToken cancellationToken)
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
                case SyntaxKind.GotoKeyword:
                    AddKeyword(s_goto, token.SpanStart, isCalled: false, ref words);
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

    private static void AddKeyword(int hash, int start, bool isCalled, ref Words words)
    {
        if (hash == s_new || hash == s_goto)
        {
            words.Add(hash, start);
        }

        if (isCalled && (hash == s_new || hash == s_base || hash == s_this))
        {
            words.Add(HashOf(hash, '('), start);
        }
    }

    // What stands in a comment or a directive before the parenthesis does not matter: the syntax is asked.
    private static bool IsCalled(SourceText source, int position)
    {
        while (position < source.Length && char.IsWhiteSpace(source[position]))
        {
            position++;
        }

        return position < source.Length && source[position] is '(' or '/' or '#';
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

    // All words with where they stand, or, as most files are asked for nothing else, a set of their hashes.
    private struct Words(bool isSet, long[] items)
    {
        public long[] Items = items;
        public int Count = 0;
        private int[] _table = isSet ? CleanTable() : Array.Empty<int>();

        public void Clear()
        {
            Count = 0;
            Array.Clear(_table, 0, _table.Length);
        }

        /// <summary>Adds a word; false where the set holds it already.</summary>
        public bool Add(int hash, int position)
        {
            if (_table.Length > 0 && !AddToSet(hash))
            {
                return false;
            }

            if (Count == Items.Length)
            {
                Array.Resize(ref Items, 2 * Count);
            }

            Items[Count++] = (long)hash << 32 | (uint)position;
            return true;
        }

        /// <summary>The hashes, ascending.</summary>
        public readonly int[] Hashes()
        {
            int[] hashes = new int[Count];
            for (int i = 0; i < Count; i++)
            {
                hashes[i] = (int)(Items[i] >> 32);
            }

            Array.Sort(hashes);
            return hashes;
        }

        // Open addressing; an empty place is 0, and the one word whose hash that is is looked for among those that were read.
        private bool AddToSet(int hash)
        {
            if (hash == 0)
            {
                return Array.FindIndex(Items, 0, Count, item => item >> 32 == 0) < 0;
            }

            if (2 * Count >= _table.Length)
            {
                _table = new int[2 * _table.Length];
                for (int i = 0; i < Count; i++)
                {
                    _table[PlaceOf((int)(Items[i] >> 32))] = (int)(Items[i] >> 32);
                }

                s_table = _table.Length > MostReused ? null : _table;
            }

            int place = PlaceOf(hash);
            bool isNew = _table[place] == 0;
            _table[place] = hash;
            return isNew;
        }

        private readonly int PlaceOf(int hash)
        {
            int place = hash & (_table.Length - 1);
            while (_table[place] != 0 && _table[place] != hash)
            {
                place = (place + 1) & (_table.Length - 1);
            }

            return place;
        }

        /// <summary>Where each of the hashes stands among them, one more, so that an empty place is 0.</summary>
        public static int[] TableOf(int[] hashes)
        {
            int[] table = CleanTable();
            if (table.Length < 2 * hashes.Length)
            {
                int length = table.Length;
                while (length < 2 * hashes.Length)
                {
                    length *= 2;
                }

                table = new int[length];
                s_table = length > MostReused ? null : table;
            }

            for (int i = 0; i < hashes.Length; i++)
            {
                int place = hashes[i] & (table.Length - 1);
                while (table[place] != 0)
                {
                    place = (place + 1) & (table.Length - 1);
                }

                table[place] = i + 1;
            }

            return table;
        }

        /// <summary>Where a hash stands among those of a table, which holds it.</summary>
        public static int IndexOf(int[] hashes, int[] table, int hash)
        {
            int place = hash & (table.Length - 1);
            while (hashes[table[place] - 1] != hash)
            {
                place = (place + 1) & (table.Length - 1);
            }

            return table[place] - 1;
        }

        private static int[] CleanTable()
        {
            int[] table = s_table ??= new int[LeastBuffer];
            Array.Clear(table, 0, table.Length);
            return table;
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
