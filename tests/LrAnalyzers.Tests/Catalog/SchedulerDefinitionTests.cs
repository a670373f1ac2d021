using System.Reflection;
using LrAnalyzers.Catalog;
using TorchSharp;
using Impl = TorchSharp.torch.optim.lr_scheduler.impl;

namespace LrAnalyzers.Tests.Catalog;

/// <summary>The catalog's schedulers against those of the library that the tests run with.</summary>
public class SchedulerDefinitionTests
{
    private static readonly Type s_factories = typeof(torch.optim.lr_scheduler);

    public static TheoryData<string> Names => new(TorchSharpSchedulers.All.Select(definition => definition.Name));

    [Fact]
    public void EveryScheduler_HasADefinition()
    {
        IEnumerable<string> classes = typeof(Impl).GetNestedTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(torch.optim.lr_scheduler.LRScheduler)))
            .Select(type => type.Name);
        Assert.Equal(classes.Order(), TorchSharpSchedulers.All.Select(definition => definition.Name).Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryParameter_IsKnown(string name)
    {
        SchedulerDefinition definition = TorchSharpSchedulers.All.Single(one => one.Name == name);
        IEnumerable<string> parameters = typeof(Impl).GetNestedType(name)!.GetConstructors().Cast<MethodBase>()
            .Concat(s_factories.GetMethods().Where(method => method.Name == name))
            .SelectMany(method => method.GetParameters())
            .Where(parameter => parameter.ParameterType != typeof(torch.optim.Optimizer))
            .Select(parameter => parameter.Name!)
            .Distinct();
        Assert.Equal(parameters.Order(), definition.Parameters.Select(parameter => parameter.Name).Order());
    }

    /// <summary>What a definition says of a parameter, it says of one of its own.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void EveryFact_IsAboutAnOwnParameter(string name)
    {
        SchedulerDefinition definition = TorchSharpSchedulers.All.Single(one => one.Name == name);
        IEnumerable<SchedulerParameter?> named = typeof(SchedulerDefinition).GetProperties()
            .Where(property => property.PropertyType == typeof(SchedulerParameter))
            .Select(property => (SchedulerParameter?)property.GetValue(definition))
            .Concat(definition.BrokenArguments.Select(broken => broken.Parameter))
            .Concat(definition.BrokenArguments.Select(broken => broken.HarmlessWith))
            .Concat(definition.Factors)
            .Concat(definition.CycleLengths);
        Assert.All(named.OfType<SchedulerParameter>(), parameter => Assert.Contains(parameter, definition.Parameters));
    }
}
