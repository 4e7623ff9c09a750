using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>A gRPC or HTTP/2 upstream breaks the protocol or resets streams.</summary>
public sealed class Http2Grpc : Cause
{
    public override string Id => "http2-grpc";

    public override string Family => CauseFamily.Misconfiguration;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [Rule.Logged(Points.Decisive, ErrorKind.Grpc)];

    public override Wording Describe(FailingUpstream upstream) =>
        new(
            $"the gRPC upstream {upstream} breaks off",
            $"{upstream} rejects or breaks HTTP/2 streams: not a gRPC request, another protocol version, or a bug in "
                + "its library."
        );

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream) =>
        [
            Remedy.Advice(
                "send only gRPC requests through grpc_pass; check that the peer speaks h2 without TLS (grpc://) or "
                    + "with it (grpcs://)"
            ),
        ];
}
