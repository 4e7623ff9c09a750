using ChatOps502.Probes.Nginx;

namespace ChatOps502.Probes.Network;

/// <summary>One step of the path to a socket: each parent directory, then the file itself.</summary>
/// <param name="Mode">As ls prints it: srw-rw----, drwx------.</param>
/// <param name="Exists">False when there is nothing at this path.</param>
public sealed record PathStep(string Path, bool Exists, string Mode, string Owner, string Group)
{
    /// <summary>
    /// Directories must be searchable, the socket itself writable. ACLs and capabilities are not seen.
    /// </summary>
    public bool CanBeTraversed(string user, IReadOnlyList<string> groups)
    {
        if (Mode.Length < 10 || Mode[0] == 'l' || Mode.EndsWith('+'))
            return true;
        var right = Mode[0] == 'd' ? 3 : 2;
        return Mode[RightsOf(user, groups) + right] is 'x' or 's' or 't' or 'w';
    }

    /// <summary>Where the rights of the owner, the group or everybody else begin in the mode.</summary>
    int RightsOf(string user, IReadOnlyList<string> groups)
    {
        if (Owner == user)
            return 0;
        return groups.Contains(Group) ? 3 : 6;
    }
}

/// <summary>Can nginx's workers reach this unix socket?</summary>
/// <param name="Blocked">The first step that stops them; null when the path is free or unknown.</param>
public sealed record SocketPathAccess(string Path, IReadOnlyList<PathStep> Steps, PathStep? Blocked)
{
    public bool Exists => Steps.LastOrDefault() is { Exists: true } last && last.Path == Path;

    public PathStep? File => Steps.LastOrDefault(step => step.Path == Path && step.Exists);
}

/// <param name="Worker">The user nginx's workers run as.</param>
/// <param name="WorkerGroups">Names of that user's groups; empty when unknown.</param>
/// <param name="Others">Sockets that lie in the same directories: where the back end may really listen.</param>
public sealed record SocketFiles(
    IReadOnlyList<SocketPathAccess> Paths,
    string Worker,
    IReadOnlyList<string> WorkerGroups,
    IReadOnlyList<string> Others
)
{
    public SocketPathAccess? Of(BackendAddress address) =>
        Paths.FirstOrDefault(access => access.Path == address.SocketPath);
}
