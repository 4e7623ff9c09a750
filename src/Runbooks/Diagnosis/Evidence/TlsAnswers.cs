using ChatOps502.Probes.Network;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>Signs of TLS in what a back end answered.</summary>
static class TlsAnswers
{
    /// <summary>A TLS alert record: type 21, version 3.x.</summary>
    public static bool IsAlert(PeerAnswer? answer) =>
        answer?.Reply.StartsWith("\u0015\u0003", StringComparison.Ordinal) == true;

    /// <summary>nginx sends it plain HTTP, and it wants TLS.</summary>
    public static bool WantsTls(FailingUpstream upstream) =>
        upstream.Protocol == "http"
        && (IsAlert(upstream.Answer) || upstream.Answer is { WantsTls: true });
}
