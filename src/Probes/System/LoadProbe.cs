using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Text;

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

    public override ProbeInput Input => ProbeInput.Nothing;

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
            for f in $(for m in $NGINX_MASTERS; do grep -ls "^PPid:[[:space:]]*$m\$" /proc/[0-9]*/status; done 2>/dev/null | head -n 8); do
              d=${f%/status}; n=$(as_root ls "$d/fd" 2>/dev/null | wc -l); [ "$n" -gt 0 ] || continue
              printf 'worker=%s %s\n' "$n" "$(awk '/^Max open files/ { print $4 }' "$d/limits" 2>/dev/null)"
            done
            """;

    protected override Load Parse(Section section)
    {
        var values = section
            .Lines.Select(line => line.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .ToLookup(pair => pair[0], pair => pair[1]);
        string? First(string name) => values[name].FirstOrDefault();
        var (used, limit) = BusiestWorker(values["worker"]);
        return new(
            Load1: Numbers.Double(First("load")) ?? 0,
            Cpus: (int)(Numbers.Long(First("cpus")) ?? 0),
            ProcessCount: (int)(Numbers.Long(First("processes")) ?? 0),
            OpenFiles: Numbers.Long(First("files")) ?? 0,
            MaxFiles: Numbers.Long(First("filemax")) ?? 0,
            WorkerFiles: used,
            WorkerLimit: limit,
            TimeWait: (int?)Numbers.Long(First("timewait")),
            Somaxconn: (int?)Numbers.Long(First("somaxconn")),
            PortRange: First("ports") ?? ""
        );
    }

    /// <summary>Descriptors in use, and how many there may be; nulls without a worker.</summary>
    static (int? Used, int? Limit) BusiestWorker(IEnumerable<string> workers) =>
        workers
            .Select(worker => worker.Split(' '))
            .Where(words => words.Length == 2)
            .Select(words => (Used: (int?)(Numbers.Int(words[0]) ?? 0), Limit: Numbers.Int(words[1])))
            .DefaultIfEmpty()
            .MaxBy(worker => worker.Used);
}
