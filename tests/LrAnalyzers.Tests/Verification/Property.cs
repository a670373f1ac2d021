using CsCheck;

namespace LrAnalyzers.Tests.Verification;

/// <summary>
/// Property tests. They try the same cases on each run, so that a run which is red says something of the change under test.
/// With the environment variable <c>LRANALYZERS_RANDOM</c> set to 1 they try new ones and shrink what fails;
/// with <c>CsCheck_Seed</c>, which a failure prints, that one first. A case that failed becomes a test with a name of its own.
/// </summary>
internal static class Property
{
    private static readonly bool s_random =
        Environment.GetEnvironmentVariable("LRANALYZERS_RANDOM") == "1" || Environment.GetEnvironmentVariable("CsCheck_Seed") is { Length: > 0 };

    // The same cases in every run show whether a change broke something; what nobody has thought of is found by new ones, at night.
    private const int MostFixedCases = 2_500;

    /// <summary>Asserts for so many cases; for 2,500 at most where they are the same in each run.</summary>
    /// <param name="cases">What makes the cases.</param>
    /// <param name="assert">Throws for a case that fails.</param>
    /// <param name="count">How many cases.</param>
    /// <param name="threads">On how many threads; -1 for all there are.</param>
    public static void Holds<T>(Gen<T> cases, Action<T> assert, int count, int threads = -1)
    {
        if (s_random)
        {
            cases.Sample(assert, iter: count, threads: threads, print: _ => "");
            return;
        }

        count = Math.Min(count, MostFixedCases);
        // CsCheck's own seed fixes the first case only: here each has a generator of its own, whatever thread it runs on.
        var seeds = new PCG(stream: 1, seed: 1);
        ulong[] states = [.. Enumerable.Range(0, count).Select(_ => seeds.Next64())];
        var failures = new SortedDictionary<int, Exception>();
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, (index, loop) =>
        {
            var random = new PCG(stream: 0, states[index]);
            string seed = random.ToString();
            try
            {
                assert(cases.Generate(random, null, out _));
            }
            catch (Exception exception)
            {
                lock (failures)
                    failures[index] = new CsCheckException($"Case {index} of {count}: set CsCheck_Seed={seed} to reproduce.", exception);
                // Those before it still run: the first that fails is the one that is told.
                loop.Break();
            }
        });
        if (failures.Count > 0)
            throw failures.First().Value;
    }
}
