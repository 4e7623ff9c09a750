using static ChatOps502.Runbooks.Diagnosis.ErrorKind;

namespace ChatOps502.Runbooks.Diagnosis.Pasted;

/// <summary>Envoy's response flags, with what the rest of the line says about them.</summary>
static class EnvoyFlags
{
    /// <returns>Null for a flag that names no fault of an upstream.</returns>
    public static ErrorKind? KindOf(string flag, string line) =>
        flag switch
        {
            "UF" => ConnectionFailure(line),
            "UC" or "LR" or "UR" => Reset,
            "UH" => NoLiveUpstreams,
            "UO" => QueueFull,
            "UT" or "SI" => ReadTimeout,
            "UPE" => BadResponse,
            "DF" => NotResolved,
            "NR" or "NC" => BadAddress,
            _ => null,
        };

    static ErrorKind ConnectionFailure(string line)
    {
        if (Holds(line, "TLS_error") || Holds(line, "TLS error"))
            return Tls;
        if (Holds(line, "timeout") || Holds(line, "_110"))
            return ConnectTimeout;
        return Holds(line, "_113") || Holds(line, "unreachable") ? Unreachable : Refused;
    }

    static bool Holds(string line, string words) =>
        line.Contains(words, StringComparison.OrdinalIgnoreCase);
}
