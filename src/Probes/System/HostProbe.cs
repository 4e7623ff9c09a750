using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.System;

/// <summary>Who the host is and what its clock says.</summary>
/// <param name="Now">The host's own time: log windows are measured by it, not by ours.</param>
/// <param name="Offset">Its time zone, so that error-log times (which carry none) can be placed.</param>
/// <param name="Root">Whether the check ran as root.</param>
public sealed record HostIdentity(
    string HostName,
    string Kernel,
    string Os,
    DateTimeOffset Now,
    TimeSpan Offset,
    long UptimeSeconds,
    string User,
    bool Root
)
{
    /// <summary>Its own IP addresses.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];
}

public sealed class HostProbe : Probe<HostIdentity>
{
    public override string Name => "host.identity";

    public override string Title => "name, system, clock, login";

    public override string Script =>
        """
            printf 'now=%s\nzone=%s\nhost=%s\nkernel=%s\nuser=%s\nroot=%s\n' "$NOW" "$(date +%z)" "$(uname -n)" "$(uname -r)" "$ME" "$ROOT"
            sed -n 's/^PRETTY_NAME=/os=/p' /etc/os-release 2>/dev/null
            printf 'addresses=%s\n' "$({ ip -o addr 2>/dev/null || ifconfig 2>/dev/null; } | sed -n 's/.*inet6*  *\(addr:\)*\([0-9a-f.:]*\).*/\2/p' | tr '\n' ' ')"
            printf 'uptime=%s\n' "$(cut -d . -f 1 /proc/uptime 2>/dev/null)"
            """;

    protected override HostIdentity Parse(Section section, FactSheet known)
    {
        var values = KeyValues.Of(section.Lines);
        string Get(string name) => values.GetValueOrDefault(name, "").Trim('"');
        var now = double.TryParse(Get("now"), out var seconds) ? LogTime.OfEpoch(seconds) : null;
        if (now is null)
            throw new FormatException($"the host's clock says no time: '{Get("now")}'");
        return new(
            Get("host"),
            Get("kernel"),
            Get("os"),
            now.Value,
            Offset(Get("zone")),
            long.TryParse(Get("uptime"), out var up) ? up : 0,
            Get("user"),
            Get("root") == "1"
        )
        {
            Addresses = Get("addresses").Split(' ', StringSplitOptions.RemoveEmptyEntries),
        };
    }

    /// <summary>+0530. Nobody lives further from UTC than 14 hours.</summary>
    static TimeSpan Offset(string zone)
    {
        if (zone is not [var sign, _, _, _, _] || !int.TryParse(zone[1..], out var hm))
            return TimeSpan.Zero;
        var offset = TimeSpan.FromMinutes((hm / 100 * 60 + hm % 100) * (sign == '-' ? -1 : 1));
        return offset.Duration() <= TimeSpan.FromHours(14) ? offset : TimeSpan.Zero;
    }
}
