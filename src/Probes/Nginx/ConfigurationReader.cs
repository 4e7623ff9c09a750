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

    static NginxConfiguration Empty =>
        new([], [], [], [], [], new Dictionary<string, string>(), null, []);

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
        var prefix = facts.GetValueOrDefault("prefix", "");
        var root = new Includes(Files(body, facts.GetValueOrDefault("conf", "nginx.conf"))).Resolve();
        var http = HttpBlock(root);
        var groups = http.Where(d => d.Name == "upstream").Select(GroupOf).ToList();
        var everything = Directive.Descend(root).ToList();
        return new(
            facts.Count == 0 ? [] : [InstanceOf(facts, body)],
            HostsOf(http, new UpstreamScope(groups)),
            groups,
            AccessLogs(
                everything,
                facts.GetValueOrDefault("access_log", "/var/log/nginx/access.log"),
                prefix
            ),
            ErrorLogs(everything, prefix),
            Formats(everything),
            User: root.FirstOrDefault(d => d.Name == "user")?.Arg(0),
            root
        );
    }

    static NginxInstance InstanceOf(Dictionary<string, string> facts, string body)
    {
        string Fact(string name) => facts.GetValueOrDefault(name, "");
        var head = body.Split('\n', 3);
        var untested = head[0].After("#@untested ");
        var changed = head.Take(2)
            .Select(line => line.After("#@changed "))
            .FirstOrDefault(word => word is not null);
        return new(
            Pid: Numbers.Int(Fact("pid")) ?? 0,
            Exe: facts.GetValueOrDefault("exe", "nginx"),
            Prefix: Fact("prefix"),
            ConfigFile: Fact("conf"),
            Version: Fact("version"),
            untested
        )
        {
            ChangedAt = LogTime.OfEpoch(changed?.Split(' ')[0] ?? ""),
            ChangedFile = changed?.Split(' ', 2).ElementAtOrDefault(1),
            OwnPrefix = Fact("own").Contains('p'),
            OwnConfigFile = Fact("own").Contains('c'),
        };
    }

    /// <summary>What stands in the http block; all of it where somebody pasted a server or location block.</summary>
    static List<Directive> HttpBlock(List<Directive> root)
    {
        var http = root.Where(d => d.Name == "http").SelectMany(d => d.Block ?? []).ToList();
        return http.Count == 0 ? root : http;
    }

    static List<VirtualHost> HostsOf(List<Directive> http, UpstreamScope scope)
    {
        var none = new Dictionary<string, string>();
        var outer = Settings(http, none);
        var hosts = http.Where(d => d.Name == "server")
            .Select(server => HostOf(server, scope, outer))
            .ToList();
        if (hosts.Count == 0 && http.Any(d => d.Name.EndsWith("_pass") || d.Name == "location"))
            hosts.Add(HostOf(new("server", [], http, "pasted", 1), scope, none));
        return hosts;
    }

    /// <param name="builtIn">The log that nginx was built with.</param>
    static List<AccessLog> AccessLogs(List<Directive> everything, string builtIn, string prefix) =>
        [
            .. everything
                .Where(d => d.Name == "access_log" && IsFile(d.Arg(0)))
                .Select(d => new AccessLog(Absolute(d.Arg(0), prefix), FormatName(d)))
                .Append(new AccessLog(Absolute(builtIn, prefix), "combined"))
                .DistinctBy(log => log.Path),
        ];

    static List<string> ErrorLogs(List<Directive> everything, string prefix) =>
        [
            .. everything
                .Where(d => d.Name == "error_log" && IsFile(d.Arg(0)))
                .Select(d => Absolute(d.Arg(0), prefix))
                .Distinct(),
        ];

    static Dictionary<string, string> Formats(List<Directive> everything) =>
        everything
            .Where(d => d.Name == "log_format" && d.Args.Count > 1)
            .GroupBy(d => d.Arg(0))
            .ToDictionary(group => group.Key, group => Template(group.Last()));

    /// <summary>Its pieces joined, as nginx does.</summary>
    static string Template(Directive format) =>
        string.Concat(format.Args.Skip(1).Where(arg => !arg.StartsWith("escape=")));

    static string FormatName(Directive log) =>
        log.Args.Skip(1).FirstOrDefault(a => !a.Contains('=')) ?? "combined";

    static bool IsFile(string log) =>
        log is not ("off" or "stderr" or "") && !log.StartsWith("syslog:") && !log.StartsWith("memory:");

    static string Absolute(string path, string prefix) =>
        path.StartsWith('/') ? path : prefix + "/" + path;

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

    static Dictionary<string, string> Settings(
        IEnumerable<Directive> block,
        IReadOnlyDictionary<string, string> outer
    )
    {
        var settings = new Dictionary<string, string>(outer);
        foreach (var d in block.Where(d => Inherited.Contains(d.Name)))
            settings[d.Name] = string.Join(' ', d.Args);
        return settings;
    }

    static UpstreamGroup GroupOf(Directive block) =>
        new(
            block.Arg(0),
            [.. block.All("server").SelectMany(PeerOf)],
            Keepalive: Numbers.Int(block.Find("keepalive")?.Arg(0)),
            block
        );

    /// <summary>None for an address that cannot be read.</summary>
    static Peer[] PeerOf(Directive server) =>
        BackendAddress.Parse(server.Arg(0)) is { } address
            ?
            [
                new(
                    address,
                    Backup: server.Args.Contains("backup"),
                    Down: server.Args.Contains("down"),
                    server
                ),
            ]
            : [];

    static VirtualHost HostOf(
        Directive server,
        UpstreamScope scope,
        IReadOnlyDictionary<string, string> outer
    )
    {
        var variables = new Dictionary<string, string>();
        foreach (
            var set in Directive
                .Descend(server.Block ?? [])
                .Where(d => d.Name == "set" && d.Args.Count == 2)
        )
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
        UpstreamScope scope,
        Dictionary<string, string> variables,
        List<Location> to
    )
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var pass in (block.Block ?? []).Where(d => IsPass(d.Name)))
            to.Add(new(path.Length == 0 ? "/" : path, PassOf(pass, scope, variables), settings));
        foreach (
            var inner in (block.Block ?? []).Where(d => d.Name is "location" or "if" or "limit_except")
        )
        {
            var name = inner.Name == "location" ? string.Join(' ', inner.Args) : path;
            AddLocations(inner, name, Settings(inner.Block ?? [], settings), scope, variables, to);
        }
    }

    /// <summary>A statement that hands requests on.</summary>
    public static bool IsPass(string name) =>
        name
            is "proxy_pass"
                or "fastcgi_pass"
                or "uwsgi_pass"
                or "scgi_pass"
                or "grpc_pass"
                or "memcached_pass";

    static Pass PassOf(Directive directive, UpstreamScope scope, Dictionary<string, string> variables)
    {
        var target = Variables.PutInto(directive.Arg(0), variables);
        var scheme = target.Split("://", 2) is [var written, _] ? written : Protocol(directive.Name);
        var address = BackendAddress.Parse(target.Contains("://") ? target : $"{scheme}://{target}");
        var (group, backends) = scope.Behind(address);
        return new(scheme, target, group, backends, directive);
    }

    /// <summary>proxy_pass speaks http, the others what they are named after.</summary>
    static string Protocol(string pass) => pass[..^"_pass".Length].Replace("proxy", "http");
}
