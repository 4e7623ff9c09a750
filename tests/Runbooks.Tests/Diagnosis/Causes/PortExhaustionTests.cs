namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class PortExhaustionTests() : CauseTests("port-exhaustion")
{
    protected override Scene Typical => Exhausted("");

    static Scene Exhausted(string settings) =>
        new Scene()
            .Configured(
                "upstream shop { server 127.0.0.1:3000; } server { server_name shop.example; "
                    + $"{settings} location / {{ proxy_pass http://shop; }} }}"
            )
            .Errors(
                "connect() to 127.0.0.1:3000 failed (99: Cannot assign requested address) while connecting to upstream"
            );

    [Fact]
    public void Connections_are_kept() =>
        AssertProposes(
            Typical,
            "edit nginx.conf: keepalive 64; proxy_http_version 1.1; proxy_set_header Connection \"\""
        );

    [Fact]
    public void A_header_of_an_outer_block_would_be_lost() =>
        AssertAdvises(Exhausted("proxy_set_header Host $host;"), "widen net.ipv4.ip_local_port_range");

    [Fact]
    public void Yields_to_a_stopped_service_with_more_evidence() =>
        AssertFirst(
            "backend-down",
            Typical
                .Errors(LogMessages.Refused, 40)
                .Unit("shop", "inactive", command: "PORT=3000")
                .Answers("127.0.0.1:3000", 111, "connect")
                .Judge()
        );
}
