using System.Text.RegularExpressions;
using ChatOps502.Probes.Applications;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Text;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The request body is larger than nginx or the back end allows.</summary>
public sealed partial class RequestTooLarge : Cause
{
    const long Mb = 1 << 20;
    const long LargestRaised = 1 << 30;

    public override string Id => "request-too-large";

    public override string Family => CauseFamily.Misconfiguration;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [
        Rule.FirstOf(
            Rule.Logged(Points.Decisive, ErrorKind.RequestTooLarge),
            Rule.Said(Points.OutOfWorkers, RemarkKind.BodyTooLarge),
            Rule.For(Points.BodyRefused, BackendRefusesBody)
        ),
    ];

    public override Wording Describe(FailingUpstream upstream) =>
        IsRefusedByNginx(upstream)
            ? DescribeNginxLimit(upstream)
            : new(
                $"{upstream} breaks off while a request body is sent",
                $"{upstream} closes the connection before it has the whole request: its own limit for bodies or "
                    + "uploads is the usual reason."
            );

    static Wording DescribeNginxLimit(FailingUpstream upstream)
    {
        var largest = LargestBody(upstream);
        var size = largest > 0 ? $" of up to {largest:N0} bytes" : "";
        var limit = Place(upstream) is { } place ? $" ({Allowed(place) ?? "1m, the default"})" : "";
        return new(
            "requests are larger than client_max_body_size",
            $"Clients send bodies{size} above client_max_body_size{limit}; nginx answers 413 without asking a back end."
        );
    }

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream) =>
        IsRefusedByNginx(upstream)
            ?
            [
                RaiseLimit(upstream),
                Remedy.Advice(
                    "raise client_max_body_size for the upload location only, together with the limit of the "
                        + "application"
                ),
            ]
            :
            [
                Remedy.Advice(
                    "compare the size of the failing requests with the back end's own limit (post_max_size, "
                        + "limit of the "
                        + "framework)"
                ),
            ];

    static Remedy? RaiseLimit(FailingUpstream upstream)
    {
        var largest = LargestBody(upstream);
        if (largest is <= 0 or >= LargestRaised || Place(upstream) is not { Pass: { } pass } place)
            return null;
        if (upstream.Context.Configuration?.Only is not { } nginx)
            return null;
        var needed = Math.Max(2, (long)Math.Ceiling(largest * 1.25 / Mb));
        var megabytes = Math.Max(needed, (ByteSize.Parse(Allowed(place)) ?? 0) / Mb);
        return NginxSetting.Remedy(
            nginx,
            pass.File,
            "each such request may take that much disk space while it is received",
            NginxEdit.Beside(pass.Statement, $"client_max_body_size {megabytes}m")
        );
    }

    static bool IsRefusedByNginx(FailingUpstream upstream) => upstream.Has(ErrorKind.RequestTooLarge);

    static EvidenceItem? BackendRefusesBody(FailingUpstream upstream)
    {
        var cut = upstream.Lines.FirstOrDefault(line =>
            line.Errno is 104 or 32 && line.Phase == "sending request to upstream"
        );
        return cut is null ? null : new("nginx.error-log", cut.Message, upstream.Count);
    }

    static long LargestBody(FailingUpstream upstream) =>
        upstream
            .Lines.Select(line => BodySize().Match(line.Message))
            .Where(match => match.Success)
            .Select(match => Counted.Of(match.Groups[1].Value))
            .DefaultIfEmpty()
            .Max();

    static string? Allowed(Location place) => place.Settings.GetValueOrDefault("client_max_body_size");

    /// <summary>
    /// Where the failing request would have been passed on. The size is checked before a back end is chosen, so the
    /// lines name none.
    /// </summary>
    static Location? Place(FailingUpstream upstream)
    {
        if (upstream.Location is not null)
            return upstream.Location;
        var passing = PassingLocations(upstream).ToList();
        var path = upstream.Lines.Select(PathOf).FirstOrDefault(path => path is not null);
        var matching = passing.Where(location => path?.StartsWith(location.Path.Split(' ')[^1]) == true);
        return matching.MaxBy(location => location.Path.Length) ?? (passing is [var only] ? only : null);
    }

    static IEnumerable<Location> PassingLocations(FailingUpstream upstream)
    {
        var hosts = upstream.Context.Configuration?.Hosts ?? [];
        var host = hosts.FirstOrDefault(host =>
            upstream.Vhost is not null && host.Names.Contains(upstream.Vhost)
        );
        return (host?.Locations ?? []).Where(location => location.Pass is not null);
    }

    static string? PathOf(ErrorLine line) => line.Request?.Split(' ').ElementAtOrDefault(1);

    // client intended to send too large body: 2097152 bytes
    [GeneratedRegex(@"too large (?:chunked )?body: (\d+)")]
    private static partial Regex BodySize();
}
