using System.Text.RegularExpressions;
using ChatOps502.Probes;
using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Nginx;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>Facts in, verdict out. Pure: no clock, no host, no chance.</summary>
public static class Diagnostician
{
    /// <summary>What "none of the known causes" weighs; a lone hint stays well below one half.</summary>
    const double NoneOfThese = 1.0;

    /// <summary>Below this a hypothesis is not worth a line.</summary>
    const double Mentionable = 0.05;

    /// <summary>The first and its closest rival may be said with less.</summary>
    const double Runner = 0.02;

    /// <param name="startedAt">When the check began, by our clock.</param>
    public static Verdict Judge(
        string target,
        FactSheet facts,
        TimeSpan since,
        DateTimeOffset startedAt,
        TimeSpan duration
    )
    {
        var situation = SituationReader.Read(target, facts, since);
        var open = situation.Failing.Where(f => !Recovery.IsOver(situation, f)).ToList();
        var diagnoses = open.SelectMany(f => Ranked(situation, f))
            .OrderByDescending(d => d.Importance)
            .Select(d => d.Result)
            .ToList();
        var window = WindowOf(situation);
        var status = StatusOf(situation, open, diagnoses, window);
        if (status is "healthy" or "unknown" && open.All(f => f.Count == 0))
            diagnoses = status == "healthy" ? [] : diagnoses;
        return new(
            target,
            status,
            startedAt,
            (long)duration.TotalMilliseconds,
            Summary(situation, status, diagnoses, window),
            window,
            diagnoses,
            [.. Observations.Of(situation, open.Count > 0 ? window.FirstAt : null)],
            Steps(facts)
        );
    }

    static IEnumerable<(DiagnosisResult Result, double Importance)> Ranked(Situation s, Failing f)
    {
        var weighed = CauseCatalog.All.Select(c => new Hypothesis(c, f)).ToList();
        foreach (var h in weighed)
            Weigh(s, f, h);
        var alive = weighed.Where(h => h.Evidence.Count > 0).ToList();
        var total = Math.Exp(NoneOfThese) + alive.Sum(h => Math.Exp(h.Score));
        var ranked = alive.Select(h => (h, p: Math.Exp(h.Score) / total)).OrderByDescending(x => x.p).ToList();
        var share = Math.Log10(10 + f.Count) * (f.Count > 0 ? Freshness(s, f) : 0.1);
        var alone = Counterpart.Missing(s, f);
        var forged = f.Lines.FirstOrDefault(l => l.Doubt is not null)?.Doubt;
        List<string> doubts = [.. new[] { alone, forged }.OfType<string>()];
        foreach (var (h, p) in ranked.Where((x, rank) => x.p >= (rank < 2 ? Runner : Mentionable)))
        {
            var rivals = ranked
                .Where(r => r.h != h && r.h.Counter.Count > 0 && r.p < p)
                .Select(r => $"not {r.h.Cause.Id}: {r.h.Counter[0]}");
            var sure = Math.Min(p, alone is null ? 0.99 : Counterpart.Ceiling);
            yield return (
                new(
                    h.Cause.Id,
                    h.Cause.Family,
                    Math.Round(sure, 2),
                    h.Title,
                    h.Explanation,
                    new(f.Vhost, f.Backend?.ToString(), f.Owner?.Service),
                    h.Evidence,
                    [.. doubts, .. h.Counter, .. rivals],
                    [.. h.Remedies.Where(r => alone is null || !r.Changes)]
                ),
                sure * share
            );
        }
    }

    static void Weigh(Situation s, Failing f, Hypothesis h)
    {
        try
        {
            h.Cause.Weigh(s, f, h);
        }
        catch (RegexMatchTimeoutException)
        {
            // a hostile line is no reason to have no verdict: what was found until then counts
        }
    }

    /// <summary>
    /// Old evidence fades: what failed a moment ago comes before what failed more often ten minutes ago.
    /// </summary>
    static double Freshness(Situation s, Failing f) =>
        s.Live && f.LastAt is { } last ? Math.Clamp(1 - (s.Now - last).TotalMinutes / 12, 0.2, 1) : 1;

    static string StatusOf(Situation s, List<Failing> open, List<DiagnosisResult> diagnoses, VerdictWindow window)
    {
        // a body that is too large ends in 413, which is no failure of a back end
        var failing = open.Any(f =>
            f.Signals.Any(g => g.Signal != Signal.RequestTooLarge) && Counterpart.Missing(s, f) is null
        );
        var blind = !s.Live
            ? false
            : s.Facts.Find<ErrorLog>() is not { Files.Count: > 0 }
                && s.Facts.Find<AccessLogs>() is not { Positions.Count: > 0 };
        if (s.Live && s.Configuration is null && !failing)
            return "unknown";
        if (diagnoses.Count > 0 && failing && Spared(s, open, window))
            return "degraded";
        if (diagnoses.Count > 0)
            return failing || blind || FailsStill(s, window) ? "unhealthy" : "degraded";
        if (failing || FailsNow(s, window))
            return "unhealthy";
        if (s.Live && !s.Configuration!.Running)
            return s.Refused is null ? "degraded" : "unhealthy";
        return blind || !s.Live && s.Facts.Find<ErrorLog>() is null && window.Requests == 0 ? "unknown" : "healthy";
    }

    /// <summary>Another peer of the group answered instead: nobody saw a failure.</summary>
    static bool Spared(Situation s, List<Failing> open, VerdictWindow w) =>
        w.Status502 + w.Status504 == 0
        && s.Requests is { ByStatus.Count: > 0 }
        && open.All(f =>
            f.Backend is not null
            && s.Configuration?.Groups.Any(g => g.Peers.Count > 1 && g.Peers.Any(p => p.Address == f.Backend)) == true
        );

    /// <summary>Requests fail at this moment, whatever the error log holds.</summary>
    static bool FailsStill(Situation s, VerdictWindow w) =>
        s.Live && w.Status502 + w.Status504 >= 3 && w.LastAt > s.Now - TimeSpan.FromMinutes(2);

    /// <summary>
    /// The access log may show what no error log does: an application that answers 502 itself, errors sent elsewhere.
    /// </summary>
    static bool FailsNow(Situation s, VerdictWindow w) =>
        s.Failing.Count == 0
        && w.Status502 + w.Status504 > 0
        && w.Status502 + w.Status504 >= Math.Max(3, w.Requests / 100)
        && (
            !s.Live
            || w.LastAt > s.Now - TimeSpan.FromMinutes(2)
                && !(s.Requests?.Lines.Any(l => l.Time > w.LastAt && l.Status < 500) ?? false)
        );

    static string Summary(Situation s, string status, List<DiagnosisResult> diagnoses, VerdictWindow w)
    {
        var counts =
            w.Requests > 0
                ? $"{w.Status502} × 502 and {w.Status504} × 504 in {w.Requests} requests"
                : "no requests in the window";
        var gaps = s.Facts.Unreadable.ToList();
        return status switch
        {
            "healthy" => $"healthy: {counts}" + (s.Failing.Any(f => f.Count > 0) ? "; earlier failures are over" : ""),
            "unknown" when gaps.Count > 0 =>
                $"inconclusive: could not read {string.Join(", ", gaps.Take(3).Select(g => $"{g.What} ({g.Why})"))}",
            "unknown" when s.Live && s.Configuration is null => "inconclusive: no nginx was found on this host",
            "unknown" => "inconclusive: there is no evidence to judge by",
            "unhealthy" when diagnoses.Count == 0 && s.Configuration is { Running: false } && s.Refused is { } why =>
                $"nginx does not run, and would not start: {why}",
            "degraded" when diagnoses.Count == 0 => "nginx is installed and not running on this host",
            _ when diagnoses.Count == 0 && s.Failing.All(f => f.Count == 0) =>
                $"{counts}, and no error log says why: the application may answer 502 itself, or errors are "
                    + "logged elsewhere",
            _ when diagnoses.Count == 0 =>
                $"requests fail and no known cause fits: {s.Failing.First(f => f.Count > 0).Signals[0].Sample.Message}",
            _ when diagnoses[0].Confidence < 0.5 && diagnoses.Count == 1 =>
                $"inconclusive, perhaps {diagnoses[0].Cause} ({diagnoses[0].Confidence.ToString("0.##")}): "
                    + $"{diagnoses[0].Title}",
            _ when diagnoses[0].Confidence < 0.5 => "inconclusive between "
                + $"{string.Join(" and ", diagnoses.Take(2).Select(d => $"{d.Cause} ({d.Confidence:0.##})"))}: "
                + $"{diagnoses[0].Title}",
            _ => Sentence(diagnoses[0]),
        };
    }

    /// <summary>The title, with the first sentence of the explanation unless that begins the same way.</summary>
    static string Sentence(DiagnosisResult d)
    {
        var first = d.Explanation.Split(". ")[0].TrimEnd('.');
        return first.StartsWith(d.Title) ? first : $"{d.Title}: {first}";
    }

    static VerdictWindow WindowOf(Situation s)
    {
        var failed = s.Requests?.Failed.ToList() ?? [];
        var fromLog = s.Failing.SelectMany(f => f.Signals).ToList();
        var (count502, count504) = (s.Requests?.Count(502) ?? 0, s.Requests?.Count(504) ?? 0);
        return new(
            (s.Now - s.Since).ToUniversalTime(),
            s.Now.ToUniversalTime(),
            s.Requests?.Requests ?? 0,
            count502,
            count504,
            (failed.Min(l => l.Time) ?? fromLog.Min(g => g.First))?.ToUniversalTime(),
            (failed.Max(l => l.Time) ?? fromLog.Max(g => g.Last))?.ToUniversalTime()
        );
    }

    static List<StepResult> Steps(FactSheet facts) =>
        [
            .. facts.Outcomes.Select(o => new StepResult(
                o.Probe,
                o.Ok && o.Unreadable.Count == 0,
                (long)o.Duration.TotalMilliseconds,
                o.Error ?? GapText(o.Unreadable),
                o.Truncated
            )),
        ];

    static string? GapText(IReadOnlyList<UnreadableSource> gaps) =>
        gaps.Count == 0
            ? null
            : string.Join(
                "; ",
                gaps.Select(g =>
                    $"could not read {g.What}: "
                    + $"{g.Why}{(string.IsNullOrEmpty(g.FixHint) ? "" : $" (mend: {g.FixHint})")}"
                )
            );
}
