using System.Security.Cryptography;
using ChatOps502.Probes;
using ChatOps502.Probes.Bundle;
using ChatOps502.Probes.Services;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Executors;

namespace ChatOps502.Runbooks.Checks;

/// <summary>A verdict with the facts it came from.</summary>
/// <param name="Failure">Why the host could not be asked, or not to the end; null when it answered everything.</param>
public sealed record CheckResult(Verdict Verdict, FactSheet Facts, Unreached? Failure);

/// <summary>Asks one host everything in one exec and judges the answers.</summary>
public sealed class HostCheck(TimeProvider clock)
{
    /// <param name="first">Probes that run before all others, in the same exec.</param>
    public async Task<CheckResult> RunAsync(Host host, TimeSpan since, TimeSpan limit, Action<ProbeOutcome>? progress, CancellationToken cancel, params IReadOnlyList<Probe> first)
    {
        var started = clock.GetUtcNow();
        var begun = clock.GetTimestamp();
        var bundle = ProbeBundle.Compile([.. first, .. ProbesFor(host)], new(since, host.Sudo), "=" + Convert.ToHexString(RandomNumberGenerator.GetBytes(12)));
        var reader = new BundleReader(bundle, () => clock.GetElapsedTime(begun));
        var result = await host.Executor.RunAsync(new(["sh", "-c", bundle.Script], limit), bytes =>
        {
            foreach (var outcome in reader.Feed(bytes)) progress?.Invoke(outcome);
        }, cancel);

        if (!reader.Complete) reader.Close(result.Failure?.Reason ?? $"the check ended early: {FirstLine(result.Stderr)}");
        var verdict = Diagnostician.Judge(host.Name, reader.Facts, since, started, clock.GetElapsedTime(begun));
        return new(result.Failure is { } failure ? Unread(verdict, failure) : verdict, reader.Facts, result.Failure);
    }

    /// <summary>What is asked of this host: the catalogue, and its own services when it has any.</summary>
    public static IReadOnlyList<Probe> ProbesFor(Host? host) => host?.Services.Count > 0 ? [new OwnServiceProbe(host.Services), .. ProbeCatalog.All] : ProbeCatalog.All;

    /// <summary>A host that could not be reached is not healthy and not a cause: it is unknown, and says how to mend that.</summary>
    static Verdict Unread(Verdict verdict, Unreached failure) => verdict.Diagnoses.Count > 0 ? verdict
        : verdict with { Status = "unknown", Summary = $"could not read {verdict.Target}: {failure.Reason}" + (failure.Mend is null ? "" : $" (mend: {failure.Mend})") };

    static string FirstLine(string text) => text.Split('\n')[0] is { Length: > 0 } line ? line : "no answer";
}
