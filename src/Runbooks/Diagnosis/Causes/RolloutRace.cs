using ChatOps502.Probes.Applications;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>A peer was replaced while nginx still sent requests to it.</summary>
public sealed class RolloutRace : Cause
{
    public override string Id => "rollout-race";

    public override string Family => CauseFamily.BackendUnavailable;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [Rule.Said(Points.WasReplaced, RemarkKind.Replaced).When(LosesConnections)];

    public override IReadOnlyList<Rule> Rules { get; } =
    [
        Rule.Logged(
            Points.Hinted,
            ErrorKind.Refused,
            ErrorKind.Unreachable,
            ErrorKind.Reset,
            ErrorKind.PrematureClose,
            ErrorKind.ConnectTimeout
        ),
    ];

    public override Wording Describe(FailingUpstream upstream) =>
        new(
            $"{upstream.ServiceOr("a peer")} was replaced under load",
            $"The back end behind {upstream} was stopped and another one started, and requests still went to "
                + "the old one."
        );

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream) =>
        [
            Remedy.Advice(
                "let the old one drain: a preStop hook of some seconds, a readiness probe, "
                    + "terminationGracePeriodSeconds "
                    + "longer than the longest request, maxUnavailable 0; for compose, start the new one before "
                    + "the old "
                    + "one stops and reload nginx"
            ),
        ];

    static bool LosesConnections(FailingUpstream upstream) =>
        upstream.MayDropConnections || upstream.Has(ErrorKind.ConnectTimeout);
}
