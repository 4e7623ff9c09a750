using ChatOps502.Probes.Php;
using ChatOps502.Probes.Sockets;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>Listeners that no part of the nginx configuration points to: where a misconfigured back end may really be.</summary>
public static class Strays
{
    static readonly string[] Others = ["nginx", "sshd", "systemd", "dbus", "rpcbind", "chronyd", "ntpd", "cupsd", "master", "exim4", "postgres", "mysqld", "mariadbd", "redis-server", "memcached", "named", "dnsmasq", "node_exporter", "prometheus", "mtail", "alertmanager", "containerd", "dockerd", "supervisord"];

    /// <summary>Sockets of the same kind of back end; empty also when the listeners are not known.</summary>
    public static IEnumerable<Listener> Near(Situation s, Failing f)
    {
        if (s.Listeners is not { } listeners || f.Backend is not { } wanted || !wanted.IsUnix && !wanted.IsLoopback) return [];
        var pointedTo = s.Configuration?.Passes.SelectMany(p => p.Pass.Backends).ToHashSet() ?? [];
        var php = f.Protocol == "fastcgi";
        return listeners.All.Where(l => IsBackend(s, l) && pointedTo.All(b => !l.Accepts(b)) && IsPhp(s, l) == php && (l.SocketPath is null || l.SocketPath.StartsWith('/')));
    }

    static bool IsBackend(Situation s, Listener l)
    {
        if (l.SocketPath is not null) return l.Process is null ? l.SocketPath.Contains("php", StringComparison.Ordinal) || l.SocketPath.Contains("gunicorn", StringComparison.Ordinal) || l.SocketPath.Contains("uwsgi", StringComparison.Ordinal) : !Others.Any(o => l.Process.StartsWith(o, StringComparison.Ordinal)) && !l.SocketPath.StartsWith("/run/systemd", StringComparison.Ordinal);
        return l.Port is not (22 or 25 or 53 or 80 or 111 or 443 or 631) && (l.Process is null ? l.Port is > 1024 and < 20000 : !Others.Any(o => l.Process.StartsWith(o, StringComparison.Ordinal)));
    }

    static bool IsPhp(Situation s, Listener l) =>
        l.Process?.Contains("php", StringComparison.Ordinal) == true || l.SocketPath?.Contains("php", StringComparison.Ordinal) == true
        || s.Facts.Find<PhpFpm>()?.Pools.Any(p => p.Listen is { } a && l.Accepts(a)) == true;
}
