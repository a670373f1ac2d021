using System.Text.RegularExpressions;
using LrAnalyzers.Catalog;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Xunit.Abstractions;

namespace LrAnalyzers.Tests.Catalog;

/// <summary>Every public member of the libraries that is named like a learning rate is in the catalog, or out of it for a reason.</summary>
[Trait("Category", "CatalogCoverage")]
public partial class CatalogCoverageTests(ITestOutputHelper output)
{
    [Fact]
    public void EveryMemberNamedLikeALearningRate_IsClassified()
    {
        Compilation compilation = Analysis.Compile("");
        var members = new List<string>();
        foreach (MetadataReference reference in TestReferences.All)
        {
            if (compilation.GetAssemblyOrModuleSymbol(reference) is IAssemblySymbol assembly
                && (assembly.Name.StartsWith("TorchSharp", StringComparison.Ordinal) || assembly.Name.StartsWith("Microsoft.ML", StringComparison.Ordinal)))
            {
                members.AddRange(TypesIn(assembly.GlobalNamespace).SelectMany(MembersNamedLikeALearningRate));
            }
        }

        HashSet<string> catalogued = [.. CataloguedMembers()];
        string[] excluded = [.. members.Where(member => !catalogued.Contains(member)
            && LearningRateExclusions.All.Any(exclusion => member.Contains(exclusion.Name, StringComparison.Ordinal)))];
        string[] unclassified = [.. members.Where(member => !catalogued.Contains(member)).Except(excluded)];
        output.WriteLine($"{members.Count} members named like a learning rate: {members.Count(catalogued.Contains)} in the catalog, {excluded.Length} excluded, {unclassified.Length} unclassified.");
        Assert.True(members.Count > 100);
        Assert.True(unclassified.Length == 0, string.Join('\n', unclassified));
        // What the catalog names exists, the packages without an own assembly here included.
        Assert.Empty(catalogued.Except(members));
    }

    [Fact]
    public void EveryNumber_HasASource() =>
        Assert.All(
            TorchSharpOptimizers.All.Cast<Algorithm>().Concat(MLNetTrainers.All),
            algorithm =>
            {
                Assert.NotEmpty(algorithm.TypicalSource);
                Assert.True(algorithm.Typical > 0);
                Assert.All(
                    new[] { algorithm.Working, algorithm.Usual }.OfType<LearningRateRange>(),
                    range =>
                    {
                        Assert.NotEmpty(range.Source);
                        Assert.True(range.Minimum < range.Maximum);
                        Assert.True(range.Contains(algorithm.Typical.Value), $"{algorithm.Name}: {algorithm.Typical} is not in its own range");
                    });
                if (algorithm.Working is { } working)
                {
                    Assert.NotEmpty(algorithm.AboveWorking ?? "");
                    Assert.True(working.Minimum == 0 || algorithm.BelowWorking is not null);
                }
            });

    [Fact]
    public void LibraryDefaults_LieInTheWorkingRange() =>
        Assert.All(
            MLNetTrainers.All,
            trainer => Assert.True(trainer.OptionsDefault is not { } number || trainer.Working?.Contains(number) != false, trainer.Name));

    private static IEnumerable<string> CataloguedMembers()
    {
        foreach (LearningRateSlot slot in TorchSharpSlots.All.Concat(MLNetSlots.All))
        {
            yield return $"{Plain(slot.ContainingType)}.{slot.Member}({slot.Parameter})";
        }

        foreach (TrainerDefinition trainer in MLNetTrainers.All)
        {
            yield return $"{Plain(trainer.DeclaringType!)}.{trainer.Member}";
        }

        yield return "Microsoft.ML.Trainers.ExponentialLRDecay.LearningRate";
    }

    private static IEnumerable<string> MembersNamedLikeALearningRate(INamedTypeSymbol type)
    {
        foreach (ISymbol member in type.GetMembers().Where(member => IsVisible(member)))
        {
            switch (member)
            {
                case IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.Constructor } method:
                    foreach (IParameterSymbol parameter in method.Parameters.Where(parameter => LearningRateName().IsMatch(parameter.Name)))
                    {
                        yield return $"{NameOf(type)}.{method.Name}({parameter.Name})";
                    }

                    break;
                case IFieldSymbol or IPropertySymbol when LearningRateName().IsMatch(member.Name):
                    yield return $"{NameOf(type)}.{member.Name}";
                    break;
            }
        }
    }

    private static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceOrTypeSymbol container) => container.GetMembers().SelectMany(member => member switch
    {
        INamespaceSymbol inner => TypesIn(inner),
        INamedTypeSymbol type when IsVisible(type) => TypesIn(type).Prepend(type),
        _ => [],
    });

    private static bool IsVisible(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;

    private static string NameOf(INamedTypeSymbol type) =>
        (type.ContainingType is { } outer ? NameOf(outer) : type.ContainingNamespace.ToDisplayString()) + "." + type.Name;

    // Torch+optim`1 -> Torch.optim
    private static string Plain(string metadataName) => Arity().Replace(metadataName, "").Replace('+', '.');

    [GeneratedRegex("^(lr|lrs|.*_lr|lr_.*|.*LearningRate.*|.*learning_rate.*)$", RegexOptions.IgnoreCase)]
    private static partial Regex LearningRateName();

    [GeneratedRegex("`[0-9]+")]
    private static partial Regex Arity();
}
