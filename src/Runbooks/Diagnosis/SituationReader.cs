using System.Net;
using ChatOps502.Probes;
using ChatOps502.Probes.Containers;
using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Services;
using ChatOps502.Probes.System;
using ChatOps502.Runbooks.Diagnosis.Causes;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>Sorts the facts of a host by back end: who fails, how, since when, and who should answer there.</summary>
public static class SituationReader
{
    /// <summary>Of those with the most lines: a log can be made to name any number.</summary>
    const int MostBackends = 40;

    public static Situation Read(string target, FactSheet facts, TimeSpan since)
    {
        var identity = facts.Find<HostIdentity>();
        var lines = (facts.Find<ErrorLog>()?.Lines ?? []).Concat(Refusals(facts, identity, since)).ToList();
        var zone = identity?.Offset ?? TimeSpan.Zero;
        var now = identity?.Now ?? Newest(facts, lines, zone);
        var clock = new Clock(now, identity is not null);
        var failures = lines
            .Where(l => !clock.IsAhead(At(l, zone)))
            .Select(l => (Line: l, Signal: Signals.Of(l), At: clock.Placed(At(l, zone))))
            .Where(l => l.Signal.IsFailure() && (l.At is null || l.At >= now - since))
            .ToList();
        // lines that name no back end (limits, names, files) stand together as nginx's own trouble
        var byBackend = failures
            .GroupBy(f => Address(f.Line)?.ToString() ?? "")
            .OrderByDescending(g => g.Count())
            .Take(MostBackends)
            .ToList();
        var failing = byBackend.Select(g => FailingOf(facts, Address(g.First().Line), [.. g])).ToList();
        failing.AddRange(DeadPeers(facts, failing).Take(MostBackends));
        var situation = new Situation(
            target,
            facts,
            now,
            since,
            identity is not null,
            [.. failing.OrderByDescending(f => f.Count)]
        )
        {
            Requests = clock.Placed(facts.Find<AccessLogs>()),
        };
        return situation.Configuration?.Running == true && DiskFull.Full(situation) is not null
            ? situation with
            {
                Failing = [.. situation.Failing, NothingYet(facts)],
            }
            : situation;
    }

    /// <summary>An nginx that does not start says why only to who asks it, or to the journal.</summary>
    static IEnumerable<ErrorLine> Refusals(FactSheet facts, HostIdentity? identity, TimeSpan since)
    {
        if (identity is null || facts.Find<NginxConfiguration>() is not { Running: false } configuration)
            return [];
        var said = facts
            .Find<Journal>()
            ?.Of("nginx")
            .LastOrDefault(e => e.Time > identity.Now - since && e.Message.Contains("[emerg]"))
            ?.Message;
        return configuration
            .Instances.Select(i => i.Untested)
            .Append(said)
            .Select(t => ErrorLine.Read(t ?? ""))
            .OfType<ErrorLine>()
            .Take(1)
            .Select(l => l with { Time = identity.Now.ToOffset(identity.Offset).DateTime });
    }

    /// <summary>A place for risks of the host itself, that no request has failed of yet.</summary>
    static Failing NothingYet(FactSheet facts) =>
        new(null, null, null, null, [], [], null, null, null, null, null) { Home = facts, HomeAsked = true };

    static DateTimeOffset Newest(FactSheet facts, IReadOnlyList<ErrorLine> lines, TimeSpan zone)
    {
        var error = lines.Select(l => At(l, zone)).Max();
        var access = facts.Find<AccessLogs>()?.Lines.Select(l => l.Time).Max();
        return new[] { error, access }.Max() ?? DateTimeOffset.UnixEpoch;
    }

    static DateTimeOffset? At(ErrorLine line, TimeSpan zone) => line.Time is { } t ? new DateTimeOffset(t, zone) : null;

    static BackendAddress? Address(ErrorLine line) =>
        BackendAddress.Parse(line.Upstream) ?? BackendAddress.Parse(AfterConnect(line.Message));

    /// <summary>
    /// connect() to 127.0.0.1:9000 failed, connect() to unix:/run/a.sock failed: the address stands in the message,
    /// too.
    /// </summary>
    static string? AfterConnect(string message)
    {
        const string head = "connect() to ";
        var at = message.IndexOf(head);
        return at < 0 ? null : message[(at + head.Length)..].Split(' ')[0];
    }

    static Failing FailingOf(
        FactSheet facts,
        BackendAddress? address,
        List<(ErrorLine Line, Signal Signal, DateTimeOffset? At)> lines
    )
    {
        var groups = lines
            .GroupBy(l => l.Signal)
            .Select(g => new SignalGroup(g.Key, g.Count(), g.Min(l => l.At), g.Max(l => l.At), g.Last().Line))
            .OrderByDescending(g => g.Count);
        var vhost = lines
            .Select(l => l.Line.Server)
            .Where(s => s is not null)
            .GroupBy(s => s)
            .MaxBy(g => g.Count())
            ?.Key;
        return Complete(
            facts,
            new(
                address,
                vhost,
                null,
                null,
                [.. groups],
                [.. lines.Select(l => l.Line)],
                null,
                null,
                null,
                null,
                lines.Max(l => l.At)
            )
        );
    }

    static Failing Complete(FactSheet facts, Failing failing)
    {
        if (failing.Backend is not { } address)
            return failing with { Home = facts, HomeAsked = true };
        var leading = facts.Find<NginxConfiguration>()?.LeadingTo(address).ToList() ?? [];
        var byName = leading.Count > 0 ? null : NameOf(facts, address, failing.Vhost);
        if (byName is not null)
            leading = [.. facts.Find<NginxConfiguration>()!.LeadingTo(address with { Host = byName })];
        var far = facts.Elsewhere.FirstOrDefault(e => e.Address == address.Host || e.Address == byName);
        var home = far?.Facts ?? facts;
        var asked =
            far is not null
            || facts.Find<Containers>()?.Of(address) is not null
            || address.IsUnix
            || address.IsLoopback
            || facts.Find<HostIdentity>()?.Addresses.Contains(address.Host) == true;
        var pass = leading.FirstOrDefault(p => p.Host.Names.Contains(failing.Vhost ?? "")) is { Pass: not null } match
            ? match
            : leading.FirstOrDefault();
        var protocol = pass.Pass?.Protocol ?? failing.Lines.FirstOrDefault()?.Upstream?.Split("://")[0];
        return failing with
        {
            Vhost = failing.Vhost ?? pass.Host?.Name,
            Location = pass.Location?.Path,
            At = pass.Location,
            Protocol = protocol,
            Answer = AnswerOf(facts, address, byName),
            Listener = asked ? home.Find<Listeners>()?.Of(address) : null,
            Home = home,
            FarHost = far?.Name,
            HomeAsked = asked,
            ByName = byName,
            Way = facts.Find<SocketFiles>()?.Of(address),
            Owner = BackendOwner.Find(home, address, protocol, asked),
        };
    }

    /// <summary>What was said at the address; or at its name, as long as that still leads there.</summary>
    static PeerAnswer? AnswerOf(FactSheet facts, BackendAddress address, string? byName) =>
        facts.Find<PeerAnswers>()?.Of(address)
        ?? (
            facts.Find<UpstreamNames>()?.Of(byName)?.Addresses.Contains(address.Host) == true
                ? facts.Find<PeerAnswers>()?.Of(address with { Host = byName! })
                : null
        );

    /// <summary>
    /// A log line shows the address; when only a name of the configuration can have led to it, that name. Of several
    /// the one that resolves to it, else the vhost's own.
    /// </summary>
    static string? NameOf(FactSheet facts, BackendAddress address, string? vhost)
    {
        if (address.IsUnix || address.Host is "127.0.0.1" or "::1" || !IPAddress.TryParse(address.Host, out _))
            return null;
        var passes =
            facts
                .Find<NginxConfiguration>()
                ?.Passes.SelectMany(p => p.Pass.Backends.Select(b => (p.Host, Backend: b)))
                .Where(x =>
                    x.Backend.Port == address.Port
                    && !x.Backend.IsUnix
                    && !IPAddress.TryParse(x.Backend.Host, out _)
                    && x.Backend.Host != "localhost"
                )
                .ToList()
            ?? [];
        var match = passes.FirstOrDefault(x =>
            facts.Find<UpstreamNames>()?.Of(x.Backend.Host)?.Addresses.Contains(address.Host) == true
        );
        return (
            match.Backend
            ?? passes.FirstOrDefault(x => x.Host.Names.Contains(vhost ?? "")).Backend
            ?? (passes.Count == 1 ? passes[0].Backend : null)
        )?.Host;
    }

    /// <summary>A slow front page alone is no fault.</summary>
    static bool IsFrozen(FactSheet facts, BackendAddress address) =>
        facts.Find<Listeners>()?.Of(address)?.Pid is { } pid
        && facts.Find<Probes.System.Processes>()?.IsStopped(pid) == true;

    /// <summary>Configured back ends that do not answer although no request has failed at them yet.</summary>
    static IEnumerable<Failing> DeadPeers(FactSheet facts, IReadOnlyList<Failing> known)
    {
        var idle =
            facts
                .Find<NginxConfiguration>()
                ?.Groups.SelectMany(g => g.Peers)
                .Where(p => p.Down)
                .Select(p => p.Address)
                .ToHashSet()
            ?? [];
        var running = facts.Find<NginxConfiguration>()?.Running == true;
        return (facts.Find<PeerAnswers>()?.All ?? [])
            .Where(a =>
                running
                && (a is { Tried: true, Connected: false } || a.Silent && IsFrozen(facts, a.Address))
                && !idle.Contains(a.Address)
                && known.All(k => k.Backend != a.Address)
            )
            .Select(a => Complete(facts, new(a.Address, null, null, a.Protocol, [], [], a, null, null, null, null)));
    }
}
