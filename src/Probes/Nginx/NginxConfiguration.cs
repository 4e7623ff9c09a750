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
    /// <summary>When the newest of its configuration files was changed; null when nobody can tell.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    public string? ChangedFile { get; init; }

    /// <summary>True when it was started with -p.</summary>
    public bool OwnPrefix { get; init; }

    /// <summary>True when it was started with -c.</summary>
    public bool OwnConfigFile { get; init; }
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
    public NginxInstance? Only =>
        Instances.Count(i => i.Pid > 0) == 1 ? Instances.First(i => i.Pid > 0) : null;

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
        var seen = new Dictionary<IReadOnlyList<BackendAddress>, bool>(
            ReferenceEqualityComparer.Instance
        );
        foreach (var pass in Passes)
        {
            if (!seen.TryGetValue(pass.Pass.Backends, out var leads))
                seen[pass.Pass.Backends] = leads = pass.Pass.Backends.Any(b => IsSame(b, address));
            if (leads)
                yield return pass;
        }
    }

    static bool IsSame(BackendAddress configured, BackendAddress address) =>
        configured == address || IsLocalhostOf(configured, address);

    static bool IsLocalhostOf(BackendAddress configured, BackendAddress address) =>
        configured.Host == "localhost" && address.IsLoopback && configured.Port == address.Port;

    public AccessFormat FormatOf(string logPath)
    {
        var name = AccessLogs.FirstOrDefault(l => l.Path == logPath)?.Format ?? "combined";
        return Formats.TryGetValue(name, out var template)
            ? AccessFormat.Of(name, template)
            : AccessFormat.Combined;
    }
}
