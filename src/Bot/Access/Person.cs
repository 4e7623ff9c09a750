namespace ChatOps502.Bot.Access;

/// <summary>A person as the bot knows them, and where they came in.</summary>
/// <param name="Name">For people to read; where there is an <paramref name="Id"/> the name decides nothing.</param>
/// <param name="Source">console, api, cli or slack; of the bot itself: alertmanager, runbook, schedule.</param>
/// <param name="Id">
/// What the chat, or the proxy that signs people in, calls them; null where that is nobody in particular: the local
/// user, or
/// whoever has the console's token.
/// </param>
public sealed record Person(string Name, string Source, string? Id = null)
{
    /// <summary>The bot, while it works through a runbook.</summary>
    public static readonly Person Runbook = new("chatops502", "runbook");

    /// <summary>The bot, because something was due.</summary>
    public static readonly Person Schedule = new("chatops502", "schedule");

    public static readonly Person Alertmanager = new("alertmanager", "alertmanager");

    static readonly string[] Machines = [Alertmanager.Source, Runbook.Source, Schedule.Source];

    /// <summary>The chat's groups they are in, as far as the configuration names groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Why they do not belong here, for example a guest; null for a member.</summary>
    public string? Outsider { get; init; }

    /// <summary>The bot itself, or Alertmanager: nobody who could be one of four eyes.</summary>
    public bool IsMachine => Machines.Contains(Source);

    /// <summary>Whether they speak in a chat, and not at the console, its API or the command line.</summary>
    public bool IsInChat => Source is "slack" or "" && Id is not null;

    /// <summary>Console, API and command line are one place: the same name there is the same person.</summary>
    public string Key => Id ?? "local:" + Name;
}
