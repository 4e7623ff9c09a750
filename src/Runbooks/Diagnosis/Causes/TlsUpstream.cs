using ChatOps502.Probes.Applications;
using ChatOps502.Probes.Network;
using ChatOps502.Runbooks.Diagnosis.Evidence;
using ChatOps502.Runbooks.Diagnosis.Fixes;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>TLS to the upstream fails: scheme, certificate, name or version.</summary>
public sealed class TlsUpstream : Cause
{
    public override string Id => "tls-upstream";

    public override string Family => CauseFamily.Misconfiguration;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [
        Rule.FirstOf(
            Rule.Logged(Points.Decisive, ErrorKind.Tls),
            Rule.For(Points.Decisive, "upstream.connect", WantsHttps),
            Rule.Said(Points.OutOfWorkers, RemarkKind.TlsMixedUp),
            Rule.For(Points.Hinted, "nginx.error-log", SendsPlainHttpToTlsPort)
        ),
    ];

    public override IReadOnlyList<Rule> Rules { get; } =
    [Rule.For(Points.Hinted, "upstream.tls", CertificateTrouble)];

    /// <summary>What exactly the two sides do not agree on.</summary>
    enum Disagreement
    {
        Unknown,
        PeerWantsTls,
        PeerSpeaksPlainHttp,
        CertificateExpired,
        Version,
        ClientCertificate,
        ServerName,
    }

    public override Wording Describe(FailingUpstream upstream)
    {
        var expired = ExpiredCertificate(upstream) is not null;
        var title = expired ? $"the certificate of {upstream} has expired" : $"TLS to {upstream} fails";
        return new(title, $"nginx and {upstream} do not agree on TLS. {Detail(upstream)}".TrimEnd());
    }

    static string Detail(FailingUpstream upstream) =>
        Find(upstream) switch
        {
            Disagreement.PeerWantsTls when upstream.Context.IsLive =>
                "It wants TLS, and nginx speaks plain HTTP.",
            Disagreement.PeerWantsTls => "It may want TLS on that port, and nginx speaks plain HTTP.",
            Disagreement.PeerSpeaksPlainHttp =>
                "\"wrong version number\" means that the port speaks plain HTTP.",
            Disagreement.CertificateExpired =>
                $"Its certificate expired on {ExpiredCertificate(upstream)!.NotAfter:yyyy-MM-dd}.",
            Disagreement.Version =>
                "The peer accepts none of the protocol versions of proxy_ssl_protocols.",
            Disagreement.ClientCertificate =>
                "The peer wants a certificate from nginx (proxy_ssl_certificate).",
            Disagreement.ServerName =>
                "The peer refused the handshake, most often for a missing or wrong server name.",
            _ => "",
        };

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream) =>
        [Fix(upstream), Advice(upstream)];

    static Remedy? Fix(FailingUpstream upstream)
    {
        if (TlsAnswers.WantsTls(upstream))
            return NginxFixes.ChangeScheme(
                upstream,
                "http",
                "https",
                "the back end speaks TLS on this port"
            );
        if (SpeaksPlainHttp(upstream))
            return NginxFixes.ChangeScheme(
                upstream,
                "https",
                "http",
                "the back end speaks plain HTTP on this port; whatever protects the connection must already be in place"
            );
        return RefusedDemand(upstream) is null && RefusedHandshake(upstream)
            ? NginxFixes.BesidePass(
                upstream,
                "the handshake then names the wanted server",
                "proxy_ssl_server_name on"
            )
            : null;
    }

    static Remedy Advice(FailingUpstream upstream)
    {
        if (SpeaksPlainHttp(upstream))
            return Remedy.Advice(
                "the port speaks plain HTTP: use proxy_pass http:// instead of https://, or the port on which "
                    + "the back end "
                    + "speaks TLS"
            );
        if (SendsPlainHttpToTlsPort(upstream) is not null)
            return Remedy.Advice(
                "use proxy_pass https:// when the port speaks TLS, as its number suggests"
            );
        if (upstream.LogSays("certificate required"))
            return Remedy.Advice(
                "give nginx the certificate that the peer expects: proxy_ssl_certificate and proxy_ssl_certificate_key"
            );
        if (RefusedDemand(upstream) is not null)
            return Remedy.Advice(
                "add the version that the peer wants to proxy_ssl_protocols, or let the peer accept the one "
                    + "nginx offers"
            );
        return Remedy.Advice(
            ExpiredCertificate(upstream) is not null
                ? "renew the certificate on the back end and reload it there; switching verification off hides the "
                    + "next one"
                : "if a server name is required: proxy_ssl_server_name on and proxy_ssl_name; for a private CA: "
                    + "proxy_ssl_trusted_certificate"
        );
    }

    static Disagreement Find(FailingUpstream upstream)
    {
        if (TlsAnswers.WantsTls(upstream) || SendsPlainHttpToTlsPort(upstream) is not null)
            return Disagreement.PeerWantsTls;
        if (SpeaksPlainHttp(upstream))
            return Disagreement.PeerSpeaksPlainHttp;
        if (ExpiredCertificate(upstream) is not null)
            return Disagreement.CertificateExpired;
        if (RefusedDemand(upstream) is { } demand)
            return demand;
        return RefusedHandshake(upstream) ? Disagreement.ServerName : Disagreement.Unknown;
    }

    static UpstreamCertificate? Certificate(FailingUpstream upstream) =>
        upstream.Context.Facts.Find<UpstreamCertificates>()?.Of(upstream.Backend);

    static UpstreamCertificate? ExpiredCertificate(FailingUpstream upstream) =>
        Certificate(upstream) is { } certificate && certificate.NotAfter < upstream.Context.Now
            ? certificate
            : null;

    static bool SpeaksPlainHttp(FailingUpstream upstream) =>
        Certificate(upstream) is { PlainHttp: true } || upstream.LogSays("wrong version number");

    /// <summary>What the peer demanded when it refused.</summary>
    static Disagreement? RefusedDemand(FailingUpstream upstream)
    {
        if (upstream.LogSays("alert protocol version"))
            return Disagreement.Version;
        return upstream.LogSays("certificate required") ? Disagreement.ClientCertificate : null;
    }

    static bool RefusedHandshake(FailingUpstream upstream) =>
        upstream.LogSays("unrecognized name")
        || upstream.LogSays("alert handshake failure")
        || upstream.LogSays("alert internal error");

    /// <summary>Pasted lines only: a live host shows what the port speaks.</summary>
    static string? SendsPlainHttpToTlsPort(FailingUpstream upstream) =>
        upstream
            is {
                Context.IsLive: false,
                Protocol: "http" or "grpc",
                Backend.Port: 443 or 4443 or 6443 or 8443 or 9443
            }
        && upstream.Has(ErrorKind.PrematureClose, ErrorKind.Reset, ErrorKind.Protocol)
            ? $"nginx speaks {upstream.Protocol} without TLS to port {upstream.Backend!.Port}, which is usually TLS"
            : null;

    static string? WantsHttps(FailingUpstream upstream) =>
        TlsAnswers.WantsTls(upstream)
            ? $"{upstream} hangs up on plain HTTP and answers a TLS handshake: it wants https"
            : null;

    static string? CertificateTrouble(FailingUpstream upstream)
    {
        if (ExpiredCertificate(upstream) is { } expired)
            return $"the certificate of {upstream} expired on {expired.NotAfter:yyyy-MM-dd HH:mm} UTC "
                + $"({expired.Names})";
        return Certificate(upstream) switch
        {
            { PlainHttp: true } => $"{upstream} speaks plain HTTP",
            { Verify: not ("" or "ok") } certificate => $"{certificate.Names}: {certificate.Verify}",
            _ => null,
        };
    }
}
