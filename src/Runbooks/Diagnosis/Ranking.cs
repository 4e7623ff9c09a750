namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>
/// Makes one list of diagnoses of what was weighed at every upstream: each cause once, most likely first.
/// </summary>
/// <param name="Faults">The causes that are sure at the same time, each at an upstream of its own; one at most when
/// there
/// is a single fault.</param>
sealed record Ranking(IReadOnlyList<DiagnosisResult> Diagnoses, IReadOnlyList<DiagnosisResult> Faults)
{
    /// <param name="suspects">Most important first.</param>
    public static Ranking Of(IReadOnlyList<Suspect> suspects)
    {
        var causes = suspects
            .GroupBy(suspect => suspect.Cause)
            .Select(group => new MergedCause(group))
            .ToList();
        var faults = SimultaneousFaults(causes);
        var confidences = ConfidenceShares.Of(causes, faults);
        var results = causes
            .Zip(confidences, (cause, confidence) => cause.WithConfidence(confidence))
            .ToList();
        return new(
            [.. results.OrderByDescending(result => result.Confidence)],
            [.. faults.Select(fault => results[causes.IndexOf(fault)])]
        );
    }

    /// <summary>
    /// The most important cause, when it is sure, and what is sure beside it. A risk is no fault beside a failure.
    /// </summary>
    static List<MergedCause> SimultaneousFaults(IReadOnlyList<MergedCause> causes)
    {
        if (causes.Count == 0 || !causes[0].IsSure)
            return [];
        return [.. causes.Where(cause => cause.IsSure && (cause.HasFailures || !causes[0].HasFailures))];
    }
}
