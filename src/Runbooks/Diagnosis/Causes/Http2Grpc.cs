using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>A gRPC or HTTP/2 upstream breaks the protocol or resets streams.</summary>
public sealed class Http2Grpc : Cause
{
    public override string Id => "http2-grpc";

    public override string Family => "misconfiguration";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        if (f.Of(Signal.Grpc) is not { } lines)
            return;
        h.For(Weight.Decisive, lines);
        h.Title = $"the gRPC upstream {f.Where} breaks off";
        h.Explanation =
            $"{f.Where} rejects or breaks HTTP/2 streams: not a gRPC request, another protocol version, or a "
            + "fault of its library.";
        h.Mend(
            RemedyCatalog.Advice(
                "send only gRPC requests through grpc_pass; check that the peer speaks h2 without TLS "
                    + "(grpc://) or with (grpcs://)"
            )
        );
    }
}
