using ChatOps502.Probes.Nginx;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>Tells the kind of an error-log line from nginx's own messages.</summary>
public static class ErrorKinds
{
    /// <summary>Kinds of a failed request to an upstream; the rest is noise or belongs to nginx itself.</summary>
    public static bool IsFailure(this ErrorKind kind) =>
        kind is not (ErrorKind.ClientSide or ErrorKind.BackendStderr or ErrorKind.Other);

    public static ErrorKind Classify(ErrorLine line) =>
        ByPhase(line) ?? ByOwnErrno(line) ?? ByMessage(line) ?? ByUpstreamErrno(line);

    static ErrorKind? ByPhase(ErrorLine line)
    {
        if (line.Phase == "connecting to upstream" && line.Errno == 110)
            return ErrorKind.ConnectTimeout;
        return line.Phase == "SSL handshaking" ? ErrorKind.ClientSide : null;
    }

    /// <summary>
    /// Errors that are nginx's own, whatever it was doing: it ran out of something, or cannot resolve.
    /// </summary>
    static ErrorKind? ByOwnErrno(ErrorLine line)
    {
        if (IsInformational(line))
            return null;
        return line.Errno switch
        {
            28 or 122 => ErrorKind.DiskFull,
            24 => ErrorKind.TooManyFiles,
            12 when !line.Message.StartsWith("accept") => ErrorKind.NoMemory,
            not null when IsResolverTrouble(line) => ErrorKind.NotResolved,
            _ => null,
        };
    }

    static bool IsResolverTrouble(ErrorLine line) =>
        line.Phase == "resolving"
        && (line.Message.StartsWith("recv()") || line.Message.StartsWith("connect()"));

    static ErrorKind? ByMessage(ErrorLine line)
    {
        var kind = NginxMessages.KindOf(line.Message);
        if (kind is ErrorKind.Protocol or ErrorKind.BadResponse && IsGrpc(line))
            return ErrorKind.Grpc;
        return kind ?? (IsInformational(line) ? ErrorKind.Other : null);
    }

    static bool IsGrpc(ErrorLine line) => line.Upstream?.StartsWith("grpc") == true;

    static bool IsInformational(ErrorLine line) => line.Level is "notice" or "info" or "debug";

    static ErrorKind ByUpstreamErrno(ErrorLine line)
    {
        if (!IsAboutUpstream(line))
            return ErrorKind.Other;
        return line.Errno switch
        {
            111 => ErrorKind.Refused,
            13 when !line.Message.StartsWith("open()") => ErrorKind.Denied,
            110 => ErrorKind.ReadTimeout,
            104 or 103 => ErrorKind.Reset,
            107 when !IsReceive(line) => ErrorKind.Reset,
            32 => ErrorKind.BrokenPipe,
            11 => ErrorKind.QueueFull,
            113 or 101 or 100 or 112 or 71 or 97 => ErrorKind.Unreachable,
            99 when line.Message.StartsWith("bind(") => ErrorKind.BadAddress,
            99 or 105 => ErrorKind.NoLocalPort,
            2 when IsConnect(line) => ErrorKind.SocketMissing,
            1 when IsConnect(line) => ErrorKind.Unreachable, // a firewall of this host
            _ => ErrorKind.Other,
        };
    }

    /// <summary>A line that was pasted without its end may name no upstream.</summary>
    static bool IsAboutUpstream(ErrorLine line) =>
        line.Upstream is not null
        || line.Phase?.Contains("upstream") == true
        || IsConnect(line)
        || line.Phase is null && IsReceive(line);

    static bool IsConnect(ErrorLine line) => NginxMessages.OwnWords(line.Message).Contains("connect()");

    static bool IsReceive(ErrorLine line) =>
        line.Message.StartsWith("recv()")
        || line.Message.StartsWith("readv()")
        || line.Message.StartsWith("WSARecv()")
        || line.Message.StartsWith("kevent() reported about an closed");
}
