using ChatOps502.Bot.Configuration;

namespace ChatOps502.Bot.Access;

/// <summary>A person as the bot knows them, and where they came in.</summary>
/// <param name="Source">console, api or cli.</param>
public sealed record Person(string Name, string Source);

/// <summary>Who may decide.</summary>
public sealed class AccessPolicy(Settings settings)
{
    /// <summary>Null when this person may decide; else why not.</summary>
    public string? RefusesApproval(Person person) => settings.Approvals.Approvers is { Count: > 0 } named && !named.Contains(person.Name)
        ? $"{person.Name} is not among Approvals:Approvers ({string.Join(", ", named)})" : null;

    /// <summary>Null when the reason is good enough; else what is wanted.</summary>
    public string? RefusesReason(string? reason) => settings.Approvals.ReasonRequired && string.IsNullOrWhiteSpace(reason) ? "a reason is required (Approvals:ReasonRequired)" : null;
}
