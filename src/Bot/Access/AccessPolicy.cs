using ChatOps502.Bot.Configuration;

namespace ChatOps502.Bot.Access;

/// <summary>A person as the bot knows them, and where they came in.</summary>
/// <param name="Name">For people to read; where there is an <paramref name="Id"/> the name decides nothing.</param>
/// <param name="Source">console, api, cli or slack.</param>
/// <param name="Id">What the chat calls them; null for the local user.</param>
public sealed record Person(string Name, string Source, string? Id = null)
{
    /// <summary>The chat's groups they are in, as far as the configuration names groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Why they do not belong here, for example a guest; null for a member.</summary>
    public string? Outsider { get; init; }
}

/// <summary>Who may decide.</summary>
public sealed class AccessPolicy(Settings settings)
{
    /// <summary>Null when this person may decide what somebody else, or they themselves, asked for; else why not.</summary>
    /// <param name="person">Who clicked.</param>
    /// <param name="requestedBy">What the chat calls who asked; null when nobody in a chat did.</param>
    public string? RefusesApproval(Person person, string? requestedBy = null)
    {
        if (!IsNamed(person)) return $"{person.Name} is not among Approvals:Approvers ({string.Join(", ", settings.Approvals.Approvers)})";
        if (settings.Approvals.Approvers.Count == 0 && person.Outsider is { } why) return $"{person.Name} {why}; name who may decide under Approvals:Approvers";
        return WantsSecond(person) && person.Id == requestedBy ? $"{person.Name} asked for it, and Approvals:FourEyes wants a second person" : null;
    }

    /// <summary>Whom an approval card names; empty: everybody who sees it.</summary>
    public IReadOnlyList<string> MayDecide => settings.Approvals.Approvers;

    /// <summary>Whether what this person asks for needs another one.</summary>
    public bool WantsSecond(Person person) => settings.Approvals.FourEyes && person.Id is not null;

    public bool WantsReason => settings.Approvals.ReasonRequired;

    /// <summary>Null when the reason is good enough; else what is wanted.</summary>
    public string? RefusesReason(string? reason) => WantsReason && string.IsNullOrWhiteSpace(reason) ? "a reason is required (Approvals:ReasonRequired)" : null;

    /// <summary>In a chat only the ID counts: anybody can call themselves anything.</summary>
    bool IsNamed(Person person) => settings.Approvals.Approvers is not { Count: > 0 } named || (person.Id is { } id ? named.Contains(id) || person.Groups.Any(named.Contains) : named.Contains(person.Name));
}
