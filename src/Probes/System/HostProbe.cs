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

    public override ProbeInput Input => ProbeInput.Nothing;

    public override string Title => "name, system, clock, login";

    public override string Script =>
        """
            { read -r name </proc/sys/kernel/hostname && read -r kernel </proc/sys/kernel/osrelease; } || { name=$(uname -n) kernel=$(uname -r); }
            printf 'now=%s\nzone=%s\nhost=%s\nkernel=%s\nuser=%s\nroot=%s\n' "$NOW" "${ZONE:-$(date +%z)}" "$name" "$kernel" "$LOGIN" "$IS_ROOT"
            { while IFS= read -r line; do case $line in PRETTY_NAME=*) printf 'os=%s\n' "${line#*=}" ;; esac; done </etc/os-release; }
            { ip -o addr 2>/dev/null || ifconfig 2>/dev/null; } | awk '
              match($0, /inet6? +(addr: ?)?[0-9a-f]*[.:][0-9a-f.:]*/) {
                a = substr($0, RSTART, RLENGTH); sub(/inet6? +(addr: ?)?/, "", a); all = all a " "
              }
              END { print "addresses=" all }'
            read -r up rest </proc/uptime && printf 'uptime=%s\n' "${up%.*}"
            exit 0
            """;

    protected override HostIdentity Parse(Section section)
    {
        var values = KeyValues.Of(section.Lines);
        string Value(string name) => values.GetValueOrDefault(name, "").Trim('"');
        if (LogTime.OfEpoch(Value("now")) is not { } now)
            throw new FormatException($"the host's clock cannot be read: '{Value("now")}'");
        return new(
            Value("host"),
            Value("kernel"),
            Value("os"),
            now,
            Offset(Value("zone")),
            UptimeSeconds: Numbers.Long(Value("uptime")) ?? 0,
            Value("user"),
            Root: Value("root") == "1"
        )
        {
            Addresses = Value("addresses").Split(' ', StringSplitOptions.RemoveEmptyEntries),
        };
    }

    /// <summary>+0530. Nobody lives further from UTC than 14 hours.</summary>
    static TimeSpan Offset(string zone)
    {
        if (zone is not [var sign, _, _, _, _] || Numbers.Int(zone[1..]) is not { } clock)
            return TimeSpan.Zero;
        var minutes = clock / 100 * 60 + clock % 100;
        var offset = TimeSpan.FromMinutes(sign == '-' ? -minutes : minutes);
        return offset.Duration() <= TimeSpan.FromHours(14) ? offset : TimeSpan.Zero;
    }
}
