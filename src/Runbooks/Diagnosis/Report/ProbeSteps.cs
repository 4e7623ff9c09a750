using ChatOps502.Probes.Bundle;

namespace ChatOps502.Runbooks.Diagnosis.Report;

/// <summary>How each probe went, and what it could not read.</summary>
static class ProbeSteps
{
    public static IReadOnlyList<StepResult> Of(FactSheet facts) => [.. facts.Outcomes.Select(StepOf)];

    static StepResult StepOf(ProbeOutcome outcome) =>
        new(
            outcome.Probe,
            outcome.Ok && outcome.Gaps.Count == 0,
            (long)outcome.Duration.TotalMilliseconds,
            outcome.Error ?? Unread(outcome.Gaps),
            outcome.Truncated
        );

    static string? Unread(IReadOnlyList<Gap> gaps) => gaps.Count == 0 ? null : string.Join("; ", gaps.Select(Describe));

    static string Describe(Gap gap)
    {
        var fix = string.IsNullOrEmpty(gap.Mend) ? "" : $" (fix: {gap.Mend})";
        return $"could not read {gap.What}: {gap.Why}{fix}";
    }
}
