using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>TLS to the upstream fails: scheme, certificate, name or version.</summary>
public sealed class TlsUpstream : Cause
{
    public override string Id => "tls-upstream";

    public override string Family => "misconfiguration";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        if (f.Of(Signal.Tls) is not { } lines) return;
        h.For(Weight.Decisive, lines);
        h.Title = $"TLS to {f.Where} fails";
        h.Explanation = $"nginx and {f.Where} do not agree on TLS.{(f.Lines.Any(l => l.Message.Contains("wrong version number", StringComparison.Ordinal)) ? " \"wrong version number\" means that the port speaks plain HTTP." : f.Lines.Any(l => l.Message.Contains("alert", StringComparison.Ordinal)) ? " The peer refused the handshake, most often for a missing or wrong server name." : "")}";
        h.Mend(RemedyCatalog.Advice("plain HTTP behind it: proxy_pass http://; a name is wanted: proxy_ssl_server_name on and proxy_ssl_name; an own CA: proxy_ssl_trusted_certificate"));
    }
}
