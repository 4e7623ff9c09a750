using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Runbooks.Remedies;

/// <summary>A typed action: from a few named arguments to the exact argv, never from free text.</summary>
public sealed record RemedyAction(string Name, bool Changes, string Risk, string? Undo, Func<IReadOnlyDictionary<string, string>, IReadOnlyList<string>> Argv);

/// <summary>All actions the bot may ever take on a host.</summary>
public static class RemedyCatalog
{
    static readonly RemedyAction[] All =
    [
        new("service.start", true, "starts one stopped service", "service.stop", a => ["systemctl", "start", Unit(a)]),
        new("service.restart", true, "drops the requests this service is working on", null, a => ["systemctl", "restart", Unit(a)]),
        new("service.reload", true, "the service reads its configuration again", null, a => ["systemctl", "reload", Unit(a)]),
        new("service.resume", true, "continues a process that a signal had stopped", null, a => ["systemctl", "kill", "--signal=CONT", Unit(a)]),
    ];

    public static RemedyAction? Find(string action) => All.FirstOrDefault(a => a.Name == action);

    public static Remedy Of(string action, string service, string why)
    {
        var args = new Dictionary<string, string> { ["service"] = service };
        var found = Find(action)!;
        return new(action, args, string.Join(' ', found.Argv(args)), found.Changes, found.Changes, why);
    }

    public static Remedy Advice(string why) => new("advice", new Dictionary<string, string>(), "", false, false, why);

    /// <summary>systemd's own alphabet for unit names; anything else, or a leading dash, is refused.</summary>
    static string Unit(IReadOnlyDictionary<string, string> args)
    {
        var name = args.GetValueOrDefault("service", "");
        var ok = name.Length is > 0 and < 200 && name[0] != '-' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '@' or ':' or '-');
        return ok ? name : throw new ArgumentException($"'{name}' is not the name of a service");
    }
}
