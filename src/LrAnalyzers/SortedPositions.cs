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
        int next = FirstFrom(positions, start);
        return next < positions.Count && positions[next] < end;
    }

    /// <summary>Which of them is the first from a position on; their number where there is none.</summary>
    /// <param name="positions">The places, sorted.</param>
    /// <param name="start">The position.</param>
    public static int FirstFrom(List<int> positions, int start)
    {
        int found = positions.BinarySearch(start);
        return found < 0 ? ~found : found;
    }
}
