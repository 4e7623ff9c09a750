using System.Text.RegularExpressions;
using ChatOps502.Probes.Runtimes;
using ChatOps502.Probes.System;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>Alive, but its workers, threads or accept queue are full.</summary>
public sealed partial class BackendSaturated : Cause
{
    public override string Id => "backend-saturated";

    public override string Family => "resource-exhaustion";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        var full = f.Of(Signal.QueueFull);
        var busy = Saturation.Of(s, f);
        if (full is not null)
            h.For(Weight.AcceptQueueFull, full);
        if (
            busy is not null
            && (
                full is not null
                || f.Has(Signal.ReadTimeout, Signal.ConnectTimeout, Signal.PrematureClose)
                || f.Answer?.Silent == true
            )
        )
            h.For(
                busy.Probe == "php.fpm" ? Weight.OutOfWorkers : Weight.QueueIsFull,
                busy.Probe,
                busy.Text,
                null,
                busy.At
            );
        var files = LastWords.Of(s, f, TooManyFiles());
        if (files is not null && f.Count > 0)
            h.For(Weight.OutOfWorkers, "services.journal", files);
        if (h.Score <= 0)
            return;
        if (f.Of(Signal.ReadTimeout, Signal.ConnectTimeout) is { } late)
            h.For(Weight.Hinted, late);
        if (f.Answer?.Silent == true)
            h.For(Weight.Hinted, "upstream.connect", $"{f.Where} leaves a new connection waiting");
        if (BackendFrozen(f))
            h.Against(Weight.BetterExplained, "its process is stopped, so the queue fills for that reason");

        if (files is not null)
            TellOfFiles(f, h, files);
        else
            TellOfWorkers(f, h, busy);
    }

    static void TellOfFiles(Failing f, Hypothesis h, string words)
    {
        var who = f.Owner?.Service ?? "the back end";
        h.Title = $"{who} has no file descriptor left";
        h.Explanation =
            $"{who} has opened as many files and connections as it may ({words}): requests to {f.Where} fail "
            + "until it closes some.";
        if (f is { Unit: { Manager: "systemd", Files: { Soft: < 65536 } now } unit, Owner.Sure: true })
            h.MendBackend(
                UnitSetting.Remedy(
                    unit.Name,
                    $"more files and connections at a time than {now.Soft}; a leak of them is not mended by it",
                    $"LimitNOFILE=65536:{Math.Max(65536, now.Hard)}"
                )
            );
        h.Mend("service.restart", "closes them all; a leak fills the limit again");
        h.Mend(
            RemedyCatalog.Advice($"look at what it keeps open: ls -l /proc/{f.Unit?.MainPid?.ToString() ?? "PID"}/fd")
        );
    }

    static void TellOfWorkers(Failing f, Hypothesis h, Saturation? busy)
    {
        h.Title = $"{f.Owner?.Service ?? f.Where} has no free worker";
        h.Explanation =
            $"{f.Owner?.Service ?? "The back end"} is alive, but all its workers are "
            + $"taken{(busy is null ? "" : $" ({busy.Text})")}: new requests to {f.Where} wait until they time "
            + "out.";
        if (
            f.Home.Find<PhpFpm>()?.Of(f.Backend) is { MaxChildren: { } children } pool
            && Room(f, children) is var more
            && more > children
        )
            h.MendPool(
                pool,
                $"{more} children instead of {children}, as many as memory has room for; slow pages stay slow",
                $"pm.max_children = {more}"
            );
        h.Mend("service.restart", "frees workers that hang; under real load it fills again within minutes");
        h.Mend(
            RemedyCatalog.Advice(
                "raise the number of workers or threads only as far as memory allows: workers × memory of one "
                    + "must fit; better, find what keeps them busy"
            )
        );
    }

    /// <summary>Up to four times as many children, when half of the free memory can hold them.</summary>
    static int Room(Failing f, int children)
    {
        var each = Math.Max(
            f.Processes?.All.Where(p => p.Command.StartsWith("php-fpm: pool"))
                .Select(p => p.RssKb)
                .DefaultIfEmpty()
                .Max()
                ?? 0,
            20_000
        );
        var free = f.Home.Find<Memory>()?.AvailableKb / 2 ?? 0;
        return children + (int)Math.Min(children * 3L, free / each);
    }

    // accept4: Too many open files   |   Error: EMFILE: too many open files, open '/opt/a'   |   OSError: [Errno 24]
    [GeneratedRegex(@"(?i)too many open files|\bEMFILE\b|errno 24\b")]
    private static partial Regex TooManyFiles();

    static bool BackendFrozen(Failing f) => f.Listener?.Pid is { } pid && f.Processes?.IsStopped(pid) == true;
}
