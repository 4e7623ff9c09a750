using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.System;

/// <summary>A process of this host (containers' processes are left out).</summary>
/// <param name="State">First letter of ps STAT: R, S, D, T (stopped), Z (zombie).</param>
/// <param name="RssKb">Resident memory in KiB.</param>
/// <param name="AgeSeconds">Seconds since it started; null where ps cannot say.</param>
public sealed record HostProcess(
    int Pid,
    int Parent,
    string User,
    char State,
    long RssKb,
    long? AgeSeconds,
    string Command
);

public sealed record Processes(IReadOnlyList<HostProcess> All)
{
    /// <summary>True when a signal has stopped this process (state T).</summary>
    public bool IsStopped(int pid) => All.Any(p => p.Pid == pid && p.State == 'T');

    public IEnumerable<HostProcess> Family(int pid) => All.Where(p => p.Pid == pid || p.Parent == pid);
}

public sealed class ProcessProbe : Probe<Processes>
{
    public override string Name => "processes";

    public override string Title => "processes, their state, memory and age";

    public override string Script =>
        """
            cat /proc/[0-9]*/status 2>/dev/null | awk '/^NSpid:/ && NF > 2 { print "@foreign " $2 }'
            ps -eo pid=,ppid=,user:32=,stat=,rss=,etimes=,args= 2>/dev/null | cut -c 1-400 || ps -o pid,ppid,user,stat,rss,etime,args 2>/dev/null | cut -c 1-400
            """;

    const int MostProcesses = 20_000;

    protected override Processes Parse(Section section, FactSheet known)
    {
        var foreign = section.Lines.Where(l => l.StartsWith("@foreign ")).Select(l => l[9..]).ToHashSet();
        return new([
            .. section
                .Lines.Where(l => !l.StartsWith('@'))
                .Take(MostProcesses)
                .Select(Read)
                .OfType<HostProcess>()
                .Where(p => !foreign.Contains(p.Pid.ToString())),
        ]);
    }

    /// <summary>
    /// A line of <c>ps -eo pid,ppid,user,stat,rss,etimes,args</c>, procps or busybox; null for the heading.
    /// </summary>
    public static HostProcess? Read(string line)
    {
        var words = line.Split((char[]?)null, 7, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 7 && int.TryParse(words[0], out var pid) && int.TryParse(words[1], out var parent)
            ? new(
                pid,
                parent,
                words[2],
                words[3][0],
                Size(words[4]),
                long.TryParse(words[5], out var age) && age is >= 0 and < OldestAge ? age : null,
                words[6]
            )
            : null;
    }

    /// <summary>busybox writes large sizes as 12m.</summary>
    static long Size(string text)
    {
        var n = Counted.Of(text.TrimEnd('m', 'g'));
        return text[^1] switch
        {
            'm' => n << 10,
            'g' => n << 20,
            _ => n,
        };
    }

    /// <summary>Fifty years: no process is older.</summary>
    const long OldestAge = 50L * 366 * 86400;
}
