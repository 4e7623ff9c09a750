using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Services;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Fixes;

/// <summary>
/// Changes of nginx's configuration where it passes requests to a failing upstream. Null wherever that place is not
/// certain.
/// </summary>
static class NginxFixes
{
    /// <summary>Directives beside the pass that leads to the upstream.</summary>
    public static Remedy? BesidePass(
        FailingUpstream upstream,
        string why,
        params IReadOnlyList<string> settings
    ) =>
        upstream is { Context.Configuration.Only: { } nginx, Pass: { } pass }
            ? NginxSetting.Remedy(nginx, pass.File, why, NginxEdit.Beside(pass.Statement, settings))
            : null;

    /// <summary>Directives inside an upstream block.</summary>
    public static Remedy? InGroup(
        FailingUpstream upstream,
        UpstreamGroup group,
        string why,
        params IReadOnlyList<string> settings
    ) =>
        upstream.Context.Configuration?.Only is { } nginx
            ? NginxSetting.Remedy(nginx, group.Block.File, why, NginxEdit.Inside(group.Block, settings))
            : null;

    /// <summary>
    /// Another address in place of the one that fails, where that is written out: in the pass itself or in its upstream
    /// block.
    /// </summary>
    public static Remedy? PointTo(FailingUpstream upstream, Listener listener, string why)
    {
        if (upstream is not { Context.Configuration.Only: { } nginx, Backend: { } failing })
            return null;
        if (
            AddressOf(listener, upstream) is not { } address
            || Naming(upstream, failing) is not { } statement
        )
            return null;
        return Replaced(statement, failing, address) is { } setting
            ? NginxSetting.Remedy(nginx, statement.File, why, NginxEdit.Instead(statement, setting))
            : null;
    }

    /// <summary>The scheme before the address becomes another one: https to http.</summary>
    public static Remedy? ChangeScheme(FailingUpstream upstream, string from, string to, string why)
    {
        if (upstream is not { Context.Configuration.Only: { } nginx, Pass: { } pass })
            return null;
        var written = pass.Statement.Arg(0);
        if (!written.StartsWith(from + "://"))
            return null;
        var setting = $"{pass.Statement.Name} {to}{written[from.Length..]}";
        return NginxSetting.Remedy(nginx, pass.File, why, NginxEdit.Instead(pass.Statement, setting));
    }

    /// <summary>Reloading nginx, when it is a running service of this host.</summary>
    public static Remedy? Reload(FailingUpstream upstream, string why)
    {
        var units = upstream.Context.Facts.Find<ServiceUnits>()?.All ?? [];
        var nginx = units.FirstOrDefault(unit => unit.IsRunning && unit.Name is "nginx" or "openresty");
        return nginx is null ? null : ServiceAction.Remedy("service.reload", nginx, why);
    }

    /// <summary>Where nginx reaches the listener; null when it listens on another host's loopback.</summary>
    static string? AddressOf(Listener listener, FailingUpstream upstream)
    {
        if (upstream.RemoteHost is null || listener.Address == upstream.Backend!.Host)
            return listener.Connect;
        return listener.Address is "*" or "0.0.0.0" or "::"
            ? $"{upstream.Backend!.Host}:{listener.Port}"
            : null;
    }

    /// <summary>The statement that names the failing address.</summary>
    static Directive? Naming(FailingUpstream upstream, BackendAddress failing)
    {
        if (upstream.Pass is not { Group: { } group })
            return upstream.Pass?.Statement;
        var peers = upstream.Context.Configuration?.Group(group)?.Peers ?? [];
        return peers.FirstOrDefault(peer => peer.Address == failing)?.Statement;
    }

    static string? Replaced(Directive statement, BackendAddress old, string address)
    {
        var text = statement.Name + " " + string.Join(' ', statement.Args);
        var written = Spellings(old).FirstOrDefault(spelling => text.Contains(spelling));
        return written is null ? null : text.Replace(written, address);
    }

    static IEnumerable<string> Spellings(BackendAddress address)
    {
        if (address.IsUnix)
            return [$"unix:/var{address.SocketPath}", $"unix:{address.SocketPath}"];
        IEnumerable<string> localhost = address.IsLoopback ? [$"localhost:{address.Port}"] : [];
        return [$"{address.Host}:{address.Port}", $"[{address.Host}]:{address.Port}", .. localhost];
    }
}
