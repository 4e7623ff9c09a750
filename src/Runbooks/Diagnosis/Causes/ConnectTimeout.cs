using ChatOps502.Probes.Network;
using ChatOps502.Runbooks.Diagnosis.Evidence;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>Connecting times out: packets are dropped, or the host is dead.</summary>
public sealed class ConnectTimeout : Cause
{
    public override string Id => "connect-timeout";

    public override string Family => CauseFamily.Network;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [
        Rule.FirstOf(
            Rule.Logged(Points.Decisive, ErrorKind.ConnectTimeout),
            Rule.For(Points.Named, "upstream.connect", DoesNotAnswer)
        ),
    ];

    public override IReadOnlyList<Rule> Rules { get; } =
    [
        Rule.For(Points.FirewallRule, "network.path", upstream => upstream.DropRule),
        Rule.For(Points.HostSilent, "network.path", NoNeighbour),
        Rule.For(Points.HostSilent, HostCannotBeProbed),
        Rule.Against(Points.AnswersNow, AcceptsNow),
    ];

    public override Wording Describe(FailingUpstream upstream)
    {
        var title = IsHostDead(upstream)
            ? $"{upstream.Backend!.Host} is down"
            : $"no answer from {upstream} while connecting";
        return new(title, $"Packets to {upstream} get no answer at all: {Reason(upstream)}.");
    }

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream) =>
        [
            Remedy.Advice(
                upstream.DropRule is { } rule
                    ? Firewall.Advice(rule)
                    : "check whether a security group or firewall between the two hosts changed, and whether the other "
                        + "host is up"
            ),
        ];

    static string Reason(FailingUpstream upstream)
    {
        if (upstream.DropRule is { } rule)
            return $"a firewall drops them ({rule})";
        return IsHostDead(upstream)
            ? "no machine answers at that address"
            : "a firewall drops them, the host is down, or its accept queue is full";
    }

    static string? DoesNotAnswer(FailingUpstream upstream) =>
        upstream is { Answer: { Errno: 110, Phase: "connect" } answer, Backend.IsUnix: false }
            ? $"no answer from {upstream} within {answer.Ms} ms"
            : null;

    static bool IsHostDead(FailingUpstream upstream) =>
        upstream.Backend is { } backend
        && upstream.Context.Facts.Find<NetworkPaths>()?.Of(backend.Host)
            is { Neighbour: "FAILED" or "INCOMPLETE" };

    static string? NoNeighbour(FailingUpstream upstream) =>
        IsHostDead(upstream)
            ? $"{upstream.Backend!.Host} does not even answer on its own network: the host is down, or another took "
                + "its address"
            : null;

    /// <summary>A configured host that was followed and could not be reached either.</summary>
    static EvidenceItem? HostCannotBeProbed(FailingUpstream upstream)
    {
        var outcomes = upstream.Context.Facts.Outcomes;
        return
            outcomes.FirstOrDefault(outcome => !outcome.Ok && outcome.Probe.StartsWith("host "))
                is { } failed
            ? new(failed.Probe, $"the bot could not reach it either: {failed.Error}")
            : null;
    }

    static string? AcceptsNow(FailingUpstream upstream) =>
        upstream.Answer is { Connected: true } ? $"{upstream} takes connections now" : null;
}
