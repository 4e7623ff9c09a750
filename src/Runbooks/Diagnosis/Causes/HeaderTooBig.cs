using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The response header is larger than the buffer for it.</summary>
public sealed class HeaderTooBig : Cause
{
    public override string Id => "header-too-big";

    public override string Family => "misconfiguration";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        if (f.Of(Signal.HeaderTooBig) is not { } lines)
            return;
        h.For(Weight.Decisive, lines);
        h.Title = $"response headers of {f.Where} are larger than nginx's buffer";
        h.Explanation =
            $"{f.Where} sends a header (cookies, most often) that does not fit into {f.Prefix}_buffer_size "
            + $"({f.Setting(f.Prefix + "_buffer_size", "4k or 8k, as nothing is set")}).";
        h.Mend(Larger(s, f));
        h.Mend(RemedyCatalog.Advice("find out why the header grew: cookies pile up until clients delete them"));
    }

    /// <summary>
    /// Twice the buffer, 16k at the least and 64k at the most; the buffers for bodies only where they would be too
    /// small beside it.
    /// </summary>
    static Remedy? Larger(Situation s, Failing f)
    {
        var prefix = f.Prefix;
        var size = Math.Max((ByteSize.Of(f.Setting(prefix + "_buffer_size", "4k")) ?? 0) * 2 >> 10, 16);
        List<string> settings = [$"{prefix}_buffer_size {size}k"];
        var bodies = f.Setting(prefix + "_buffers", "8 4k").Split(' ') is [var count, var each]
            ? (ByteSize.Of(count) ?? 0) * (ByteSize.Of(each) ?? 0) >> 10
            : 0;
        if (prefix != "grpc" && bodies < size * 4)
            settings.AddRange($"{prefix}_buffers 8 {size}k", $"{prefix}_busy_buffers_size {size * 2}k");
        return size > 64
            ? null
            : NginxMends.BesidePass(
                s,
                f,
                "a larger buffer; each request that is passed on may use that much memory",
                settings
            );
    }
}
