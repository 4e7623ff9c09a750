using System.Globalization;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The response header is larger than the buffer for it.</summary>
public sealed class HeaderTooBig : Cause
{
    public override string Id => "header-too-big";

    public override string Family => "misconfiguration";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        if (f.Of(Signal.HeaderTooBig) is not { } lines) return;
        h.For(Weight.Decisive, lines);
        h.Title = $"response headers of {f.Where} are larger than nginx's buffer";
        h.Explanation = $"{f.Where} sends a header (cookies, most often) that does not fit into {(f.Protocol == "fastcgi" ? "fastcgi_buffer_size" : f.Protocol == "uwsgi" ? "uwsgi_buffer_size" : "proxy_buffer_size")}.";
        var prefix = f.Protocol is "fastcgi" or "uwsgi" or "scgi" or "grpc" ? f.Protocol : "proxy";
        var size = Math.Max(Kilobytes(f.Setting(prefix + "_buffer_size", "4k")) * 2, 16);
        var settings = prefix == "grpc" ? [$"grpc_buffer_size {size}k"] : new[] { $"{prefix}_buffer_size {size}k", $"{prefix}_buffers 8 {size}k", $"{prefix}_busy_buffers_size {size * 2}k" };
        if (size <= 64) h.Mend(NginxMends.BesidePass(s, f, "a larger buffer; each request that is passed on may use that much memory", settings));
        h.Mend(RemedyCatalog.Advice("find out why the header grew: cookies pile up until clients delete them"));
    }

    static int Kilobytes(string size) => int.TryParse(size.TrimEnd('k', 'K', 'm', 'M'), CultureInfo.InvariantCulture, out var n) ? size.EndsWith('m') || size.EndsWith('M') ? n << 10 : size.EndsWith('k') || size.EndsWith('K') ? n : n >> 10 : 4;
}
