using ChatOps502.Probes.Applications;
using ChatOps502.Probes.System;
using ChatOps502.Runbooks.Diagnosis.Evidence;
using ChatOps502.Runbooks.Diagnosis.Fixes;
using ChatOps502.Runbooks.Diagnosis.Pasted;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The back end dies, or drops the connection, while it works on a request.</summary>
public sealed class BackendCrash : Cause
{
    public override string Id => "backend-crash";

    public override string Family => CauseFamily.BackendUnavailable;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [
        Rule.FirstOf(Rule.Logged(Points.Reset, MostlyResets), Rule.Logged(Points.Hinted, Dropped)),
        Rule.For(Points.ServiceDied, EndedByItself),
        Rule.Said(Points.ServiceDied, RemarkKind.Crashed).When(upstream => upstream.MayDropConnections),
        Rule.ForEach(Points.ServiceDied, PastedFaults).When(upstream => upstream.MayDropConnections),
        Rule.Said(Points.Hinted, RemarkKind.WorkerKilled),
    ];

    public override IReadOnlyList<Rule> Rules { get; } =
    [
        Rule.Logged(Points.Named, RefusedSince),
        Rule.ForEach(Points.ServiceDied, ProcessFaults.Find).When(IsNoticed),
        Rule.For(Points.Hinted, "php.fpm", LimitsItsClients),
        Rule.For(Points.Hinted, "services.journal", upstream => upstream.LogExcerpt).When(IsNoticed),
    ];

    public override Wording Describe(FailingUpstream upstream)
    {
        if (upstream.Said(RemarkKind.Crashed) is { } said)
            return PastedWording.OfCrash(upstream, said);
        var does = Died(upstream) ? "crashes" : "drops connections";
        var title = upstream.Owner is { } owner
            ? $"{owner.Service} {does}"
            : $"the back end at {upstream} drops connections";
        var explanation = upstream.Exit is { WasServing: true } exit
            ? $"{exit.Text}; requests to {upstream} were lost with it."
            : $"The back end at {upstream} accepts requests and closes the connection without an answer.";
        return new(title, explanation);
    }

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream)
    {
        if (!upstream.Context.IsLive)
            yield return PastedWording.AdviceOfCrash(upstream);
        // a service that runs and merely drops connections is not fixed by a restart
        if (!Died(upstream) || upstream is { Unit.IsRunning: true, Answer.HttpStatus: not null })
            yield break;
        const string why = "starts it again; the crash itself needs its developers";
        yield return upstream.Unit?.Active == "inactive"
            ? BackendFixes.Start(upstream, why)
            : BackendFixes.Restart(upstream, why);
    }

    static bool Died(FailingUpstream upstream) =>
        upstream.Exit is { WasServing: true } || ProcessFaults.Find(upstream).Any();

    static ErrorGroup? Dropped(FailingUpstream upstream) =>
        upstream.Find(ErrorKind.PrematureClose, ErrorKind.Reset, ErrorKind.BrokenPipe);

    static ErrorGroup? MostlyResets(FailingUpstream upstream) =>
        Dropped(upstream) is { Kind: ErrorKind.Reset } resets ? resets : null;

    /// <summary>Pasted lines of the kernel name the process; whose it is nobody can ask.</summary>
    static IEnumerable<EvidenceItem> PastedFaults(FailingUpstream upstream) =>
        upstream.Context.IsLive
            ? []
            : (upstream.Context.Facts.Find<KernelEvents>()?.Faults ?? [])
                .Where(fault => fault.Name != "nginx")
                .TakeLast(1)
                .Select(fault => new EvidenceItem("kernel.events", fault.Line, At: fault.Time));

    static EvidenceItem? EndedByItself(FailingUpstream upstream) =>
        IsNoticed(upstream) && upstream.Exit is { WasServing: true } exit
            ? new("services.units", exit.Text, At: exit.At)
            : null;

    /// <summary>Requests were dropped or are refused since, or nobody has asked yet.</summary>
    static bool IsNoticed(FailingUpstream upstream) =>
        upstream.Count == 0
        || Dropped(upstream) is not null
        || upstream.Has(ErrorKind.Refused, ErrorKind.SocketMissing, ErrorKind.NoLiveUpstreams);

    static ErrorGroup? RefusedSince(FailingUpstream upstream) =>
        Dropped(upstream) is null ? upstream.Find(ErrorKind.Refused) : null;

    static string? LimitsItsClients(FailingUpstream upstream) =>
        Dropped(upstream) is not null
        && upstream.Pool?.Settings.GetValueOrDefault("listen.allowed_clients") is { Length: > 0 } allowed
            ? $"the pool only accepts clients from listen.allowed_clients = {allowed}"
            : null;
}
