using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;
using ChatOps502.Runbooks.Checks;
using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Runbooks.Verification;

/// <summary>What was known just before the fix, so that after it the two can be compared.</summary>
/// <param name="At">When the fix began, by our clock.</param>
/// <param name="Before">Failing requests in the window before.</param>
/// <param name="Pages">The pages that failed, and the ones that are always requested; never one that crashed a back
/// end.</param>
/// <param name="Positions">Where the access logs ended.</param>
/// <param name="Upstream">The back end that is fixed; null when the host as a whole is verified.</param>
/// <param name="Heavy">Paths that timed out: requested once, never in the burst.</param>
public sealed record Baseline(
    DateTimeOffset At,
    FailureShare Before,
    IReadOnlyList<PageRequest> Pages,
    IReadOnlyList<LogPosition> Positions,
    string? Upstream,
    IReadOnlyList<string> Heavy
)
{
    /// <param name="at">When the check that is compared against was made.</param>
    /// <param name="paths">Paths that are always requested.</param>
    public static Baseline From(CheckResult check, DateTimeOffset at, IReadOnlyList<string> paths)
    {
        var window = check.Verdict.Window;
        var errors = check.Facts.Find<ErrorLog>()?.Lines ?? [];
        return new(
            at,
            new(window.Status502 + window.Status504, window.Requests),
            new PageSelection(check, paths).Pages(),
            check.Facts.Find<AccessLogs>()?.Positions ?? [],
            check.Verdict.First?.Subject.Upstream,
            [.. PageSelection.PathsOf(errors, ErrorKind.ReadTimeout)]
        );
    }

    /// <summary>True for a page that timed out before.</summary>
    public bool IsHeavy(PageRequest page) => Heavy.Contains(page.Path);
}
