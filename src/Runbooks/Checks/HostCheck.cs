using System.Security.Cryptography;
using ChatOps502.Probes;
using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Services;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Executors;

namespace ChatOps502.Runbooks.Checks;

/// <summary>A verdict with the facts it came from.</summary>
/// <param name="Failure">Why the host could not be asked, or not to the end; null when it answered everything.</param>
public sealed record CheckResult(Verdict Verdict, FactSheet Facts, Unreached? Failure);

/// <summary>
/// Asks one host everything in one exec and judges the answers. A back end that fails on another configured host is
/// looked at there, too.
/// </summary>
public sealed class HostCheck(TimeProvider clock, IHosts hosts)
{
    const int MostElsewhere = 2;
    readonly CheckTurns _turns = new();

    /// <summary>
    /// One check at a time on a host: whoever asks while another waits for its turn gets the same answer.
    /// </summary>
    /// <param name="first">Probes that run before all others, in the same exec.</param>
    public Task<CheckResult> RunAsync(
        Host host,
        TimeSpan since,
        TimeSpan limit,
        Action<ProbeOutcome>? progress,
        CancellationToken cancel,
        params IReadOnlyList<Probe> first
    )
    {
        if (first.Count > 0 || progress is not null)
            return _turns.AloneAsync(host.Name, () => LookAsync(host, since, limit, progress, cancel, first), cancel);
        // nobody's leaving may end what others wait for: its own limit does
        return _turns.TogetherAsync(
            host.Name,
            (since, limit),
            () => LookAsync(host, since, limit, null, CancellationToken.None, []),
            cancel
        );
    }

    async Task<CheckResult> LookAsync(
        Host host,
        TimeSpan since,
        TimeSpan limit,
        Action<ProbeOutcome>? progress,
        CancellationToken cancel,
        IReadOnlyList<Probe> first
    )
    {
        var started = clock.GetUtcNow();
        var begun = clock.GetTimestamp();
        var (facts, failure) = await AskAsync(host, first, since, limit, progress, cancel);
        var verdict = Judge();
        if (await FollowAsync(host, verdict, facts, since, limit, cancel))
            verdict = Judge();
        return new(failure is null ? verdict : Unread(verdict, failure), facts, failure);

        Verdict Judge() => Diagnostician.Judge(host.Name, facts, since, started, clock.GetElapsedTime(begun));
    }

    /// <summary>What is asked of this host: the catalogue, and its own services when it has any.</summary>
    public static IReadOnlyList<Probe> ProbesFor(Host? host) =>
        host?.Services.Count > 0 ? [new CustomServiceProbe(host.Services), .. ProbeCatalog.All] : ProbeCatalog.All;

    async Task<(FactSheet Facts, Unreached? Failure)> AskAsync(
        Host host,
        IReadOnlyList<Probe> first,
        TimeSpan since,
        TimeSpan limit,
        Action<ProbeOutcome>? progress,
        CancellationToken cancel
    )
    {
        var begun = clock.GetTimestamp();
        var bundle = ProbeBundle.Compile(
            [.. first, .. ProbesFor(host)],
            new(since, host.Sudo),
            "=" + Convert.ToHexString(RandomNumberGenerator.GetBytes(12))
        );
        var reader = new BundleReader(bundle, () => clock.GetElapsedTime(begun));
        var result = await host.Executor.RunAsync(
            new(["sh", "-c", bundle.Script], limit) { Word = bundle.Boundary },
            bytes =>
            {
                foreach (var outcome in reader.Feed(bytes))
                    progress?.Invoke(outcome);
            },
            cancel
        );
        if (!reader.Complete)
            reader.Close(result.Failure?.Reason ?? $"the check ended early: {FirstLine(result.Stderr)}");
        return (reader.Facts, result.Failure);
    }

    /// <summary>Asks the hosts where the failing back ends live.</summary>
    /// <returns>True when that brought new facts.</returns>
    async Task<bool> FollowAsync(
        Host host,
        Verdict verdict,
        FactSheet facts,
        TimeSpan since,
        TimeSpan limit,
        CancellationToken cancel
    )
    {
        var far = verdict
            .Subjects.Select(s => BackendAddress.Parse(s.Upstream))
            .OfType<BackendAddress>()
            .Where(a => !a.IsUnix && !a.IsLoopback)
            .Select(a => a.Host)
            .Distinct()
            .Select(a => (Address: a, Host: At(a, facts)))
            .Where(x => x.Host is not null && x.Host != host)
            .DistinctBy(x => x.Host)
            .Take(MostElsewhere)
            .ToList();
        var asked = await Task.WhenAll(
            far.Select(async x =>
                (x.Address, x.Host!.Name, Answer: await AskAsync(x.Host, [], since, limit, null, cancel))
            )
        );
        // a dead host is often the cause itself: that it could not be asked is said
        foreach (var a in asked.Where(a => a.Answer.Failure is not null))
            facts.Add(new($"host {a.Name}", false, TimeSpan.Zero, a.Answer.Failure!.Reason, false, []), "", null);
        facts.Elsewhere =
        [
            .. asked
                .Where(a => a.Answer.Facts.Outcomes.Any(o => o.Ok))
                .Select(a => new FarHost(a.Address, a.Name, a.Answer.Facts)),
        ];
        return asked.Length > 0;
    }

    /// <summary>A name counts as the host it resolves to.</summary>
    Host? At(string address, FactSheet facts) =>
        hosts.At(address)
        ?? facts.Find<UpstreamNames>()?.Of(address)?.Addresses.Select(hosts.At).FirstOrDefault(h => h is not null);

    /// <summary>
    /// A host that could not be reached is not healthy and not a cause: it is unknown, and says how to mend that.
    /// </summary>
    static Verdict Unread(Verdict verdict, Unreached failure) =>
        verdict.Diagnoses.Count > 0
            ? verdict
            : verdict with
            {
                Status = VerdictStatus.Unknown,
                Summary =
                    $"could not read {verdict.Target}: {failure.Reason}"
                    + (failure.Mend is null ? "" : $" (mend: {failure.Mend})"),
            };

    static string FirstLine(string text) => text.Split('\n')[0] is { Length: > 0 } line ? line : "no answer";
}
