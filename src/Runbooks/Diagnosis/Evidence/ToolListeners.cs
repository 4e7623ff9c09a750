using System.Text.RegularExpressions;
using ChatOps502.Probes.Network;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>
/// The bot itself, whoever ran the check, and what people and systems use to talk to themselves: never a back end.
/// </summary>
static partial class ToolListeners
{
    public static bool Includes(FailingUpstream upstream, Listener listener)
    {
        if (listener.Pid is { } pid && IsToolProcess(upstream, pid))
            return true;
        if (listener.Process is { } name && ToolProcess().IsMatch(name))
            return true;
        return listener.SocketPath is { } path && ToolSocket().IsMatch(path);
    }

    static bool IsToolProcess(FailingUpstream upstream, int pid) =>
        upstream.Listeners?.Askers.Contains(pid) == true
        || upstream.Processes?.All.Any(p => p.Pid == pid && ToolCommand().IsMatch(p.Command)) == true;

    // /tmp/dotnet-diagnostic-412-9001-socket   |   /tmp/ssh-XXabc/agent.12   |   /run/docker.sock   |
    // /tmp/.X11-unix/X0   |   /tmp/tmux-1000/default
    [GeneratedRegex(
        @"/(?:dotnet-diagnostic-|clr-debug-pipe-|ssh-[^/]*/agent\.|vscode-|systemd/|dbus/|user/\d+/|\.X11-unix/|\.ICE-unix/|tmux-|screens?/|S\.gpg-agent)|/(?:docker|containerd|podman|crio|snapd|supervisor)[^/]*\.sock(?:et)?$|/system_bus_socket$"
    )]
    private static partial Regex ToolSocket();

    // containerd   |   dbus-daemon   |   ChatOps502.Bot
    [GeneratedRegex(
        @"^(?:ChatOps502|chatops502|systemd|dbus-|dockerd|docker-proxy|containerd|conmon|sshd|ssh-agent|snapd|Xorg|Xwayland|tmux|screen|gpg-agent|code-server|supervisord)"
    )]
    private static partial Regex ToolProcess();

    // /home/ann/.vscode-server/bin/0ee0/node server-main.js   |   dotnet ChatOps502.Bot.dll serve
    [GeneratedRegex(@"\.vscode-server|\.cursor-server|code-server|(?:^|/| )[Cc]hat[Oo]ps502")]
    private static partial Regex ToolCommand();
}
