using ChatOps502.Probes.Collection;

namespace ChatOps502.Probes.System;

/// <summary>How busy the host is and how close to its limits.</summary>
/// <param name="OpenFiles">Descriptors in use on the whole host, against <paramref name="MaxFiles"/>.</param>
/// <param name="WorkerFiles">Most descriptors one nginx worker holds, against <paramref name="WorkerLimit"/>; null
/// without the right to look.</param>
/// <param name="TimeWait">TCP connections in TIME_WAIT.</param>
public sealed record Load(
    double Load1,
    int Cpus,
    int ProcessCount,
    long OpenFiles,
    long MaxFiles,
    int? WorkerFiles,
    int? WorkerLimit,
    int? TimeWait,
    int? Somaxconn,
    string PortRange
);

public sealed class LoadProbe : Probe<Load>
{
    public override string Name => "system.load";

    public override string Title => "CPU, process count, open files against limits";

    public override string Script =>
        """
            printf 'load=%s\n' "$(cut -d ' ' -f 1 /proc/loadavg)"
            printf 'cpus=%s\n' "$(grep -c '^processor' /proc/cpuinfo)"
            printf 'processes=%s\n' "$(ls -d /proc/[0-9]* | wc -l)"
            awk '{ print "files=" $1; print "filemax=" $3 }' /proc/sys/fs/file-nr
            printf 'timewait=%s\n' "$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk '$4 == "06"' | wc -l)"
            printf 'somaxconn=%s\nports=%s\n' "$(cat /proc/sys/net/core/somaxconn 2>/dev/null)" "$(cat /proc/sys/net/ipv4/ip_local_port_range 2>/dev/null | tr '\t' '-')"
            # workers of the masters that were found: a title alone says nothing
            for f in $(for m in $MASTERS; do grep -ls "^PPid:[[:space:]]*$m\$" /proc/[0-9]*/status; done 2>/dev/null | head -n 8); do
              d=${f%/status}; n=$(as_root ls "$d/fd" 2>/dev/null | wc -l); [ "$n" -gt 0 ] || continue
              printf 'worker=%s %s\n' "$n" "$(awk '/^Max open files/ { print $4 }' "$d/limits" 2>/dev/null)"
            done
            """;

    protected override Load Parse(Section section, FactSheet known)
    {
        var values = section
            .Lines.Select(l => l.Split('=', 2))
            .Where(p => p.Length == 2)
            .ToLookup(p => p[0], p => p[1]);
        long? Number(string name) => long.TryParse(values[name].FirstOrDefault(), out var n) ? n : null;
        var workers = values["worker"]
            .Select(w => w.Split(' '))
            .Where(w => w.Length == 2)
            .Select(w =>
                (
                    Used: int.TryParse(w[0], out var used) ? used : 0,
                    Limit: int.TryParse(w[1], out var l) ? l : (int?)null
                )
            )
            .ToList();
        var top = workers.Count > 0 ? workers.MaxBy(w => w.Used) : ((int Used, int? Limit)?)null;
        return new(
            double.TryParse(values["load"].FirstOrDefault(), out var load) ? load : 0,
            (int)(Number("cpus") ?? 0),
            (int)(Number("processes") ?? 0),
            Number("files") ?? 0,
            Number("filemax") ?? 0,
            top?.Used,
            top?.Limit,
            (int?)Number("timewait"),
            (int?)Number("somaxconn"),
            values["ports"].FirstOrDefault() ?? ""
        );
    }
}
