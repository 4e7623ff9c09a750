namespace ChatOps502.Runbooks.Tests.Diagnosis;

/// <summary>Messages of nginx's error log, as nginx writes them.</summary>
static class LogMessages
{
    public const string Refused =
        "connect() failed (111: Connection refused) while connecting to upstream";

    public const string Closed =
        "upstream prematurely closed connection while reading response header from upstream";

    public const string Reset =
        "recv() failed (104: Connection reset by peer) while reading response header from upstream";

    public const string Late =
        "upstream timed out (110: Connection timed out) while reading response header from upstream";

    public const string ConnectLate =
        "upstream timed out (110: Connection timed out) while connecting to upstream";

    public const string NoRoute = "connect() failed (113: No route to host) while connecting to upstream";

    public const string NoLive = "no live upstreams while connecting to upstream";

    public const string WrongTlsVersion =
        "SSL_do_handshake() failed (SSL: error:0A00010B:SSL routines::wrong version number) while SSL handshaking to "
        + "upstream";

    public static string NoSocket(string path) =>
        $"connect() to unix:{path} failed (2: No such file or directory) while connecting to upstream";

    public static string Denied(string address) =>
        $"connect() to {address} failed (13: Permission denied) while connecting to upstream";
}
