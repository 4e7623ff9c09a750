using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>
/// Changes of nginx's configuration at the place that a failing back end comes from. Null wherever that place is not
/// certain.
/// </summary>
static class NginxMends
{
    /// <summary>Statements beside the pass that leads to the failing back end.</summary>
    public static Remedy? BesidePass(Situation s, Failing f, string why, params IReadOnlyList<string> settings) =>
        s.Configuration?.Only is { } nginx && f.Pass is { } pass
            ? NginxSetting.Remedy(nginx, pass.File, why, NginxEdit.Beside(pass.Statement, settings))
            : null;

    /// <summary>Statements inside the upstream block of the failing back end.</summary>
    public static Remedy? InGroup(
        Situation s,
        UpstreamGroup group,
        string why,
        params IReadOnlyList<string> settings
    ) =>
        s.Configuration?.Only is { } nginx
            ? NginxSetting.Remedy(nginx, group.Block.File, why, NginxEdit.Inside(group.Block, settings))
            : null;

    /// <summary>
    /// Another address in place of the one that fails, where that is written out: in the pass itself or in its upstream
    /// block.
    /// </summary>
    public static Remedy? PointTo(Situation s, Failing f, Listener to, string why)
    {
        if (
            From(f, to) is not { } address
            || s.Configuration?.Only is not { } nginx
            || f.Pass is not { } pass
            || f.Backend is not { } old
        )
            return null;
        var statement = pass.Group is null
            ? pass.Statement
            : s.Configuration.Group(pass.Group)?.Peers.FirstOrDefault(p => p.Address == old)?.Statement;
        return statement is null || Replaced(statement, old, address) is not { } setting
            ? null
            : NginxSetting.Remedy(nginx, statement.File, why, NginxEdit.Instead(statement, setting));
    }

    /// <summary>The scheme before the address becomes another one: https to http.</summary>
    public static Remedy? Scheme(Situation s, Failing f, string from, string to, string why) =>
        s.Configuration?.Only is { } nginx && f.Pass is { } pass && pass.Statement.Arg(0).StartsWith(from + "://")
            ? NginxSetting.Remedy(
                nginx,
                pass.File,
                why,
                NginxEdit.Instead(pass.Statement, $"{pass.Statement.Name} {to}{pass.Statement.Arg(0)[from.Length..]}")
            )
            : null;

    /// <summary>Where nginx reaches the listener; null when it listens on another host's loopback.</summary>
    static string? From(Failing f, Listener to) =>
        f.FarHost is null ? to.Connect
        : to.Address is "*" or "0.0.0.0" or "::" ? $"{f.Backend!.Host}:{to.Port}"
        : to.Address == f.Backend!.Host ? to.Connect
        : null;

    static string? Replaced(Directive statement, BackendAddress old, string address)
    {
        var text = statement.Name + " " + string.Join(' ', statement.Args);
        var written = Spellings(old).FirstOrDefault(w => text.Contains(w));
        return written is null ? null : text.Replace(written, address);
    }

    static string[] Spellings(BackendAddress a) =>
        a.IsUnix
            ? [$"unix:/var{a.SocketPath}", $"unix:{a.SocketPath}"]
            :
            [
                $"{a.Host}:{a.Port}",
                $"[{a.Host}]:{a.Port}",
                .. a.IsLoopback ? [$"localhost:{a.Port}"] : Array.Empty<string>(),
            ];
}
