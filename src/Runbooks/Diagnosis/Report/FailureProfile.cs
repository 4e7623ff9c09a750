using ChatOps502.Probes.Nginx;

namespace ChatOps502.Runbooks.Diagnosis.Report;

/// <summary>
/// Who is hit and what by: the failing requests counted by page, client, upstream and vhost, most first.
/// </summary>
public sealed record FailureProfile(
    IReadOnlyList<string> Pages,
    IReadOnlyList<string> Clients,
    IReadOnlyList<string> Upstreams,
    IReadOnlyList<string> Vhosts
)
{
    const int Most = 5;

    const int LongestValue = 120;

    public static FailureProfile Of(DiagnosisContext context)
    {
        var requests = context.Requests?.Failed.ToList() ?? [];
        var lines = context.Failing.SelectMany(upstream => upstream.Lines).ToList();
        // the access log counts requests; the error log names upstream and vhost, whatever the other's format leaves
        // out
        var byRequest = OfRequests(requests);
        var byLine = OfLines(lines);
        var who = requests.Count > 0 ? byRequest : byLine;
        var where = lines.Count > 0 ? byLine : byRequest;
        return new(who.Pages, who.Clients, where.Upstreams, where.Vhosts);
    }

    static FailureProfile OfRequests(IReadOnlyList<AccessLine> requests) =>
        new(
            Top(requests.Select(request => $"{request.Method} {request.Path?.Split('?')[0]}")),
            Top(requests.Select(request => request.RemoteAddr)),
            Top(requests.Select(request => request.UpstreamAddr)),
            Top(requests.Select(request => request.Host))
        );

    static FailureProfile OfLines(IReadOnlyList<ErrorLine> lines) =>
        new(
            Top(lines.Select(line => PageOf(line.Request))),
            Top(lines.Select(line => line.Client)),
            Top(lines.Select(line => BackendAddress.Parse(line.Upstream)?.ToString())),
            Top(lines.Select(line => line.Server))
        );

    public IEnumerable<Observation> Observations =>
        new[]
        {
            ("topPages", Pages),
            ("topSources", Clients),
            ("byUpstream", Upstreams),
            ("byVhost", Vhosts),
        }
            .Where(list => list.Item2.Count > 0)
            .Select(list => new Observation(
                "nginx.access-log",
                list.Item1,
                string.Join(", ", list.Item2)
            ));

    /// <summary>GET /cart?id=1 HTTP/1.1: GET /cart.</summary>
    static string? PageOf(string? request) =>
        request is null ? null : string.Join(' ', request.Split(' ').Take(2)).Split('?')[0];

    static List<string> Top(IEnumerable<string?> values) =>
        [
            .. values
                .OfType<string>()
                .Where(value => value.Trim().Length > 0)
                .GroupBy(value => value)
                .OrderByDescending(group => group.Count())
                .Take(Most)
                .Select(group => $"{Shorten(group.Key)} ×{group.Count()}"),
        ];

    static string Shorten(string value) =>
        value.Length > LongestValue ? value[..LongestValue] + "..." : value;
}
