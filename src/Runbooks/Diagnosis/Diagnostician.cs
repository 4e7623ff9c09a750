using ChatOps502.Probes;
using ChatOps502.Runbooks.Diagnosis.Evidence;
using ChatOps502.Runbooks.Diagnosis.Report;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>Facts in, verdict out. Pure: no clock, no host, no chance.</summary>
public static class Diagnostician
{
    /// <param name="since">How far back evidence counts.</param>
    /// <param name="startedAt">When the check began, by our clock.</param>
    public static Verdict Judge(
        string target,
        FactSheet facts,
        TimeSpan since,
        DateTimeOffset startedAt,
        TimeSpan duration
    )
    {
        var context = DiagnosisContext.Read(target, facts, since);
        var open = context.Failing.Where(upstream => !Recovery.IsOver(upstream)).ToList();
        var suspects = open.SelectMany(Weighing.Rank)
            .OrderByDescending(suspect => suspect.Importance)
            .ToList();
        var window = FailureWindow.Of(context, startedAt);
        var status = StatusRules.Decide(context, open, suspects.Count > 0, window);
        var ranking = Ranking.Of(suspects);
        return new(
            target,
            status,
            startedAt,
            (long)duration.TotalMilliseconds,
            Summary.Of(context, status, ranking, window),
            window,
            ranking.Diagnoses,
            [.. Observations.Of(context, open.Count > 0 ? window.FirstAt : null)],
            ProbeSteps.Of(facts)
        )
        {
            Subjects = [.. suspects.Select(suspect => suspect.Subject).Distinct()],
        };
    }
}
