using ChatOps502.Probes.Nginx;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>
/// Who is hit and what by: the failing requests counted by page, client, upstream and vhost, most first.
/// </summary>
public sealed record FailureProfile(
    IReadOnlyList<string> Pages,
    IReadOnlyList<string> Sources,
    IReadOnlyList<string> Upstreams,
    IReadOnlyList<string> Vhosts
)
{
    public static FailureProfile Of(Situation s)
    {
        var requests = s.Requests?.Failed.ToList() ?? [];
        var lines = s.Failing.SelectMany(f => f.Lines).ToList();
        // the error log names upstream and vhost, whatever the access log's format leaves out
        return new(
            Top(
                requests.Count > 0
                    ? requests.Select(r => $"{r.Method} {r.Path?.Split('?')[0]}")
                    : lines.Select(l =>
                        l.Request is { } q ? string.Join(' ', q.Split(' ').Take(2)).Split('?')[0] : null
                    )
            ),
            Top(requests.Count > 0 ? requests.Select(r => r.RemoteAddr) : lines.Select(l => l.Client)),
            Top(
                lines.Count > 0
                    ? lines.Select(l => BackendAddress.Parse(l.Upstream)?.ToString())
                    : requests.Select(r => r.UpstreamAddr)
            ),
            Top(lines.Count > 0 ? lines.Select(l => l.Server) : requests.Select(r => r.Host))
        );
    }

    /// <summary>True for an observation that tells the story: who is hit, since when, what changed.</summary>
    public static bool IsOf(Observation o) =>
        o.Name
            is "topPages"
                or "topSources"
                or "byUpstream"
                or "byVhost"
                or "configTest"
                or "onset"
                or "changedBefore"
                or "changedAfter";

    /// <summary>Its name for people.</summary>
    public static string Word(Observation o) =>
        o.Name switch
        {
            "topPages" => "pages",
            "topSources" => "clients",
            "byUpstream" => "upstreams",
            "byVhost" => "vhosts",
            "onset" => "onset",
            "configTest" => "nginx -t",
            _ => "changed",
        };

    public IEnumerable<Observation> Observations =>
        new[] { ("topPages", Pages), ("topSources", Sources), ("byUpstream", Upstreams), ("byVhost", Vhosts) }
            .Where(p => p.Item2.Count > 0)
            .Select(p => new Observation("nginx.access-log", p.Item1, string.Join(", ", p.Item2)));

    static List<string> Top(IEnumerable<string?> values) =>
        [
            .. values
                .OfType<string>()
                .Where(v => v.Trim().Length > 0)
                .GroupBy(v => v)
                .OrderByDescending(g => g.Count())
                .Take(5)
                .Select(g => $"{(g.Key.Length > 120 ? g.Key[..120] + "..." : g.Key)} ×{g.Count()}"),
        ];
}
