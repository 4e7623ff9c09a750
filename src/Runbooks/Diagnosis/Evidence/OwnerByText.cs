using System.Text.RegularExpressions;
using ChatOps502.Probes;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Services;
using ChatOps502.Probes.Text;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>Finds the service whose command, environment or journal names an address.</summary>
static class OwnerByText
{
    public static BackendOwner? Find(FactSheet facts, ServiceUnits units, BackendAddress address)
    {
        var needle = address.IsUnix ? SocketPattern(address.SocketPath!) : PortPattern(address.Port);
        var candidates = CandidateServices.Of(units).ToList();
        return ByCommand(candidates, address, needle) ?? ByJournal(candidates, facts, address, needle);
    }

    static BackendOwner? ByCommand(
        IEnumerable<ServiceUnit> candidates,
        BackendAddress address,
        Regex needle
    )
    {
        foreach (var unit in candidates)
        foreach (var text in new[] { unit.Command, unit.Environment })
            if (needle.Match(text) is { Success: true } match)
            {
                // only the word that names it: commands and environments hold secrets
                var word = WordAt(text, match.Index + match.Length - 1);
                return new(
                    unit.Name,
                    unit,
                    $"its command or environment names {address} ({word})",
                    Sure: true
                );
            }
        return null;
    }

    static BackendOwner? ByJournal(
        IEnumerable<ServiceUnit> candidates,
        FactSheet facts,
        BackendAddress address,
        Regex needle
    )
    {
        foreach (var unit in candidates)
        {
            var entries = facts.Find<Journal>()?.Of(unit.Name) ?? [];
            if (
                entries.FirstOrDefault(entry => Announces(entry.Message, needle, address)) is
                { } announced
            )
                return new(unit.Name, unit, $"it logged: {announced.Message}", Sure: true);
        }
        return null;
    }

    /// <summary>Listening on 127.0.0.1:3000; Tomcat logs: Starting ProtocolHandler ["http-nio-8080"].</summary>
    static bool Announces(string message, Regex needle, BackendAddress address) =>
        message.Contains("isten") && needle.IsMatch(message)
        || !address.IsUnix
            && message.Contains("ProtocolHandler")
            && message.Contains($"-{address.Port}\"");

    static string WordAt(string text, int at)
    {
        var begin = text.LastIndexOf(' ', at) + 1;
        var end = text.IndexOf(' ', at);
        return end < 0 ? text[begin..] : text[begin..end];
    }

    static Regex SocketPattern(string path) =>
        new(Regex.Escape(path) + @"(?!\w)", RegexOptions.None, PatternTime.Limit);

    /// <summary>
    /// :3000, port 3000, PORT=3000, --port=3000: the number as a word of its own, never a part of another.
    /// </summary>
    static Regex PortPattern(int port) =>
        new($@"(?:[:=\s]|^)['""]?{port}(?![\w.])", RegexOptions.IgnoreCase, PatternTime.Limit);
}
