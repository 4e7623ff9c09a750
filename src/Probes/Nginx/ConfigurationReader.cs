using System.Runtime.CompilerServices;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Nginx;

/// <summary>Turns the files of a configuration (as <c>nginx -T</c> prints them) into what is in force where.</summary>
public static class ConfigurationReader
{
    static readonly string[] Inherited =
    [
        "proxy_connect_timeout",
        "proxy_read_timeout",
        "proxy_send_timeout",
        "fastcgi_read_timeout",
        "fastcgi_connect_timeout",
        "uwsgi_read_timeout",
        "grpc_read_timeout",
        "scgi_read_timeout",
        "proxy_buffer_size",
        "fastcgi_buffer_size",
        "uwsgi_buffer_size",
        "scgi_buffer_size",
        "grpc_buffer_size",
        "proxy_buffers",
        "fastcgi_buffers",
        "uwsgi_buffers",
        "scgi_buffers",
        "proxy_http_version",
        "proxy_next_upstream",
        "client_max_body_size",
        "resolver",
        "proxy_intercept_errors",
    ];

    const int MostInstances = 50;

    /// <summary>Back ends of all passes together: a group counts again for each pass to it.</summary>
    const int MostBackends = 200_000;

    /// <exception cref="FormatException">It is larger or deeper than anybody writes one.</exception>
    /// <param name="dump">Several instances one after the other, each begun by a line <c>#@instance key=value ...</c>;
    /// or a bare configuration.</param>
    public static NginxConfiguration Read(string dump)
    {
        var several = dump.Contains("#@instance ");
        var parts = dump.Split("#@instance ", StringSplitOptions.RemoveEmptyEntries)
            .Where(p => !string.IsNullOrWhiteSpace(p))
            .ToList();
        ReadingLimits.Hold(parts.Count, MostInstances, "instances of nginx");
        return parts.Select(p => ReadInstance(several ? p : "\n" + p)).Aggregate(Empty, Join);
    }

    static NginxConfiguration Empty => new([], [], [], [], [], new Dictionary<string, string>(), null, []);

    static NginxConfiguration Join(NginxConfiguration a, NginxConfiguration b) =>
        new(
            [.. a.Instances, .. b.Instances],
            [.. a.Hosts, .. b.Hosts],
            [.. a.Groups, .. b.Groups],
            [.. a.AccessLogs.Union(b.AccessLogs)],
            [.. a.ErrorLogs.Union(b.ErrorLogs)],
            a.Formats.Concat(b.Formats).GroupBy(f => f.Key).ToDictionary(f => f.Key, f => f.Last().Value),
            a.User ?? b.User,
            [.. a.Root, .. b.Root]
        );

    static NginxConfiguration ReadInstance(string part)
    {
        var end = part.IndexOf('\n');
        var facts = KeyValues.Of(part[..Math.Max(end, 0)].Split(' '));
        var body = part[(end + 1)..];
        var untested = body.StartsWith("#@untested ") ? body.Split('\n')[0][11..] : null;
        var prefix = facts.GetValueOrDefault("prefix", "");
        var files = Files(body, facts.GetValueOrDefault("conf", "nginx.conf"));
        var root = new Includes(files).Resolve();
        var http = root.Where(d => d.Name == "http").SelectMany(d => d.Block ?? []).ToList();
        if (http.Count == 0)
            http = [.. root]; // a pasted server or location block
        var groups = http.Where(d => d.Name == "upstream").Select(GroupOf).ToList();
        var scope = new Scope(groups);
        var outer = Settings(http, new Dictionary<string, string>());
        var hosts = http.Where(d => d.Name == "server").Select(s => HostOf(s, scope, outer)).ToList();
        if (hosts.Count == 0 && http.Any(d => d.Name.EndsWith("_pass") || d.Name == "location"))
            hosts.Add(HostOf(new("server", [], http, "pasted", 1), scope, new Dictionary<string, string>()));
        var everything = Directive.Descend(root).ToList();
        return new(
            facts.Count == 0
                ? []
                :
                [
                    new(
                        int.TryParse(facts.GetValueOrDefault("pid"), out var pid) ? pid : 0,
                        facts.GetValueOrDefault("exe", "nginx"),
                        prefix,
                        facts.GetValueOrDefault("conf", ""),
                        facts.GetValueOrDefault("version", ""),
                        untested
                    )
                    {
                        OwnPrefix = facts.GetValueOrDefault("own", "").Contains('p'),
                        OwnConfigFile = facts.GetValueOrDefault("own", "").Contains('c'),
                    },
                ],
            hosts,
            groups,
            [
                .. everything
                    .Where(d => d.Name == "access_log" && IsFile(d.Arg(0)))
                    .Select(d => new AccessLog(Absolute(d.Arg(0), prefix), FormatName(d)))
                    .Append(
                        new AccessLog(
                            Absolute(facts.GetValueOrDefault("access_log", "/var/log/nginx/access.log"), prefix),
                            "combined"
                        )
                    )
                    .DistinctBy(l => l.Path),
            ],
            [
                .. everything
                    .Where(d => d.Name == "error_log" && IsFile(d.Arg(0)))
                    .Select(d => Absolute(d.Arg(0), prefix))
                    .Distinct(),
            ],
            everything
                .Where(d => d.Name == "log_format" && d.Args.Count > 1)
                .GroupBy(d => d.Arg(0))
                .ToDictionary(
                    d => d.Key,
                    d => string.Concat(d.Last().Args.Skip(1).Where(a => !a.StartsWith("escape=")))
                ),
            root.FirstOrDefault(d => d.Name == "user")?.Arg(0),
            root
        );
    }

    /// <summary>
    /// What passes are read against. Each group's addresses are listed once, however many passes lead to it.
    /// </summary>
    sealed class Scope(IReadOnlyList<UpstreamGroup> groups)
    {
        readonly Dictionary<string, (string Name, IReadOnlyList<BackendAddress> Peers)> _groups = groups
            .DistinctBy(g => g.Name)
            .ToDictionary(
                g => g.Name,
                g => (g.Name, (IReadOnlyList<BackendAddress>)[.. g.Peers.Select(p => p.Address)])
            );
        long _backends;

        public (string? Name, IReadOnlyList<BackendAddress> Backends) Behind(BackendAddress? address)
        {
            if (address is null)
                return (null, []);
            if (address.IsUnix || !_groups.TryGetValue(address.Host, out var group))
                return (null, [address]);
            ReadingLimits.Hold(_backends += group.Peers.Count, MostBackends, "back ends of passes");
            return group;
        }
    }

    static string FormatName(Directive log) => log.Args.Skip(1).FirstOrDefault(a => !a.Contains('=')) ?? "combined";

    static bool IsFile(string path) =>
        path is not ("off" or "stderr" or "") && !path.StartsWith("syslog:") && !path.StartsWith("memory:");

    static string Absolute(string path, string prefix) => path.StartsWith('/') ? path : prefix + "/" + path;

    /// <summary>The dump holds each file under a line <c># configuration file PATH:</c>.</summary>
    static Dictionary<string, IReadOnlyList<Directive>> Files(string dump, string main)
    {
        const string head = "# configuration file ";
        var files = new Dictionary<string, IReadOnlyList<Directive>>();
        var named = dump.Contains(head);
        foreach (var chunk in ("\n" + dump).Split("\n" + head))
        {
            var end = chunk.IndexOf('\n');
            if (named && (end < 0 || !chunk[..end].TrimEnd().EndsWith(':')))
                continue;
            var name = named ? chunk[..end].TrimEnd().TrimEnd(':') : main;
            files.TryAdd(name, DirectiveReader.Read(named ? chunk[(end + 1)..] : chunk, name));
        }
        return files;
    }

    static Dictionary<string, string> Settings(IEnumerable<Directive> block, IReadOnlyDictionary<string, string> outer)
    {
        var settings = new Dictionary<string, string>(outer);
        foreach (var d in block.Where(d => Inherited.Contains(d.Name)))
            settings[d.Name] = string.Join(' ', d.Args);
        return settings;
    }

    static UpstreamGroup GroupOf(Directive block) =>
        new(
            block.Arg(0),
            [
                .. block
                    .All("server")
                    .Select(s => (s, a: BackendAddress.Parse(s.Arg(0))))
                    .Where(x => x.a is not null)
                    .Select(x => new Peer(x.a!, x.s.Args.Contains("backup"), x.s.Args.Contains("down"), x.s)),
            ],
            int.TryParse(block.Find("keepalive")?.Arg(0), out var k) ? k : null,
            block
        );

    static VirtualHost HostOf(Directive server, Scope scope, IReadOnlyDictionary<string, string> outer)
    {
        var variables = new Dictionary<string, string>();
        foreach (var set in Directive.Descend(server.Block ?? []).Where(d => d.Name == "set" && d.Args.Count == 2))
            variables[set.Arg(0).TrimStart('$')] = set.Arg(1);
        var locations = new List<Location>();
        AddLocations(server, "", Settings(server.Block ?? [], outer), scope, variables, locations);
        return new(
            [.. server.All("server_name").SelectMany(d => d.Args)],
            [.. server.All("listen").Select(d => string.Join(' ', d.Args))],
            locations,
            server.File,
            server.Line
        );
    }

    static void AddLocations(
        Directive block,
        string path,
        Dictionary<string, string> settings,
        Scope scope,
        Dictionary<string, string> variables,
        List<Location> to
    )
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var pass in (block.Block ?? []).Where(d => IsPass(d.Name)))
            to.Add(new(path.Length == 0 ? "/" : path, PassOf(pass, scope, variables), settings));
        foreach (var inner in (block.Block ?? []).Where(d => d.Name is "location" or "if" or "limit_except"))
        {
            var name = inner.Name == "location" ? string.Join(' ', inner.Args) : path;
            AddLocations(inner, name, Settings(inner.Block ?? [], settings), scope, variables, to);
        }
    }

    /// <summary>A statement that hands requests on.</summary>
    public static bool IsPass(string name) =>
        name is "proxy_pass" or "fastcgi_pass" or "uwsgi_pass" or "scgi_pass" or "grpc_pass" or "memcached_pass";

    static Pass PassOf(Directive directive, Scope scope, Dictionary<string, string> variables)
    {
        var target = Variables.PutInto(directive.Arg(0), variables);
        var scheme = target.Contains("://")
            ? target[..target.IndexOf("://")]
            : directive.Name[..^5].Replace("proxy", "http");
        var address = BackendAddress.Parse(target.Contains("://") ? target : scheme + "://" + target);
        var (group, backends) = scope.Behind(address);
        return new(scheme, target, group, backends, directive);
    }
}
