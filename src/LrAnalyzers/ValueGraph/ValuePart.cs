namespace LrAnalyzers.ValueGraph;

/// <summary>
/// Where in a value the followed one is; <see langword="null"/> where it is the value itself. The optimizer in a list of
/// named optimizers is <c>Element(Item(1, itself))</c>.
/// </summary>
/// <param name="Kind">What contains it.</param>
/// <param name="Index">Which item of a tuple; 0 for anything else.</param>
/// <param name="Inner">Where it is in there.</param>
internal sealed record ValuePart(PartKind Kind, int Index, ValuePart? Inner)
{
    /// <summary>An element of a collection, whichever; of a dictionary, a value.</summary>
    public static ValuePart Element(ValuePart? inner = null) => new(PartKind.Element, 0, inner);

    /// <summary>An item of a tuple, or 1 for the value of a pair.</summary>
    public static ValuePart Item(int index, ValuePart? inner = null) => new(PartKind.Item, index, inner);

    /// <summary>What a delegate, or a lazy value, gives when it is called.</summary>
    public static ValuePart Result(ValuePart? inner = null) => new(PartKind.Result, 0, inner);

    /// <summary>How many containers it is in.</summary>
    public int Depth { get; } = (Inner?.Depth ?? 0) + 1;
}

/// <summary>What a value can be contained in.</summary>
internal enum PartKind
{
    /// <summary>A collection.</summary>
    Element,

    /// <summary>A tuple or a pair.</summary>
    Item,

    /// <summary>A delegate that returns it.</summary>
    Result,
}
