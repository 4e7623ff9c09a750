using ChatOps502.Probes.Applications;
using ChatOps502.Probes.Containers;
using ChatOps502.Runbooks.Diagnosis.Evidence;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The back end was started seconds ago and does not answer yet.</summary>
public sealed class AppStarting : Cause
{
    public override string Id => "app-starting";

    public override string Family => CauseFamily.BackendUnavailable;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [
        Rule.For(Points.IsStarting, SaysSo).When(IsNotAnswered),
        Rule.For(Points.ListensElsewhere, "services.units", Startup.Describe),
    ];

    public override IReadOnlyList<Rule> Rules { get; } =
    [
        Rule.Logged(Points.Hinted, ErrorKind.Refused, ErrorKind.SocketMissing, ErrorKind.NoLiveUpstreams),
        Rule.Against(Points.RivalFits, KeepsFailing),
    ];

    public override Wording Describe(FailingUpstream upstream) =>
        new(
            $"{upstream.ServiceOr("the back end")} is still starting",
            $"{upstream.ServiceOr("The back end")} was started a moment ago and does not take requests at "
                + $"{upstream} yet."
        );

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream) =>
        [
            Remedy.Advice(
                "wait and look again: a restart would begin anew; so that nobody notices next time, send requests only "
                    + "when it is ready (a health check that nginx or the platform waits for)"
            ),
        ];

    static bool IsNotAnswered(FailingUpstream upstream) =>
        upstream.MayBeDown || upstream.Has(ErrorKind.ConnectTimeout, ErrorKind.ReadTimeout);

    /// <summary>The newest word counts: what says that it listens is no longer starting.</summary>
    static EvidenceItem? SaysSo(FailingUpstream upstream)
    {
        var newest = upstream.Remarks(RemarkKind.Starting, RemarkKind.ListensOn).LastOrDefault();
        return newest is { Kind: RemarkKind.Starting }
            ? new(newest.Source, newest.Line, At: newest.At)
            : null;
    }

    static string? KeepsFailing(FailingUpstream upstream)
    {
        if (upstream.HasRemark(RemarkKind.Crashed, RemarkKind.FailedToStart, RemarkKind.PortTaken))
            return "it does not come up: it ends by itself";
        var all = upstream.Context.Facts.Find<Containers>()?.All ?? [];
        return all.Any(container => container.State == "restarting")
            ? "a container restarts again and again"
            : null;
    }
}
