using System.Text.RegularExpressions;
using ChatOps502.Probes;
using ChatOps502.Probes.Network;
using ChatOps502.Probes.Services;
using ChatOps502.Probes.System;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>What happened on the hosts within ten minutes of the first failing request, before and after it.</summary>
static partial class WhatChanged
{
    static readonly TimeSpan Near = TimeSpan.FromMinutes(10);

    /// <param name="firstAt">The first failing request; null when none failed.</param>
    public static IEnumerable<Observation> Around(Situation s, DateTimeOffset? firstAt)
    {
        if (firstAt is not { } first || !s.Live)
            yield break;
        var events = Events(s.Facts, s.Now, null)
            .Concat(s.Facts.Elsewhere.SelectMany(e => Events(e.Facts, s.Now, e.Name)))
            .Where(e => (e.At - first).Duration() <= Near)
            .OrderByDescending(e => e.At <= first)
            .ThenBy(e => (e.At - first).Duration())
            .DistinctBy(e => e.Text)
            .Take(8)
            .ToList();
        foreach (var (at, text) in events)
            yield return new(
                "host.changes",
                at <= first ? "changedBefore" : "changedAfter",
                $"{Distance(at - first)}: {text}"
            );
    }

    static IEnumerable<(DateTimeOffset At, string Text)> Events(FactSheet facts, DateTimeOffset now, string? host)
    {
        var where = host is null ? "" : $" on {host}";
        var changes = facts.Find<HostChanges>()?.All ?? [];
        foreach (var change in changes.Where(c => c.Kind == "file"))
            yield return (change.At, $"{change.Text} was changed{where}");
        foreach (var together in changes.Where(c => c.Kind == "package").GroupBy(c => c.At.ToUnixTimeSeconds() / 60))
            yield return (
                together.Last().At,
                $"{(together.Count() == 1 ? "package" : $"{together.Count()} packages")} changed{where}: "
                    + $"{string.Join("; ", together.TakeLast(3).Select(c => c.Text[Math.Min(20, c.Text.Length)..]))}"
            );
        foreach (
            var unit in facts.Find<ServiceUnits>()?.All.Where(u => !u.IsJob && (u.IsLocal || Serving().IsMatch(u.Name)))
                ?? []
        )
        {
            if (unit.StartedAt is { } start)
                yield return (start, $"{unit.Name} was started{where}");
            if (unit.ExitedAt is { } exit)
                yield return (
                    exit,
                    $"{unit.Name} ended ({(unit.Result.Length > 0 ? unit.Result : unit.Active)}){where}"
                );
        }
        // a stopped unit that systemd has forgotten is still told by its journal
        foreach (
            var entry in facts
                .Find<Journal>()
                ?.Entries.Where(e =>
                    e.Source == "systemd"
                    && e.Time is not null
                    && (e.Message.StartsWith("Stopped ") || e.Message.StartsWith("Reloaded "))
                )
                ?? []
        )
            yield return (
                entry.Time!.Value,
                $"{entry.Unit} was {(entry.Message[0] == 'S' ? "stopped" : "reloaded")}{where}"
            );
        foreach (var kill in facts.Find<KernelEvents>()?.Kills.Where(k => k.Time is not null) ?? [])
            yield return (kill.Time!.Value, $"{kill.Name ?? kill.Cgroup} was killed for memory{where}");
        if (facts.Find<HostIdentity>() is { UptimeSeconds: > 0 and < 3600 } identity)
            yield return (now.AddSeconds(-identity.UptimeSeconds), $"the host was started{where}");
        foreach (var certificate in facts.Find<UpstreamCertificates>()?.All ?? [])
        {
            if (certificate.NotAfter is { } end)
                yield return (end, $"the certificate of {certificate.Address} ended");
            if (certificate.NotBefore is { } begin)
                yield return (begin, $"the certificate of {certificate.Address} became valid");
        }
    }

    /// <summary>Servers that distributions ship; what else starts with a host is noise here.</summary>
    [GeneratedRegex(
        "^(?:nginx|openresty|apache2|httpd|php|gunicorn|uwsgi|tomcat|jetty|mysql|mariadb|postgresql|redis|memcached|mongod|docker|firewalld|nftables|ufw)"
    )]
    private static partial Regex Serving();

    static string Distance(TimeSpan t)
    {
        var (span, word) = (t.Duration(), t <= TimeSpan.Zero ? "before" : "after");
        return span.TotalSeconds < 90 ? $"{span.TotalSeconds:0} s {word}" : $"{span.TotalMinutes:0} min {word}";
    }
}
