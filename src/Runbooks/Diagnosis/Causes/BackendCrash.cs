using ChatOps502.Probes.Runtimes;
using ChatOps502.Probes.System;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The back end dies, or drops the connection, while it works on a request.</summary>
public sealed class BackendCrash : Cause
{
    public override string Id => "backend-crash";

    public override string Family => "backend-unavailable";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        var dropped = f.Of(Signal.PrematureClose, Signal.Reset, Signal.BrokenPipe);
        var death = Deaths.Of(s, f);
        var respawned = s.PastedAppLog.Where(l => l.StartsWith("Respawned") || l.Contains("lifetime reached")).ToList();
        if (respawned.Count > 0)
            h.For(Weight.Hinted, "app.log", respawned[^1], respawned.Count);
        if (dropped is not null)
            h.For(dropped.Signal == Signal.Reset ? Weight.Dropped : Weight.Hinted, dropped);
        else if (
            respawned.Count == 0 && death is not { Ran: true }
            || !f.Has(Signal.Refused, Signal.SocketMissing, Signal.NoLiveUpstreams) && f.Count > 0
        )
            return;
        else if (f.Of(Signal.Refused) is { } refused)
            h.For(Weight.Named, refused);

        if (death is { Ran: true })
        {
            h.For(Weight.ServiceDied, "services.units", death.Text, null, death.At);
            if (death.Kill is not null || f.Unit?.Result == "oom-kill" || BackendOom.SaysItself(s, f))
                h.Against(Weight.BetterExplained, "it ended for want of memory");
        }
        var faults = Faults(s, f).Take(3).ToList();
        foreach (var child in faults)
            h.For(Weight.ServiceDied, child.Probe, child.Text, child.Count, child.At);
        if (
            dropped is not null
            && f.Home.Find<PhpFpm>()?.Of(f.Backend)?.Settings.GetValueOrDefault("listen.allowed_clients")
                is { Length: > 0 } allowed
        )
            h.For(Weight.Hinted, "php.fpm", $"the pool only talks to listen.allowed_clients = {allowed}");
        if (f.Squatter is not null)
            h.Against(Weight.BetterExplained, "another program has its port");
        if (f.MissingDirectory is { } gone)
            h.Against(
                Weight.BetterExplained,
                $"{gone} does not exist: whoever cannot make its socket gives up and is started again"
            );
        if (DiskFull.Explains(s, f))
            h.Against(Weight.BetterExplained, "its disk is full");
        if (DependencyDown.Explains(s, f))
            h.Against(Weight.Rivalled, "it misses a dependency");
        if (LastWords.Of(s, f) is { } words)
            h.For(Weight.Hinted, "services.journal", words);

        var died = death is { Ran: true } || faults.Count > 0;
        h.Title = f.Owner is { } o
            ? $"{o.Service} {(died ? "crashes" : "drops connections")}"
            : $"the back end at {f.Where} drops connections";
        h.Explanation = death is { Ran: true }
            ? $"{death.Text}; requests to {f.Where} were lost with it."
            : $"The back end at {f.Where} takes requests and closes the connection without an answer.";
        // what runs and merely drops connections is not brought back by a restart
        if (died && (f.Unit is not { IsRunning: true } || f.Answer is not { HttpStatus: not null }))
            h.Mend(
                f.Unit?.Active == "inactive" ? "service.start" : "service.restart",
                "starts it again; the crash itself needs its developers"
            );
    }

    static IEnumerable<Evidence> Faults(Situation s, Failing f)
    {
        var from = s.Now - s.Since;
        if (f.Protocol == "fastcgi")
            foreach (
                var line in s.PhpLog(f)
                    .Where(l =>
                        l.Message.Contains("SIGSEGV") || l.Message.Contains("SIGBUS") || l.Message.Contains("SIGABRT")
                    )
                    .Take(3)
            )
                yield return new("php.fpm", line.Message);
        if (f.Protocol == "fastcgi" && s.Live && f.Home.Find<KernelEvents>() is { Kills.Count: 0 })
            foreach (var line in s.PhpLog(f).Where(l => l.Message.Contains("SIGKILL")).Take(2))
                yield return new("php.fpm", line.Message);
        if (
            LastWords.OfWorkers(s, f).ToList() is { Count: > 0 } workers
            && BackendSlow.WorkerTimeouts(s, f).FirstOrDefault() is null
        )
            yield return new("services.journal", workers[^1], workers.Count);
        foreach (
            var fault in (f.Home.Find<KernelEvents>()?.Faults ?? [])
                .Where(k =>
                    k.Time >= from
                    && (
                        f.Unit?.Command.Contains(k.Name) == true
                        || f.Owner?.Service.Contains(k.Name.Split(':')[0]) == true
                    )
                )
                .Take(3)
        )
            yield return new("kernel.events", fault.Line, null, fault.Time);
    }
}
