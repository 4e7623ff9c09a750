using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;
using ChatOps502.Runbooks.Checks;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Executors;

namespace ChatOps502.Runbooks.Verification;

/// <summary>What was known just before the fix, so that after it the two can be compared.</summary>
/// <param name="At">When the fix began, by our clock.</param>
/// <param name="Pages">The pages that failed, and the ones that are always asked for; never one that a back end died
/// of.</param>
/// <param name="Upstream">The back end that was mended; null when the host as a whole is looked at.</param>
/// <param name="Heavy">Pages that came too late: asked for once, never in the burst.</param>
public sealed record Baseline(
    DateTimeOffset At,
    FailureShare Before,
    IReadOnlyList<PageRequest> Pages,
    IReadOnlyList<LogPosition> Positions,
    string? Upstream,
    IReadOnlyList<string> Heavy
)
{
    /// <param name="paths">Paths that are always asked for.</param>
    public static Baseline Of(CheckResult check, DateTimeOffset at, IReadOnlyList<string> paths) =>
        new(
            at,
            new(check.Verdict.Window.Status502 + check.Verdict.Window.Status504, check.Verdict.Window.Requests),
            PagesOf(check, paths),
            check.Facts.Find<AccessLogs>()?.Positions ?? [],
            check.Verdict.First?.Subject.Upstream,
            [.. PathsOf(check.Facts.Find<ErrorLog>()?.Lines ?? [], ErrorKind.ReadTimeout)]
        );

    static List<PageRequest> PagesOf(CheckResult check, IReadOnlyList<string> paths)
    {
        var hosts = check.Facts.Find<NginxConfiguration>()?.Hosts ?? [];
        var failing = check.Verdict.Subjects.Select(s => s.Vhost).Where(v => v is not null).Distinct().ToList();
        var chosen = hosts
            .Where(h =>
                h.Endpoint is not null
                && (
                    failing.Count > 0
                        ? failing.Contains(h.Name) || h.Names.Any(failing.Contains)
                        : h.Locations.Count > 0
                )
            )
            .OrderByDescending(h => h.Locations.Count > 0)
            .DistinctBy(h => h.Name)
            .Take(4)
            .ToList();
        var logs =
            check
                .Facts.Find<AccessLogs>()
                ?.Failed.Where(l => l.Method is "GET" or "HEAD" && l.Path is not null)
                .ToList()
            ?? [];
        var lines = check.Facts.Find<ErrorLog>()?.Lines.Where(l => ErrorKinds.Classify(l).IsFailure()).ToList() ?? [];
        var died = check.Verdict.Diagnoses.Any(d =>
            d is { Cause: "backend-crash" or "backend-oom", Confidence: >= 0.2 }
        );
        var deadly = died ? PathsOf(lines, ErrorKind.PrematureClose, ErrorKind.Reset, ErrorKind.BrokenPipe) : [];
        return
        [
            .. chosen.SelectMany(h =>
                Failed(h, lines, logs)
                    .Concat(paths)
                    .Append("/")
                    .Distinct()
                    .Where(p => !deadly.Contains(p))
                    .Take(5)
                    .Select(p => new PageRequest(
                        h.Endpoint!,
                        h.Name is "_" or "" || h.Name.Contains('*') || h.Name.StartsWith('~') ? "localhost" : h.Name,
                        p
                    ))
            ),
        ];
    }

    static HashSet<string> PathsOf(IEnumerable<ErrorLine> lines, params ErrorKind[] kinds) =>
        [
            .. lines
                .Where(l => kinds.Contains(ErrorKinds.Classify(l)))
                .Select(l => l.Request?.Split(' ').ElementAtOrDefault(1))
                .OfType<string>(),
        ];

    /// <summary>The pages that failed most often, as the logs name them for this virtual host.</summary>
    static IEnumerable<string> Failed(VirtualHost host, List<ErrorLine> lines, List<AccessLine> logs)
    {
        var named = lines
            .Where(l => host.Names.Contains(l.Server ?? "") && l.Request is { } r && r.StartsWith("GET "))
            .Select(l => l.Request!.Split(' ')[1]);
        return named
            .Concat(logs.Where(l => l.Host is null || host.Names.Contains(l.Host)).Select(l => l.Path!))
            .GroupBy(p => p)
            .OrderByDescending(g => g.Count())
            .Select(g => g.Key)
            .Where(p => p.Length < 500)
            .Take(3);
    }
}

/// <summary>
/// Asks a host whether a fix helped: pages, a burst, new failures by byte offset, and the diagnosis again. One exec.
/// </summary>
public sealed class HostVerification(HostCheck check, TimeProvider clock)
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public async Task<VerificationResult> RunAsync(Host host, Baseline baseline, int burst, CancellationToken cancel)
    {
        var probe = new VerificationProbe(
            new(
                [.. baseline.Pages.OrderBy(p => baseline.Heavy.Contains(p.Path))],
                baseline.Pages.All(p => baseline.Heavy.Contains(p.Path)) ? 0 : burst,
                baseline.Positions
            )
        );
        var since = clock.GetUtcNow() - baseline.At - TimeSpan.FromSeconds(1);
        var result = await check.RunAsync(
            host,
            since > TimeSpan.FromSeconds(1) ? since : TimeSpan.FromSeconds(1),
            Limit,
            null,
            cancel,
            probe
        );
        return Judge(baseline, result);
    }

    /// <summary>Pure: what the numbers mean.</summary>
    static VerificationResult Judge(Baseline baseline, CheckResult result)
    {
        if (result.Failure is { } failure)
            return new(
                Helped.TooEarly,
                [new(failure.Reason, false)],
                baseline.Before,
                new(0, 0),
                $"could not verify: {failure.Reason}"
            );
        var facts = result.Facts.Find<VerificationFacts>() ?? new([], new Dictionary<int, int>(), []);
        var checks = facts
            .Pages.Select(p => new VerificationCheck(
                $"{p.Vhost}{p.Path} answers {p.Status} in {p.Ms} ms",
                p.Status is > 0 and not (502 or 503 or 504 or 500)
            ))
            .ToList();
        var sent = facts.Burst.Values.Sum();
        if (sent > 0)
            checks.Add(
                new(
                    $"burst of {sent}: "
                        + $"{string.Join(", ", facts.Burst.OrderBy(b => b.Key).Select(b => $"{b.Value} × {b.Key}"))}",
                    !facts.Burst.Keys.Any(k => k is 0 or 502 or 503 or 504)
                )
            );
        var after = new FailureShare(facts.Logs.Sum(l => l.Status502 + l.Status504), facts.Logs.Sum(l => l.Total));
        var still = result.Verdict.Diagnoses.FirstOrDefault(d =>
            baseline.Upstream is null || d.Subjects.Any(s => s.Upstream == baseline.Upstream)
        );
        // what fails at another back end is not held against this fix
        var elsewhere = still is null && baseline.Upstream is not null && result.Verdict.Diagnoses.Count > 0;
        if (facts.Logs.Count > 0)
            checks.Add(
                new(
                    "since the fix "
                        + $"{after}{(elsewhere && after.Failed > 0 ? $"; {result.Verdict.First!.Title} is another matter" : "")}",
                    after.Failed == 0 || elsewhere
                )
            );
        checks.Add(new(still is null ? "no cause is found any more" : $"still found: {still.Title}", still is null));

        // redirects come from nginx itself: with nothing else since, the back end was not asked
        var unasked = facts.Pages.All(p => p.Status is >= 300 and < 400) && after.Requests <= facts.Pages.Count + sent;
        var helped =
            checks.Any(c => !c.Ok) ? Helped.No
            : unasked ? Helped.TooEarly
            : Helped.Yes;
        var word = helped switch
        {
            Helped.Yes => "it helped",
            Helped.No => "it did not help",
            _ => "too early to say: no request reached the back end since",
        };
        return new(helped, checks, baseline.Before, after, $"{word}. Before: {baseline.Before}. Since: {after}.");
    }
}
