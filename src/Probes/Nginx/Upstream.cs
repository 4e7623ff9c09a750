namespace ChatOps502.Probes.Nginx;

/// <summary>A server of an upstream group.</summary>
public sealed record Peer(BackendAddress Address, bool Backup, bool Down, Directive Statement);

/// <summary>An <c>upstream</c> block.</summary>
public sealed record UpstreamGroup(
    string Name,
    IReadOnlyList<Peer> Peers,
    int? Keepalive,
    Directive Block
);

/// <summary>A proxy_pass, fastcgi_pass, uwsgi_pass, scgi_pass or grpc_pass.</summary>
/// <param name="Protocol">http, https, fastcgi, uwsgi, scgi, grpc, grpcs or memcached.</param>
/// <param name="Target">As written, with simple <c>set</c> variables put in.</param>
/// <param name="Backends">The addresses behind it: the group's peers, or the one address.</param>
/// <param name="Statement">As it stands in the file.</param>
public sealed record Pass(
    string Protocol,
    string Target,
    string? Group,
    IReadOnlyList<BackendAddress> Backends,
    Directive Statement
)
{
    public string File => Statement.File;

    public int Line => Statement.Line;
}
