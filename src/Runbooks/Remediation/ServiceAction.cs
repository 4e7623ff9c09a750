using ChatOps502.Probes.Services;
using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Hosts;

namespace ChatOps502.Runbooks.Remediation;

/// <summary>Starts, restarts, reloads or resumes one service as its manager does it.</summary>
sealed class ServiceAction(string verb, string risk) : RemedyAction
{
    /// <summary>The manager of a service whose commands are configured for the bot.</summary>
    const string Configured = "own";

    public override string Name => "service." + verb;

    public override string Risk => risk;

    /// <param name="action">service.start, service.restart, service.reload or service.resume.</param>
    /// <returns>Null when the service's manager has no way to do it.</returns>
    public static Remedy? Remedy(string action, ServiceUnit unit, string why)
    {
        var args = new Dictionary<string, string> { ["service"] = unit.Name };
        if (unit.Manager != "systemd")
            args["manager"] = unit.Manager;
        return ShownCommand(action, unit) is { Length: > 0 } command
            ? Remediation.Remedy.Change(action, args, command, why)
            : null;
    }

    /// <summary>Empty when it cannot be done.</summary>
    static string ShownCommand(string action, ServiceUnit unit)
    {
        if (unit.Manager != Configured)
            return string.Join(
                ' ',
                ServiceCommand.Of(unit.Manager, action["service.".Length..], unit.Name)
            );
        return action is "service.start" or "service.restart" ? $"{action} {unit.Name}" : "";
    }

    public override Task<Prepared> PrepareAsync(
        IReadOnlyDictionary<string, string> args,
        Host host,
        CancellationToken cancel
    )
    {
        var (name, manager) = (args["service"], args.GetValueOrDefault("manager", "systemd"));
        var argv =
            manager == Configured
                ? ConfiguredCommand(host, name)
                : ServiceCommand.Of(manager, verb, name);
        if (argv.Count == 0)
            return Task.FromResult(Prepared.Impossible($"{host.Name} has no way to {verb} {name}"));
        argv = host.AsRoot(argv);
        return Task.FromResult(new Prepared(argv, Command.Shown(argv)));
    }

    IReadOnlyList<string> ConfiguredCommand(Host host, string name) =>
        (verb, host.Services.FirstOrDefault(service => service.Name == name)) switch
        {
            (_, null) => [],
            ("restart", { } service) => service.Restart,
            ("start", { } service) => service.Start,
            _ => [],
        };
}
