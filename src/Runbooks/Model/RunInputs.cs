namespace ChatOps502.Runbooks.Model;

/// <summary>What a run knows besides the outputs of its steps; templates and conditions use these names.</summary>
public static class RunInputs
{
    /// <summary>The host of the surrounding each-host group, else all targets.</summary>
    public const string Host = "host";

    public const string Incident = "incident";
    public const string Alert = "alert";
    public const string Run = "run";

    /// <summary>For the undo runbook: the change to roll back, and whether that was approved already.</summary>
    public const string Change = "change";

    /// <summary>The remedy somebody picked from those of a verdict; not for templates.</summary>
    public const string Chosen = "chosen";

    /// <summary>What templates and conditions may use.</summary>
    public static IReadOnlyList<string> ForTemplates { get; } = [Host, Incident, Alert, Run, Change];
}
