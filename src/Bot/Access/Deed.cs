namespace ChatOps502.Bot.Access;

/// <summary>What somebody can want to do; each word of a command is one of these.</summary>
public enum Deed
{
    /// <summary>See incidents and hosts, check and verify: nothing changes.</summary>
    Look,

    /// <summary>Add notes and messages to a timeline.</summary>
    Talk,

    /// <summary>
    /// Acknowledge, resolve, change the severity, start a runbook: its changes still wait for an approval.
    /// </summary>
    Incident,

    /// <summary>Silence alerts.</summary>
    Alerting,

    /// <summary>Approve, deny or take back a change of a host.</summary>
    Production,
}

/// <summary>The deeds as the configuration writes them and as people read them.</summary>
public static class Deeds
{
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetNames<Deed>().Select(n => n.ToLowerInvariant())];

    /// <summary>Null for a word that is none.</summary>
    public static Deed? Find(string name) => Names.Contains(name) ? Enum.Parse<Deed>(name, ignoreCase: true) : null;

    /// <summary>After "may" or "may not".</summary>
    public static string Words(Deed deed) =>
        deed switch
        {
            Deed.Look => "look at incidents and hosts",
            Deed.Talk => "add to timelines",
            Deed.Incident => "change incidents or start runbooks",
            Deed.Alerting => "silence alerts",
            _ => "decide about changes",
        };
}
