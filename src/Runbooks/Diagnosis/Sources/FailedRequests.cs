using ChatOps502.Probes.Nginx;

namespace ChatOps502.Runbooks.Diagnosis.Sources;

/// <summary>Requests that failed in a pasted access log, by the back end that the log names.</summary>
sealed class FailedRequests : FailureSource
{
    const int MostUpstreams = 40;

    public override IEnumerable<FailingUpstream> FindIn(
        DiagnosisContext context,
        IReadOnlyList<FailingUpstream> known
    )
    {
        if (context.IsLive || known.Any(upstream => upstream.Count > 0))
            return [];
        return (context.Requests?.Lines ?? [])
            .Where(line => line.Status is 502 or 503 or 504)
            .GroupBy(line => LastOf(line.UpstreamAddr) ?? "")
            .OrderByDescending(group => group.Count())
            .Take(MostUpstreams)
            .Select(group => Upstream(context, group.Key, [.. group]));
    }

    /// <summary>"10.0.0.1:80, 10.0.0.2:80": the last one decided.</summary>
    public static string? LastOf(string? list) =>
        list?.Split([", ", " : "], StringSplitOptions.RemoveEmptyEntries).LastOrDefault();

    static FailingUpstream Upstream(
        DiagnosisContext context,
        string address,
        IReadOnlyList<AccessLine> lines
    )
    {
        var backend = address.Length == 0 ? null : BackendAddress.Parse(address);
        var last = lines.Max(line => line.Time);
        return UpstreamReader.Read(
            context,
            new(backend, lines[^1].Host, [], [], last) { Requests = lines }
        );
    }
}
