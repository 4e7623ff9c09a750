using System.Globalization;
using System.Text.RegularExpressions;
using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Nginx;

namespace ChatOps502.Probes.Network;

/// <summary>A socket somebody listens on.</summary>
/// <param name="Address">Bind address; "*" for all; empty for a unix socket.</param>
/// <param name="Queue">Connections waiting to be accepted; null when the tool does not say.</param>
/// <param name="Backlog">How many may wait.</param>
/// <param name="Process">Name and pid of the owner, null without the right to see it.</param>
public sealed record Listener(
    string Address,
    int Port,
    string? SocketPath,
    int? Queue,
    int? Backlog,
    string? Process,
    int? Pid
)
{
    /// <summary>Who runs the process; null when that is not known.</summary>
    public string? User { get; init; }

    public bool Accepts(BackendAddress a) =>
        a.IsUnix ? SocketPath == a.SocketPath : SocketPath is null && Port == a.Port && Covers(a.Host);

    bool Covers(string host) =>
        host switch
        {
            _ when Address is "*" or "::" => true,
            _ when Address == "0.0.0.0" => !host.Contains(':'),
            "localhost" => Address is "127.0.0.1" or "::1",
            _ => Address == host,
        };

    /// <summary>Where a client on the same host reaches it, as nginx writes it.</summary>
    public string Connect =>
        SocketPath is not null
            ? "unix:" + SocketPath
            : $"{Address switch { "*" or "0.0.0.0" => "127.0.0.1", "::" => "[::1]", _ when Address.Contains(':') => $"[{Address}]", _ => Address }}:{Port}";

    public override string ToString() =>
        (SocketPath is null ? $"{(Address.Contains(':') ? $"[{Address}]" : Address)}:{Port}" : "unix:" + SocketPath)
        + (Process is null ? "" : $" ({Process})")
        + (User is null ? "" : $" of user {User}");
}

/// <summary>All listening sockets. <see cref="Complete"/> is false when no tool could list them.</summary>
public sealed record Listeners(IReadOnlyList<Listener> All, bool Complete)
{
    /// <summary>The processes that asked: the check's own shell and whoever started it.</summary>
    public IReadOnlyList<int> Askers { get; init; } = [];

    public Listener? Of(BackendAddress address) => All.FirstOrDefault(l => l.Accepts(address));
}

public sealed partial class ListeningProbe : Probe<Listeners>
{
    public override string Name => "sockets.listening";

    public override string Title => "listening sockets, their owners and accept queues";

    public override string Script =>
        """
            # who asks: this shell, its parent, and on up. A name in brackets may hold anything, so what counts stands after the last one
            p=$$ askers=; while [ "${p:-0}" -gt 1 ] && IFS= read -r line <"/proc/$p/stat"; do askers="$askers $p"; line=${line##*) }; line=${line#? }; p=${line%% *}; done 2>/dev/null
            echo "@askers$askers"
            if have ss; then echo "@tool ss"; as_root ss -lntpH 2>/dev/null || as_root ss -lntp; echo "@unix"; as_root ss -lxpH 2>/dev/null || as_root ss -lxp
            elif have netstat; then echo "@tool netstat"; as_root netstat -lntp 2>/dev/null || netstat -lnt; echo "@unix"; as_root netstat -lxp 2>/dev/null || netstat -lx
            else echo "@tool proc"; cat /proc/net/tcp /proc/net/tcp6; echo "@unix"; cat /proc/net/unix; fi
            """;

    protected override Listeners Parse(Section section, FactSheet known)
    {
        var (tool, unix, forged) = ("", false, false);
        var all = new List<Listener>();
        IReadOnlyList<int> askers = [];
        // the name of a unix socket is its owner's own writing, and may hold line ends: no word counts twice
        foreach (var line in section.Lines)
        {
            if (tool.Length == 0 && line.StartsWith("@askers "))
                askers = [.. line[8..].Split(' ').Select(Int).OfType<int>()];
            else if (tool.Length == 0 && line.StartsWith("@tool "))
                tool = line[6..];
            else if (!unix && line == "@unix")
                unix = true;
            else
            {
                forged |= unix && !HasShape(tool, line);
                if (Read(tool, unix, line) is { } listener)
                    all.Add(listener);
            }
        }
        return new(forged ? [.. all.Select(Unowned)] : all, section.ExitCode == 0 && all.Count > 0) { Askers = askers };
    }

    /// <summary>
    /// A name with blanks or line ends makes a row that is none: then nobody can tell which process a name stands
    /// beside. netstat's rows end with the name, so there nobody ever can.
    /// </summary>
    static bool HasShape(string tool, string line) =>
        tool == "proc" || tool == "ss" && (SsRow().IsMatch(line) || line.StartsWith("Netid"));

    static Listener Unowned(Listener listener) =>
        listener.SocketPath is null ? listener : listener with { Process = null, Pid = null };

    /// <summary>
    /// One line of <c>ss -lntp</c>, <c>ss -lxp</c>, <c>netstat</c> or /proc/net; null for headings and sockets that do
    /// not listen.
    /// </summary>
    public static Listener? Read(string tool, bool unix, string line)
    {
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return (tool, unix) switch
        {
            ("ss", false) when words.Length >= 5 && words[0] == "LISTEN" => Tcp(
                words[3],
                Int(words[1]),
                Int(words[2]),
                Owner().Match(line)
            ),
            ("ss", true) when words.Length >= 5 && words[0].StartsWith("u_") && words[1] == "LISTEN" => new(
                "",
                0,
                BackendAddress.Normal(words[4]),
                Int(words[2]),
                Int(words[3]),
                OwnerName(Owner().Match(line)),
                Pid(Owner().Match(line))
            ),
            ("netstat", false) when words.Length >= 6 && words[0].StartsWith("tcp") && words[5] == "LISTEN" => Tcp(
                words[3],
                Int(words[1]),
                null,
                NetstatOwner().Match(line)
            ),
            ("netstat", true) when words[0] == "unix" && line.Contains("LISTENING") => new(
                "",
                0,
                BackendAddress.Normal(words[^1]),
                null,
                null,
                OwnerName(NetstatOwner().Match(line)),
                Pid(NetstatOwner().Match(line))
            ),
            ("proc", false) when words.Length >= 4 && words[3] == "0A" => Proc(words[1]),
            ("proc", true) when words.Length >= 8 && words[3] == "00010000" => new(
                "",
                0,
                BackendAddress.Normal(words[7]),
                null,
                null,
                null,
                null
            ),
            _ => null,
        };
    }

    static Listener? Tcp(string local, int? queue, int? backlog, Match owner)
    {
        var colon = local.LastIndexOf(':');
        if (colon < 0 || Int(local[(colon + 1)..]) is not { } port)
            return null;
        var address = local[..colon].Trim('[', ']').Split('%')[0];
        return new(
            address.StartsWith("::ffff:") ? address[7..] : address,
            port,
            null,
            queue,
            backlog,
            OwnerName(owner),
            Pid(owner)
        );
    }

    /// <summary>0100007F:1F90 is 127.0.0.1:8080, bytes in machine order.</summary>
    static Listener? Proc(string local)
    {
        if (local.Split(':') is not [var host, var port])
            return null;
        var bytes = Convert.FromHexString(host);
        var address =
            bytes.Length == 4 ? $"{bytes[3]}.{bytes[2]}.{bytes[1]}.{bytes[0]}"
            : bytes.All(b => b == 0) ? "::"
            : bytes[^1] == 1 && bytes[..12].All(b => b == 0) || host.EndsWith("01000000") ? "::1"
            : "*";
        return new(
            address == "0.0.0.0" ? "0.0.0.0" : address,
            int.Parse(port, NumberStyles.HexNumber, null),
            null,
            null,
            null,
            null,
            null
        );
    }

    static int? Int(string text) => int.TryParse(text, out var n) ? n : null;

    static string? OwnerName(Match owner) => owner.Success ? owner.Groups["name"].Value : null;

    static int? Pid(Match owner) => owner.Success ? Int(owner.Groups["pid"].Value) : null;

    // users:(("nginx",pid=971,fd=6),("nginx",pid=970,fd=6)), or users:(("nginx",971,6)) before 2013.
    // A process may call itself a",pid=1,fd=6 to look like another: then the list is none, and its owner unknown.
    [GeneratedRegex(
        """users:\((?:\("(?<name>[^"]*)",pid=(?<pid>\d+),fd=\d+\)(?:,\("[^"]*",pid=\d+,fd=\d+\))*|\("(?<name>[^"]*)",(?<pid>\d+),\d+\)(?:,\("[^"]*",\d+,\d+\))*)\)(?!.*users:)"""
    )]
    private static partial Regex Owner();

    // LISTEN      971/nginx: master   |   LISTENING     12345    971/php-fpm: master  /run/php/php8.2-fpm.sock
    [GeneratedRegex(@"LISTEN(?:ING)?\s+(?:\d+\s+)?(?<pid>\d+)/(?<name>\S+)")]
    private static partial Regex NetstatOwner();

    // u_str LISTEN 0      511    /run/php/php8.2-fpm.sock 5321   * 0    users:(("php-fpm8.2",pid=41,fd=9))
    [GeneratedRegex(@"^u_\S+\s+\S+\s+\d+\s+\d+\s+\S+\s+\d+\s+\*\s+\d+\s*(?:users:\(\(.*\)\)\s*)?$")]
    private static partial Regex SsRow();
}
