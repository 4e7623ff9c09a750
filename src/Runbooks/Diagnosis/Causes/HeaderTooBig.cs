using ChatOps502.Probes.Applications;
using ChatOps502.Runbooks.Diagnosis.Fixes;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The response header is larger than the buffer for it.</summary>
public sealed class HeaderTooBig : Cause
{
    const long LeastKb = 16;
    const long MostKb = 64;

    public override string Id => "header-too-big";

    public override string Family => CauseFamily.Misconfiguration;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [
        Rule.FirstOf(
            Rule.Logged(Points.Decisive, ErrorKind.HeaderTooBig),
            Rule.Said(Points.OutOfWorkers, RemarkKind.HeaderTooLarge)
        ),
    ];

    public override Wording Describe(FailingUpstream upstream)
    {
        if (!upstream.Has(ErrorKind.HeaderTooBig) && upstream.Said(RemarkKind.HeaderTooLarge) is { } said)
            return new(
                "request headers are larger than the back end takes",
                $"The back end refuses the headers of a request: {said.Text.TrimEnd('.')}."
            );
        var directive = BufferSize(upstream);
        return new(
            $"response headers of {upstream} are larger than nginx's buffer",
            $"{upstream} sends a header (cookies, most often) that does not fit into {directive} "
                + $"({upstream.Setting(directive, "4k or 8k, as nothing is set")})."
        );
    }

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream) =>
        upstream.HasRemark(RemarkKind.HeaderTooLarge) && !upstream.Has(ErrorKind.HeaderTooBig)
            ?
            [
                Remedy.Advice(
                    "raise the back end's own limit of headers (buffer-size of uWSGI, --max-http-header-size of "
                        + "Node.js)"
                ),
            ]
            : Larger(upstream);

    static IEnumerable<Remedy?> Larger(FailingUpstream upstream) =>
        [
            LargerBuffer(upstream),
            upstream.Context.IsLive ? null : Remedy.Advice(Settings(upstream)),
            Remedy.Advice("find out why the header grew: cookies pile up until clients delete them"),
        ];

    static string BufferSize(FailingUpstream upstream) => upstream.DirectivePrefix + "_buffer_size";

    static string Settings(FailingUpstream upstream)
    {
        var prefix = upstream.DirectivePrefix;
        var bodies = prefix == "grpc" ? "" : $" {prefix}_buffers 8 16k; {prefix}_busy_buffers_size 32k;";
        return $"beside the pass set {prefix}_buffer_size 16k;{bodies} then nginx -t and reload; 32k where that "
            + "is not enough";
    }

    /// <summary>
    /// Twice the buffer, 16k at the least and 64k at the most; the buffers for bodies only where they would be too
    /// small beside it.
    /// </summary>
    static Remedy? LargerBuffer(FailingUpstream upstream)
    {
        var now = ByteSize.Parse(upstream.Setting(BufferSize(upstream), "4k")) ?? 0;
        var size = Math.Max(now * 2 >> 10, LeastKb);
        if (size > MostKb)
            return null;
        List<string> settings = [$"{BufferSize(upstream)} {size}k"];
        var prefix = upstream.DirectivePrefix;
        if (prefix != "grpc" && KbForBodies(upstream) < size * 4)
            settings.AddRange($"{prefix}_buffers 8 {size}k", $"{prefix}_busy_buffers_size {size * 2}k");
        return NginxFixes.BesidePass(
            upstream,
            "a larger buffer; each proxied request may use that much memory",
            settings
        );
    }

    /// <summary>fastcgi_buffers 8 4k: 32.</summary>
    static long KbForBodies(FailingUpstream upstream)
    {
        var buffers = upstream.Setting(upstream.DirectivePrefix + "_buffers", "8 4k").Split(' ');
        return buffers is [var count, var each]
            ? (ByteSize.Parse(count) ?? 0) * (ByteSize.Parse(each) ?? 0) >> 10
            : 0;
    }
}
