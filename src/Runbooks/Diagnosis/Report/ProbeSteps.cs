using ChatOps502.Probes;
using ChatOps502.Probes.Collection;

namespace ChatOps502.Runbooks.Diagnosis.Report;

/// <summary>How each probe went, and what it could not read.</summary>
static class ProbeSteps
{
    public static IReadOnlyList<StepResult> Of(FactSheet facts) => [.. facts.Outcomes.Select(StepOf)];

    static StepResult StepOf(ProbeOutcome outcome) =>
        new(
            outcome.Probe,
            outcome.Ok && outcome.Unreadable.Count == 0,
            (long)outcome.Duration.TotalMilliseconds,
            outcome.Error ?? Unread(outcome.Unreadable),
            outcome.Truncated
        );

    static string? Unread(IReadOnlyList<UnreadableSource> gaps) =>
        gaps.Count == 0 ? null : string.Join("; ", gaps.Select(Describe));

    static string Describe(UnreadableSource gap)
    {
        var fix = string.IsNullOrEmpty(gap.FixHint) ? "" : $" (fix: {gap.FixHint})";
        return $"could not read {gap.What}: {gap.Why}{fix}";
    }
}
