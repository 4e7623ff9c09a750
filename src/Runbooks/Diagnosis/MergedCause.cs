using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>One cause with every upstream it was found at, the strongest first.</summary>
sealed class MergedCause
{
    readonly List<Suspect> _suspects;

    /// <param name="suspects">Of one cause, most important first.</param>
    public MergedCause(IEnumerable<Suspect> suspects)
    {
        _suspects = [.. suspects];
        Importance = _suspects[0].Importance;
        _suspects = [.. _suspects.OrderByDescending(IsLikely)];
    }

    Suspect Strongest => _suspects[0];

    public double Importance { get; }

    /// <summary>At its strongest upstream, regardless of other faults.</summary>
    public double Confidence => Strongest.Confidence;

    /// <summary>More likely than everything else together.</summary>
    public bool IsSure => IsLikely(Strongest);

    public bool HasFailures => Strongest.Upstream.Count > 0;

    static bool IsLikely(Suspect suspect) => suspect.Confidence >= 0.5;

    public DiagnosisResult WithConfidence(double confidence)
    {
        var (title, explanation) = Strongest.Hypothesis.Describe();
        return new(
            Strongest.Cause,
            Strongest.Hypothesis.Cause.Family,
            confidence,
            title,
            explanation + AlsoAffected(),
            Strongest.Subject,
            [.. _suspects.SelectMany(suspect => suspect.Hypothesis.Evidence).Distinct()],
            [.. _suspects.SelectMany(suspect => suspect.Against).Distinct()],
            [.. _suspects.SelectMany(Remedies).DistinctBy(WhatItDoes)]
        )
        {
            Subjects = [.. _suspects.Select(suspect => suspect.Subject).Distinct()],
        };
    }

    string AlsoAffected()
    {
        var others = _suspects.Skip(1).Where(IsLikely).Select(suspect => suspect.Upstream);
        var named = others
            .Where(upstream => upstream.Backend is not null)
            .Select(u => u.ToString())
            .ToList();
        return named.Count == 0 ? "" : $" Also affected: {string.Join(", ", named)}.";
    }

    /// <summary>Where nothing confirms the evidence, advice is all there is.</summary>
    static IEnumerable<Remedy> Remedies(Suspect suspect) =>
        suspect.Hypothesis.Remedies().Where(remedy => suspect.MayPropose || !remedy.Changes);

    static (string Action, string What) WhatItDoes(Remedy remedy) =>
        (remedy.Action, remedy.Changes ? remedy.Command : remedy.Why);
}
