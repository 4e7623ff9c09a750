using System.Text.RegularExpressions;
using ChatOps502.Probes.Nginx;

namespace ChatOps502.Runbooks.Diagnosis.Pasted;

/// <summary>Tells by its shape what a line was copied from.</summary>
static partial class PasteShapes
{
    /// <summary>A line of nginx's error log, wherever it stands.</summary>
    public static bool IsNginxError(string line) => NginxError().IsMatch(line);

    /// <summary>A line that says by itself which log it is of, wherever it stands; null for any other.</summary>
    public static string? OfLog(string line)
    {
        if (Fpm().IsMatch(line))
            return PasteKey.PhpFpm;
        if (ProxyMessage.Read(line) is not null)
            return PasteKey.Proxy;
        if (Kernel().IsMatch(line))
            return PasteKey.Kernel;
        return IsRequest(line) ? PasteKey.AccessLog : null;
    }

    /// <summary>The heading of a table, or the first line of a tool's output; null for any other line.</summary>
    public static string? OfHeading(string line)
    {
        foreach (var (pattern, key) in Headings)
            if (pattern().IsMatch(line))
                return key;
        return null;
    }

    /// <summary>A single line of a tool's output; null for any other.</summary>
    public static string? OfRow(string line)
    {
        foreach (var (pattern, key) in Rows)
            if (pattern().IsMatch(line))
                return key;
        return ErrorLine.Read(line) is null ? null : PasteKey.ErrorLog;
    }

    static readonly (Func<Regex> Pattern, string Key)[] Headings =
    [
        (ContainersHeading, PasteKey.Docker),
        (SocketsHeading, PasteKey.Sockets),
        (DisksHeading, PasteKey.Disks),
        (MemoryHeading, PasteKey.Memory),
        (ProcessesHeading, PasteKey.Processes),
        (FirewallHeading, PasteKey.Firewall),
        (KubernetesHeading, PasteKey.Kubernetes),
        (UnitHeading, PasteKey.Systemctl),
        (NamesHeading, PasteKey.Names),
        (UnitFileHeading, PasteKey.UnitFile),
    ];

    static readonly (Func<Regex> Pattern, string Key)[] Rows =
    [
        (SocketRow, PasteKey.Sockets),
        (FileRow, PasteKey.Files),
        (FirewallRow, PasteKey.Firewall),
        (UnitRow, PasteKey.Systemctl),
        (KubernetesRow, PasteKey.Kubernetes),
        (DiskRow, PasteKey.Disks),
        (CurlRow, PasteKey.Curl),
        (Directive, PasteKey.Configuration),
        (Syslog, PasteKey.Journal),
    ];

    /// <summary>A time in brackets, or JSON that holds a request.</summary>
    static bool IsRequest(string line)
    {
        if (!RequestTime().IsMatch(line) && !(line.Contains('{') && JsonRequest().IsMatch(line)))
            return false;
        return AccessFormat.Guess(line) is not null;
    }

    // 2026/01/05 10:00:00 [error] 20#20:
    [GeneratedRegex(
        @"\[(?:debug|info|notice|warn|error|crit|alert|emerg)\] \d+#\d+: |nginx: \[(?:emerg|alert|crit|error|warn)\]"
    )]
    private static partial Regex NginxError();

    // [05-Jan-2026 10:00:00] WARNING: [pool www] ...
    [GeneratedRegex(
        @"^(?:.*?\[\d\d-[A-Z][a-z]{2}-\d{4} [\d:.]+\] )(?:DEBUG|NOTICE|WARNING|ERROR|ALERT): |^(?:NOTICE|WARNING|ERROR|ALERT): \[pool "
    )]
    private static partial Regex Fpm();

    // Jan 05 10:00:00 web kernel: ...   |   [ 900.1] Out of memory: Killed process
    [GeneratedRegex(
        @"^\[ *\d+\.\d+\] |\bkernel: |oom-kill:constraint|Out of memory: Kill|avc: +denied|apparmor=""DENIED"""
    )]
    private static partial Regex Kernel();

    [GeneratedRegex(@"\[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d")]
    private static partial Regex RequestTime();

    [GeneratedRegex(@"""(?:request|request_uri|uri|path|url|request_method|method|verb)""\s*:")]
    private static partial Regex JsonRequest();

    [GeneratedRegex(
        @"^CONTAINER ID\s|^NAME\s+(?:IMAGE|COMMAND)\s.*(?:STATUS|PORTS)|^\s*Name\s+Command\s+State"
    )]
    private static partial Regex ContainersHeading();

    [GeneratedRegex(
        @"^(?:State\s+Recv-Q|Netid\s+State|Proto\s+Recv-Q|Proto\s+RefCnt|Active (?:Internet|UNIX)|COMMAND\s+PID\s+USER\s+FD)"
    )]
    private static partial Regex SocketsHeading();

    [GeneratedRegex(@"^Filesystem\s+(?:Size|1K-blocks|Inodes|Type)")]
    private static partial Regex DisksHeading();

    [GeneratedRegex(@"^\s+total\s+used\s+free")]
    private static partial Regex MemoryHeading();

    [GeneratedRegex(@"^(?:USER\s+PID\s|\s*PID\s+(?:TTY|USER|PPID)|UID\s+PID\s)")]
    private static partial Regex ProcessesHeading();

    [GeneratedRegex(@"^(?:Chain \S+ \(|Status: (?:in)?active|table (?:inet|ip6?) )")]
    private static partial Regex FirewallHeading();

    [GeneratedRegex(
        @"^(?:NAME(?:SPACE)?\s+(?:NAME\s+)?(?:READY|TYPE|ENDPOINTS|CLASS|STATUS|DESIRED|HOSTS|ADDRESSTYPE)|LAST SEEN\s|Name:\s+\S|Namespace:\s|Events:|apiVersion:)"
    )]
    private static partial Regex KubernetesHeading();

    [GeneratedRegex(
        @"^\s*(?:[●○×*↻]\s*)?[\w@.:\\-]+\.(?:service|socket|timer) - |^\s*UNIT\s+LOAD\s+ACTIVE|^● \S+\.service"
    )]
    private static partial Regex UnitHeading();

    [GeneratedRegex(
        @"^(?:; <<>> DiG|;; (?:ANSWER|QUESTION|->>HEADER)|Server:\s+[\d.]+|\*\* server can't find)"
    )]
    private static partial Regex NamesHeading();

    [GeneratedRegex(@"^\[(?:Unit|Service|Install)\]$")]
    private static partial Regex UnitFileHeading();

    [GeneratedRegex(
        @"^(?:tcp6?\s+\S+\s+\d+|LISTEN\s+\d+\s+\d+\s|u_(?:str|dgr)\s|unix\s+\d+\s+\[|\S+\s+\d+\s.*\(LISTEN\)$)"
    )]
    private static partial Regex SocketRow();

    [GeneratedRegex(
        @"^(?:[-dlscbp][-rwxsStT]{9}[.+@]?\s+\d+\s|ls: cannot access|ls: /\S+: No such|stat: cannot stat|total \d+$)"
    )]
    private static partial Regex FileRow();

    [GeneratedRegex(
        @"^-[APN] [A-Za-z_-]+(?: |$)|^\d+(?:/tcp)?\s+(?:ALLOW|DENY|REJECT)\b|^(?:DROP|REJECT|ACCEPT)\s+\S+\s+(?:--|opt)"
    )]
    private static partial Regex FirewallRow();

    [GeneratedRegex(
        @"^\s*(?:Active: (?:active|inactive|failed|activating)|Loaded: |Main PID: \d|Process: \d+ Exec)"
    )]
    private static partial Regex UnitRow();

    [GeneratedRegex(
        @"^(?:[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+ |(?:pod|deployment|service|replicaset)[./][\w-]+\s)|^\S+\s+\d+/\d+\s+(?:Running|CrashLoopBackOff|Pending|Error|OOMKilled|Completed|Terminating|ImagePullBackOff|ContainerCreating)\b"
    )]
    private static partial Regex KubernetesRow();

    [GeneratedRegex(@"^\S+\s+[\d.]+[KMGTP]?\s+[\d.]+[KMGTP]?\s+[\d.]+[KMGTP]?\s+\d+%\s+/")]
    private static partial Regex DiskRow();

    [GeneratedRegex(
        @"^(?:\*\s+(?:Trying|Connected|Host|connect|Closing|Empty|Recv|upload|Could not|ALPN|TLS|SSL)|curl: \(\d+\)|[<>] (?:HTTP/|[A-Z][\w-]+:|GET |POST ))"
    )]
    private static partial Regex CurlRow();

    [GeneratedRegex(
        @"^\s*(?:(?:server|http|events|stream|location\s.*|upstream\s+\S+|map\s.*)\s*\{|(?:proxy_|fastcgi_|uwsgi_|scgi_|grpc_|server_name|listen|server|resolver|keepalive|worker_|client_|root|index|include|user|error_log|access_log|ssl_|zone|set|return|rewrite|try_files|add_header|large_client|send_|gzip)\S*\s.*;\s*(?:#.*|\})*$)"
    )]
    private static partial Regex Directive();

    [GeneratedRegex(
        @"^(?:[A-Z][a-z]{2} +\d+ \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[\d:.+-]+Z?) \S+ [\w./@()-]+(?:\[\d+\])?: "
    )]
    private static partial Regex Syslog();
}
