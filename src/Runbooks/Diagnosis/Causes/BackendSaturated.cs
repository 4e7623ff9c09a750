using System.Text.RegularExpressions;
using ChatOps502.Probes.Applications;
using ChatOps502.Probes.Network;
using ChatOps502.Runbooks.Diagnosis.Evidence;
using ChatOps502.Runbooks.Diagnosis.Fixes;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>Alive, but its workers, threads, files or accept queue are used up.</summary>
public sealed partial class BackendSaturated : Cause
{
    const long EnoughFiles = 65536;

    public override string Id => "backend-saturated";

    public override string Family => CauseFamily.ResourceExhaustion;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [
        Rule.Logged(Points.AcceptQueueFull, ErrorKind.QueueFull),
        Rule.Logged(Points.AcceptQueueFull, TimesOutOnOwnHost),
        Rule.FirstOf(
                Rule.For(Points.OutOfWorkers, PoolIsBusy),
                Rule.For(Points.QueueIsFull, OthersAreBusy)
            )
            .When(MakesRequestsWait),
        Rule.Said(Points.OutOfWorkers, RemarkKind.QueueFull).When(upstream => !HasSaturation(upstream)),
        Rule.Said(Points.OutOfWorkers, RemarkKind.TooManyFiles)
            .When(upstream => upstream.MayDropConnections),
        Rule.For(Points.QueueIsFull, "sockets.listening", AnyQueueIsFull)
            .When(upstream => upstream.Count == 0),
        Rule.For(Points.OutOfWorkers, "services.journal", OutOfFiles)
            .When(upstream => upstream.Count > 0),
    ];

    public override IReadOnlyList<Rule> Rules { get; } =
    [
        Rule.Logged(Points.Hinted, ErrorKind.ReadTimeout, ErrorKind.ConnectTimeout),
        Rule.For(Points.Hinted, "upstream.connect", LeavesConnectionsWaiting),
    ];

    public override Wording Describe(FailingUpstream upstream) =>
        OutOfFiles(upstream) is { } words ? DescribeFiles(upstream, words) : DescribeWorkers(upstream);

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream) =>
        OutOfFiles(upstream) is null ? WorkerRemedies(upstream) : FileRemedies(upstream);

    static Wording DescribeFiles(FailingUpstream upstream, string words)
    {
        var service = upstream.ServiceOr("the back end");
        return new(
            $"{service} has no file descriptor left",
            $"{service} has as many files and connections open as it is allowed ({words}): requests to {upstream} "
                + "fail until it closes some."
        );
    }

    static Wording DescribeWorkers(FailingUpstream upstream)
    {
        var words = upstream.Saturation?.Text ?? upstream.Said(RemarkKind.QueueFull)?.Text;
        var busy = words is null ? "" : $" ({words})";
        return new(
            $"{upstream.ServiceOr(upstream.ToString())} has no free worker",
            $"{upstream.ServiceOr("The back end")} is alive, but all its workers are busy{busy}: new requests to "
                + $"{upstream} wait until they time out."
        );
    }

    static IEnumerable<Remedy?> FileRemedies(FailingUpstream upstream)
    {
        yield return MoreFiles(upstream);
        yield return BackendFixes.Restart(upstream, "closes them all; a leak fills the limit again");
        var pid = upstream.Unit?.MainPid?.ToString() ?? "PID";
        yield return Remedy.Advice($"look at what it keeps open: ls -l /proc/{pid}/fd");
    }

    static Remedy? MoreFiles(FailingUpstream upstream)
    {
        if (
            upstream
            is not {
                Owner.Sure: true,
                Unit: { Manager: "systemd", Files: { Soft: < EnoughFiles } now } unit
            }
        )
            return null;
        return BackendFixes.SetUnit(
            upstream,
            unit,
            $"allows more than {now.Soft} files and connections at a time; a leak of them is not fixed by it",
            $"LimitNOFILE={EnoughFiles}:{Math.Max(EnoughFiles, now.Hard)}"
        );
    }

    static IEnumerable<Remedy?> WorkerRemedies(FailingUpstream upstream) =>
        [
            PoolFixes.MoreChildren(upstream),
            BackendFixes.Restart(
                upstream,
                "frees workers that hang; under real load they are all busy again within minutes"
            ),
            Remedy.Advice(
                "raise the number of workers or threads only as far as memory allows: workers × memory of one must "
                    + "fit; better, find what keeps them busy"
            ),
        ];

    /// <summary>Pasted lines only: within one host nothing drops packets but a queue that is full.</summary>
    static ErrorGroup? TimesOutOnOwnHost(FailingUpstream upstream) =>
        upstream.Context.IsLive || upstream.Backend is not ({ IsUnix: true } or { IsLoopback: true })
            ? null
            : upstream.Find(ErrorKind.ConnectTimeout);

    static bool HasSaturation(FailingUpstream upstream) =>
        MakesRequestsWait(upstream) && upstream.Saturation is not null;

    /// <summary>Without an error line nobody knows whose address counts.</summary>
    static string? AnyQueueIsFull(FailingUpstream upstream)
    {
        if (upstream.Context.IsLive)
            return null;
        var all = upstream.Context.Facts.Find<Listeners>()?.All ?? [];
        var full = all.FirstOrDefault(one => one is { Queue: > 0 } && one.Queue >= one.Backlog);
        return full is null
            ? null
            : $"{full.Queue} connections wait in the accept queue of {full} ({full.Backlog})";
    }

    static bool MakesRequestsWait(FailingUpstream upstream) =>
        upstream.Answer is { Silent: true }
        || upstream.Has(
            ErrorKind.QueueFull,
            ErrorKind.ReadTimeout,
            ErrorKind.ConnectTimeout,
            ErrorKind.PrematureClose
        );

    static EvidenceItem? PoolIsBusy(FailingUpstream upstream) =>
        upstream.Saturation is { Probe: "php.fpm" } busy ? new(busy.Probe, busy.Text, At: busy.At) : null;

    static EvidenceItem? OthersAreBusy(FailingUpstream upstream) =>
        upstream.Saturation is { } busy ? new(busy.Probe, busy.Text, At: busy.At) : null;

    static string? LeavesConnectionsWaiting(FailingUpstream upstream) =>
        upstream.Answer is { Silent: true } ? $"{upstream} leaves a new connection waiting" : null;

    static string? OutOfFiles(FailingUpstream upstream) =>
        ServiceLogExcerpt.Newest(upstream, TooManyFiles());

    // accept4: Too many open files   |   Error: EMFILE: too many open files, open '/opt/a'   |   OSError: [Errno 24]
    [GeneratedRegex(@"(?i)too many open files|\bEMFILE\b|errno 24\b")]
    private static partial Regex TooManyFiles();
}
