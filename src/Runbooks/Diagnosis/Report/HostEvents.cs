using System.Text.RegularExpressions;
using ChatOps502.Probes;
using ChatOps502.Probes.Network;
using ChatOps502.Probes.Services;
using ChatOps502.Probes.System;

namespace ChatOps502.Runbooks.Diagnosis.Report;

/// <summary>Something that happened on a host, in words.</summary>
sealed record HostEvent(DateTimeOffset At, string Text);

/// <summary>What the facts of one host know to have happened: changes, starts and stops, kills, certificates.</summary>
/// <param name="RemoteHost">Its name when it is not the nginx host.</param>
sealed partial record HostEvents(FactSheet Facts, DateTimeOffset Now, string? RemoteHost)
{
    /// <summary>Lines of package managers begin with the time.</summary>
    const int LengthOfTime = 20;

    static readonly TimeSpan JustBooted = TimeSpan.FromHours(1);

    string Where => RemoteHost is null ? "" : $" on {RemoteHost}";

    public IEnumerable<HostEvent> All() =>
        [
            .. Files(),
            .. Packages(),
            .. Services(),
            .. Journal(),
            .. MemoryKills(),
            .. Boot(),
            .. Certificates(),
        ];

    IEnumerable<HostChange> Changes(string kind) =>
        (Facts.Find<HostChanges>()?.All ?? []).Where(change => change.Kind == kind);

    IEnumerable<HostEvent> Files() =>
        Changes("file").Select(change => new HostEvent(change.At, $"{change.Text} was changed{Where}"));

    /// <summary>Packages that changed within the same minute changed together.</summary>
    IEnumerable<HostEvent> Packages()
    {
        foreach (var together in Changes("package").GroupBy(change => change.At.ToUnixTimeSeconds() / 60))
        {
            var count = together.Count();
            var what = count == 1 ? "package" : $"{count} packages";
            var names = together
                .TakeLast(3)
                .Select(change => change.Text[Math.Min(LengthOfTime, change.Text.Length)..]);
            yield return new(together.Last().At, $"{what} changed{Where}: {string.Join("; ", names)}");
        }
    }

    IEnumerable<HostEvent> Services()
    {
        foreach (var unit in (Facts.Find<ServiceUnits>()?.All ?? []).Where(IsServing))
        {
            if (unit.StartedAt is { } start)
                yield return new(start, $"{unit.Name} was started{Where}");
            var result = unit.Result.Length > 0 ? unit.Result : unit.Active;
            if (unit.ExitedAt is { } exit)
                yield return new(exit, $"{unit.Name} ended ({result}){Where}");
        }
    }

    static bool IsServing(ServiceUnit unit) =>
        !unit.IsJob && (unit.IsLocal || Serving().IsMatch(unit.Name));

    /// <summary>The journal still knows of a stopped unit that systemd has forgotten.</summary>
    IEnumerable<HostEvent> Journal()
    {
        foreach (
            var entry in Facts.Find<Journal>()?.Entries.Where(entry => entry.Source == "systemd") ?? []
        )
            if (entry.Time is { } at && WhatSystemdDid(entry.Message) is { } done)
                yield return new(at, $"{entry.Unit} was {done}{Where}");
    }

    static string? WhatSystemdDid(string message)
    {
        if (message.StartsWith("Stopped "))
            return "stopped";
        return message.StartsWith("Reloaded ") ? "reloaded" : null;
    }

    IEnumerable<HostEvent> MemoryKills()
    {
        foreach (var kill in Facts.Find<KernelEvents>()?.Kills ?? [])
            if (kill.Time is { } at)
                yield return new(at, $"{kill.Name ?? kill.Cgroup} was killed for memory{Where}");
    }

    IEnumerable<HostEvent> Boot()
    {
        if (
            Facts.Find<HostIdentity>()?.UptimeSeconds is > 0 and var uptime
            && uptime < JustBooted.TotalSeconds
        )
            yield return new(Now.AddSeconds(-uptime), $"the host was started{Where}");
    }

    /// <summary>A certificate belongs to an address, wherever it was seen from.</summary>
    IEnumerable<HostEvent> Certificates()
    {
        foreach (var certificate in Facts.Find<UpstreamCertificates>()?.All ?? [])
        {
            if (certificate.NotAfter is { } end)
                yield return new(end, $"the certificate of {certificate.Address} expired");
            if (certificate.NotBefore is { } begin)
                yield return new(begin, $"the certificate of {certificate.Address} became valid");
        }
    }

    /// <summary>Servers that distributions ship; what else starts with a host is noise here.</summary>
    [GeneratedRegex(
        @"^(?:nginx|openresty|apache2|httpd|php|gunicorn|uwsgi|tomcat|jetty|mysql|mariadb|postgresql|redis|memcached|mongod|docker|firewalld|nftables|ufw)"
    )]
    private static partial Regex Serving();
}
