using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;

namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class TlsUpstreamTests() : CauseTests("tls-upstream")
{
    protected override Scene Typical => Https(LogMessages.WrongTlsVersion);

    static Scene Https(string message) =>
        new Scene()
            .Configured(
                "server { server_name shop.example; location / { proxy_pass https://10.0.0.9:8443; } }"
            )
            .Errors(message, upstream: "https://10.0.0.9:8443/");

    static string Handshake(string reason) =>
        $"SSL_do_handshake() failed (SSL: {reason}) while SSL handshaking to upstream";

    [Fact]
    public void A_port_that_speaks_plain_http_gets_http() =>
        AssertProposes(Typical, "edit nginx.conf: proxy_pass http://10.0.0.9:8443");

    [Fact]
    public void A_port_that_wants_tls_gets_https() =>
        AssertProposes(
            Shop.Errors(LogMessages.Closed)
                .Listens(3000, "node", 42)
                .Answers("127.0.0.1:3000", 0, "done", "\u0015\u0003\u0001"),
            "edit nginx.conf: proxy_pass https://127.0.0.1:3000"
        );

    [Fact]
    public void A_refused_handshake_gets_the_server_name() =>
        AssertProposes(
            Https(Handshake("tlsv1 unrecognized name")),
            "edit nginx.conf: proxy_ssl_server_name on"
        );

    [Fact]
    public void An_expired_certificate_is_named()
    {
        var certificate = new UpstreamCertificate(
            BackendAddress.Parse("10.0.0.9:8443")!,
            "certificate has expired",
            "CN=shop",
            Scene.Now.AddDays(-90),
            Scene.Now.AddDays(-1),
            PlainHttp: false
        );
        var scene = Https(Handshake("certificate verify failed"))
            .With(new UpstreamCertificates([certificate]));
        Assert.Equal("the certificate of 10.0.0.9:8443 has expired", scene.Judge().First!.Title);
        AssertAdvises(scene, "renew the certificate on the back end");
    }

    [Theory]
    [InlineData("alert protocol version", "proxy_ssl_protocols")]
    [InlineData("certificate required", "proxy_ssl_certificate")]
    public void What_the_peer_demands_is_told(string alert, string directive) =>
        AssertAdvises(Https(Handshake(alert)), directive);

    [Fact]
    public void A_protocol_mismatch_yields_to_it() =>
        Assert.Contains(
            Shop.Errors(
                    "upstream sent no valid HTTP/1.0 header while reading response header from upstream"
                )
                .Listens(3000, "node", 42)
                .Answers("127.0.0.1:3000", 0, "done", "\u0015\u0003\u0001")
                .Judge()
                .First!.Against,
            a => a == "not protocol-mismatch: what it answers is a TLS alert"
        );
}
