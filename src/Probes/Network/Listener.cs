using ChatOps502.Probes.Nginx;

namespace ChatOps502.Probes.Network;

/// <summary>A socket somebody listens on.</summary>
/// <param name="Address">Bind address; "*" for all; empty for a unix socket.</param>
/// <param name="Queue">Connections waiting to be accepted; null when the tool does not say.</param>
/// <param name="Backlog">How many may wait.</param>
/// <param name="Process">Name of the owner, null without the right to see it.</param>
public sealed record Listener(
    string Address,
    int Port,
    string? SocketPath,
    int? Queue,
    int? Backlog,
    string? Process,
    int? Pid
)
{
    /// <summary>Who runs the process; null when that is not known.</summary>
    public string? User { get; init; }

    /// <summary>Where a client on the same host reaches it, as nginx writes it.</summary>
    public string Connect => SocketPath is null ? $"{LocalHost}:{Port}" : "unix:" + SocketPath;

    public bool Accepts(BackendAddress address)
    {
        if (address.IsUnix)
            return SocketPath == address.SocketPath;
        return SocketPath is null && Port == address.Port && Covers(address.Host);
    }

    public override string ToString()
    {
        var place = SocketPath is null ? $"{Bracketed(Address)}:{Port}" : "unix:" + SocketPath;
        var process = Process is null ? "" : $" ({Process})";
        var user = User is null ? "" : $" of user {User}";
        return place + process + user;
    }

    bool Covers(string host) =>
        host switch
        {
            _ when Address is "*" or "::" => true,
            _ when Address == "0.0.0.0" => !host.Contains(':'),
            "localhost" => Address is "127.0.0.1" or "::1",
            _ => Address == host,
        };

    string LocalHost =>
        Address switch
        {
            "*" or "0.0.0.0" => "127.0.0.1",
            "::" => "[::1]",
            _ => Bracketed(Address),
        };

    static string Bracketed(string address) => address.Contains(':') ? $"[{address}]" : address;
}

/// <summary>All listening sockets. <see cref="Complete"/> is false when no tool could list them.</summary>
public sealed record Listeners(IReadOnlyList<Listener> All, bool Complete)
{
    /// <summary>The processes that asked: the check's own shell and whoever started it.</summary>
    public IReadOnlyList<int> Askers { get; init; } = [];

    public Listener? Of(BackendAddress address) =>
        All.FirstOrDefault(listener => listener.Accepts(address));
}
