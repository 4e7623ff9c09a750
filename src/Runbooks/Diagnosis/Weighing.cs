using ChatOps502.Runbooks.Diagnosis.Evidence;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>A cause that is likely enough at one upstream to be mentioned.</summary>
/// <param name="Confidence">Among all causes of this one upstream.</param>
/// <param name="Importance">The confidence, times how much and how lately the upstream fails.</param>
/// <param name="Against">What speaks against it, and the rivals that were ruled out.</param>
sealed record Suspect(
    Hypothesis Hypothesis,
    double Confidence,
    double Importance,
    IReadOnlyList<string> Against,
    bool MayPropose
)
{
    public FailingUpstream Upstream => Hypothesis.Upstream;

    public string Cause => Hypothesis.Cause.Id;

    public Subject Subject => new(Upstream.Vhost, Upstream.Backend?.ToString(), Upstream.Owner?.Service);
}

/// <summary>Turns points into probabilities, for one upstream.</summary>
static class Weighing
{
    /// <summary>The points of "none of the known causes"; a lone hint stays well below one half.</summary>
    const double NoneOfThese = 1.0;

    /// <summary>Below this a cause is not worth a line.</summary>
    const double Mentionable = 0.05;

    /// <summary>The first and its closest rival are mentioned from here on.</summary>
    const double MentionableRival = 0.02;

    /// <summary>Nothing is surer than this.</summary>
    const double Surest = 0.99;

    /// <summary>Pasted lines of one log, which nothing else confirms.</summary>
    const double SurestOfOneSource = 0.8;

    /// <summary>Pasted evidence of two kinds that agrees; nobody has looked at the host.</summary>
    const double SurestOfPaste = 0.97;

    /// <summary>An upstream that no request failed at counts little beside one that fails.</summary>
    const double IdleShare = 0.1;

    /// <summary>Every cause worth mentioning, most likely first.</summary>
    public static IEnumerable<Suspect> Rank(FailingUpstream upstream)
    {
        var likely = Likelihoods(upstream);
        var unconfirmed = Counterpart.Missing(upstream);
        var share = ShareOf(upstream);
        foreach (
            var (hypothesis, likelihood) in likely.Where(
                (one, rank) => IsWorthALine(one.Likelihood, rank)
            )
        )
        {
            var confidence = Math.Min(likelihood, Ceiling(upstream, hypothesis, unconfirmed));
            yield return new(
                hypothesis,
                confidence,
                confidence * share,
                [
                    .. Doubts(upstream, unconfirmed),
                    .. hypothesis.Against,
                    .. RuledOut(likely, hypothesis, likelihood),
                ],
                MayPropose: unconfirmed is null
            );
        }
    }

    static double Ceiling(FailingUpstream upstream, Hypothesis hypothesis, string? unconfirmed)
    {
        if (unconfirmed is not null)
            return Counterpart.Ceiling;
        if (upstream.Context.IsLive)
            return Surest;
        var isTwice = hypothesis.Evidence.DistinctBy(item => item.Probe).Count() > 1;
        return isTwice ? SurestOfPaste : SurestOfOneSource;
    }

    static bool IsWorthALine(double likelihood, int rank) =>
        likelihood >= (rank < 2 ? MentionableRival : Mentionable);

    static List<(Hypothesis Hypothesis, double Likelihood)> Likelihoods(FailingUpstream upstream)
    {
        var open = CauseCatalog
            .All.Select(cause => Hypothesis.Weigh(cause, upstream))
            .OfType<Hypothesis>()
            .Where(hypothesis => hypothesis.Evidence.Count > 0)
            .ToList();
        var total = Math.Exp(NoneOfThese) + open.Sum(hypothesis => Math.Exp(hypothesis.Points));
        return
        [
            .. open.Select(hypothesis => (hypothesis, Math.Exp(hypothesis.Points) / total))
                .OrderByDescending(one => one.Item2),
        ];
    }

    static IEnumerable<string> Doubts(FailingUpstream upstream, string? unconfirmed)
    {
        if (unconfirmed is not null)
            yield return unconfirmed;
        if (upstream.Lines.FirstOrDefault(line => line.Doubt is not null)?.Doubt is { } forged)
            yield return forged;
    }

    /// <summary>The less likely rivals that something speaks against.</summary>
    static IEnumerable<string> RuledOut(
        IEnumerable<(Hypothesis Hypothesis, double Likelihood)> all,
        Hypothesis hypothesis,
        double likelihood
    ) =>
        all.Where(rival => rival.Likelihood < likelihood && rival.Hypothesis != hypothesis)
            .Where(rival => rival.Hypothesis.Against.Count > 0)
            .Select(rival => $"not {rival.Hypothesis.Cause.Id}: {rival.Hypothesis.Against[0]}");

    static double ShareOf(FailingUpstream upstream) =>
        Math.Log10(10 + upstream.Count) * (upstream.Count > 0 ? Freshness(upstream) : IdleShare);

    /// <summary>
    /// Old evidence fades: what failed a moment ago comes before what failed more often ten minutes ago.
    /// </summary>
    static double Freshness(FailingUpstream upstream) =>
        upstream.Context.IsLive && upstream.LastAt is { } last
            ? Math.Clamp(1 - (upstream.Context.Now - last).TotalMinutes / 12, 0.2, 1)
            : 1;
}
