namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class ProtocolMismatchTests() : CauseTests("protocol-mismatch")
{
    protected override Scene Typical =>
        new Scene()
            .Configured(
                "server { server_name shop.example; location / { fastcgi_pass 127.0.0.1:9000; } }"
            )
            .Errors(
                "upstream sent unsupported FastCGI protocol version: 72 while reading response header from upstream",
                upstream: "fastcgi://127.0.0.1:9000"
            );

    [Fact]
    public void A_known_program_speaks_a_known_protocol()
    {
        var verdict = Shop.Errors(LogMessages.Reset).Listens(3000, "redis-server", 77).Judge();
        AssertFirst("protocol-mismatch", verdict);
        Assert.Contains(
            verdict.First!.Evidence,
            e => e.Text.EndsWith("speaks the protocol of redis-server, and nginx sends http")
        );
    }

    [Fact]
    public void Yields_to_a_service_whose_port_is_taken() =>
        AssertYields(
            new Scene()
                .Errors(LogMessages.Reset)
                .Unit("shop", "failed", "exit-code", 1, "exited", command: "PORT=3000")
                .Listens(3000, "redis-server", 77),
            "backend-down",
            "the program that answers is not the service whose port it is"
        );

    [Fact]
    public void Yields_to_tls() =>
        AssertYields(
            Shop.Errors(
                    "upstream sent no valid HTTP/1.0 header while reading response header from upstream"
                )
                .Listens(3000, "node", 42)
                .Answers("127.0.0.1:3000", 0, "done", "\u0015\u0003\u0001"),
            "tls-upstream",
            "what it answers is a TLS alert"
        );

    [Fact]
    public void Only_a_person_can_choose_the_right_directive() =>
        AssertAdvises(Typical, "fastcgi_pass for PHP-FPM, proxy_pass for HTTP");
}
