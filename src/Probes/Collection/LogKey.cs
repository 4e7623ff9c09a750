using System.Globalization;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Collection;

/// <summary>The sortable time that the prelude's <c>key</c> makes of a log line.</summary>
public static class LogKey
{
    /// <summary>
    /// 20261122170512 in the host's time, u20261122170512 in UTC, e1795366560.123; the seconds may be missing.
    /// </summary>
    /// <param name="zone">The host's offset.</param>
    /// <returns>Null for anything else.</returns>
    public static DateTimeOffset? Time(string key, TimeSpan zone)
    {
        if (key.Length < 2)
            return null;
        if (key[0] == 'e')
            return double.TryParse(key[1..], out var epoch) ? LogTime.OfEpoch(epoch) : null;
        string[] formats = ["yyyyMMddHHmmss", "yyyyMMddHHmm"];
        var known = DateTime.TryParseExact(key.TrimStart('u'), formats, null, DateTimeStyles.None, out var local);
        return known && LogTime.Of(local) is { } time
            ? new DateTimeOffset(time, key[0] == 'u' ? TimeSpan.Zero : zone).ToUniversalTime()
            : null;
    }
}
