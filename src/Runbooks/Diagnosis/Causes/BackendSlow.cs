using ChatOps502.Probes.Applications;
using ChatOps502.Probes.Databases;
using ChatOps502.Probes.Runtimes;
using ChatOps502.Probes.System;
using ChatOps502.Runbooks.Diagnosis.Evidence;
using ChatOps502.Runbooks.Diagnosis.Fixes;
using ChatOps502.Runbooks.Diagnosis.Pasted;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>It accepts requests and answers too late: hung, blocked, a slow query, a long job.</summary>
public sealed class BackendSlow : Cause
{
    const int QuickMs = 500;

    public override string Id => "backend-slow";

    public override string Family => CauseFamily.BackendUnavailable;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [
        Rule.Logged(Points.Named, ErrorKind.ReadTimeout),
        Rule.FirstOf(
            Rule.For(Points.WorkerTimeout, WorkersTimedOut),
            Rule.Said(Points.WorkerTimeout, RemarkKind.WorkerTimeout)
        ),
        Rule.For(Points.Named, "nginx.access-log", AnsweredTooLate),
        Rule.Logged(Points.Possible, ClosedForUnknownReason),
        Rule.For(Points.Silent, "upstream.connect", AcceptsAndStaysSilent),
    ];

    public override IReadOnlyList<Rule> Rules { get; } =
    [
        Rule.Logged(Points.Hinted, DroppedByKilledWorkers),
        Rule.For(Points.Frozen, "processes", IsFrozen),
        Rule.For(Points.Hinted, "php.fpm", SlowLog).When(IsLate),
        Rule.For(Points.Hinted, "dependencies", LongQuery).When(IsLate),
        Rule.Against(Points.QuickElsewhere, AnswersQuickly),
    ];

    public override Wording Describe(FailingUpstream upstream)
    {
        if (FrozenProcess(upstream) is { } frozen)
            return new(
                $"{upstream.ServiceOr("the back end")} is frozen",
                $"Process {frozen.Pid} was stopped by a signal: the kernel accepts connections, nobody answers."
            );
        if (!IsLate(upstream) && upstream.Answer is null)
            return PastedWording.OfSlow(upstream);
        var slowest = SlowestRequest(upstream) is { } request ? $", most often {request}" : "";
        return new(
            $"{upstream.ServiceOr(upstream.ToString())} answers too late",
            $"{upstream} accepts requests and does not answer within the time limit{slowest}."
        );
    }

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream)
    {
        var frozen = FrozenProcess(upstream) is not null;
        if (frozen)
            yield return Resume(upstream);
        // a slow page beside quick ones is no reason to lose the others
        if (!frozen && !IsQuick(upstream))
            yield return BackendFixes.Restart(
                upstream,
                "frees hung workers; requests in progress are lost"
            );
        yield return Remedy.Advice(
            $"find what it waits for (slow query, remote call, lock); a longer {upstream.DirectivePrefix}_read_timeout "
                + "only makes clients wait longer and ties up more connections"
        );
        // never the first: it mends neither a hung page nor lost packets
        if (!frozen && IsLate(upstream) && IsQuick(upstream))
            yield return LongerTimeout(upstream);
    }

    /// <summary>Of several that share the address, the one that was stopped.</summary>
    static Remedy? Resume(FailingUpstream upstream)
    {
        const string why = "lets the stopped process continue; nothing is lost";
        return
            FrozenProcess(upstream) is { } frozen && ServingProcesses.UnitOf(upstream, frozen) is { } unit
            ? BackendFixes.ActOn(upstream, unit, "service.resume", why)
            : BackendFixes.Resume(upstream, why);
    }

    /// <summary>Twice the time that is allowed now, two minutes at the most.</summary>
    static Remedy? LongerTimeout(FailingUpstream upstream)
    {
        var directive = upstream.DirectivePrefix + "_read_timeout";
        var allowed = Seconds(upstream.Setting(directive, "60s"));
        if (allowed is < 1 or >= 120)
            return null;
        return NginxFixes.BesidePass(
            upstream,
            "gives slow pages more time; clients wait longer, each one ties up two connections meanwhile, and the "
                + "page stays slow",
            $"{directive} {Math.Clamp(allowed * 2, 15, 120)}s"
        );
    }

    static int Seconds(string time)
    {
        var unit = time.EndsWith('m') ? 60 : 1;
        return int.TryParse(time.TrimEnd('s', 'm'), out var number) ? number * unit : 0;
    }

    static bool IsLate(FailingUpstream upstream) => upstream.Has(ErrorKind.ReadTimeout);

    static bool IsQuick(FailingUpstream upstream) =>
        upstream.Answer is { HttpStatus: not null, Ms: < QuickMs };

    static ErrorGroup? Dropped(FailingUpstream upstream) =>
        upstream.Find(ErrorKind.PrematureClose, ErrorKind.Reset);

    static EvidenceItem? WorkersTimedOut(FailingUpstream upstream)
    {
        if (!IsLate(upstream) && Dropped(upstream) is null)
            return null;
        var killed = ServiceLogExcerpt.WorkerTimeouts(upstream).ToList();
        return killed.Count == 0 ? null : new("services.journal", killed[^1], killed.Count);
    }

    static ErrorGroup? DroppedByKilledWorkers(FailingUpstream upstream) =>
        !IsLate(upstream) && WorkersTimedOut(upstream) is not null ? Dropped(upstream) : null;

    /// <summary>
    /// Workers that are killed for taking too long look like this, too, when only the log was pasted.
    /// </summary>
    static ErrorGroup? ClosedForUnknownReason(FailingUpstream upstream)
    {
        if (
            upstream.Context.IsLive
            || IsLate(upstream)
            || ServiceLogExcerpt.WorkerTimeouts(upstream).Any()
        )
            return null;
        return upstream.Find(ErrorKind.PrematureClose);
    }

    /// <summary>504 in a pasted access log that no error line explains.</summary>
    static string? AnsweredTooLate(FailingUpstream upstream) =>
        upstream.Requests.Count(line => line.Status == 504) is > 0 and var late
            ? $"{late} requests ended with 504"
            : null;

    static string? AcceptsAndStaysSilent(FailingUpstream upstream) =>
        upstream.Answer is { Silent: true } answer
            ? $"{upstream} accepts the connection and sends nothing for {answer.Ms} ms"
            : null;

    static string? AnswersQuickly(FailingUpstream upstream) =>
        IsLate(upstream) && IsQuick(upstream)
            ? $"{upstream} answered {upstream.Answer!.HttpStatus} in {upstream.Answer.Ms} ms on /"
            : null;

    static string? SlowLog(FailingUpstream upstream) =>
        upstream.Protocol == "fastcgi"
        && upstream.BackendHost.Find<PhpFpm>() is { Slow: { Count: > 0 } slow }
            ? "slow log: " + string.Join(" | ", slow.Take(4))
            : null;

    static string? LongQuery(FailingUpstream upstream)
    {
        var answers = upstream.BackendHost.Find<Dependencies>()?.Answers ?? [];
        return answers.FirstOrDefault(answer => answer.Longest is not null) is { } busy
            ? $"{busy.Kind} has been running a query for {busy.Longest}"
            : null;
    }

    static string? IsFrozen(FailingUpstream upstream) =>
        FrozenProcess(upstream) is { } process
            ? $"pid {process.Pid} ({process.Command}) is stopped (state T)"
            : null;

    static HostProcess? FrozenProcess(FailingUpstream upstream) => ServingProcesses.Stopped(upstream);

    static string? SlowestRequest(FailingUpstream upstream) =>
        upstream
            .Lines.Where(line => ErrorKinds.Classify(line) == ErrorKind.ReadTimeout)
            .GroupBy(line => line.Request)
            .MaxBy(group => group.Count())
            ?.Key;
}
