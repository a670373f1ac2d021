using System;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Models;

/// <summary>
/// What the files of a project say about pretrained models and about training less than all of one. By names alone, so it
/// sees too much rather than too little; what it sees in any file makes the whole project doubtful.
/// </summary>
internal sealed class FineTuningFacts
{
    // Names of TorchSharp's own: a weight that is drawn anew is not pretrained any more.
    private static readonly ImmutableHashSet<string> s_initializers = ImmutableHashSet.Create(
        "constant_", "dirac_", "eye_", "fill_", "kaiming_normal_", "kaiming_uniform_", "normal_", "ones_", "orthogonal_", "sparse_",
        "trunc_normal_", "uniform_", "xavier_normal_", "xavier_uniform_", "zero_", "zeros_", "reset_parameters");

    private static readonly Regex s_freezes = new("freez(e|ing)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    private static readonly Regex s_resets = new("(init|reset)[a-z]*_?weights|(weights?|params|parameters)_?init|reset_?parameters", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    // A word of its own: "exploration" has the letters too.
    private static readonly Regex s_adapts = new("(^|[a-z0-9_]|Q)(LoRA|Lora|LORA)(?![a-z])|(^|_)q?lora(?![a-z])|(^|[a-z0-9_])(Peft|PEFT)(?![a-z])|(^|_)peft(?![a-z])", RegexOptions.CultureInvariant);

    // Weights as opposed to masks, sums and gradients, by the name of what is overwritten.
    private static readonly Regex s_weight = new("weight|bias|param|data|^[pw]$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    // Hold strings and flags only: a cached file keeps no compilation alive.
    private static readonly ConditionalWeakTable<SyntaxTree, FineTuningFacts> s_byTree = new();

    private FineTuningFacts(Fact facts, ImmutableHashSet<string> thawed)
    {
        Facts = facts;
        Thawed = thawed;
    }

    /// <summary>What was seen.</summary>
    public Fact Facts { get; }

    /// <summary>
    /// The variables whose parameters are all set to require gradients: needed behind <c>load_py</c>, which takes the flag
    /// from the file, and saved weights have none.
    /// </summary>
    public ImmutableHashSet<string> Thawed { get; }

    /// <summary>Whether any file has a name without which no pretrained model is made: what a project without one pays for.</summary>
    public static bool MayPretrain(CodeBase code, CancellationToken cancellationToken) =>
        code.Files(cancellationToken).Where(typeof(PretrainedCatalog), most: 1, (tree, words) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return words.MayPretrain && words.NamesIn(tree, cancellationToken).All.Any(PretrainedCatalog.IsHint);
        }).Length > 0;

    /// <summary>The facts of all files of a compilation.</summary>
    public static FineTuningFacts Of(Compilation compilation, CancellationToken cancellationToken)
    {
        Fact facts = Fact.None;
        ImmutableHashSet<string> thawed = ImmutableHashSet<string>.Empty;
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            cancellationToken.ThrowIfCancellationRequested();
            FineTuningFacts known = Of(tree, cancellationToken);
            facts |= known.Facts;
            thawed = thawed.Union(known.Thawed);
        }

        return new FineTuningFacts(facts, thawed);
    }

    private static FineTuningFacts Of(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (!s_byTree.TryGetValue(tree, out FineTuningFacts? known))
        {
            FineTuningFacts read = Read(tree, cancellationToken);
            known = s_byTree.GetValue(tree, _ => read);
        }

        return known;
    }

    private static FineTuningFacts Read(SyntaxTree tree, CancellationToken cancellationToken)
    {
        FileNames names = ProjectFacts.NamesIn(tree, cancellationToken);
        Fact facts = Fact.None;
        bool isDetailed = false;
        foreach (string name in names.All)
        {
            if (PretrainedCatalog.ForeignSavers.Contains(name))
            {
                facts |= Fact.SavesForeign;
            }

            if (s_adapts.IsMatch(name))
            {
                facts |= Fact.TrainsLess;
            }

            isDetailed |= name is "requires_grad" or "requires_grad_" or "with_requires_grad" or "eval" or "train"
                || s_initializers.Contains(name) || s_resets.IsMatch(name) || s_freezes.IsMatch(name);
        }

        ImmutableHashSet<string>.Builder thawed = ImmutableHashSet.CreateBuilder<string>();
        if (isDetailed)
        {
            foreach (SyntaxNode node in tree.GetRoot(cancellationToken).DescendantNodes())
            {
                if (node is SimpleNameSyntax name)
                {
                    facts |= Look(name, thawed);
                }
            }
        }

        return new FineTuningFacts(facts, thawed.ToImmutable());
    }

    private static Fact Look(SimpleNameSyntax name, ImmutableHashSet<string>.Builder thawed)
    {
        ExpressionSyntax access = name.Parent switch
        {
            MemberAccessExpressionSyntax member when member.Name == name => member,
            MemberBindingExpressionSyntax binding => binding,
            _ => name,
        };
        var call = access.Parent as InvocationExpressionSyntax;
        if (call?.Expression != access)
        {
            call = null;
        }

        switch (name.Identifier.ValueText)
        {
            case "requires_grad" when access.Parent is AssignmentExpressionSyntax assignment && assignment.Left == access:
                return Thaws(access, assignment.Right, thawed);
            case "requires_grad_" or "with_requires_grad" when call is not null:
                return Thaws(access, call.ArgumentList.Arguments.FirstOrDefault()?.Expression, thawed);
            case "eval" when call is not null:
                return Fact.Evaluates;
            case "train" when call is not null:
                return call.ArgumentList.Arguments.FirstOrDefault()?.Expression.IsKind(SyntaxKind.FalseLiteralExpression) == true
                    ? Fact.Evaluates
                    : Fact.Trains;
            case "fill_" or "zero_" when call is not null:
                return s_weight.IsMatch(ReceiverOf(access)) && !IsBeforeLoading(name) ? Fact.DrawsWeights : Fact.None;
            case var text when s_freezes.IsMatch(text):
                return IsSwitchedOff(access) ? Fact.None : Fact.TrainsLess;
            case var text when (s_initializers.Contains(text) ? call is not null : s_resets.IsMatch(text)) && !IsBeforeLoading(name):
                return Fact.DrawsWeights;
            default:
                return Fact.None;
        }
    }

    // `freeze: false`, `options.FreezeBackbone = false`
    private static bool IsSwitchedOff(ExpressionSyntax name) => (name.Parent switch
    {
        NameColonSyntax { Parent: ArgumentSyntax argument } => argument.Expression,
        AssignmentExpressionSyntax assignment when assignment.Left == name => assignment.Right,
        _ => null,
    })?.IsKind(SyntaxKind.FalseLiteralExpression) == true;

    // `foreach (var p in model.parameters()) p.requires_grad = true;` freezes nothing, if that is the model that is trained.
    private static Fact Thaws(ExpressionSyntax access, ExpressionSyntax? value, ImmutableHashSet<string>.Builder thawed)
    {
        if (value?.IsKind(SyntaxKind.TrueLiteralExpression) != false
            && access is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var variable } }
            && access.FirstAncestorOrSelf<ForEachStatementSyntax>() is
            {
                Expression: InvocationExpressionSyntax
                {
                    ArgumentList.Arguments.Count: 0,
                    Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "parameters", Expression: IdentifierNameSyntax module },
                },
            } loop
            && loop.Identifier.ValueText == variable
            && !loop.Statement.DescendantNodes().Any(node => node is IfStatementSyntax or ConditionalExpressionSyntax or SwitchStatementSyntax))
        {
            thawed.Add(module.Identifier.ValueText);
            return Fact.None;
        }

        return Fact.TrainsLess;
    }

    private static string ReceiverOf(ExpressionSyntax access) => access is MemberAccessExpressionSyntax { Expression: var receiver }
        ? (receiver as MemberAccessExpressionSyntax)?.Name.Identifier.ValueText ?? receiver.ToString()
        : "";

    // A constructor draws weights before any can be loaded, itself or in a private method that only constructors call.
    private static bool IsBeforeLoading(SyntaxNode node) =>
        node.FirstAncestorOrSelf<BaseMethodDeclarationSyntax>() is { } method
        && (method is ConstructorDeclarationSyntax
            || method is MethodDeclarationSyntax { Parent: TypeDeclarationSyntax type, Identifier.ValueText: var name } helper
                && !helper.Modifiers.Any(modifier => modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.ProtectedKeyword or SyntaxKind.InternalKeyword or SyntaxKind.PartialKeyword)
                && !type.Modifiers.Any(SyntaxKind.PartialKeyword)
                && type.DescendantNodes().OfType<SimpleNameSyntax>().Where(use => use.Identifier.ValueText == name).ToList() is { Count: > 0 } uses
                && uses.All(use => use.FirstAncestorOrSelf<BaseMethodDeclarationSyntax>() is ConstructorDeclarationSyntax));
}

/// <summary>What is seen in a file.</summary>
[Flags]
internal enum Fact
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Weights are saved in PyTorch's format, so what is loaded in it may be the project's own.</summary>
    SavesForeign = 1,

    /// <summary>Parameters are frozen, or low-rank adapters are trained.</summary>
    TrainsLess = 2,

    /// <summary>Weights are drawn anew, elsewhere than in a constructor.</summary>
    DrawsWeights = 4,

    /// <summary>A module is put into evaluation mode.</summary>
    Evaluates = 8,

    /// <summary>A module is put into training mode.</summary>
    Trains = 16,
}
