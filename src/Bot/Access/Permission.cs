namespace ChatOps502.Bot.Access;

/// <summary>What somebody can want to do; each word of a command is one of these.</summary>
public enum Permission
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
public static class Permissions
{
    public static IReadOnlyList<string> Names { get; } =
    [.. Enum.GetNames<Permission>().Select(n => n.ToLowerInvariant())];

    /// <summary>Null for a word that is none.</summary>
    public static Permission? Find(string name) =>
        Names.Contains(name) ? Enum.Parse<Permission>(name, ignoreCase: true) : null;

    /// <summary>After "may" or "may not".</summary>
    public static string Words(Permission deed) =>
        deed switch
        {
            Permission.Look => "look at incidents and hosts",
            Permission.Talk => "add to timelines",
            Permission.Incident => "change incidents or start runbooks",
            Permission.Alerting => "silence alerts",
            _ => "decide about changes",
        };
}
