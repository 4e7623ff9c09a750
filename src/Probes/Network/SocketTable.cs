using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Network;

/// <summary>Reads what people copy of <c>ss</c>, <c>netstat</c> and <c>lsof</c>: only sockets that listen.</summary>
public static class SocketTable
{
    public static IReadOnlyList<Listener> Read(IEnumerable<string> lines) =>
        [.. lines.Select(line => ReadRow(ReadingLimits.Cut(line).Trim())).OfType<Listener>()];

    static Listener? ReadRow(string line)
    {
        if (line.After("tcp") is not null || line.StartsWith("u_"))
            return OfNetid(line) ?? ListenerRow.Read("netstat", unix: false, line);
        if (line.StartsWith("LISTEN"))
            return ListenerRow.Read("ss", unix: false, line);
        if (line.StartsWith("unix"))
            return ListenerRow.Read("netstat", unix: true, line);
        return OfLsof(line);
    }

    /// <summary>ss without -t or -x begins with the kind of socket: tcp LISTEN 0 511 ...</summary>
    static Listener? OfNetid(string line)
    {
        if (line.StartsWith("u_"))
            return ListenerRow.Read("ss", unix: true, line);
        var words = line.Words(2);
        return words is [_, var rest] && rest.StartsWith("LISTEN")
            ? ListenerRow.Read("ss", unix: false, rest)
            : null;
    }

    /// <summary>node 88 shop 18u IPv4 12345 0t0 TCP 127.0.0.1:3001 (LISTEN)</summary>
    static Listener? OfLsof(string line)
    {
        if (!line.EndsWith("(LISTEN)") || line.Words() is not [var name, var id, .., var local, _])
            return null;
        var colon = local.LastIndexOf(':');
        if (colon < 0 || Numbers.Int(local[(colon + 1)..]) is not { } port)
            return null;
        return new(local[..colon].Trim('[', ']'), port, null, null, null, name, Numbers.Int(id));
    }
}
