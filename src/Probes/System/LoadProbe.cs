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
            { read -r load rest </proc/loadavg; read -r used free most </proc/sys/fs/file-nr; } 2>/dev/null
            { read -r somaxconn </proc/sys/net/core/somaxconn; read -r low high </proc/sys/net/ipv4/ip_local_port_range; } 2>/dev/null
            set -- /proc/[0-9]*
            printf 'load=%s\nprocesses=%s\nfiles=%s\nfilemax=%s\nsomaxconn=%s\nports=%s\n' "$load" "$#" "$used" "$most" "$somaxconn" "$low-$high"
            awk '
              FILENAME == "/proc/cpuinfo" { if (/^processor/) cpus++; next }
              $4 == "06" { n++ }
              END { print "cpus=" cpus + 0; print "timewait=" n + 0 }' /proc/cpuinfo $(for f in /proc/net/tcp /proc/net/tcp6; do [ -r "$f" ] && echo "$f"; done)
            # workers of the masters that were found: a title alone says nothing
            set --
            for m in $NGINX_MASTERS; do
              # the kernel lists them where it can; else every process is asked for its parent
              kids=; { read -r kids <"/proc/$m/task/$m/children"; } 2>/dev/null
              if [ -n "$kids" ]; then for k in $kids; do set -- "$@" "/proc/$k"; done
              else for f in $(grep -ls "^PPid:[[:space:]]*$m\$" /proc/[0-9]*/status); do set -- "$@" "${f%/status}"; done; fi
            done
            shown=0
            for d; do
              [ "$shown" -lt 8 ] || break
              shown=$((shown + 1)) n=0 limit=
              if [ -r "$d/fd" ]; then for f in "$d"/fd/*; do n=$((n + 1)); done
              else n=$(as_root ls "$d/fd" 2>/dev/null | wc -l); fi
              [ "$n" -gt 0 ] || continue
              while read -r one two three soft rest; do [ "$one $two $three" != "Max open files" ] || limit=$soft; done <"$d/limits"
              printf 'worker=%s %s\n' "$n" "$limit"
            done
            exit 0
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
