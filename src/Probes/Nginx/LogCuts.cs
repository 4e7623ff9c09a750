using ChatOps502.Probes.Collection;

namespace ChatOps502.Probes.Nginx;

/// <summary>Reads where the logs of an answer were cut.</summary>
static class LogCuts
{
    /// <param name="line"><c>@cut e1795366560</c>, or <c>@cut</c> alone when the first line that was read has no
    /// time.</param>
    /// <returns>Of several cuts the latest: from there on all logs were read.</returns>
    public static LogCut Latest(LogCut? known, string line)
    {
        var from = LogKey.Time(line["@cut".Length..].Trim(), TimeSpan.Zero);
        return known is null || from > known.From ? new(from) : known;
    }
}
