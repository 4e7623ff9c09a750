using ChatOps502.Probes.Network;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>TLS to the upstream fails: scheme, certificate, name or version.</summary>
public sealed class TlsUpstream : Cause
{
    public override string Id => "tls-upstream";

    public override string Family => "misconfiguration";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        var certificate = s.Facts.Find<UpstreamCertificates>()?.Of(f.Backend);
        // a TLS alert record
        var plainToTls = f.Protocol == "http" && f.Answer?.Reply.StartsWith("\u0015\u0003") == true;
        plainToTls |= f is { Protocol: "http", Answer.WantsTls: true };
        if (f.Of(Signal.Tls) is { } lines)
            h.For(Weight.Decisive, lines);
        else if (plainToTls)
            h.For(
                Weight.Decisive,
                "upstream.connect",
                $"{f.Where} hangs up on plain HTTP and answers a TLS handshake: it wants https"
            );
        else
            return;
        var plain = certificate is { PlainHttp: true } || f.Lines.Any(l => l.Message.Contains("wrong version number"));
        var expired = certificate?.NotAfter < s.Now;
        if (expired)
            h.For(
                Weight.Hinted,
                "upstream.tls",
                $"the certificate of {f.Where} ended on {certificate!.NotAfter:yyyy-MM-dd HH:mm} UTC "
                    + $"({certificate.Names})"
            );
        else if (certificate is { PlainHttp: true })
            h.For(Weight.Hinted, "upstream.tls", $"{f.Where} speaks plain HTTP");
        else if (certificate is { Verify: not ("" or "ok") })
            h.For(Weight.Hinted, "upstream.tls", $"{certificate.Names}: {certificate.Verify}");

        bool Said(string text) => f.Lines.Any(l => l.Message.Contains(text, StringComparison.OrdinalIgnoreCase));
        var alert = Said("unrecognized name") || Said("alert handshake failure") || Said("alert internal error");
        var refusal =
            Said("alert protocol version") ? "The peer accepts none of the protocol versions of proxy_ssl_protocols."
            : Said("certificate required") ? "The peer wants a certificate of nginx's own (proxy_ssl_certificate)."
            : null;
        h.Title = expired ? $"the certificate of {f.Where} has expired" : $"TLS to {f.Where} fails";
        h.Explanation = (
            $"nginx and {f.Where} do not agree on TLS. "
            + $"{(plainToTls ? "It wants TLS, and nginx speaks plain HTTP." : plain ? "\"wrong version number\" means that the port speaks plain HTTP." : expired ? $"Its certificate ended on {certificate!.NotAfter:yyyy-MM-dd}." : refusal is not null ? refusal : alert ? "The peer refused the handshake, most often for a missing or wrong server name." : "")}"
        ).TrimEnd();
        if (plainToTls)
            h.Mend(NginxMends.Scheme(s, f, "http", "https", "the back end speaks TLS on this port"));
        else if (plain)
            h.Mend(
                NginxMends.Scheme(
                    s,
                    f,
                    "https",
                    "http",
                    "the back end speaks plain HTTP on this port; whatever should protect the way must then be "
                        + "there already"
                )
            );
        else if (refusal is null && alert)
            h.Mend(
                NginxMends.BesidePass(s, f, "the handshake names the server that is wanted", "proxy_ssl_server_name on")
            );
        h.Mend(
            RemedyCatalog.Advice(
                Said("certificate required")
                    ? "give nginx the certificate that the peer expects: proxy_ssl_certificate and "
                        + "proxy_ssl_certificate_key"
                : refusal is not null
                    ? "add the version to proxy_ssl_protocols that the peer wants, or let the peer accept the "
                        + "one nginx offers"
                : expired
                    ? "renew the certificate on the back end and reload it there; switching verification off "
                        + "hides the next one"
                : "a name is wanted: proxy_ssl_server_name on and proxy_ssl_name; an own CA: "
                    + "proxy_ssl_trusted_certificate"
            )
        );
    }
}
