namespace ChatOps502.Bot.Incidents;

public enum IncidentStatus
{
    Open,

    /// <summary>A fix was verified; the alert may still fire.</summary>
    Mitigated,

    Resolved,
}

/// <summary>The status as the database, the API and people read it.</summary>
static class IncidentStatusText
{
    public static string Text(this IncidentStatus status) => status.ToString().ToLowerInvariant();

    public static IncidentStatus Read(string text) => Enum.Parse<IncidentStatus>(text, ignoreCase: true);
}
