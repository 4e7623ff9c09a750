using System.Text.RegularExpressions;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Services;

/// <summary>Reads what people copy of <c>systemctl status</c>, <c>list-units</c> and <c>is-active</c>.</summary>
public static partial class StatusText
{
    public static IReadOnlyList<ServiceUnit> Read(IEnumerable<string> lines)
    {
        var units = new List<ServiceUnit>();
        foreach (var line in lines.Select(ReadingLimits.Cut))
            Add(units, line);
        return [.. units.Where(unit => unit.Active.Length > 0).DistinctBy(unit => unit.Name)];
    }

    static void Add(List<ServiceUnit> units, string line)
    {
        if (Heading().Match(line) is { Success: true } heading)
            units.Add(New(heading.Groups["name"].Value));
        else if (Row().Match(line) is { Success: true } row)
            units.Add(OfRow(row.Groups));
        else if (units.Count > 0)
            units[^1] = WithLine(units[^1], line);
    }

    static ServiceUnit New(string name) => new(name, "systemd", Active: "", Sub: "", Result: "");

    /// <summary>shop.service loaded failed failed Shop</summary>
    static ServiceUnit OfRow(GroupCollection row)
    {
        var active = row["active"].Value;
        return New(row["name"].Value) with
        {
            Active = active,
            Sub = row["sub"].Value,
            Result = active == "failed" ? "exit-code" : "success",
        };
    }

    static ServiceUnit WithLine(ServiceUnit unit, string line)
    {
        if (Loaded().Match(line) is { Success: true } loaded)
            return unit with
            {
                LoadState = loaded.Groups["state"].Value,
                UnitFile = loaded.Groups["file"].Value,
                IsEnabled = loaded.Groups["enabled"].Value is not ("disabled" or "masked"),
            };
        if (Active().Match(line) is { Success: true } active)
            return WithState(unit, active.Groups);
        if (Ended().Match(line) is { Success: true } ended)
            return WithEnd(unit, ended.Groups);
        if (MainPid().Match(line) is { Success: true } running)
            return unit with { MainPid = Numbers.Int(running.Groups[1].Value) };
        return unit;
    }

    static ServiceUnit WithState(ServiceUnit unit, GroupCollection active)
    {
        var since = LogTime.Read(active["since"].Value);
        var state = active["state"].Value;
        return unit with
        {
            Active = state,
            Sub = active["sub"] is { Success: true } sub ? sub.Value : state,
            Result = active["result"] is { Success: true } result ? result.Value : "success",
            ChangedAt = since,
        };
    }

    /// <summary>code=exited, status=1/FAILURE; the main process counts more than a helper.</summary>
    static ServiceUnit WithEnd(ServiceUnit unit, GroupCollection ended)
    {
        if (ended["status"].Value == "0" && unit.ExitStatus is not null)
            return unit;
        return unit with
        {
            ExitKind = ended["code"].Value,
            ExitStatus = Numbers.Int(ended["status"].Value),
            Command = ended["command"] is { Success: true } command ? command.Value.Trim() : unit.Command,
        };
    }

    // ● shop.service - Shop
    [GeneratedRegex(@"^\s*(?:[●○×*↻]\s*)?(?<name>[\w@.:\\-]+?)\.service(?: - .*)?$")]
    private static partial Regex Heading();

    // ● shop.service loaded failed failed Shop
    [GeneratedRegex(
        @"^\s*(?:[●○×*]\s*)?(?<name>[\w@.:\\-]+?)\.service\s+(?:loaded|not-found|masked)\s+(?<active>active|inactive|failed|activating)\s+(?<sub>[\w-]+)"
    )]
    private static partial Regex Row();

    // Loaded: loaded (/etc/systemd/system/shop.service; enabled; preset: enabled)
    [GeneratedRegex(@"^\s*Loaded: (?<state>[\w-]+)(?: \((?<file>[^;)]*)(?:; (?<enabled>[\w-]+))?)?")]
    private static partial Regex Loaded();

    // Active: failed (Result: exit-code) since Mon 2026-01-05 09:59:00 UTC; 1min ago
    [GeneratedRegex(
        @"^\s*Active: (?<state>[\w-]+)(?: \((?!Result)(?<sub>[\w-]+)\))?(?: \(Result: (?<result>[\w-]+)\))?(?: since \w{3} (?<since>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d))?"
    )]
    private static partial Regex Active();

    // Process: 88 ExecStart=/usr/bin/node /srv/shop/app.js (code=exited, status=1/FAILURE)
    [GeneratedRegex(
        @"^\s*(?:Process: \d+ Exec\w+=(?<command>[^(]*)|Main PID: \d+ )\(code=(?<code>\w+), (?:status|signal)=(?<status>\d+)"
    )]
    private static partial Regex Ended();

    // Main PID: 812 (node)
    [GeneratedRegex(@"^\s*Main PID: (\d+) \((?!code=)")]
    private static partial Regex MainPid();
}
