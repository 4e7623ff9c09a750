using System.Text.RegularExpressions;
using ChatOps502.Probes.Network;
using ChatOps502.Probes.Runtimes;
using ChatOps502.Probes.Services;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>
/// Listeners that no part of the nginx configuration points to: where a misconfigured back end may really be.
/// </summary>
public static partial class Strays
{
    static readonly string[] Runtimes =
    [
        "node",
        "python",
        "gunicorn",
        "uvicorn",
        "uwsgi",
        "hypercorn",
        "daphne",
        "java",
        "ruby",
        "puma",
        "unicorn",
        "php-fpm",
        "dotnet",
        "perl",
        "deno",
        "bun",
        "beam.smp",
        "apache2",
        "httpd",
    ];

    /// <summary>
    /// Those among <see cref="Near"/> that no ordinary user can have opened: only they speak for a cause, or become the
    /// new back end.
    /// </summary>
    public static IReadOnlyList<Listener> VouchedFor(Situation s, Failing f) =>
        [.. Near(s, f).Where(l => ListenerOwner.IsVouchedFor(f, l))];

    /// <summary>
    /// Sockets of the same kind of back end, with who runs them; empty also when the listeners are not known.
    /// </summary>
    public static IEnumerable<Listener> Near(Situation s, Failing f)
    {
        if (f.Listeners is not { } listeners || f.Backend is not { } wanted)
            return [];
        var pointedTo =
            s.Configuration?.PassedTo.Where(b => f.FarHost is null || b.Host == wanted.Host).ToHashSet() ?? [];
        var php = f.Protocol == "fastcgi";
        // a service that runs and is known is looked for where it listens itself, nowhere else
        var owned = f.Owner is { Sure: true, Unit: { IsRunning: true, MainPid: { } main } }
            ? f.Processes?.Family(main).Select(p => p.Pid).ToHashSet()
            : null;
        return listeners
            .All.Where(l => owned is null || l.Pid is { } pid && owned.Contains(pid))
            .Where(l => IsBackend(f, l) && !IsTool(f, listeners, l))
            .Where(l => pointedTo.All(b => !l.Accepts(b)) && IsPhp(f, l) == php)
            .Where(l => l.SocketPath is null || l.SocketPath.StartsWith('/'))
            .Select(l => l with { User = ListenerOwner.User(f, l) });
    }

    /// <summary>
    /// The bot itself, whoever asked, and what people and systems talk to themselves through: never a back end.
    /// </summary>
    static bool IsTool(Failing f, Listeners listeners, Listener l) =>
        l.Pid is { } pid
            && (
                listeners.Askers.Contains(pid)
                || f.Processes?.All.Any(p => p.Pid == pid && ToolCommand().IsMatch(p.Command)) == true
            )
        || l.Process is { } name && ToolProcess().IsMatch(name)
        || l.SocketPath is { } path && ToolSocket().IsMatch(path);

    // /tmp/dotnet-diagnostic-412-9001-socket   |   /tmp/ssh-XXabc/agent.12   |   /run/docker.sock   |
    // /tmp/.X11-unix/X0   |   /tmp/tmux-1000/default
    [GeneratedRegex(
        @"/(?:dotnet-diagnostic-|clr-debug-pipe-|ssh-[^/]*/agent\.|vscode-|systemd/|dbus/|user/\d+/|\.X11-unix/|\.ICE-unix/|tmux-|screens?/|S\.gpg-agent)|/(?:docker|containerd|podman|crio|snapd|supervisor)[^/]*\.sock(?:et)?$|/system_bus_socket$"
    )]
    private static partial Regex ToolSocket();

    // containerd   |   dbus-daemon   |   ChatOps502.Bot
    [GeneratedRegex(
        "^(?:ChatOps502|chatops502|systemd|dbus-|dockerd|docker-proxy|containerd|conmon|sshd|ssh-agent|snapd|Xorg|Xwayland|tmux|screen|gpg-agent|code-server|supervisord)"
    )]
    private static partial Regex ToolProcess();

    // /home/ann/.vscode-server/bin/0ee0/node server-main.js   |   dotnet ChatOps502.Bot.dll serve
    [GeneratedRegex(@"\.vscode-server|\.cursor-server|code-server|(?:^|/| )[Cc]hat[Oo]ps502")]
    private static partial Regex ToolCommand();

    /// <summary>
    /// An application server, or the main process of a service made on this host. Without names nobody can tell.
    /// </summary>
    static bool IsBackend(Failing f, Listener l) =>
        l.Process is { } name
        && (
            Runtimes.Any(r => name.StartsWith(r)) && name != "node_exporter"
            || f.Home.Find<ServiceUnits>()?.All.Any(u => u.IsLocal && !u.IsJob && u.MainPid == l.Pid) == true
        );

    static bool IsPhp(Failing f, Listener l) =>
        l.Process?.Contains("php") == true
        || l.SocketPath?.Contains("php") == true
        || f.Home.Find<PhpFpm>()?.Pools.Any(p => p.Listen is { } a && l.Accepts(a)) == true;
}
