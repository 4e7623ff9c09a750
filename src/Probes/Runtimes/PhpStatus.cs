using System.Text.RegularExpressions;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Runtimes;

/// <summary>The pool's own account of itself (pm.status_path). Queue and process counts.</summary>
public sealed partial record PhpStatus(
    string Pool,
    int ListenQueue,
    int IdleProcesses,
    int ActiveProcesses,
    int TotalProcesses,
    int MaxChildrenReached
)
{
    /// <summary>
    /// Reads the JSON form, also one that is cut in its list of processes, and the plain one; null for anything else.
    /// </summary>
    public static PhpStatus? Read(string text)
    {
        var list = text.IndexOf("\"processes\":");
        var values = Field()
            .Matches(list < 0 ? text : text[..list])
            .GroupBy(match => match.Groups["name"].Value)
            .ToDictionary(group => group.Key, group => group.First().Groups["value"].Value.Trim());
        if (!values.TryGetValue("pool", out var pool) || !values.ContainsKey("listen queue"))
            return null;
        int Number(string name) => Numbers.Int(values.GetValueOrDefault(name)) ?? 0;
        return new(
            pool,
            ListenQueue: Number("listen queue"),
            IdleProcesses: Number("idle processes"),
            ActiveProcesses: Number("active processes"),
            TotalProcesses: Number("total processes"),
            MaxChildrenReached: Number("max children reached")
        );
    }

    // {"pool":"www","listen queue":0,   |   listen queue:         0
    [GeneratedRegex(
        """(?:^|[{,]\s*)"?(?<name>[a-z][a-z ]+[a-z])"?:\s*"?(?<value>[^",}\r\n]*)""",
        RegexOptions.Multiline
    )]
    private static partial Regex Field();
}
