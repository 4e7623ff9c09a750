using ChatOps502.Probes.Nginx;
using ChatOps502.Runbooks.Diagnosis.Fixes;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The back end closes idle keep-alive connections just as nginx reuses them.</summary>
public sealed class KeepaliveRace : Cause
{
    public override string Id => "keepalive-race";

    public override string Family => CauseFamily.Misconfiguration;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [
        Rule.FirstOf(
            Rule.Logged(Points.Hinted, DroppedOnKeptConnections),
            Rule.Logged(Points.Possible, ClosedAfterUpgrade)
        ),
    ];

    public override IReadOnlyList<Rule> Rules { get; } =
    [
        Rule.For(Points.KeepsConnections, "nginx.config", KeepsConnections),
        Rule.For(Points.OnlyUnrepeatable, "nginx.error-log", OnlyUnrepeatableRequestsFail),
        Rule.For(Points.Possible, "nginx.config", AlwaysUpgrades),
    ];

    public override Wording Describe(FailingUpstream upstream) =>
        upstream.KeepaliveGroup is null
            ? new(
                "plain requests are sent with Connection: upgrade",
                "proxy_set_header Connection upgrade applies to plain requests, too: back ends close such connections "
                    + "in ways nginx does not expect."
            )
            : new(
                $"{upstream} closes kept connections just as nginx reuses them",
                $"nginx keeps connections to {upstream}; when the back end's idle time-out is shorter than nginx's, "
                    + "some requests meet a connection that is being closed."
            );

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream)
    {
        if (upstream.KeepaliveGroup is not { } group)
        {
            yield return Remedy.Advice(
                "send Connection: upgrade only with an Upgrade header (a map of $http_upgrade), in the location of the "
                    + "websocket"
            );
            yield break;
        }
        yield return NginxFixes.InGroup(
            upstream,
            group,
            "nginx closes idle connections before common back ends do (Node.js after 5 s, gunicorn after 2 s); "
                + "it opens "
                + "a few more connections",
            "keepalive_timeout 1s"
        );
        yield return Remedy.Advice(
            "better: make the back end's keep-alive time-out longer than keepalive_timeout of the upstream block (60s)"
        );
    }

    static ErrorGroup? DroppedOnKeptConnections(FailingUpstream upstream) =>
        upstream.KeepaliveGroup is null
            ? null
            : upstream.Find(ErrorKind.PrematureClose, ErrorKind.Reset, ErrorKind.BrokenPipe);

    static string? KeepsConnections(FailingUpstream upstream) =>
        upstream.KeepaliveGroup is { } group
            ? $"upstream {group.Name} keeps {group.Keepalive} connections open"
            : null;

    /// <summary>nginx retries the others by itself; and the back end is well otherwise.</summary>
    static string? OnlyUnrepeatableRequestsFail(FailingUpstream upstream)
    {
        if (
            upstream
            is not { KeepaliveGroup: not null, Context.IsLive: true, Answer.HttpStatus: { } status }
        )
            return null;
        if (upstream.Count < 2 || upstream.Lines.Count(IsUnrepeatable) != upstream.Count)
            return null;
        return upstream is { Exit: null, LogExcerpt: null }
            ? $"all {upstream.Count} failing requests are POSTs, and {upstream} answers {status} otherwise"
            : null;
    }

    static bool IsUnrepeatable(ErrorLine line) =>
        line.Request?.Split(' ')[0] is "POST" or "PATCH" or "LOCK";

    static ErrorGroup? ClosedAfterUpgrade(FailingUpstream upstream) =>
        AlwaysUpgrades(upstream) is null ? null : upstream.Find(ErrorKind.PrematureClose);

    static string? AlwaysUpgrades(FailingUpstream upstream) =>
        upstream is { KeepaliveGroup: null, Context.Configuration: { } configuration }
        && configuration.Everything.Any(SetsUpgrade)
            ? "every request is sent with Connection: upgrade, so the back end may close it as one"
            : null;

    static bool SetsUpgrade(Directive directive) =>
        directive.Name == "proxy_set_header"
        && directive.Arg(0) == "Connection"
        && directive.Arg(1).Equals("upgrade", StringComparison.OrdinalIgnoreCase);
}
