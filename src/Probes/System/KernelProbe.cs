using System.Text.RegularExpressions;
using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.System;

/// <summary>A process the kernel killed because memory ran out.</summary>
/// <param name="Cgroup">The control group whose limit was hit, or the one the victim lived in; null for a host-wide
/// shortage without one.</param>
/// <param name="Time">Null when the line carries no time that can be placed.</param>
public sealed record OomKill(
    int? Pid,
    string? Name,
    string? Cgroup,
    bool CgroupLimit,
    DateTimeOffset? Time,
    long? AnonRssKb,
    string Line
);

/// <summary>A process that died on a fault: segfault, general protection, trap.</summary>
public sealed record ProcessFault(int Pid, string Name, DateTimeOffset? Time, string Line);

/// <summary>A denial by SELinux or AppArmor.</summary>
public sealed record Denial(string System, DateTimeOffset? Time, string Line);

public sealed record KernelEvents(
    IReadOnlyList<OomKill> Kills,
    IReadOnlyList<ProcessFault> Faults,
    IReadOnlyList<Denial> Denials
)
{
    /// <summary>
    /// Security modules that are enforced, such as "SELinux enforcing, httpd_can_network_connect off"; empty when none
    /// is or nobody can tell.
    /// </summary>
    public string Enforced { get; init; } = "";
}

public sealed class KernelProbe : Probe<KernelEvents>
{
    public override string Name => "kernel.events";

    public override string Title => "memory kills, crashes and denials in the kernel's log";

    public override string Script =>
        """
            printf '@boot %s\n' "$((NOW - $(cut -d . -f 1 /proc/uptime)))"
            want='out of memory|killed process|oom-kill:|oom_reaper|segfault at|general protection|traps: |task in /|avc: *denied|apparmor="DENIED"'
            { as_root dmesg 2>/dev/null || { as_root journalctl -k -q --no-pager -o short-unix -n 2000 2>/dev/null | grep . ; } || cannot_read "kernel log" "permission denied" "Sudo: true for this host, and in sudoers: $SUDOERS"; } | grep -iE "$want|^@unreadable" | tail -n 200 | cut -c 1-1000
            have journalctl && as_root journalctl -q --no-pager -o short-unix -n 30 -u systemd-oomd 2>/dev/null | grep 'Killed /'
            [ "$(cat /sys/fs/selinux/enforce 2>/dev/null)" = 1 ] && printf '@enforced SELinux enforcing%s\n' "$(getsebool httpd_can_network_connect 2>/dev/null | sed 's/^/, /; s/ -->//')"
            grep -sq '^nginx.*(enforce)' /sys/kernel/security/apparmor/profiles && echo '@enforced AppArmor enforces a profile for nginx'
            [ -r /var/log/audit/audit.log ] && readable /var/log/audit/audit.log && held tail -c 1000000 | grep -E 'avc: *denied.*(nginx|php-fpm|httpd)' | tail -n 50
            exit 0
            """;

    protected override KernelEvents Parse(Section section, FactSheet known)
    {
        var boot =
            section.Lines.FirstOrDefault(l => l.StartsWith("@boot ")) is { } b && double.TryParse(b[6..], out var s)
                ? LogTime.OfEpoch(s)
                : null;
        return KernelLogReader.Read(section.Lines.Where(l => !l.StartsWith('@')), boot) with
        {
            Enforced = string.Join(", ", section.Lines.Where(l => l.StartsWith("@enforced ")).Select(l => l[10..])),
        };
    }
}

/// <summary>Reads kernel messages as dmesg, the journal or syslog print them, kernels 2.6 to 6.</summary>
public static partial class KernelLogReader
{
    /// <param name="boot">When the host started; places the "[  123.456]" stamps of dmesg.</param>
    public static KernelEvents Read(IEnumerable<string> lines, DateTimeOffset? boot)
    {
        var (kills, faults, denials) = (new List<OomKill>(), new List<ProcessFault>(), new List<Denial>());
        string? cgroup = null;
        var limited = false;
        foreach (var line in lines.Select(ReadingLimits.Cut))
        {
            var time = TimeOf(line, boot);
            if (Constraint().Match(line) is { Success: true } c)
            {
                limited = c.Groups["kind"].Value.Contains("MEMCG");
                cgroup = c.Groups["memcg"] is { Success: true } m ? m.Value : c.Groups["task"].Value;
            }
            else if (Group().Match(line) is { Success: true } g)
                (cgroup, limited) = (g.Groups["group"].Value, true);
            else if (Daemon().Match(line) is { Success: true } d)
                kills.Add(new(null, null, d.Groups["group"].Value, false, time, null, line));
            else if (TaskIn().Match(line) is { Success: true } t)
                (cgroup, limited) = (t.Groups["limit"].Value, true);
            else if (Killed().Match(line) is { Success: true } k)
            {
                kills.Add(
                    new(
                        Int(k.Groups["pid"].Value),
                        k.Groups["name"].Value,
                        cgroup,
                        limited || line.Contains("emory cgroup out of memory"),
                        time,
                        long.TryParse(k.Groups["anon"].Value, out var a) ? a : null,
                        line
                    )
                );
                (cgroup, limited) = (null, false);
            }
            else if (Fault().Match(line) is { Success: true } f)
                faults.Add(new(Int(f.Groups["pid"].Value) ?? 0, f.Groups["name"].Value, time, line));
            else if (line.Contains("avc:"))
                denials.Add(new("SELinux", time, line));
            else if (line.Contains("apparmor=\"DENIED\""))
                denials.Add(new("AppArmor", time, line));
        }
        // older kernels print two lines for one kill
        return new(
            [
                .. kills.DistinctBy(k =>
                    (k.Pid, k.Time?.ToUnixTimeSeconds() / 5, k.Cgroup is null || k.Pid is not null ? "" : k.Cgroup)
                ),
            ],
            faults,
            denials
        );
    }

    static DateTimeOffset? TimeOf(string line, DateTimeOffset? boot)
    {
        if (Epoch().Match(line) is { Success: true } e)
            return LogTime.OfEpoch(Number(e));
        return boot is { } b && Stamp().Match(line) is { Success: true } s ? LogTime.After(b, Number(s)) : null;
    }

    static double Number(Match match) => double.TryParse(match.Groups[1].Value, out var n) ? n : double.NaN;

    static int? Int(string text) => int.TryParse(text, out var n) ? n : null;

    // Memory cgroup out of memory: Killed process 966 (manager) total-vm:744052kB, anon-rss:29360kB   |   Out of
    // memory: Kill process 1234 (java) score 905 or sacrifice child
    [GeneratedRegex(
        @"Kill(?:ed)? process (?<pid>\d+),?(?: UID \d+)?,? \(?(?<name>.+?)\)?(?=,? (?:total-vm|score|vsz|UID|or sacrifice)|,? vmsize|$)(?:.*?anon-rss:(?<anon>\d+)kB)?",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Killed();

    // oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=...,oom_memcg=/a,task_memcg=/b,task=node,pid=966,uid=0
    [GeneratedRegex(
        @"oom-kill:constraint=(?<kind>\w+)(?:.*?oom_memcg=(?<memcg>[^,]+))?(?:.*?task_memcg=(?<task>[^,]+))?"
    )]
    private static partial Regex Constraint();

    // Tasks in /system.slice/shop.service are going to be killed due to memory.oom.group set
    [GeneratedRegex(@"Tasks in (?<group>\S+) are going to be killed due to memory\.oom\.group")]
    private static partial Regex Group();

    // systemd-oomd[854]: Killed /system.slice/shop.service due to memory pressure for /system.slice being 50.53% >
    // 50.00%
    [GeneratedRegex(@"systemd-oomd\S*: Killed (?<group>/\S+) due to memory")]
    private static partial Regex Daemon();

    // Task in /docker/abc killed as a result of limit of /docker
    [GeneratedRegex(@"Task in (?<task>\S+) killed as a result of limit of (?<limit>\S+)")]
    private static partial Regex TaskIn();

    // node[412]: segfault at 0 ip ...   |   traps: php-fpm[77] general protection fault ip:...
    [GeneratedRegex(@"(?<name>[\w.\-+:]{1,64})\[(?<pid>\d+)\](?:: segfault at|:? general protection| trap )")]
    private static partial Regex Fault();

    // 1795366572.123456 host kernel: ...
    [GeneratedRegex(@"^([0-9]{9,11}\.[0-9]+) ")]
    private static partial Regex Epoch();

    // [62279.421192] Killed process ...
    [GeneratedRegex(@"\[ *([0-9]+\.[0-9]+)\]")]
    private static partial Regex Stamp();
}
