namespace ChatOps502.Probes.Nginx;

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
        return new(scheme, LocalHost(address.Host), address.Port);
    }

    static string LocalHost(string host)
    {
        if (host is "*" or "0.0.0.0" or "::" or "")
            return "127.0.0.1";
        return host.Contains(':') ? $"[{host}]" : host;
    }
}
