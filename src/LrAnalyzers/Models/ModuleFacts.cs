using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Models;

/// <summary>What one module class of this project is made of, all its parts together.</summary>
/// <param name="ComputesAttention">Whether its own code computes attention: calls the library's function, or writes the formula out.</param>
/// <param name="LoadsWeights">Whether it loads weights as it is created.</param>
/// <param name="Modules">The module types that it holds or creates in every case, and its base class.</param>
internal sealed record ModuleFacts(bool ComputesAttention, bool LoadsWeights, ImmutableArray<ITypeSymbol> Modules)
{
    private static readonly Regex s_attention = new("(^|[a-z0-9_])(Attention|Attn)(?![a-z])|(^|_)att(entio)?n(_|$)", RegexOptions.CultureInvariant);

    /// <summary>Reads the declarations of a class.</summary>
    /// <param name="type">The class, as it is declared.</param>
    /// <param name="catalog">The library.</param>
    /// <param name="code">The project.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static ModuleFacts Read(INamedTypeSymbol type, ScheduleCatalog catalog, CodeBase code, CancellationToken cancellationToken)
    {
        var reading = new Reading(type, catalog, cancellationToken);
        foreach (SyntaxReference reference in type.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(cancellationToken) is TypeDeclarationSyntax part)
            {
                foreach (MemberDeclarationSyntax member in part.Members.Where(IsOwn))
                {
                    reading.Add(member, code.ModelOf(part.SyntaxTree));
                }
            }
        }

        return reading.Finish();
    }

    // What is nested stands for itself, and a factory that others can call may make something else.
    private static bool IsOwn(MemberDeclarationSyntax member) =>
        member is not (BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
        && !(member.Modifiers.Any(SyntaxKind.StaticKeyword)
            && member.Modifiers.Any(modifier => modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword));

    private sealed class Reading(INamedTypeSymbol type, ScheduleCatalog catalog, CancellationToken cancellationToken)
    {
        private readonly HashSet<ITypeSymbol> _always = new(SymbolEqualityComparer.Default);
        private readonly HashSet<ITypeSymbol> _sometimes = new(SymbolEqualityComparer.Default);
        private readonly bool _isNamedAttention = s_attention.IsMatch(type.Name)
            && !AttentionLayers.OtherKinds.Any(kind => type.Name.IndexOf(kind, StringComparison.OrdinalIgnoreCase) >= 0);

        private bool _callsAttention;
        private bool _loadsWeights;
        private int _products;
        private bool _hasSoftmax;
        private bool _hasRoot;
        private bool _hasProjection;
        private bool _hasConvolution;

        private int _firstReturn;

        public void Add(MemberDeclarationSyntax member, SemanticModel semanticModel)
        {
            _firstReturn = member.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
                .FirstOrDefault(node => node is ReturnStatementSyntax)?.Span.End ?? int.MaxValue;
            foreach (SyntaxNode node in member.DescendantNodes())
            {
                cancellationToken.ThrowIfCancellationRequested();
                switch (node)
                {
                    case InvocationExpressionSyntax invocation when NameOf(invocation) is { } name:
                        AddCall(invocation, name, member, semanticModel);
                        break;
                    case BaseObjectCreationExpressionSyntax creation:
                        AddCreated(semanticModel.GetTypeInfo(creation, cancellationToken).Type, creation, member);
                        break;
                }
            }
        }

        public ModuleFacts Finish()
        {
            IEnumerable<ITypeSymbol> held = type.GetMembers().OfType<IFieldSymbol>()
                .Where(field => !field.IsStatic && field.NullableAnnotation != NullableAnnotation.Annotated)
                .SelectMany(field => ElementsOf(field.Type))
                .Where(module => !_sometimes.Contains(module));
            IEnumerable<ITypeSymbol> modules = _always.Concat(held).Concat(type.BaseType is { } baseType ? new[] { baseType } : Enumerable.Empty<ITypeSymbol>());
            bool isWrittenOut = _isNamedAttention && _products > 1 && _hasSoftmax && _hasRoot && _hasProjection && !_hasConvolution;
            return new ModuleFacts(
                _callsAttention || isWrittenOut,
                _loadsWeights,
                modules.Where(module => module is ITypeParameterSymbol || catalog.IsModule(module))
                    .Distinct<ITypeSymbol>(SymbolEqualityComparer.Default).ToImmutableArray());
        }

        private void AddCall(InvocationExpressionSyntax invocation, string name, MemberDeclarationSyntax member, SemanticModel semanticModel)
        {
            _hasRoot |= AttentionLayers.Roots.Contains(name);
            _loadsWeights |= member is ConstructorDeclarationSyntax or BaseFieldDeclarationSyntax && WeightLoading.IsNamed(name);
            bool isLayer = AttentionLayers.Modules.Contains(name);
            bool isPart = _isNamedAttention && (AttentionLayers.Products.Contains(name) || AttentionLayers.Softmax.Contains(name)
                || AttentionLayers.Convolutions.Contains(name) || name == AttentionLayers.Projection);
            if (!isLayer && !isPart && name != AttentionLayers.Function
                || semanticModel.GetSymbolInfo(invocation, cancellationToken).Symbol is not IMethodSymbol method
                || !catalog.IsTorch(method))
            {
                return;
            }

            if (isLayer)
            {
                AddCreated(method.ReturnType, invocation, member);
            }

            _callsAttention |= catalog.ComputesAttention(method);
            _products += AttentionLayers.Products.Contains(name) ? 1 : 0;
            _hasSoftmax |= AttentionLayers.Softmax.Contains(name);
            _hasProjection |= name == AttentionLayers.Projection;
            _hasConvolution |= AttentionLayers.Convolutions.Contains(name);
        }

        private void AddCreated(ITypeSymbol? created, SyntaxNode creation, MemberDeclarationSyntax member)
        {
            // A base class that can make any of its kind is not made of them.
            if (created is not null && catalog.IsModule(created) && !created.DerivesFrom(type))
            {
                (IsConditional(creation, member) ? _sometimes : _always).Add(created);
            }
        }

        private bool IsConditional(SyntaxNode creation, MemberDeclarationSyntax member)
        {
            for (SyntaxNode node = creation; node != member && node.Parent is { } parent; node = parent)
            {
                if (CallChain.IsBranchOf(node, parent))
                {
                    return true;
                }
            }

            return _firstReturn < creation.SpanStart;
        }

        // A field may hold a list of modules.
        private static IEnumerable<ITypeSymbol> ElementsOf(ITypeSymbol type) => type switch
        {
            IArrayTypeSymbol array => new[] { array.ElementType },
            INamedTypeSymbol { IsGenericType: true, TypeKind: not TypeKind.Delegate } generic
                when generic.AllInterfaces.Any(implemented => implemented.SpecialType == SpecialType.System_Collections_IEnumerable) =>
                generic.TypeArguments.Add(generic),
            _ => new[] { type },
        };

        private static string? NameOf(InvocationExpressionSyntax invocation) => invocation.Expression switch
        {
            SimpleNameSyntax name => name.Identifier.ValueText,
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
            _ => null,
        };
    }
}
