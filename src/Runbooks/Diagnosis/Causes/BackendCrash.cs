using ChatOps502.Probes.Kernel;
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
        if (dropped is not null) h.For(dropped.Signal == Signal.Reset ? Weight.Named : Weight.Hinted, dropped);
        else if (death is not { Ran: true } || !f.Has(Signal.Refused, Signal.SocketMissing, Signal.NoLiveUpstreams) && f.Count > 0) return;
        else if (f.Of(Signal.Refused) is { } refused) h.For(Weight.Named, refused);

        if (death is { Ran: true })
        {
            h.For(Weight.ServiceDied, "services.units", death.Text, null, death.At);
            if (death.Kill is not null) h.Against(Weight.BetterExplained, "the kernel killed it for memory");
        }
        foreach (var child in Faults(s, f).Take(3)) h.For(Weight.ServiceDied, child.Probe, child.Text, null, child.At);
        if (LastWords(s, f) is { } words) h.For(Weight.Hinted, "services.journal", words);

        h.Title = f.Owner is { } o ? $"{o.Service} crashes" : $"the back end at {f.Where} drops connections";
        h.Explanation = death is { Ran: true } ? $"{death.Text}; requests to {f.Where} were lost with it." : $"The back end at {f.Where} takes requests and closes the connection without an answer.";
        h.Mend(f.Unit?.Active == "inactive" ? "service.start" : "service.restart", "brings it back; the crash itself needs its developers: the last words are in the evidence");
    }

    static IEnumerable<Evidence> Faults(Situation s, Failing f)
    {
        var from = s.Now - s.Since;
        if (f.Protocol == "fastcgi")
            foreach (var line in s.PhpLog.Where(l => l.Message.Contains("SIGSEGV", StringComparison.Ordinal) || l.Message.Contains("SIGBUS", StringComparison.Ordinal) || l.Message.Contains("SIGABRT", StringComparison.Ordinal)).Take(3))
                yield return new("php.fpm", line.Message);
        foreach (var fault in (s.Facts.Find<KernelEvents>()?.Faults ?? []).Where(k => k.Time >= from && (f.Unit?.Command.Contains(k.Name, StringComparison.Ordinal) == true || f.Owner?.Service.Contains(k.Name.Split(':')[0], StringComparison.Ordinal) == true)).Take(3))
            yield return new("kernel.events", fault.Line, null, fault.Time);
    }

    /// <summary>The line in the journal that names the error it died of.</summary>
    static string? LastWords(Situation s, Failing f) => s.JournalOf(f.Owner?.Service).Where(e => e.Source != "systemd").Select(e => e.Message.Split('\n')[0])
        .LastOrDefault(m => Telling.Any(t => m.Contains(t, StringComparison.OrdinalIgnoreCase)));

    static readonly string[] Telling = ["uncaught", "unhandled", "fatal", "exception", "traceback", "segmentation fault", "panic:", "error:"];
}
