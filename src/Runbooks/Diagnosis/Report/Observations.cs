using ChatOps502.Probes;
using ChatOps502.Probes.Network;
using ChatOps502.Probes.System;

namespace ChatOps502.Runbooks.Diagnosis.Report;

/// <summary>
/// What a verdict shows beside its diagnoses: who is hit, since when, what changed, and the plain numbers.
/// </summary>
static class Observations
{
    const int MostPeers = 10;

    /// <param name="firstAt">The first failing request; null when nothing fails.</param>
    public static IEnumerable<Observation> Of(DiagnosisContext context, DateTimeOffset? firstAt) =>
        [
            .. FailureProfile.Of(context).Observations,
            .. Onset.Of(context),
            .. ConfigurationTest(context),
            .. RecentChanges.Around(context, firstAt),
            .. MemoryOf(context.Facts),
            .. LoadOf(context.Facts),
            .. FullestDisk(context.Facts),
            .. PeerTimes(context.Facts),
            .. Statuses(context),
        ];

    static IEnumerable<Observation> ConfigurationTest(DiagnosisContext context) =>
        context.ConfigurationError is { } error ? [new("nginx.config", "configTest", error)] : [];

    static IEnumerable<Observation> MemoryOf(FactSheet facts)
    {
        if (facts.Find<Memory>() is not { } memory)
            yield break;
        yield return new("system.memory", "availableMb", memory.AvailableKb / 1024, "MiB");
        yield return new("system.memory", "totalMb", memory.TotalKb / 1024, "MiB");
    }

    static IEnumerable<Observation> LoadOf(FactSheet facts)
    {
        if (facts.Find<Load>() is not { } load)
            yield break;
        yield return new("system.load", "load1", load.Load1);
        yield return new("system.load", "cpus", load.Cpus);
        yield return new("system.load", "processes", load.ProcessCount);
        yield return new("system.load", "openFiles", load.OpenFiles);
        if (load.WorkerFiles is not { } used)
            yield break;
        var limit = load.WorkerLimit is { } most ? $"of {most}" : null;
        yield return new("system.load", "nginxWorkerFiles", used, limit);
    }

    static IEnumerable<Observation> FullestDisk(FactSheet facts)
    {
        if (facts.Find<Disks>()?.All.MinBy(disk => (double)disk.FreeKb / disk.SizeKb) is not { } fullest)
            yield break;
        var used = 100 - fullest.FreeKb * 100 / fullest.SizeKb;
        yield return new("system.disk", "fullest", $"{fullest.Mount} {used} %");
    }

    static IEnumerable<Observation> PeerTimes(FactSheet facts) =>
        (facts.Find<PeerAnswers>()?.All ?? [])
            .Where(answer => answer is { Tried: true, Ms: not null })
            .Take(MostPeers)
            .Select(answer => new Observation(
                "upstream.connect",
                answer.Address.ToString(),
                answer.Ms!.Value,
                "ms"
            ));

    static IEnumerable<Observation> Statuses(DiagnosisContext context) =>
        (context.Requests?.ByStatus ?? new Dictionary<int, long>())
            .OrderBy(status => status.Key)
            .Select(status => new Observation("nginx.access-log", $"status{status.Key}", status.Value));
}
