using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ChatOps502.House.Tests;

/// <summary>How many ways lead through a method: McCabe's number, with ?. and ?? counted too.</summary>
static class Branches
{
    public static int Of(SyntaxNode member) => 1 + member.DescendantNodes().Count(IsBranch);

    public static bool IsMember(SyntaxNode node) =>
        node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
        || node is PropertyDeclarationSyntax { ExpressionBody: not null };

    static bool IsBranch(SyntaxNode node) =>
        node
            is IfStatementSyntax
                or ConditionalExpressionSyntax
                or ConditionalAccessExpressionSyntax
                or CatchClauseSyntax
                or SwitchLabelSyntax
                or SwitchExpressionArmSyntax
        || IsLoop(node)
        || IsShortCircuit(node);

    static bool IsLoop(SyntaxNode node) =>
        node
            is WhileStatementSyntax
                or ForStatementSyntax
                or CommonForEachStatementSyntax
                or DoStatementSyntax;

    static bool IsShortCircuit(SyntaxNode node) =>
        node.IsKind(SyntaxKind.LogicalAndExpression)
        || node.IsKind(SyntaxKind.LogicalOrExpression)
        || node.IsKind(SyntaxKind.CoalesceExpression);
}
