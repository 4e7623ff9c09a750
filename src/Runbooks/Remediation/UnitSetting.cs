namespace ChatOps502.Runbooks.Remediation;

/// <summary>Sets limits of a systemd service in a drop-in file of the bot's own.</summary>
sealed class UnitSetting : FileAction
{
    public override string Name => "systemd.set";

    public override string Risk => "the service restarts: requests it is working on are lost";

    /// <param name="unit">Name of the service.</param>
    /// <param name="why">What it achieves, and what it costs.</param>
    /// <param name="settings">Such as <c>LimitNOFILE=65536</c>.</param>
    public static Remedy Remedy(string unit, string why, params IReadOnlyList<string> settings) =>
        Remediation.Remedy.Change(
            "systemd.set",
            new Dictionary<string, string> { ["service"] = unit, ["set"] = string.Join("; ", settings) },
            $"edit {FileOf(unit)}: {string.Join("; ", settings)}",
            why
        );

    protected override Plan PlanOf(IReadOnlyDictionary<string, string> args) =>
        ForService(FileOf(args["service"]), args["service"], args["set"]);

    protected override string? Edit(string? text, IReadOnlyDictionary<string, string> args) =>
        IniEdit.Apply(
            text ?? "# Made by ChatOps502 after an incident; delete it to take it back.\n[Service]\n",
            "Service",
            args["set"].Split("; ")
        );

    /// <summary>The last in name order wins; systemctl edit writes override.conf.</summary>
    static string FileOf(string unit) => $"/etc/systemd/system/{unit}.service.d/zz-chatops502.conf";
}
