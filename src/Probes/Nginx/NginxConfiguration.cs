namespace ChatOps502.Probes.Nginx;

/// <summary>One running (or installed) nginx.</summary>
/// <param name="Pid">Its master process; 0 when none runs.</param>
/// <param name="Untested">What nginx says against its own configuration, null when it accepts it.</param>
public sealed record NginxInstance(
    int Pid,
    string Exe,
    string Prefix,
    string ConfigFile,
    string Version,
    string? Untested
)
{
    /// <summary>True when it was started with -p.</summary>
    public bool OwnPrefix { get; init; }

    /// <summary>True when it was started with -c.</summary>
    public bool OwnConfigFile { get; init; }
}

/// <summary>A server of an upstream group.</summary>
public sealed record Peer(BackendAddress Address, bool Backup, bool Down, Directive Statement);

/// <summary>An <c>upstream</c> block.</summary>
public sealed record UpstreamGroup(string Name, IReadOnlyList<Peer> Peers, int? Keepalive, Directive Block);

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

/// <summary>A location (or server) that hands requests on, with the time limits that hold there in seconds.</summary>
public sealed record Location(string Path, Pass? Pass, IReadOnlyDictionary<string, string> Settings);

/// <summary>Where a virtual host can be asked from the host itself.</summary>
public sealed record Endpoint(string Scheme, string Address, int Port);

/// <summary>A <c>server</c> block.</summary>
/// <param name="Listens">The listen statements with their parameters, as written.</param>
public sealed record VirtualHost(
    IReadOnlyList<string> Names,
    IReadOnlyList<string> Listens,
    IReadOnlyList<Location> Locations,
    string File,
    int Line
)
{
    public string Name => Names.FirstOrDefault(n => n.Length > 0) ?? "_";

    /// <summary>The first TCP address it listens on; port 80 of loopback when it has no listen statement.</summary>
    public Endpoint? Endpoint =>
        Listens.Count == 0
            ? new("http", "127.0.0.1", 80)
            : Listens.Select(EndpointOf).FirstOrDefault(e => e is not null);

    static Endpoint? EndpointOf(string listen)
    {
        var words = listen.Split(' ');
        if (words[0].StartsWith("unix:"))
            return null;
        var scheme = words.Contains("ssl") ? "https" : "http";
        if (int.TryParse(words[0], out var bare))
            return new(scheme, "127.0.0.1", bare);
        if (BackendAddress.Parse(scheme + "://" + words[0]) is not { } address)
            return null;
        return new(
            scheme,
            address.Host is "*" or "0.0.0.0" or "::" or "" ? "127.0.0.1"
                : address.Host.Contains(':') ? $"[{address.Host}]"
                : address.Host,
            address.Port
        );
    }
}

/// <summary>A log and the format its lines have.</summary>
public sealed record AccessLog(string Path, string Format);

/// <summary>The effective configuration of nginx on one host, all instances together.</summary>
public sealed record NginxConfiguration(
    IReadOnlyList<NginxInstance> Instances,
    IReadOnlyList<VirtualHost> Hosts,
    IReadOnlyList<UpstreamGroup> Groups,
    IReadOnlyList<AccessLog> AccessLogs,
    IReadOnlyList<string> ErrorLogs,
    IReadOnlyDictionary<string, string> Formats,
    string? User,
    IReadOnlyList<Directive> Root
)
{
    /// <summary>Every statement, blocks before what they hold.</summary>
    public IEnumerable<Directive> Everything => Directive.Descend(Root);

    /// <summary>
    /// The one nginx that runs; null when there are none or several, whose files nobody can tell apart.
    /// </summary>
    public NginxInstance? Only => Instances.Count(i => i.Pid > 0) == 1 ? Instances.First(i => i.Pid > 0) : null;

    /// <summary>The upstream block of this name; null when there is none.</summary>
    public UpstreamGroup? Group(string? name) => Groups.FirstOrDefault(g => g.Name == name);

    public bool Running => Instances.Any(i => i.Pid > 0);

    public IEnumerable<(VirtualHost Host, Location Location, Pass Pass)> Passes =>
        from host in Hosts
        from location in host.Locations
        where location.Pass is not null
        select (host, location, location.Pass);

    /// <summary>Every address that some pass leads to.</summary>
    public IReadOnlySet<BackendAddress> PassedTo =>
        Passes
            .Select(p => p.Pass.Backends)
            .Distinct(ReferenceEqualityComparer.Instance)
            .Cast<IReadOnlyList<BackendAddress>>()
            .SelectMany(b => b)
            .ToHashSet();

    /// <summary>The passes that lead to this address.</summary>
    public IEnumerable<(VirtualHost Host, Location Location, Pass Pass)> LeadingTo(BackendAddress address)
    {
        // passes to one group share its list
        var seen = new Dictionary<IReadOnlyList<BackendAddress>, bool>(ReferenceEqualityComparer.Instance);
        foreach (var pass in Passes)
        {
            if (!seen.TryGetValue(pass.Pass.Backends, out var leads))
                seen[pass.Pass.Backends] = leads = pass.Pass.Backends.Any(b => IsSame(b, address));
            if (leads)
                yield return pass;
        }
    }

    static bool IsSame(BackendAddress configured, BackendAddress address) =>
        configured == address
        || configured.Host == "localhost" && address.IsLoopback && configured.Port == address.Port;

    public AccessFormat FormatOf(string logPath)
    {
        var name = AccessLogs.FirstOrDefault(l => l.Path == logPath)?.Format ?? "combined";
        return Formats.TryGetValue(name, out var template) ? AccessFormat.Of(name, template) : AccessFormat.Combined;
    }
}
