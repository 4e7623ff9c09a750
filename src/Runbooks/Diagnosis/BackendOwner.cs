using System.Text.RegularExpressions;
using ChatOps502.Probes;
using ChatOps502.Probes.Containers;
using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Runtimes;
using ChatOps502.Probes.Services;
using ChatOps502.Probes.System;
using ChatOps502.Probes.Text;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>The service that should answer at a back end's address.</summary>
/// <param name="Because">How it was found: the reader must be able to judge it.</param>
/// <param name="Sure">False when it was found by elimination only.</param>
public sealed record BackendOwner(string Service, ServiceUnit? Unit, string Because, bool Sure)
{
    /// <summary>
    /// Tries the surest way first: who listens, whose pool it is, who names the address, who is left.
    /// </summary>
    /// <param name="facts">Of the machine where the back end should live.</param>
    /// <param name="asked">True when it surely is that machine.</param>
    public static BackendOwner? Find(FactSheet facts, BackendAddress? address, string? protocol, bool asked)
    {
        var units = facts.Find<ServiceUnits>();
        if (address is null)
            return null;
        if (ByDeclaration(facts, address) is { } declared)
            return declared;
        if (asked && ByContainer(facts, address) is { } boxed)
            return boxed;
        if (units is null || !asked)
            return null;
        var named = ByPool(facts, units, address) ?? ByText(facts, units, address);
        // a stranger on the port of a service that could not start is not its owner
        return named is { Unit: { IsRunning: false } }
            ? named
            : ByListener(facts, units, address) ?? named ?? ByElimination(facts, units, address, protocol);
    }

    static BackendOwner? ByDeclaration(FactSheet facts, BackendAddress address) =>
        facts.Find<CustomServices>()?.All.FirstOrDefault(s => BackendAddress.Parse(s.Service.Listens) == address)
            is { Unit: { } unit }
            ? new(unit.Name, unit, $"the configuration says that {unit.Name} listens on {address}", true)
            : null;

    static BackendOwner? ByContainer(FactSheet facts, BackendAddress address) =>
        facts.Find<Containers>()?.Of(address) is { } c
            ? new(
                c.Name,
                c.AsService,
                $"container {c.Name} "
                    + $"{(c.Addresses.Contains(address.Host) || c.Name == address.Host ? $"has the address {address.Host}" : $"publishes port {address.Port}")}",
                true
            )
            : null;

    static BackendOwner? ByListener(FactSheet facts, ServiceUnits units, BackendAddress address)
    {
        if (facts.Find<Listeners>()?.Of(address) is not { Pid: { } pid } listener)
            return null;
        var processes = facts.Find<Processes>()?.All ?? [];
        // a host may print parents in a circle
        for (
            var (at, steps) = (pid, 0);
            at > 1 && steps < ReadingLimits.Depth;
            at = processes.FirstOrDefault(p => p.Pid == at)?.Parent ?? 0, steps++
        )
            if (units.All.FirstOrDefault(u => u.MainPid == at) is { } unit)
                return new(unit.Name, unit, $"{listener.Process} (pid {pid}) listens on {address}", true);
        return null;
    }

    static BackendOwner? ByPool(FactSheet facts, ServiceUnits units, BackendAddress address)
    {
        if (facts.Find<PhpFpm>()?.Pools.FirstOrDefault(p => p.Listen == address) is not { } pool)
            return null;
        return new(
            pool.Service,
            units.Find(pool.Service),
            $"pool {pool.Name} listens on {address} ({pool.File})",
            true
        );
    }

    static BackendOwner? ByText(FactSheet facts, ServiceUnits units, BackendAddress address)
    {
        var needle = address.IsUnix
            ? new Regex(Regex.Escape(address.SocketPath!) + @"(?!\w)", RegexOptions.None, PatternTime.Limit)
            : PortText(address.Port);
        foreach (var unit in Candidates(units))
        foreach (var text in new[] { unit.Command, unit.Environment })
            // only the word that names it: commands and environments hold secrets
            if (needle.Match(text) is { Success: true } m)
                return new(
                    unit.Name,
                    unit,
                    $"its command or environment names {address} ({Word(text, m.Index + m.Length - 1)})",
                    true
                );
        foreach (var unit in Candidates(units))
            if (
                facts.Find<Journal>()?.Of(unit.Name).FirstOrDefault(e => Announces(e.Message, needle, address)) is
                { } entry
            )
                return new(unit.Name, unit, $"it said so: {entry.Message}", true);
        return null;
    }

    /// <summary>Listening on 127.0.0.1:3000; Tomcat says: Starting ProtocolHandler ["http-nio-8080"].</summary>
    static bool Announces(string message, Regex needle, BackendAddress address) =>
        message.Contains("isten") && needle.IsMatch(message)
        || !address.IsUnix && message.Contains("ProtocolHandler") && message.Contains($"-{address.Port}\"");

    static string Word(string text, int at) =>
        text[(text.LastIndexOf(' ', at) + 1)..(text.IndexOf(' ', at) is >= 0 and var end ? end : text.Length)];

    /// <summary>
    /// :3000, port 3000, PORT=3000, --port=3000: the number as a word of its own, never a part of another.
    /// </summary>
    static Regex PortText(int port) =>
        new($@"(?:[:=\s]|^)['""]?{port}(?![\w.])", RegexOptions.IgnoreCase, PatternTime.Limit);

    static BackendOwner? ByElimination(FactSheet facts, ServiceUnits units, BackendAddress address, string? protocol)
    {
        var php = protocol == "fastcgi" || address.SocketPath?.Contains("php") == true;
        var listening = facts.Find<Listeners>()?.All.Select(l => l.Pid).ToHashSet() ?? [];
        var processes = facts.Find<Processes>()?.All ?? [];
        bool ListensElsewhere(ServiceUnit u) =>
            u.MainPid is { } pid
            && (listening.Contains(pid) || processes.Any(p => p.Parent == pid && listening.Contains(p.Pid)));
        // what was installed and never used is no candidate
        bool Used(ServiceUnit u) =>
            u.IsLocal || u.IsEnabled || u.StartedAt is not null || facts.Find<Journal>()?.Of(u.Name).Any() == true;
        var left = Candidates(units)
            .Where(Used)
            .Where(u => u.Name.Contains("php") == php && !ListensElsewhere(u))
            .ToList();
        var unit =
            left.Count == 1 ? left[0]
            : left.Where(u => u.IsStopped || u.Active == "activating").ToList() is [var only] ? only
            : null;
        return unit is null ? null : new(unit.Name, unit, "no other service is left that could answer there", false);
    }

    static IEnumerable<ServiceUnit> Candidates(ServiceUnits units) =>
        units.All.Where(u =>
            !u.IsJob
            && u.Name is not ("nginx" or "ssh" or "sshd")
            && (u.IsLocal || Known.Any(k => u.Name.Contains(k, StringComparison.OrdinalIgnoreCase)))
        );

    static readonly string[] Known =
    [
        "php",
        "gunicorn",
        "uwsgi",
        "unicorn",
        "puma",
        "tomcat",
        "jetty",
        "apache",
        "httpd",
        "node",
        "uvicorn",
    ];
}
