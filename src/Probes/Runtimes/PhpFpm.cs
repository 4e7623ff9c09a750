using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Runtimes;

/// <summary>A PHP-FPM pool as its configuration file describes it.</summary>
public sealed record PhpPool(string Name, string File, IReadOnlyDictionary<string, string> Settings)
{
    public BackendAddress? Listen =>
        Settings.GetValueOrDefault("listen") is { } listen
            ? BackendAddress.Parse(AddressOf(listen))
            : null;

    public int? MaxChildren => Numbers.Int(Settings.GetValueOrDefault("pm.max_children"));

    /// <summary>The unit is named after the PHP version in the file's path where Debian keeps several.</summary>
    public string Service =>
        File.Split('/') is [_, "etc", "php", var version, ..] ? $"php{version}-fpm" : "php-fpm";

    /// <summary>A bare path is a socket, a bare number a port of loopback.</summary>
    static string AddressOf(string listen)
    {
        if (listen.StartsWith('/'))
            return "unix:" + listen;
        return Numbers.Int(listen) is null ? listen : "127.0.0.1:" + listen;
    }
}

/// <param name="Slow">The newest entry of a slow log: the call it hung in, innermost first; empty without one.</param>
public sealed record PhpFpm(
    IReadOnlyList<PhpPool> Pools,
    IReadOnlyList<PhpLogLine> Log,
    IReadOnlyList<string> Slow
)
{
    public PhpPool? Of(BackendAddress? address) =>
        address is null ? null : Pools.FirstOrDefault(pool => pool.Listen == address);
}
