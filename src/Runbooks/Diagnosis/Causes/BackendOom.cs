using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>Killed for memory by the kernel or its control group, or the runtime's own heap is used up.</summary>
public sealed class BackendOom : Cause
{
    static readonly string[] HeapWords = ["JavaScript heap out of memory", "java.lang.OutOfMemoryError", "Allowed memory size of", "MemoryError", "Cannot allocate memory", "Perhaps out of memory"];

    public override string Id => "backend-oom";

    public override string Family => "resource-exhaustion";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        var death = Deaths.Of(s, f);
        if (death?.Kill is { } kill)
        {
            h.For(Weight.KilledForMemory, "kernel.events", kill.Line, null, kill.Time);
            h.For(Weight.Hinted, "services.units", death.Text, null, death.At);
        }
        else if (f.Unit?.Result == "oom-kill") h.For(Weight.KilledForMemory, "services.units", $"{f.Unit.Name} was killed by the OOM killer", null, f.Unit.ExitedAt);
        foreach (var (probe, text) in Heap(s, f).Take(2)) h.For(Weight.KilledForMemory, probe, text);
        if (f.Of(Signal.NoMemory) is { } none) h.For(Weight.KilledForMemory, none);
        if (f.Protocol == "fastcgi" && f.Has(Signal.Reset, Signal.PrematureClose) && s.PhpLog.LastOrDefault(l => l.Message.Contains("SIGKILL", StringComparison.Ordinal)) is { } shot)
            h.For(Weight.KilledBySomebody, "php.fpm", shot.Message);
        if (h.Score <= 0) return;

        if (f.Of(Signal.PrematureClose, Signal.Reset, Signal.Refused) is { } lines) h.For(Weight.Hinted, lines);
        var limited = death?.Kill is { CgroupLimit: true } || f.Unit?.MemoryMax is not null;
        h.Title = $"{f.Owner?.Service ?? "the back end"} ran out of memory";
        h.Explanation = $"{(death?.Kill is { } k ? $"The kernel killed {k.Name} because {(limited ? "its memory limit" : "the memory of the host")} was used up" : "Memory ran out for the back end")}; requests to {f.Where} fail until it is back.";
        h.Mend(f.Unit?.IsRunning == true ? "service.restart" : "service.start", "brings it back; it will happen again until it needs less or is given more");
        h.Mend(RemedyCatalog.Advice(limited ? "raise the limit of its control group (MemoryMax=) only after looking for the leak: the limit protects its neighbours" : "give the host more memory or swap, or lower the number of workers; swap costs latency"));
    }

    static IEnumerable<(string Probe, string Text)> Heap(Situation s, Failing f)
    {
        foreach (var entry in s.JournalOf(f.Owner?.Service).Where(e => HeapWords.Any(w => e.Message.Contains(w, StringComparison.Ordinal))))
            yield return ("services.journal", entry.Message.Split('\n')[0]);
        foreach (var line in f.Lines.Where(l => HeapWords.Any(w => l.Message.Contains(w, StringComparison.Ordinal)))) yield return ("nginx.error-log", line.Message);
        if (f.Protocol == "fastcgi" && f.Has(Signal.Reset, Signal.PrematureClose))
            foreach (var line in s.PhpLog.Where(l => HeapWords.Any(w => l.Message.Contains(w, StringComparison.Ordinal)))) yield return ("php.fpm", line.Message);
    }
}
