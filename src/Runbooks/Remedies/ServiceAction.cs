using ChatOps502.Probes.Services;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Hosts;

namespace ChatOps502.Runbooks.Remedies;

/// <summary>Starts, restarts, reloads or resumes one service as its manager does it.</summary>
sealed class ServiceAction(string verb, string risk) : RemedyAction
{
    public override string Name => "service." + verb;

    public override string Risk => risk;

    /// <returns>Null when the service's manager has no way to do it.</returns>
    public static Remedy? Remedy(string action, ServiceUnit unit, string why)
    {
        var args = new Dictionary<string, string> { ["service"] = unit.Name };
        if (unit.Manager != "systemd")
            args["manager"] = unit.Manager;
        if (unit.Manager == "own" && action is not ("service.start" or "service.restart"))
            return null;
        var shown =
            unit.Manager == "own"
                ? $"{action} {unit.Name}"
                : string.Join(' ', ServiceCommand.Of(unit.Manager, action[8..], unit.Name));
        return shown.Length == 0 ? null : new(action, args, shown, true, true, why);
    }

    public override Task<Prepared> PrepareAsync(
        IReadOnlyDictionary<string, string> args,
        Host host,
        CancellationToken cancel
    )
    {
        var (name, manager) = (args["service"], args.GetValueOrDefault("manager", "systemd"));
        var own = host.Services.FirstOrDefault(s => s.Name == name);
        IReadOnlyList<string> argv =
            manager != "own" ? ServiceCommand.Of(manager, verb, name)
            : own is null ? []
            : verb switch
            {
                "restart" => own.Restart,
                "start" => own.Start,
                _ => [],
            };
        if (argv.Count == 0)
            return Task.FromResult(Prepared.Not($"{host.Name} has no way to {verb} {name}"));
        argv = host.AsRoot(argv);
        return Task.FromResult(new Prepared(argv, Command.Shown(argv)));
    }
}
