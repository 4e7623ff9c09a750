using System.Security.Cryptography;
using ChatOps502.Probes;
using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Services;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Hosts;

namespace ChatOps502.Runbooks.Checks;

/// <summary>A verdict with the facts it was judged from.</summary>
/// <param name="Failure">Why the host could not be asked, or not to the end; null when it answered everything.</param>
public sealed record CheckResult(Verdict Verdict, FactSheet Facts, ConnectionFailure? Failure);

/// <summary>
/// Asks one host everything in one exec and judges the answers. Back ends that fail on another configured host are
/// looked at there, too.
/// </summary>
public sealed class HostCheck(TimeProvider clock, IHosts hosts)
{
    readonly CheckTurns _turns = new();
    readonly RemoteBackends _backends = new(hosts);

    /// <summary>What is asked of this host: the catalogue, and its custom services when it has any.</summary>
    public static IReadOnlyList<Probe> ProbesFor(Host host) =>
        host.Services.Count > 0
            ? [new CustomServiceProbe(host.Services), .. ProbeCatalog.All]
            : ProbeCatalog.All;

    /// <summary>
    /// One check at a time on a host: whoever asks while another waits for its turn gets the same answer.
    /// </summary>
    /// <param name="since">How far back evidence counts.</param>
    /// <param name="limit">The time the host has to answer.</param>
    public Task<CheckResult> RunAsync(
        Host host,
        TimeSpan since,
        TimeSpan limit,
        CancellationToken cancel
    ) =>
        // no caller may cancel what others wait for: the check's own limit ends it
        _turns.TogetherAsync(
            host.Name,
            (since, limit),
            () => LookAsync(new(host, since, limit, First: []), CancellationToken.None),
            cancel
        );

    /// <summary>The same, with a probe that runs before all others in the same exec; never shared.</summary>
    public Task<CheckResult> RunAsync(
        Host host,
        Probe first,
        TimeSpan since,
        TimeSpan limit,
        CancellationToken cancel
    ) => _turns.AloneAsync(host.Name, () => LookAsync(new(host, since, limit, [first]), cancel), cancel);

    sealed record Question(Host Host, TimeSpan Since, TimeSpan Limit, IReadOnlyList<Probe> First);

    sealed record Answer(FactSheet Facts, ConnectionFailure? Failure);

    async Task<CheckResult> LookAsync(Question question, CancellationToken cancel)
    {
        var startedAt = clock.GetUtcNow();
        var begun = clock.GetTimestamp();
        var answer = await AskAsync(question, cancel);
        var verdict = Judge();
        if (await FollowAsync(question, verdict, answer.Facts, cancel))
            verdict = Judge();
        return new(OrUnknown(verdict, answer.Failure), answer.Facts, answer.Failure);

        Verdict Judge() =>
            Diagnostician.Judge(
                question.Host.Name,
                answer.Facts,
                question.Since,
                startedAt,
                clock.GetElapsedTime(begun)
            );
    }

    async Task<Answer> AskAsync(Question question, CancellationToken cancel)
    {
        var begun = clock.GetTimestamp();
        var bundle = ProbeBundle.Compile(
            [.. question.First, .. ProbesFor(question.Host)],
            new(question.Since, question.Host.Sudo),
            "=" + Convert.ToHexString(RandomNumberGenerator.GetBytes(12))
        );
        var reader = new BundleReader(bundle, () => clock.GetElapsedTime(begun));
        var command = new Command(["sh", "-c", bundle.Script], question.Limit) { Word = bundle.Boundary };
        var result = await question.Host.Executor.RunAsync(command, bytes => reader.Feed(bytes), cancel);
        if (!reader.Complete)
            reader.Close(result.Failure?.Reason ?? $"the check ended early: {FirstLine(result.Stderr)}");
        return new(reader.Facts, result.Failure);
    }

    /// <summary>Asks the hosts where the failing back ends are.</summary>
    /// <returns>True when that brought new facts.</returns>
    async Task<bool> FollowAsync(
        Question question,
        Verdict verdict,
        FactSheet facts,
        CancellationToken cancel
    )
    {
        var elsewhere = _backends.Of(verdict, facts, question.Host);
        var answers = await Task.WhenAll(
            elsewhere.Select(backend =>
                AskAsync(question with { Host = backend.Host, First = [] }, cancel)
            )
        );
        var remote = new List<FarHost>();
        foreach (var (backend, answer) in elsewhere.Zip(answers))
        {
            // a dead host is often the cause itself: that it could not be asked is reported
            if (answer.Failure is { } failure)
                facts.Add(Unanswered(backend.Host, failure), "", null);
            if (answer.Facts.Outcomes.Any(outcome => outcome.Ok))
                remote.Add(new(backend.Address, backend.Host.Name, answer.Facts));
        }
        facts.Elsewhere = remote;
        return answers.Length > 0;
    }

    static ProbeOutcome Unanswered(Host host, ConnectionFailure failure) =>
        new($"host {host.Name}", false, TimeSpan.Zero, failure.Reason, false, []);

    /// <summary>
    /// A host that could not be reached is neither healthy nor a cause: it is unknown, and says how to fix that.
    /// </summary>
    static Verdict OrUnknown(Verdict verdict, ConnectionFailure? failure)
    {
        if (failure is null || verdict.Diagnoses.Count > 0)
            return verdict;
        return verdict with
        {
            Status = VerdictStatus.Unknown,
            Summary = $"could not read {verdict.Target}: {failure.Explanation}",
        };
    }

    static string FirstLine(string text)
    {
        var line = text.Split('\n')[0];
        return line.Length > 0 ? line : "no answer";
    }
}
