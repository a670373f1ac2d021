using LrAnalyzers.CodeFixes.Fixes;

namespace LrAnalyzers.Tests.Metadata;

/// <summary>The list of the fixes that may follow another holds each of them: it is written out, since a shipped assembly looks for no types.</summary>
[Trait("Category", "Metadata")]
public class CompletionTests
{
    [Fact]
    public void EveryFixThatMayFollow_IsListed() => Assert.Equal(
        typeof(PlanningCodeFixProvider).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(PlanningCodeFixProvider)))
            .Select(type => (PlanningCodeFixProvider)Activator.CreateInstance(type)!)
            .Where(provider => provider.MayFollow)
            .Select(provider => provider.GetType().Name)
            .Order(StringComparer.Ordinal),
        Completion.Providers.Select(provider => provider.GetType().Name));
}
