namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class Http2GrpcTests() : CauseTests("http2-grpc")
{
    const string Upstream = "grpc://127.0.0.1:50051";

    protected override Scene Typical => Grpc("upstream rejected request with error 2");

    static Scene Grpc(string message) =>
        new Scene()
            .Configured($"server {{ server_name shop.example; location / {{ grpc_pass {Upstream}; }} }}")
            .Errors($"{message} while reading response header from upstream", upstream: Upstream);

    [Fact]
    public void A_broken_answer_of_a_grpc_upstream_is_its_own_kind() =>
        AssertFirst("http2-grpc", Grpc("upstream sent invalid header").Judge());

    [Fact]
    public void Yields_to_a_stopped_service() =>
        AssertFirst(
            "backend-down",
            Typical
                .Errors(LogMessages.Refused, 40, upstream: Upstream)
                .Unit("shop", "inactive", command: "grpc-server --port 50051")
                .Answers("127.0.0.1:50051", 111, "connect")
                .Judge()
        );

    [Fact]
    public void There_is_advice_only() =>
        AssertAdvises(Typical, "send only gRPC requests through grpc_pass");
}
