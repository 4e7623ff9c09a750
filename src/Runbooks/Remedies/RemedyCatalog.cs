using ChatOps502.Probes.Services;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Executors;

namespace ChatOps502.Runbooks.Remedies;

/// <summary>A typed action: from a few named arguments to the exact argv, never from free text.</summary>
/// <param name="Risk">What it costs, in words for the person who approves.</param>
/// <param name="Undo">The action that takes it back; null when there is none.</param>
public sealed record RemedyAction(string Name, string Risk, string? Undo);

/// <summary>All actions the bot may ever take on a host.</summary>
public static class RemedyCatalog
{
    static readonly RemedyAction[] All =
    [
        new("service.start", "starts one stopped service", null),
        new("service.restart", "drops the requests this service is working on", null),
        new("service.resume", "continues a process that a signal had stopped", null),
    ];

    public static RemedyAction? Find(string action) => All.FirstOrDefault(a => a.Name == action);

    /// <summary>A remedy for the service as its manager would do it; null when it cannot.</summary>
    public static Remedy? Of(string action, ServiceUnit unit, string why)
    {
        var args = new Dictionary<string, string> { ["service"] = unit.Name };
        if (unit.Manager != "systemd") args["manager"] = unit.Manager;
        if (unit.Manager == "own" && action is not ("service.start" or "service.restart")) return null;
        var shown = unit.Manager == "own" ? $"{action} {unit.Name}" : string.Join(' ', ServiceCommand.Of(unit.Manager, Verb(action), unit.Name));
        return shown.Length == 0 ? null : new(action, args, shown, true, true, why);
    }

    public static Remedy Advice(string why) => new("advice", new Dictionary<string, string>(), "", false, false, why);

    /// <summary>Exactly what will run on this host, sudo included.</summary>
    /// <returns>Null when the host has no way to do it.</returns>
    public static IReadOnlyList<string>? Argv(Remedy remedy, Host host)
    {
        var (name, manager) = (remedy.Args["service"], remedy.Args.GetValueOrDefault("manager", "systemd"));
        var own = host.Services.FirstOrDefault(s => s.Name == name);
        IReadOnlyList<string> argv = manager != "own" ? ServiceCommand.Of(manager, Verb(remedy.Action), name) : own is null ? [] : remedy.Action switch { "service.restart" => own.Restart, "service.start" => own.Start, _ => [] };
        return argv.Count == 0 ? null : host.Sudo ? ["sudo", "-n", .. argv] : argv;
    }

    static string Verb(string action) => action[(action.IndexOf('.', StringComparison.Ordinal) + 1)..];
}
