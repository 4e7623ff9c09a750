using System.Globalization;
using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Services;

/// <summary>A service and its state. Times are UTC; null means never or unknown.</summary>
/// <param name="Manager">systemd, openrc, sysvinit or supervisor.</param>
/// <param name="Active">active, inactive, failed, activating, deactivating.</param>
/// <param name="Result">systemd's reason: success, exit-code, signal, core-dump, oom-kill, timeout,
/// start-limit-hit.</param>
/// <param name="ExitStatus">Exit status, or signal number when <see cref="ExitKind"/> is killed or dumped.</param>
public sealed record ServiceUnit(
    string Name,
    string Manager,
    string Active,
    string Sub,
    string Result,
    string? ExitKind,
    int? ExitStatus,
    int? MainPid,
    int Restarts,
    DateTimeOffset? StartedAt,
    DateTimeOffset? ExitedAt,
    DateTimeOffset? ChangedAt,
    string UnitFile,
    string Command,
    string? User,
    bool PrivateTmp,
    long? MemoryMax,
    string LoadState,
    string Environment = "",
    string RestartPolicy = "",
    bool IsJob = false
)
{
    /// <summary>False when it is known not to start with the host.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>
    /// Open files allowed: the limit in force, and the one it may raise itself to; null when unknown.
    /// </summary>
    public (long Soft, long Hard)? Files { get; init; }

    public bool IsRunning => Active == "active" && Sub is not ("dead" or "exited");

    /// <summary>Made on this host rather than shipped by the distribution: most likely an application.</summary>
    public bool IsLocal =>
        Manager == "supervisor"
        || UnitFile.StartsWith("/etc/")
        || UnitFile.StartsWith("/run/")
        || UnitFile.StartsWith("/usr/local/");

    public bool IsStopped => Active is "inactive" or "failed" or "stopped" or "crashed";
}

/// <summary>The services of the host. <see cref="Manager"/> is empty when none was recognised.</summary>
public sealed record ServiceUnits(string Manager, IReadOnlyList<ServiceUnit> All)
{
    public ServiceUnit? Find(string name) => All.FirstOrDefault(u => u.Name == name);
}

public sealed class UnitProbe : Probe<ServiceUnits>
{
    const string Properties =
        "Id,LoadState,ActiveState,SubState,Result,ExecMainCode,ExecMainStatus,MainPID,ExecMainPID,NRestarts,ExecMainStartTimestamp,ExecMainExitTimestamp,StateChangeTimestamp,FragmentPath,ExecStart,User,PrivateTmp,MemoryMax,UnitFileState,Environment,Restart,Type,TriggeredBy,LimitNOFILE,LimitNOFILESoft";

    public override string Name => "services.units";

    public override string Title => "state, exit and restarts of the services";

    public override string Script =>
        $$"""
            if [ -d /run/systemd/system ] && have systemctl; then
              echo "@manager systemd"
              TZ=UTC systemctl show --no-pager -p {{Properties}} -- $(units) '*.service' 2>/dev/null
            elif have rc-status; then
              echo "@manager openrc"; rc-status -a 2>/dev/null
            elif have service; then
              echo "@manager sysvinit"; service --status-all 2>/dev/null
            fi
            if have supervisorctl; then echo "@manager supervisor"; as_root supervisorctl status 2>/dev/null; fi
            """;

    protected override ServiceUnits Parse(Section section, FactSheet known)
    {
        var all = new Dictionary<string, ServiceUnit>();
        var (manager, block) = ("", new Dictionary<string, string>());
        foreach (var line in Section.Each(section.Text).Append(""))
        {
            if (line.StartsWith("@manager "))
                manager = line[9..].Trim();
            else if (manager != "systemd")
            {
                if (Simple(manager, line) is { } s)
                    all.TryAdd(s.Name, s);
            }
            else if (line.Length > 0)
            {
                if (line.Split('=', 2) is [var k, var v])
                    block[k] = v;
            }
            else
            {
                if (block.ContainsKey("Id"))
                {
                    var unit = Systemd(block);
                    if (unit.LoadState != "not-found")
                        all.TryAdd(unit.Name, unit);
                }
                block = [];
            }
        }
        return new(manager, [.. all.Values.Take(ReadingLimits.Things)]);
    }

    static ServiceUnit Systemd(Dictionary<string, string> p)
    {
        string Get(string name) => p.GetValueOrDefault(name, "");
        var id = Get("Id");
        return new(
            id.EndsWith(".service") ? id[..^8] : id,
            "systemd",
            Get("ActiveState"),
            Get("SubState"),
            Get("Result"),
            Get("ExecMainCode") switch
            {
                "1" => "exited",
                "2" => "killed",
                "3" => "dumped",
                _ => null,
            },
            Int(Get("ExecMainStatus")),
            Int(Get("MainPID")) is > 0 and var pid ? pid : null,
            Int(Get("NRestarts")) ?? 0,
            Time(Get("ExecMainStartTimestamp")),
            Time(Get("ExecMainExitTimestamp")),
            Time(Get("StateChangeTimestamp")),
            Get("FragmentPath"),
            Argv(Get("ExecStart")),
            Get("User") is { Length: > 0 } u ? u : null,
            Get("PrivateTmp") == "yes",
            long.TryParse(Get("MemoryMax"), out var m) && m > 0 ? m : null,
            Get("LoadState"),
            Get("Environment"),
            Get("Restart"),
            Get("Type") == "oneshot" || Get("TriggeredBy").Contains(".timer")
        )
        {
            IsEnabled = Get("UnitFileState") is not ("disabled" or "masked"),
            Files =
                long.TryParse(Get("LimitNOFILESoft"), out var soft) && long.TryParse(Get("LimitNOFILE"), out var hard)
                    ? (soft, hard)
                    : null,
        };
    }

    /// <summary>
    /// openrc: " nginx  [ started ]"; sysvinit: " [ + ]  nginx"; supervisor: "app  RUNNING  pid 12, uptime 0:01:00".
    /// </summary>
    static ServiceUnit? Simple(string manager, string line)
    {
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var (name, state) = (manager, words) switch
        {
            ("openrc", [var n, "[", var s, ..]) => (n, s),
            ("sysvinit", ["[", var s, "]", var n, ..]) => (n, s),
            ("supervisor", [var n, var s, ..]) => (n, s),
            _ => ("", ""),
        };
        if (name.Length == 0)
            return null;
        var active = state switch
        {
            "started" or "+" or "RUNNING" => "active",
            "crashed" or "FATAL" => "failed",
            "STARTING" or "BACKOFF" => "activating",
            "?" => "unknown",
            _ => "inactive",
        };
        var pid = words.SkipWhile(w => w != "pid").ElementAtOrDefault(1)?.TrimEnd(',');
        return new(
            name,
            manager,
            active,
            active == "active" ? "running" : "dead",
            active == "failed" ? "exit-code" : "",
            null,
            null,
            Int(pid ?? ""),
            0,
            null,
            null,
            null,
            "",
            "",
            null,
            false,
            null,
            "loaded"
        );
    }

    /// <summary>{ path=/usr/bin/node ; argv[]=/usr/bin/node server.js ; ignore_errors=no ; ... }</summary>
    static string Argv(string exec)
    {
        var from = exec.IndexOf("argv[]=");
        if (from < 0)
            return "";
        var to = exec.IndexOf(" ; ", from);
        return to < 0 ? exec[(from + 7)..] : exec[(from + 7)..to];
    }

    /// <summary>Sun 2026-11-22 17:05:27 UTC</summary>
    static DateTimeOffset? Time(string text) =>
        text.Split(' ') is [_, var day, var clock, ..]
        && DateTimeOffset.TryParse($"{day} {clock}", null, DateTimeStyles.AssumeUniversal, out var t)
            ? LogTime.Of(t)
            : null;

    static int? Int(string text) => int.TryParse(text, out var n) ? n : null;
}
