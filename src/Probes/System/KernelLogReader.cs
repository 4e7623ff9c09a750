using System.Text.RegularExpressions;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.System;

/// <summary>Reads kernel messages as dmesg, the journal or syslog print them, kernels 2.6 to 6.</summary>
public sealed partial class KernelLogReader
{
    readonly DateTimeOffset? _boot;
    readonly List<OomKill> _kills = [];
    readonly List<ProcessFault> _faults = [];
    readonly List<Denial> _denials = [];

    /// <summary>What earlier lines say of the kill that comes: its control group, and whether that one's limit was
    /// hit.</summary>
    (string? Group, bool IsLimit) _next;

    KernelLogReader(DateTimeOffset? boot) => _boot = boot;

    /// <param name="boot">When the host started; places the "[  123.456]" stamps of dmesg.</param>
    public static KernelEvents Read(IEnumerable<string> lines, DateTimeOffset? boot)
    {
        var reader = new KernelLogReader(boot);
        foreach (var line in lines.Select(ReadingLimits.Cut))
            reader.Add(line);
        // older kernels print two lines for one kill
        return new([.. reader._kills.DistinctBy(Identity)], reader._faults, reader._denials);
    }

    static (int? Pid, long? FiveSeconds, string Group) Identity(OomKill kill)
    {
        var group = kill.Pid is null ? kill.Cgroup : null;
        return (kill.Pid, kill.Time?.ToUnixTimeSeconds() / 5, group ?? "");
    }

    void Add(string line)
    {
        if (!IsPreludeOfKill(line) && !IsKill(line) && !IsFault(line))
            AddDenial(line);
    }

    bool IsPreludeOfKill(string line)
    {
        if (Constraint().Match(line) is { Success: true } constraint)
            _next = Limit(constraint.Groups);
        else if (Group().Match(line) is { Success: true } group)
            _next = (group.Groups["group"].Value, IsLimit: true);
        else if (Daemon().Match(line) is { Success: true } daemon)
            _kills.Add(
                new(
                    null,
                    null,
                    daemon.Groups["group"].Value,
                    CgroupLimit: false,
                    TimeOf(line),
                    null,
                    line
                )
            );
        else if (TaskIn().Match(line) is { Success: true } task)
            _next = (task.Groups["limit"].Value, IsLimit: true);
        else
            return false;
        return true;
    }

    static (string? Group, bool IsLimit) Limit(GroupCollection groups)
    {
        var group = groups["memcg"] is { Success: true } limited ? limited : groups["task"];
        return (group.Value, groups["kind"].Value.Contains("MEMCG"));
    }

    bool IsKill(string line)
    {
        if (Killed().Match(line) is not { Success: true } match)
            return false;
        var kill = new OomKill(
            Pid: Numbers.Int(match.Groups["pid"].Value),
            Name: match.Groups["name"].Value,
            Cgroup: _next.Group,
            CgroupLimit: _next.IsLimit || line.Contains("emory cgroup out of memory"),
            TimeOf(line),
            AnonRssKb: Numbers.Long(match.Groups["anon"].Value),
            line
        );
        _kills.Add(kill);
        _next = (null, false);
        return true;
    }

    bool IsFault(string line)
    {
        if (Fault().Match(line) is not { Success: true } match)
            return false;
        var pid = Numbers.Int(match.Groups["pid"].Value) ?? 0;
        _faults.Add(new(pid, match.Groups["name"].Value, TimeOf(line), line));
        return true;
    }

    void AddDenial(string line)
    {
        if (line.Contains("avc:"))
            _denials.Add(new("SELinux", TimeOf(line), line));
        else if (line.Contains("apparmor=\"DENIED\""))
            _denials.Add(new("AppArmor", TimeOf(line), line));
    }

    DateTimeOffset? TimeOf(string line)
    {
        if (Epoch().Match(line) is { Success: true } epoch)
            return LogTime.OfEpoch(epoch.Groups[1].Value);
        if (_boot is not { } boot || Stamp().Match(line) is not { Success: true } stamp)
            return null;
        return Numbers.Double(stamp.Groups[1].Value) is { } seconds ? LogTime.After(boot, seconds) : null;
    }

    // Memory cgroup out of memory: Killed process 966 (manager) total-vm:744052kB, anon-rss:29360kB   |   Out of
    // memory: Kill process 1234 (java) score 905 or sacrifice child
    [GeneratedRegex(
        @"Kill(?:ed)? process (?<pid>\d+),?(?: UID \d+)?,? \(?(?<name>.+?)\)?(?=,? (?:total-vm|score|vsz|UID|or sacrifice)|,? vmsize|$)(?:.*?anon-rss:(?<anon>\d+)kB)?",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Killed();

    // oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=...,oom_memcg=/a,task_memcg=/b,task=node,pid=966
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
    [GeneratedRegex(
        @"(?<name>[\w.\-+:]{1,64})\[(?<pid>\d+)\](?:: segfault at|:? general protection| trap )"
    )]
    private static partial Regex Fault();

    // 1795366572.123456 host kernel: ...
    [GeneratedRegex(@"^([0-9]{9,11}\.[0-9]+) ")]
    private static partial Regex Epoch();

    // [62279.421192] Killed process ...
    [GeneratedRegex(@"\[ *([0-9]+\.[0-9]+)\]")]
    private static partial Regex Stamp();
}
