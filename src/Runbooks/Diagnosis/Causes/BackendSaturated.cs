using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>Alive, but its workers, threads or accept queue are full.</summary>
public sealed class BackendSaturated : Cause
{
    public override string Id => "backend-saturated";

    public override string Family => "resource-exhaustion";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        var full = f.Of(Signal.QueueFull);
        var busy = Saturation.Of(s, f);
        if (full is not null) h.For(new Weight(3.0, "EAGAIN on a unix socket means its accept queue is full"), full);
        if (busy is not null && (full is not null || f.Has(Signal.ReadTimeout, Signal.ConnectTimeout, Signal.PrematureClose) || f.Answer?.Silent == true))
            h.For(busy.Probe == "php.fpm" ? Weight.OutOfWorkers : Weight.QueueIsFull, busy.Probe, busy.Text, null, busy.At);
        if (h.Score <= 0) return;
        if (f.Of(Signal.ReadTimeout, Signal.ConnectTimeout) is { } late) h.For(Weight.Hinted, late);
        if (f.Answer?.Silent == true) h.For(Weight.Hinted, "upstream.connect", $"{f.Where} leaves a new connection waiting");
        if (BackendFrozen(s, f)) h.Against(Weight.BetterExplained, "its process is stopped, so the queue fills for that reason");

        h.Title = $"{f.Owner?.Service ?? f.Where} has no free worker";
        h.Explanation = $"{f.Owner?.Service ?? "The back end"} is alive, but all its workers are taken{(busy is null ? "" : $" ({busy.Text})")}: new requests to {f.Where} wait until they time out.";
        h.Mend("service.restart", "frees workers that hang; under real load it fills again within minutes");
        h.Mend(RemedyCatalog.Advice("raise pm.max_children (or workers, threads) only as far as memory allows: children × memory of one must fit; better, find what keeps workers busy"));
    }

    static bool BackendFrozen(Situation s, Failing f) => f.Listener?.Pid is { } pid && s.Facts.Find<Probes.Processes.Processes>()?.IsStopped(pid) == true;
}
