using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Flow;

/// <summary>
/// Tells files in which a learning rate may come from elsewhere, a parameter or a member, from those that write all of
/// theirs themselves. Syntax only and once for each file, so that a project without such rates does not pay for following them.
/// </summary>
internal static class OpenRates
{
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<bool>> s_isOpen = new();

    private static readonly ImmutableArray<LearningRateSlot> s_slots = TorchSharpSlots.All.AddRange(MLNetSlots.All)
        .RemoveAll(slot => slot.Role == LearningRateRole.ScheduleFactor);

    private static readonly ImmutableHashSet<string> s_parameters = s_slots.Select(slot => slot.Parameter).OfType<string>().ToImmutableHashSet();

    private static readonly ImmutableHashSet<string> s_names = s_slots
        .Select(slot => slot.Member == LearningRateSlot.Constructor
            ? slot.ContainingType.Substring(slot.ContainingType.LastIndexOfAny(new[] { '.', '+' }) + 1)
            : slot.Member)
        .ToImmutableHashSet();

    // Where a learning rate may stand.
    private static readonly AskedNames s_places = new(
        s_names.Concat(s_parameters).Concat(new[] { "LearningRate", "InitLearningRate", FileWords.ImplicitNew, FileWords.BaseCall, FileWords.ThisCall }));

    /// <summary>Whether the value of a learning rate in the file may be written in another one, or reach it from there.</summary>
    public static bool AreIn(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (!s_isOpen.TryGetValue(tree, out StrongBox<bool>? isOpen))
        {
            bool read = ProjectFacts.Tokens(tree, s_places, cancellationToken).Any(token => PlaceOf(token) is { } place && IsOpen(place, cancellationToken))
                || Derivations.PrimaryBasesIn(tree, cancellationToken).Any(call => IsOpen(call, cancellationToken));
            isOpen = s_isOpen.GetValue(tree, _ => new StrongBox<bool>(read));
        }

        return isOpen.Value;
    }

    // The call, creation or assignment to which a token belongs.
    private static SyntaxNode? PlaceOf(SyntaxToken token)
    {
        // `f(lr: rate)`
        if (token.Parent is not SimpleNameSyntax { Parent: var around } name)
        {
            return token.Parent;
        }

        if (around is NameColonSyntax { Parent: ArgumentSyntax { Parent: ArgumentListSyntax { Parent: var call } } })
        {
            return call;
        }

        SyntaxNode whole = name;
        while (whole.Parent is MemberAccessExpressionSyntax access && access.Name == whole
            || whole.Parent is MemberBindingExpressionSyntax
            || whole.Parent is QualifiedNameSyntax qualified && qualified.Right == whole
            || whole.Parent is AliasQualifiedNameSyntax)
        {
            whole = whole.Parent;
        }

        return whole.Parent;
    }

    private static bool IsOpen(SyntaxNode node, CancellationToken cancellationToken) => node switch
    {
        InvocationExpressionSyntax { Expression: var called, ArgumentList: var arguments } => IsOpen(NameOf(called), arguments, cancellationToken),
        ObjectCreationExpressionSyntax { Type: var type, ArgumentList: { } arguments } => IsOpen(NameOf(type), arguments, cancellationToken),
        ImplicitObjectCreationExpressionSyntax { ArgumentList: var arguments } => IsOpen(null, arguments, cancellationToken),
        ConstructorInitializerSyntax { ArgumentList: var arguments } => IsOpen(null, arguments, cancellationToken),
        PrimaryConstructorBaseTypeSyntax { ArgumentList: var arguments } => IsOpen(null, arguments, cancellationToken),
        AssignmentExpressionSyntax { Left: var target, Right: var value } => NameOf(target) is "LearningRate" or "InitLearningRate" && !IsClosed(value, 0, cancellationToken),
        _ => false,
    };

    // What has no name may be anything that takes a rate.
    private static bool IsOpen(string? name, ArgumentListSyntax arguments, CancellationToken cancellationToken)
    {
        bool isSite = name is null || s_names.Contains(name);
        bool isFirst = true;
        foreach (ArgumentSyntax argument in arguments.Arguments)
        {
            if ((argument.NameColon is { Name.Identifier.ValueText: var parameter } ? s_parameters.Contains(parameter) : isSite && !isFirst)
                && !IsClosed(argument.Expression, 0, cancellationToken))
            {
                return true;
            }

            isFirst = false;
        }

        return false;
    }

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        _ => "",
    };

    // Whether the value is written in this file, there or where a name is declared that nobody writes again.
    private static bool IsClosed(ExpressionSyntax value, int depth, CancellationToken cancellationToken) => depth < GraphLimits.DeclaredNames && value switch
    {
        LiteralExpressionSyntax => true,
        ParenthesizedExpressionSyntax { Expression: var inner } => IsClosed(inner, depth, cancellationToken),
        CastExpressionSyntax { Expression: var inner } => IsClosed(inner, depth, cancellationToken),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression or (int)SyntaxKind.UnaryPlusExpression, Operand: var operand } => IsClosed(operand, depth, cancellationToken),
        BinaryExpressionSyntax { Left: var left, Right: var right } => IsClosed(left, depth + 1, cancellationToken) && IsClosed(right, depth + 1, cancellationToken),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Math" or "MathF" } }, ArgumentList: var arguments } =>
            arguments.Arguments.All(argument => IsClosed(argument.Expression, depth + 1, cancellationToken)),
        IdentifierNameSyntax { Identifier.ValueText: var name } => IsClosedName(value, name, depth, cancellationToken),
        _ => false,
    };

    private static bool IsClosedName(SyntaxNode use, string name, int depth, CancellationToken cancellationToken)
    {
        foreach (SyntaxNode scope in use.Ancestors())
        {
            switch (scope)
            {
                case BaseMethodDeclarationSyntax { ParameterList: var parameters } when parameters.Parameters.Any(parameter => parameter.Identifier.ValueText == name):
                case LocalFunctionStatementSyntax { ParameterList: var own } when own.Parameters.Any(parameter => parameter.Identifier.ValueText == name):
                case AnonymousFunctionExpressionSyntax:
                    return false;
                case BlockSyntax or CompilationUnitSyntax:
                    VariableDeclaratorSyntax? local = scope.ChildNodes()
                        .Select(child => child is GlobalStatementSyntax global ? global.Statement : child)
                        .OfType<LocalDeclarationStatementSyntax>()
                        .SelectMany(declaration => declaration.Declaration.Variables)
                        .FirstOrDefault(variable => variable.Identifier.ValueText == name);
                    if (local is not null)
                    {
                        return IsClosedDeclaration(local, scope, name, depth, cancellationToken);
                    }

                    break;
                case TypeDeclarationSyntax { ParameterList: { } primary } when primary.Parameters.Any(parameter => parameter.Identifier.ValueText == name):
                    return false;
                case TypeDeclarationSyntax type:
                    return !type.Modifiers.Any(SyntaxKind.PartialKeyword)
                        && type.Members.OfType<FieldDeclarationSyntax>()
                            .Where(field => !field.Modifiers.Any(modifier => modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword)
                                || field.Modifiers.Any(SyntaxKind.ConstKeyword))
                            .SelectMany(field => field.Declaration.Variables)
                            .FirstOrDefault(variable => variable.Identifier.ValueText == name) is { } declared
                        && IsClosedDeclaration(declared, type, name, depth, cancellationToken);
            }
        }

        return false;
    }

    private static bool IsClosedDeclaration(VariableDeclaratorSyntax variable, SyntaxNode scope, string name, int depth, CancellationToken cancellationToken) =>
        variable.Initializer?.Value is { } initializer
        && !WrittenNames.Contains(scope, name, cancellationToken)
        && IsClosed(initializer, depth + 1, cancellationToken);
}
