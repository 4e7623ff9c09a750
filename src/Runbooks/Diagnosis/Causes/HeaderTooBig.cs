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
        var prefix = f.Protocol is "fastcgi" or "uwsgi" or "scgi" ? f.Protocol : "proxy";
        h.Mend(NginxMends.BesidePass(s, f, "four times the usual size; each request that is passed on may use that much memory", $"{prefix}_buffer_size 16k", $"{prefix}_buffers 8 16k", $"{prefix}_busy_buffers_size 32k"));
        h.Mend(RemedyCatalog.Advice("raise that buffer size to 16k (and the buffers to match), and find out why the header grew"));
    }
}
