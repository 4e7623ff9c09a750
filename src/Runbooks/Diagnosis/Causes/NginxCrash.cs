using System.Text.RegularExpressions;
using ChatOps502.Probes.Applications;
using ChatOps502.Probes.System;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>A worker of nginx, or its master, dies: the requests it held are lost whatever the back end does.</summary>
public sealed partial class NginxCrash : Cause
{
    public override string Id => "nginx-crash";

    public override string Family => CauseFamily.ResourceExhaustion;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [
        Rule.FirstOf(
            Rule.Logged(Points.Decisive, ErrorKind.NginxDied),
            Rule.Said(Points.Decisive, RemarkKind.NginxDied),
            Rule.For(Points.Decisive, KilledForMemory)
        ),
    ];

    public override IReadOnlyList<Rule> Rules { get; } = [Rule.For(Points.Hinted, KernelFault)];

    public override Wording Describe(FailingUpstream upstream)
    {
        var signal = SignalIn(upstream) is { } number ? $" (signal {number})" : "";
        return new(
            "nginx's own worker dies",
            $"A process of nginx ended{signal} while it served: its clients lose their connections, and the master "
                + "starts another one."
        );
    }

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream) =>
        SignalIn(upstream) is "9"
            ?
            [
                Remedy.Advice(
                    "signal 9 comes from the kernel for memory, or from somebody: look at dmesg, then at "
                        + "worker_processes, cache zones and buffers"
                ),
            ]
            :
            [
                Remedy.Advice(
                    "a third-party module is the usual reason: run nginx -V, take out modules that were added "
                        + "or are of "
                        + "another build than nginx, update nginx and them together; a core file (worker_rlimit_core) "
                        + "names the function"
                ),
            ];

    static string? SignalIn(FailingUpstream upstream)
    {
        var lines = upstream.Lines.Select(line => line.Message);
        var said = upstream.Remarks(RemarkKind.NginxDied).Select(remark => remark.Line);
        return lines
            .Concat(said)
            .Select(line => Signal().Match(line))
            .Where(found => found.Success)
            .Select(found => found.Groups[1].Value)
            .FirstOrDefault();
    }

    static KernelEvents? Kernel(FailingUpstream upstream) => upstream.Context.Facts.Find<KernelEvents>();

    static EvidenceItem? KilledForMemory(FailingUpstream upstream) =>
        !upstream.Context.IsLive
        && Kernel(upstream)?.Kills.LastOrDefault(kill => kill.Name == "nginx") is { } kill
            ? new("kernel.events", kill.Line, At: kill.Time)
            : null;

    static EvidenceItem? KernelFault(FailingUpstream upstream) =>
        Kernel(upstream)?.Faults.LastOrDefault(fault => fault.Name == "nginx") is { } fault
            ? new("kernel.events", fault.Line, At: fault.Time)
            : null;

    // worker process 55 exited on signal 11 (core dumped)
    [GeneratedRegex(@"exited on signal (\d+)")]
    private static partial Regex Signal();
}
