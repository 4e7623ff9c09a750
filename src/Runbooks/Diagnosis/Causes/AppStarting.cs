using ChatOps502.Runbooks.Diagnosis.Evidence;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The back end was started seconds ago and does not answer yet.</summary>
public sealed class AppStarting : Cause
{
    public override string Id => "app-starting";

    public override string Family => CauseFamily.BackendUnavailable;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [Rule.For(Points.ListensElsewhere, "services.units", Startup.Describe)];

    public override IReadOnlyList<Rule> Rules { get; } =
    [Rule.Logged(Points.Hinted, ErrorKind.Refused, ErrorKind.SocketMissing, ErrorKind.NoLiveUpstreams)];

    public override Wording Describe(FailingUpstream upstream) =>
        new(
            $"{upstream.ServiceOr("the back end")} is still starting",
            $"{upstream.ServiceOr("The back end")} was started a moment ago and takes no requests at {upstream} yet."
        );

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream) =>
        [
            Remedy.Advice(
                "wait and look again: a restart would begin anew; so that nobody notices next time, send requests only "
                    + "when it is ready (a health check that nginx or the platform waits for)"
            ),
        ];
}
