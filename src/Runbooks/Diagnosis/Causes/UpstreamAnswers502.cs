using ChatOps502.Probes.Nginx;
using ChatOps502.Runbooks.Diagnosis.Sources;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The back end itself answers 502 or 504: the fault is one hop further.</summary>
public sealed class UpstreamAnswers502 : Cause
{
    public override string Id => "upstream-answers-502";

    public override string Family => CauseFamily.BackendUnavailable;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [
        Rule.FirstOf(
            Rule.For(Points.AnsweredItself, "nginx.access-log", SentAnAnswer),
            Rule.For(Points.Hinted, "nginx.access-log", HasItsStatus),
            Rule.Logged(Points.Hinted, ErrorKind.AuthRequest)
        ),
    ];

    public override Wording Describe(FailingUpstream upstream)
    {
        if (upstream.Has(ErrorKind.AuthRequest))
            return new(
                "the request for authentication is answered with an error",
                "auth_request asked its own back end, and that answered with an error: the page itself was not "
                    + "asked for."
            );
        return new(
            $"{upstream} itself answers 502",
            $"nginx reached {upstream} and passed its answer on: the 502 was made there, or one hop further."
        );
    }

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream) =>
        [
            Remedy.Advice(
                upstream.Has(ErrorKind.AuthRequest)
                    ? "look at the service behind auth_request: the log of its location says why it answers so"
                    : $"look at the log of whatever answers at {upstream} (another proxy, an ingress, a "
                        + "sidecar): it says "
                        + "which of its own back ends failed"
            ),
        ];

    /// <summary>A status with a body: a connection that failed gets a status from nginx and no bytes.</summary>
    static string? SentAnAnswer(FailingUpstream upstream)
    {
        var answered = upstream.Requests.Where(HasBytes).ToList();
        return answered.Count == 0 ? null : Sentence(answered, "sent by it");
    }

    static string? HasItsStatus(FailingUpstream upstream)
    {
        var same = upstream
            .Requests.Where(line => IsFailure(line) && line.UpstreamLength is null)
            .ToList();
        return same.Count == 0 ? null : Sentence(same, "as the log has it");
    }

    static string Sentence(IReadOnlyList<AccessLine> lines, string how) =>
        $"upstream_status {FailedRequests.LastOf(lines[^1].UpstreamStatus)} {how} in {lines.Count} failed requests";

    static bool HasBytes(AccessLine line) =>
        IsFailure(line)
        && long.TryParse(FailedRequests.LastOf(line.UpstreamLength), out var bytes)
        && bytes > 0;

    static bool IsFailure(AccessLine line) =>
        FailedRequests.LastOf(line.UpstreamStatus) is { } status && status == line.Status?.ToString();
}
