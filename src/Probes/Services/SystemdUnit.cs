using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Services;

/// <summary>A unit as <c>systemctl show</c> prints it, one property a line.</summary>
sealed class SystemdUnit
{
    /// <summary>What is asked for.</summary>
    public static readonly string[] Properties =
    [
        "Id",
        "LoadState",
        "ActiveState",
        "SubState",
        "Result",
        "ExecMainCode",
        "ExecMainStatus",
        "MainPID",
        "ExecMainPID",
        "NRestarts",
        "ExecMainStartTimestamp",
        "ExecMainExitTimestamp",
        "StateChangeTimestamp",
        "FragmentPath",
        "ExecStart",
        "User",
        "PrivateTmp",
        "MemoryMax",
        "UnitFileState",
        "Environment",
        "Restart",
        "Type",
        "TriggeredBy",
        "LimitNOFILE",
        "LimitNOFILESoft",
    ];

    readonly Dictionary<string, string> _values = [];

    string this[string property] => _values.GetValueOrDefault(property, "");

    /// <param name="line">ActiveState=active</param>
    public void Add(string line)
    {
        if (line.Split('=', 2) is [var property, var value])
            _values[property] = value;
    }

    /// <summary>Null for a unit without a name, or one that systemd does not have.</summary>
    public ServiceUnit? Read()
    {
        if (!_values.ContainsKey("Id") || this["LoadState"] == "not-found")
            return null;
        return new(
            NameOf(this["Id"]),
            "systemd",
            Active: this["ActiveState"],
            Sub: this["SubState"],
            Result: this["Result"],
            ExitKind: ExitKind(this["ExecMainCode"]),
            ExitStatus: Numbers.Int(this["ExecMainStatus"]),
            MainPid: Numbers.Int(this["MainPID"]) is > 0 and var pid ? pid : null,
            Restarts: Numbers.Int(this["NRestarts"]) ?? 0,
            StartedAt: Time(this["ExecMainStartTimestamp"]),
            ExitedAt: Time(this["ExecMainExitTimestamp"]),
            ChangedAt: Time(this["StateChangeTimestamp"]),
            UnitFile: this["FragmentPath"],
            Command: CommandLine(this["ExecStart"]),
            User: this["User"] is { Length: > 0 } user ? user : null,
            PrivateTmp: this["PrivateTmp"] == "yes",
            MemoryMax: Numbers.Long(this["MemoryMax"]) is > 0 and var bytes ? bytes : null,
            LoadState: this["LoadState"],
            Environment: this["Environment"],
            RestartPolicy: this["Restart"],
            IsJob: this["Type"] == "oneshot" || this["TriggeredBy"].Contains(".timer")
        )
        {
            IsEnabled = this["UnitFileState"] is not ("disabled" or "masked"),
            Files = OpenFiles(),
        };
    }

    (long Soft, long Hard)? OpenFiles() =>
        Numbers.Long(this["LimitNOFILESoft"]) is { } soft && Numbers.Long(this["LimitNOFILE"]) is { } hard
            ? (soft, hard)
            : null;

    static string NameOf(string id) => id.EndsWith(".service") ? id[..^".service".Length] : id;

    static string? ExitKind(string code) =>
        code switch
        {
            "1" => "exited",
            "2" => "killed",
            "3" => "dumped",
            _ => null,
        };

    /// <summary>{ path=/usr/bin/node ; argv[]=/usr/bin/node server.js ; ignore_errors=no ; ... }</summary>
    static string CommandLine(string exec)
    {
        const string mark = "argv[]=";
        var from = exec.IndexOf(mark);
        if (from < 0)
            return "";
        var rest = exec[(from + mark.Length)..];
        return rest.Split(" ; ", 2)[0];
    }

    /// <summary>Sun 2026-11-22 17:05:27 UTC</summary>
    static DateTimeOffset? Time(string text) =>
        text.Split(' ') is [_, var day, var clock, ..] ? LogTime.Read($"{day} {clock}") : null;
}
