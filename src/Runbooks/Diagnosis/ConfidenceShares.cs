namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>
/// Shares one certainty among the causes of a verdict: together they never exceed 1, and the most important one is
/// never behind another.
/// </summary>
static class ConfidenceShares
{
    /// <summary>Of several faults at once, the most important keeps at least this share of its confidence.</summary>
    const double LeadersShare = 2.0 / 3;

    /// <param name="causes">Most important first.</param>
    /// <param name="faults">Those that are sure at the same time.</param>
    /// <returns>A confidence for each cause, in their order, in hundredths.</returns>
    public static IReadOnlyList<double> Of(
        IReadOnlyList<MergedCause> causes,
        IReadOnlyList<MergedCause> faults
    )
    {
        if (causes.Count == 0)
            return [];
        var leader = causes[0].Confidence * ShareOfLeader(faults);
        var others = causes.Skip(1).Select(cause => cause.Confidence).ToList();
        var room = Math.Min(1, (1 - leader) / others.DefaultIfEmpty().Sum());
        List<int> hundredths =
        [
            Hundredths(leader),
            .. others.Select(other => Hundredths(Math.Min(other * room, leader))),
        ];
        Fit(hundredths);
        return [.. hundredths.Select(share => share / 100.0)];
    }

    static double ShareOfLeader(IReadOnlyList<MergedCause> faults) =>
        faults.Count < 2
            ? 1
            : Math.Max(LeadersShare, faults[0].Importance / faults.Sum(fault => fault.Importance));

    /// <summary>What is mentioned at all is worth one of them.</summary>
    static int Hundredths(double confidence) =>
        Math.Max(1, (int)Math.Round(Math.Round(confidence, 2) * 100));

    /// <summary>Takes what rounding has added from the least important.</summary>
    static void Fit(List<int> hundredths)
    {
        var excess = hundredths.Sum() - 100;
        for (var last = hundredths.Count - 1; last >= 0 && excess > 0; last--)
        {
            var taken = Math.Min(excess, hundredths[last] - 1);
            hundredths[last] -= taken;
            excess -= taken;
        }
    }
}
