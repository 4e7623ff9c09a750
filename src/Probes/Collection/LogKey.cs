using System.Globalization;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Collection;

/// <summary>The sortable time that the shell's <c>key</c> makes of a log line.</summary>
public static class LogKey
{
    static readonly string[] Formats = ["yyyyMMddHHmmss", "yyyyMMddHHmm"];

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
            return LogTime.OfEpoch(key[1..]);
        var isRead = DateTime.TryParseExact(
            key.TrimStart('u'),
            Formats,
            null,
            DateTimeStyles.None,
            out var read
        );
        if (!isRead || LogTime.Of(read) is not { } time)
            return null;
        return new DateTimeOffset(time, key[0] == 'u' ? TimeSpan.Zero : zone).ToUniversalTime();
    }
}
