using System.Globalization;
using System.Text.RegularExpressions;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Network;

/// <summary>One row of a list of sockets: <c>ss</c>, <c>netstat</c> or /proc/net.</summary>
static partial class ListenerRow
{
    /// <returns>Null for headings and sockets that do not listen.</returns>
    public static Listener? Read(string tool, bool unix, string line)
    {
        var words = line.Words();
        return (tool, unix) switch
        {
            ("ss", false) => SsTcp(words, line),
            ("ss", true) => SsUnix(words, line),
            ("netstat", false) => NetstatTcp(words, line),
            ("netstat", true) => NetstatUnix(words, line),
            ("proc", false) => ProcTcp(words),
            ("proc", true) => ProcUnix(words),
            _ => null,
        };
    }

    /// <summary>
    /// A name with blanks or line ends makes a row that is none: then nobody can tell which process a name stands
    /// beside. netstat's rows end with the name, so there nobody ever can.
    /// </summary>
    public static bool HasShape(string tool, string line) =>
        tool == "proc" || tool == "ss" && (SsRow().IsMatch(line) || line.StartsWith("Netid"));

    static Listener? SsTcp(string[] words, string line) =>
        words.Length >= 5 && words[0] == "LISTEN"
            ? Tcp(words[3], Numbers.Int(words[1]), Numbers.Int(words[2]), Owner().Match(line))
            : null;

    static Listener? SsUnix(string[] words, string line) =>
        words.Length >= 5 && words[0].StartsWith("u_") && words[1] == "LISTEN"
            ? Unix(words[4], Numbers.Int(words[2]), Numbers.Int(words[3]), Owner().Match(line))
            : null;

    static Listener? NetstatTcp(string[] words, string line) =>
        words.Length >= 6 && words[0].StartsWith("tcp") && words[5] == "LISTEN"
            ? Tcp(words[3], Numbers.Int(words[1]), backlog: null, NetstatOwner().Match(line))
            : null;

    static Listener? NetstatUnix(string[] words, string line) =>
        words.Length > 0 && words[0] == "unix" && line.Contains("LISTENING")
            ? Unix(words[^1], queue: null, backlog: null, NetstatOwner().Match(line))
            : null;

    /// <summary>0100007F:1F90 is 127.0.0.1:8080, bytes in machine order.</summary>
    static Listener? ProcTcp(string[] words)
    {
        if (words.Length < 4 || words[3] != "0A" || words[1].Split(':') is not [var host, var hex])
            return null;
        var port = int.Parse(hex, NumberStyles.HexNumber, null);
        return new(ProcAddress(host), port, null, Queue: null, Backlog: null, Process: null, Pid: null);
    }

    static Listener? ProcUnix(string[] words) =>
        words.Length >= 8 && words[3] == "00010000"
            ? Unix(words[7], queue: null, backlog: null, Match.Empty)
            : null;

    static Listener? Tcp(string local, int? queue, int? backlog, Match owner)
    {
        var colon = local.LastIndexOf(':');
        if (colon < 0 || Numbers.Int(local[(colon + 1)..]) is not { } port)
            return null;
        var address = local[..colon].Trim('[', ']').Split('%')[0];
        return new(
            address.After("::ffff:") ?? address,
            port,
            null,
            queue,
            backlog,
            Name(owner),
            Pid(owner)
        );
    }

    static Listener Unix(string path, int? queue, int? backlog, Match owner) =>
        new("", 0, BackendAddress.Normal(path), queue, backlog, Name(owner), Pid(owner));

    static string ProcAddress(string host)
    {
        var bytes = Convert.FromHexString(host);
        if (bytes.Length == 4)
            return $"{bytes[3]}.{bytes[2]}.{bytes[1]}.{bytes[0]}";
        if (bytes.All(b => b == 0))
            return "::";
        var isLoopback = bytes[^1] == 1 && bytes[..12].All(b => b == 0) || host.EndsWith("01000000");
        return isLoopback ? "::1" : "*";
    }

    static string? Name(Match owner) => owner.Success ? owner.Groups["name"].Value : null;

    static int? Pid(Match owner) => owner.Success ? Numbers.Int(owner.Groups["pid"].Value) : null;

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
