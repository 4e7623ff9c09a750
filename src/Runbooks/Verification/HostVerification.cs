using ChatOps502.Probes.Network;
using ChatOps502.Runbooks.Checks;
using ChatOps502.Runbooks.Hosts;

namespace ChatOps502.Runbooks.Verification;

/// <summary>
/// Asks a host whether a fix helped: pages, a burst, new failures by byte offset, and the diagnosis again. One exec.
/// </summary>
public sealed class HostVerification(HostCheck check, TimeProvider clock)
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <param name="burst">How many requests are sent at once; none when all pages are heavy.</param>
    public async Task<VerificationResult> RunAsync(
        Host host,
        Baseline baseline,
        int burst,
        CancellationToken cancel
    )
    {
        var plan = new VerificationPlan(
            [.. baseline.Pages.OrderBy(baseline.IsHeavy)],
            baseline.Pages.All(baseline.IsHeavy) ? 0 : burst,
            baseline.Positions
        );
        var since = clock.GetUtcNow() - baseline.At - Shortest;
        var window = since > Shortest ? since : Shortest;
        var result = await check.RunAsync(host, new VerificationProbe(plan), window, Limit, cancel);
        return new VerificationReport(baseline, result).Result();
    }
}
