using System.Text.RegularExpressions;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Containers;

/// <summary>
/// Reads what people copy of <c>docker ps</c> and <c>docker compose ps</c>. Copied columns seldom stand below their
/// headings, so the cells are told by their shapes.
/// </summary>
public static partial class ContainerTable
{
    public static IReadOnlyList<Container> Read(IEnumerable<string> lines)
    {
        var all = new List<Container>();
        var namesFirst = false;
        foreach (var line in lines.Select(line => ReadingLimits.Cut(line).Trim()))
        {
            if (IsHeading(line))
                namesFirst = line.StartsWith("name", StringComparison.OrdinalIgnoreCase);
            else if (ReadRow(line, namesFirst) is { } container)
                all.Add(container);
        }
        return all;
    }

    static bool IsHeading(string line) => line.StartsWith("CONTAINER ID") || NameHeading().IsMatch(line);

    static Container? ReadRow(string line, bool namesFirst)
    {
        if (Status().Match(line) is not { Success: true } found)
            return null;
        var words = line.Words();
        var status = found.Value;
        return new(
            (namesFirst ? words[0] : words[^1]).Split(',')[0],
            StateOf(status),
            ExitCode: ExitCode().Match(status) is { Success: true } code
                ? Numbers.Int(code.Groups[1].Value) ?? 0
                : 0,
            OomKilled: false,
            Restarts: status.StartsWith("Restarting") ? 1 : 0,
            Health: Health().Match(status).Groups[1].Value,
            Addresses: [],
            Ports: [.. Port().Matches(line).Select(PortOf)],
            Log: []
        )
        {
            Image = words.ElementAtOrDefault(1) ?? "",
        };
    }

    static string StateOf(string status)
    {
        if (status.StartsWith("Restarting"))
            return "restarting";
        if (status.Contains("Paused"))
            return "paused";
        if (status.StartsWith("Up") || status.StartsWith("running"))
            return "running";
        return status.StartsWith("Created") ? "created" : "exited";
    }

    static (int Host, int Inside) PortOf(Match port) =>
        (Numbers.Int(port.Groups["host"].Value) ?? 0, Numbers.Int(port.Groups["inside"].Value) ?? 0);

    // NAME   IMAGE   COMMAND   SERVICE   CREATED   STATUS   PORTS
    [GeneratedRegex(@"^(?:NAME|Name)\s+(?:IMAGE|COMMAND|Command)\b")]
    private static partial Regex NameHeading();

    // Up 2 hours (healthy)   |   Exited (137) 5 minutes ago   |   Restarting (1) 5 seconds ago
    [GeneratedRegex(
        @"\b(?:Up (?:About |Less than )?(?:an? |\d+ )?\w+(?: \w+)?(?: \((?:health: )?\w+\))?|Exited \(\d+\)|Exit \d+|Restarting \(\d+\)|Created\b|Dead\b|running\b(?: \(\w+\))?|Up\b(?= ))"
    )]
    private static partial Regex Status();

    // Restarting (1) 5 seconds ago   |   Exit 137
    [GeneratedRegex(@"(?:\(|Exit )(\d+)\)?")]
    private static partial Regex ExitCode();

    // Up 20 seconds (health: starting)   |   Up 2 hours (unhealthy)
    [GeneratedRegex(@"\((?:health: )?(starting|healthy|unhealthy)\)")]
    private static partial Regex Health();

    // 0.0.0.0:8081->8000/tcp, 9000/tcp
    [GeneratedRegex(@"(?:(?:[\d.]+|\[?::\]?):(?<host>\d+)->)?(?<inside>\d+)/tcp")]
    private static partial Regex Port();
}
