using System.Text.RegularExpressions;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>A cause that was weighed at one failing upstream.</summary>
/// <param name="Points">Sum of what was found for and against it.</param>
sealed record Hypothesis(
    Cause Cause,
    FailingUpstream Upstream,
    double Points,
    IReadOnlyList<EvidenceItem> Evidence,
    IReadOnlyList<string> Against
)
{
    /// <summary>Null when nothing opens the cause at this upstream.</summary>
    public static Hypothesis? Weigh(Cause cause, FailingUpstream upstream)
    {
        if (!cause.Concerns(upstream))
            return null;
        var findings = new List<Finding>();
        Ask(cause.Symptoms, upstream, findings);
        if (findings.Count == 0)
            return null;
        Ask([.. cause.Rules, .. Precedence.RulesOf(cause)], upstream, findings);
        return new(
            cause,
            upstream,
            findings.Sum(finding => finding.Points),
            [.. findings.Select(finding => finding.Supports).OfType<EvidenceItem>()],
            [.. findings.Select(finding => finding.Contradicts).OfType<string>()]
        );
    }

    /// <summary>A line made to keep a pattern busy costs the rest of the rules, never the verdict.</summary>
    static void Ask(IEnumerable<Rule> rules, FailingUpstream upstream, List<Finding> findings)
    {
        try
        {
            foreach (var rule in rules)
                findings.AddRange(rule.Ask(upstream));
        }
        catch (RegexMatchTimeoutException)
        {
            // what was found until then counts
        }
    }

    public Wording Describe()
    {
        try
        {
            return Cause.Describe(Upstream);
        }
        catch (RegexMatchTimeoutException)
        {
            return new(Cause.Id, $"{Cause.Id} at {Upstream}.");
        }
    }

    public IReadOnlyList<Remedy> Remedies()
    {
        try
        {
            return [.. Cause.Remedies(Upstream).OfType<Remedy>()];
        }
        catch (RegexMatchTimeoutException)
        {
            return [];
        }
    }
}
