using ChatOps502.Runbooks.Steps;

namespace ChatOps502.Bot.Approvals;

/// <summary>The state of an approval as the database, the API and people read it.</summary>
static class ApprovalStates
{
    public static string Text(this ApprovalState state) => state.ToString().ToLowerInvariant();

    public static ApprovalState Read(string text) => Enum.Parse<ApprovalState>(text, ignoreCase: true);
}
