using static ChatOps502.Runbooks.Diagnosis.ErrorKind;

namespace ChatOps502.Runbooks.Diagnosis.Pasted;

/// <summary>HAProxy's two letters of how a session ended: who broke it off, and in which phase.</summary>
static class HaProxyFlags
{
    /// <returns>Null where nothing went wrong at the server.</returns>
    public static ErrorKind? KindOf(string flags) =>
        flags[..2] switch
        {
            "SC" => Refused,
            "sC" => ConnectTimeout,
            "SH" or "SD" or "SL" => PrematureClose,
            "sH" or "sD" or "sL" => ReadTimeout,
            "PH" => BadResponse,
            "sQ" or "SQ" => QueueFull,
            "RC" => NoLocalPort,
            _ => null,
        };
}
