using ChatOps502.Probes.Network;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>Nothing listens: the service is stopped or does not come up.</summary>
public sealed class BackendDown : Cause
{
    public override string Id => "backend-down";

    public override string Family => "backend-unavailable";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        if (s.Configuration?.Group(f.Backend?.Host) is not null)
            return; // a group is no address
        if (f.Of(Signal.Refused, Signal.SocketMissing, Signal.NoLiveUpstreams) is { } lines)
            h.For(lines.Signal == Signal.Refused ? Weight.Named : Weight.Hinted, lines);
        else if (f.Answer?.Errno is 111 or 2)
            h.For(Weight.Named, "upstream.connect", $"{f.Where} refuses connections");
        else if (f.Squatter is null || f.Count == 0)
            return;

        WeighPort(f, h);
        WeighUnit(s, f, h);
        WeighRivals(s, f, h);
        if (f.Unit is not { Active: "inactive", Result: "success" } && LastWords.Of(s, f) is { } words)
            h.For(Weight.Hinted, "services.journal", words);

        h.Title = f.Owner is { } owner ? $"{owner.Service} {Word(f)}" : $"nothing listens on {f.Where}";
        h.Explanation =
            $"{(f.Owner is { } o ? o.Service + " " + Word(f) : "The back end is not running")}: nothing listens "
            + $"on {f.Where}, so nginx cannot connect.{(f.Owner is { } w ? $" Found by: {w.Because}." : "")}";
        if (f.Squatter is { } squatter)
            TellOfSquatter(f, squatter, h);
        else
            Offer(s, f, h);
    }

    static void WeighPort(Failing f, Hypothesis h)
    {
        if (f.Squatter is { } squatter)
            h.For(
                Weight.PortTaken,
                "sockets.listening",
                $"{squatter} (pid {squatter.Pid}) has the port, and is not {f.Owner!.Service}"
            );
        else if (f.Answer is { HttpStatus: not null } answer)
            h.Against(Weight.AnswersNow, $"{f.Where} answers {answer.HttpStatus} now");
        else if (f.Listener is { } listener)
            h.Against(Weight.SomebodyListens, $"{listener} listens there");
        if (f.Listeners is not null && f.Listener is null)
            h.For(Weight.NobodyListens, "sockets.listening", $"nothing listens on {f.Where}");
    }

    /// <summary>Other findings that explain a closed port completely.</summary>
    static void WeighRivals(Situation s, Failing f, Hypothesis h)
    {
        if (DiskFull.Explains(s, f))
            h.Against(Weight.BetterExplained, "its disk is full");
        if (DependencyDown.Explains(s, f))
            h.Against(Weight.BetterExplained, "it misses a dependency");
        if (StaleName.Of(s, f) is { } stale)
            h.Against(Weight.BetterExplained, stale);
        if (Firewall.Against(s, f, "REJECT") is { } rule)
            h.Against(Weight.BetterExplained, $"a firewall rejects: {rule}");
        if (f.Unit is null && Strays.VouchedFor(s, f) is [var stray, ..])
            h.Against(Weight.Rivalled, $"{stray} listens and nothing in nginx points there");
    }

    static void TellOfSquatter(Failing f, Listener squatter, Hypothesis h)
    {
        h.Title = $"{f.Owner!.Service} does not run, and {squatter.Process} has its port";
        h.Explanation =
            $"{squatter} (pid {squatter.Pid}) listens where {f.Owner.Service} should, which is {f.Unit!.Active} "
            + $"and cannot start as long as the port is taken. Found by: {f.Owner.Because}.";
        h.Mend(
            RemedyCatalog.Advice(
                $"find out who started pid {squatter.Pid} and stop it there, then start {f.Owner.Service}"
            )
        );
    }

    /// <summary>A start, unless it is known that it would fail again.</summary>
    static void Offer(Situation s, Failing f, Hypothesis h)
    {
        var trouble = UnitTrouble.Of(s, f);
        if (trouble is not null)
            h.Explanation += $" {trouble}";
        if (DiskFull.Explains(s, f))
            h.Mend(RemedyCatalog.Advice("make room first: it would end again at once"));
        else if (trouble is not null)
            h.Mend(RemedyCatalog.Advice($"a start would fail again: {trouble}"));
        else if (f.Unit?.LoadState == "masked")
            h.Mend(
                RemedyCatalog.Advice(
                    $"{f.Unit.Name} is masked: somebody forbade it to start. Ask who and why, then: systemctl "
                        + $"unmask --now {f.Unit.Name}"
                )
            );
        else if (f.Unit is { Active: "activating", Restarts: > 0 } loop)
            h.Mend(
                RemedyCatalog.Advice(
                    $"systemd starts {loop.Name} again and again already ({loop.Restarts} times): another start "
                        + "changes nothing; mend what it says in its journal"
                )
            );
        else
            h.Mend(
                f.Unit?.Active is "failed" or "activating" || f.Unit?.IsRunning == true
                    ? "service.restart"
                    : "service.start",
                $"{f.Owner?.Service} should listen on {f.Where} and {Word(f)}"
            );
    }

    static void WeighUnit(Situation s, Failing f, Hypothesis h)
    {
        if (f.Unit is not { } unit)
            return;
        var at = unit.ExitedAt ?? unit.ChangedAt;
        if (f.MissingDirectory is { } gone)
            h.Against(Weight.BetterExplained, $"{gone} does not exist: {unit.Name} has nowhere to put its socket");
        else if (Deaths.Of(s, f) is { Ran: true } death)
            h.Against(Weight.BetterExplained, $"{unit.Name} did not just stop: {death.Text}");
        else if (!unit.IsRunning && f.Owner is { Sure: false } guess)
            h.For(Weight.Hinted, "services.units", $"{unit.Name} is {unit.Active}; {guess.Because}");
        else if (unit.Active == "inactive")
            h.For(
                Weight.ServiceStopped,
                "services.units",
                $"{unit.Name} is inactive ({unit.Sub}){(unit.Result.Length > 0 ? ", last result " + unit.Result : "")}",
                null,
                at
            );
        else if (unit.IsStopped || unit.Active == "activating")
            h.For(
                Weight.FailedToStart,
                "services.units",
                $"{unit.Name} is {unit.Active} "
                    + $"({unit.Result}{(unit.ExitStatus is > 0 ? ", status " + unit.ExitStatus : "")})",
                null,
                at
            );
        else if (unit.IsRunning && f.Listener is null && f.Listeners is not null && Strays.VouchedFor(s, f).Count == 0)
            h.For(Weight.RunsDeaf, "services.units", $"{unit.Name} is {unit.Active} ({unit.Sub}) and listens nowhere");
        else
            h.Against(Weight.OwnerRuns, $"{unit.Name} is {unit.Active} ({unit.Sub})");
    }

    static string Word(Failing f) =>
        f.Unit switch
        {
            { Active: "failed" } => "has failed",
            { Active: "activating" } => "does not come up",
            { IsRunning: true } => "is running but not listening there",
            _ => "is stopped",
        };
}
