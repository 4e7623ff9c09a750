using ChatOps502.Probes.Services;
using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Executors.Local;
using ChatOps502.Runbooks.Executors.Ssh;
using ChatOps502.Runbooks.Hosts;

namespace ChatOps502.Bot.Configuration;

/// <summary>The hosts of the configuration, each with its executor.</summary>
public sealed class ConfiguredHosts : IHosts
{
    readonly Dictionary<string, Host> _hosts;
    readonly Dictionary<string, string> _byAddress;

    public ConfiguredHosts(Settings settings, TimeProvider clock)
    {
        _hosts = settings.Hosts.ToDictionary(
            h => h.Key,
            h => new Host(
                h.Key,
                new NarrowExecutor(Executor(h.Key, h.Value, clock), settings.Runs.CommandsPerHost),
                h.Value.Sudo,
                h.Value.Tags,
                [
                    .. h.Value.Services.Select(s => new CustomService(
                        s.Key,
                        s.Value.Listens,
                        s.Value.Status,
                        s.Value.Start,
                        s.Value.Restart
                    )),
                ]
            ),
            StringComparer.OrdinalIgnoreCase
        );
        _byAddress = settings
            .Hosts.Where(h => h.Value.Address.Length > 0)
            .GroupBy(h => h.Value.Address)
            .ToDictionary(g => g.Key, g => g.First().Key);
    }

    public IReadOnlyList<string> Names => [.. _hosts.Keys.Order(StringComparer.OrdinalIgnoreCase)];

    public Host? Find(string name) => _hosts.GetValueOrDefault(name);

    public Host? At(string address) =>
        Find(address) ?? (_byAddress.TryGetValue(address, out var name) ? Find(name) : null);

    /// <summary>By an alert's instance label: name or address, with or without a port.</summary>
    public Host? OfInstance(string instance)
    {
        if (instance.StartsWith('['))
            return Find(instance) ?? At(instance[1..].Split(']')[0]);
        var hasPort = instance.Count(sign => sign == ':') == 1;
        return Find(instance) ?? At(hasPort ? instance.Split(':')[0] : instance);
    }

    static IExecutor Executor(string name, HostSettings host, TimeProvider clock) =>
        host.Executor == "local"
            ? new LocalExecutor(clock)
            : new SshExecutor(SshTargetOf(name, host), clock);

    static SshTarget SshTargetOf(string name, HostSettings host) =>
        new(
            host.Address.Length > 0 ? host.Address : name,
            host.User,
            host.Port,
            host.IdentityFile,
            host.KnownHostsFile,
            host.SshConfigFile,
            TimeSpan.FromSeconds(5),
            ControlDirectory
        );

    /// <summary>
    /// Short, because a unix socket's path may have 107 bytes only; private, because whoever can open it is logged in.
    /// </summary>
    static string ControlDirectory =>
        Path.Combine(
            Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 and < 40 } run
            && Directory.Exists(run)
                ? run
                : "/tmp",
            "chatops502-" + Environment.UserName
        );
}
