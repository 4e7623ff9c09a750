using ChatOps502.Probes;
using ChatOps502.Probes.Network;
using ChatOps502.Probes.System;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>
/// What a verdict shows beside its diagnoses: who is hit, since when, what changed, and the plain numbers.
/// </summary>
static class Observations
{
    /// <param name="firstAt">The first failing request; null when nothing fails.</param>
    public static IEnumerable<Observation> Of(Situation s, DateTimeOffset? firstAt)
    {
        IEnumerable<Observation> broken = s.Refused is { } why ? [new("nginx.config", "configTest", why)] : [];
        return
        [
            .. FailureProfile.Of(s).Observations,
            .. Onset.Of(s),
            .. broken,
            .. WhatChanged.Around(s, firstAt),
            .. Measured(s.Facts),
            .. Statuses(s),
        ];
    }

    static IEnumerable<Observation> Measured(FactSheet facts)
    {
        if (facts.Find<Memory>() is { } m)
        {
            yield return new("system.memory", "availableMb", m.AvailableKb / 1024, "MiB");
            yield return new("system.memory", "totalMb", m.TotalKb / 1024, "MiB");
        }
        if (facts.Find<Load>() is { } l)
        {
            yield return new("system.load", "load1", l.Load1);
            yield return new("system.load", "cpus", l.Cpus);
            yield return new("system.load", "processes", l.ProcessCount);
            yield return new("system.load", "openFiles", l.OpenFiles);
            if (l.WorkerFiles is { } used)
                yield return new(
                    "system.load",
                    "nginxWorkerFiles",
                    used,
                    l.WorkerLimit is { } limit ? $"of {limit}" : null
                );
        }
        if (facts.Find<Disks>() is { All.Count: > 0 } d && d.All.MinBy(f => (double)f.FreeKb / f.SizeKb) is { } fullest)
            yield return new(
                "system.disk",
                "fullest",
                $"{fullest.Mount} {100 - fullest.FreeKb * 100 / fullest.SizeKb} %"
            );
        if (facts.Find<PeerAnswers>() is { } peers)
            foreach (var a in peers.All.Where(a => a is { Tried: true, Ms: not null }).Take(10))
                yield return new("upstream.connect", a.Address.ToString(), a.Ms!.Value, "ms");
    }

    static IEnumerable<Observation> Statuses(Situation s) =>
        (s.Requests?.ByStatus ?? new Dictionary<int, long>())
            .OrderBy(c => c.Key)
            .Select(c => new Observation("nginx.access-log", "status" + c.Key.ToString(), c.Value));
}
