using ChatOps502.Probes.Applications;
using ChatOps502.Probes.Network;
using ChatOps502.Runbooks.Diagnosis.Evidence;
using ChatOps502.Runbooks.Diagnosis.Fixes;
using ChatOps502.Runbooks.Diagnosis.Pasted;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>Nothing listens: the service is stopped or does not come up.</summary>
public sealed class BackendDown : Cause
{
    public override string Id => "backend-down";

    public override string Family => CauseFamily.BackendUnavailable;

    static readonly Rule PortIsTaken = Rule.For(
        Points.PortTaken,
        "sockets.listening",
        DescribePortConflict
    );

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [
        Rule.FirstOf(
            Rule.Logged(Points.Named, MostlyRefusals),
            Rule.Logged(Points.Hinted, ErrorKind.SocketMissing, ErrorKind.NoLiveUpstreams),
            Rule.For(Points.Named, "upstream.connect", RefusesConnections)
        ),
        PortIsTaken.When(HasFailures),
        Rule.FirstOf(
                Rule.Said(Points.FailedToStart, RemarkKind.PortTaken),
                Rule.Said(Points.FailedToStart, RemarkKind.FailedToStart),
                Rule.Said(Points.ServiceStopped, RemarkKind.Stopped)
            )
            .When(upstream => upstream.MayBeDown),
        Rule.For(Points.ServiceStopped, PastedStateIsDown).When(upstream => upstream.Count == 0),
    ];

    public override IReadOnlyList<Rule> Rules { get; } =
    [
        PortIsTaken.When(upstream => !HasFailures(upstream)),
        Rule.Against(Points.AnswersNow, AnswersNow),
        Rule.Against(Points.SomebodyListens, SomebodyListens),
        Rule.For(Points.NobodyListens, "sockets.listening", NobodyListens),
        Rule.FirstOf(
                Rule.For(Points.Hinted, "services.units", GuessedServiceStopped),
                Rule.For(Points.ServiceStopped, ServiceStopped),
                Rule.For(Points.FailedToStart, ServiceFailed),
                Rule.For(Points.RunsDeaf, "services.units", RunsAndListensNowhere),
                Rule.Against(Points.ServiceRuns, ServiceRuns)
            )
            .When(StateIsTelling),
        Rule.For(Points.Hinted, "services.journal", LogsTrouble),
        Rule.For(Points.ServiceStopped, "containers", IsRestartedAgainAndAgain),
    ];

    /// <summary>A group is no address that anybody could listen on.</summary>
    public override bool Concerns(FailingUpstream upstream) => !upstream.IsGroup;

    public override Wording Describe(FailingUpstream upstream)
    {
        if (upstream.PortConflict is { } other)
            return DescribePortTaken(upstream, other);
        var trouble = StartFailure.Describe(upstream) is { } reason ? $" {reason}" : "";
        if (!upstream.Context.IsLive)
            return PastedWording.OfBackendDown(upstream);
        if (upstream.Owner is not { } owner)
            return new(
                $"nothing listens on {upstream}",
                $"The back end is not running: nothing listens on {upstream}, so nginx cannot connect.{trouble}"
            );
        var title = $"{owner.Service} {StateOf(upstream)}";
        return new(
            title,
            $"{title}: nothing listens on {upstream}, so nginx cannot connect. Found by: {owner.Because}.{trouble}"
        );
    }

    static Wording DescribePortTaken(FailingUpstream upstream, Listener other)
    {
        var owner = upstream.Owner!;
        return new(
            $"{owner.Service} does not run, and {other.Process} has its port",
            $"{other} (pid {other.Pid}) listens where {owner.Service} should, which is {upstream.Unit!.Active} "
                + $"and cannot start as long as the port is taken. Found by: {owner.Because}."
        );
    }

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream) =>
        [Fix(upstream), upstream.Context.IsLive ? null : PastedWording.AdviceOfBackendDown(upstream)];

    /// <summary>A start, unless it is known that it would fail again.</summary>
    static Remedy? Fix(FailingUpstream upstream)
    {
        if (upstream.PortConflict is { } other)
            return Remedy.Advice(
                $"find out who started pid {other.Pid} and stop it there, then start {upstream.Owner!.Service}"
            );
        if (FullDisk.Complaint(upstream) is not null)
            return Remedy.Advice("free disk space first: the service would stop again at once");
        if (StartFailure.Describe(upstream) is { } reason)
            return Remedy.Advice($"a start would fail again: {reason}");
        if (upstream.Unit is { LoadState: "masked" } masked)
            return Remedy.Advice(
                $"{masked.Name} is masked: somebody prevented it from starting. Ask who and why, then: systemctl "
                    + $"unmask --now {masked.Name}"
            );
        if (upstream.Unit is { Active: "activating", Restarts: > 0 } loop)
            return Remedy.Advice(
                $"systemd already restarts {loop.Name} in a loop ({loop.Restarts} times): another start changes "
                    + "nothing; fix what its journal reports"
            );
        return StartOrRestart(upstream);
    }

    static Remedy? StartOrRestart(FailingUpstream upstream)
    {
        if (Startup.Describe(upstream) is { } starting)
            return Remedy.Advice($"{starting}: wait and look again, a restart would begin anew");
        var why = $"{upstream.Owner?.Service} should listen on {upstream} and {StateOf(upstream)}";
        return upstream.Unit is { IsRunning: true } or { Active: "failed" or "activating" }
            ? BackendFixes.Restart(upstream, why)
            : BackendFixes.Start(upstream, why);
    }

    static string StateOf(FailingUpstream upstream) =>
        upstream.Unit switch
        {
            { Active: "failed" } => "has failed",
            { Active: "activating" } => "does not come up",
            { IsRunning: true } => "is running but not listening there",
            _ => "is stopped",
        };

    static bool HasFailures(FailingUpstream upstream) => upstream.Count > 0;

    static ErrorGroup? MostlyRefusals(FailingUpstream upstream)
    {
        var most = upstream.Find(ErrorKind.Refused, ErrorKind.SocketMissing, ErrorKind.NoLiveUpstreams);
        return most is { Kind: ErrorKind.Refused } ? most : null;
    }

    static string? RefusesConnections(FailingUpstream upstream) =>
        upstream.Answer?.Errno is 111 or 2 ? $"{upstream} refuses connections" : null;

    static string? DescribePortConflict(FailingUpstream upstream) =>
        upstream.PortConflict is { } other
            ? $"{other} (pid {other.Pid}) has the port, and is not {upstream.Owner!.Service}"
            : null;

    static string? AnswersNow(FailingUpstream upstream) =>
        upstream is { PortConflict: null, Answer.HttpStatus: { } status }
            ? $"{upstream} answers {status} now"
            : null;

    static string? SomebodyListens(FailingUpstream upstream) =>
        upstream is { PortConflict: null, Listener: { } listener } && AnswersNow(upstream) is null
            ? $"{listener} listens there"
            : null;

    static string? NobodyListens(FailingUpstream upstream) =>
        upstream.NobodyListens ? $"nothing listens on {upstream}" : null;

    /// <summary>False where a missing directory or the way it ended says more than its state.</summary>
    static bool StateIsTelling(FailingUpstream upstream) =>
        upstream is { Unit: not null, MissingDirectory: null }
        && upstream.Exit is not { WasServing: true };

    static string? GuessedServiceStopped(FailingUpstream upstream) =>
        upstream.Owner is { Sure: false, Unit: { IsRunning: false } unit } guess
            ? $"{unit.Name} is {unit.Active}; {guess.Because}"
            : null;

    static EvidenceItem? ServiceStopped(FailingUpstream upstream)
    {
        if (upstream.Unit is not { Active: "inactive" } unit)
            return null;
        var result = unit.Result.Length > 0 ? $", last result {unit.Result}" : "";
        return new(
            "services.units",
            $"{unit.Name} is inactive ({unit.Sub}){result}",
            At: unit.ExitedAt ?? unit.ChangedAt
        );
    }

    static EvidenceItem? ServiceFailed(FailingUpstream upstream)
    {
        if (
            upstream.Unit is not ({ IsStopped: true } or { Active: "activating" })
            || upstream.Unit is not { } unit
        )
            return null;
        var status = unit.ExitStatus is > 0 ? $", status {unit.ExitStatus}" : "";
        var text = $"{unit.Name} is {unit.Active} ({unit.Result}{status})";
        return new("services.units", text, At: unit.ExitedAt ?? unit.ChangedAt);
    }

    static string? RunsAndListensNowhere(FailingUpstream upstream) =>
        upstream is { Unit: { IsRunning: true } unit, NobodyListens: true }
        && UnreferencedListeners.VouchedFor(upstream).Count == 0
        && ServingProcesses.OwnListeners(upstream).Count == 0
        && Startup.Describe(upstream) is null
            ? $"{unit.Name} is {unit.Active} ({unit.Sub}) and listens nowhere"
            : null;

    static string? ServiceRuns(FailingUpstream upstream) =>
        upstream.Unit is { } unit ? $"{unit.Name} is {unit.Active} ({unit.Sub})" : null;

    static string? IsRestartedAgainAndAgain(FailingUpstream upstream) =>
        upstream is { Context.IsLive: false, Unit: { Manager: "docker", Active: "activating" } loop }
            ? $"{loop.Name} is restarted again and again: between two tries nobody listens"
            : null;

    static EvidenceItem? PastedStateIsDown(FailingUpstream upstream) =>
        upstream is { Context.IsLive: false, Unit: { IsRunning: false, ExitStatus: not 137 } unit }
        && unit is not { Manager: "docker", Active: "activating" }
            ? new("services.units", $"{unit.Name} is {unit.Active} ({unit.Result})", At: unit.ChangedAt)
            : null;

    static string? LogsTrouble(FailingUpstream upstream) =>
        upstream.Unit is { Active: "inactive", Result: "success" } ? null : upstream.LogExcerpt;
}
