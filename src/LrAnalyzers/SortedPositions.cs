using System.Collections.Generic;

namespace LrAnalyzers;

/// <summary>Questions to places of a file in ascending order.</summary>
internal static class SortedPositions
{
    /// <summary>Whether any of them lies in the span.</summary>
    /// <param name="positions">The places, sorted.</param>
    /// <param name="start">The first position of the span.</param>
    /// <param name="end">The position behind it.</param>
    public static bool HasAny(List<int> positions, int start, int end)
    {
        int found = positions.BinarySearch(start);
        int next = found < 0 ? ~found : found;
        return next < positions.Count && positions[next] < end;
    }
}
