using ChatOps502.Probes.Php;
using ChatOps502.Probes.Services;
using ChatOps502.Probes.Sockets;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>Listeners that no part of the nginx configuration points to: where a misconfigured back end may really be.</summary>
public static class Strays
{
    static readonly string[] Runtimes = ["node", "python", "gunicorn", "uvicorn", "uwsgi", "hypercorn", "daphne", "java", "ruby", "puma", "unicorn", "php-fpm", "dotnet", "perl", "deno", "bun", "beam.smp", "apache2", "httpd"];

    /// <summary>Sockets of the same kind of back end; empty also when the listeners are not known.</summary>
    public static IEnumerable<Listener> Near(Situation s, Failing f)
    {
        if (f.Listeners is not { } listeners || f.Backend is not { } wanted) return [];
        var pointedTo = s.Configuration?.PassedTo.Where(b => f.FarHost is null || b.Host == wanted.Host).ToHashSet() ?? [];
        var php = f.Protocol == "fastcgi";
        // a service that runs and is known is looked for where it listens itself, nowhere else
        var owned = f.Owner is { Sure: true, Unit: { IsRunning: true, MainPid: { } main } } ? f.Processes?.Family(main).Select(p => p.Pid).ToHashSet() : null;
        return listeners.All.Where(l => owned is null || l.Pid is { } pid && owned.Contains(pid)).Where(l => IsBackend(f, l) && pointedTo.All(b => !l.Accepts(b)) && IsPhp(f, l) == php && (l.SocketPath is null || l.SocketPath.StartsWith('/')));
    }

    /// <summary>An application server, or the main process of a service made on this host. Without names nobody can tell.</summary>
    static bool IsBackend(Failing f, Listener l) => l.Process is { } name
        && (Runtimes.Any(r => name.StartsWith(r, StringComparison.Ordinal)) && name != "node_exporter" || f.Home.Find<ServiceUnits>()?.All.Any(u => u.IsLocal && !u.IsJob && u.MainPid == l.Pid) == true);

    static bool IsPhp(Failing f, Listener l) =>
        l.Process?.Contains("php", StringComparison.Ordinal) == true || l.SocketPath?.Contains("php", StringComparison.Ordinal) == true
        || f.Home.Find<PhpFpm>()?.Pools.Any(p => p.Listen is { } a && l.Accepts(a)) == true;
}
