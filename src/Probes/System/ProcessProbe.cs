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
    const int MostProcesses = 20_000;

    /// <summary>Fifty years: no process is older.</summary>
    const long OldestAge = 50L * 366 * 86400;

    public override string Name => "processes";

    public override ProbeInput Input => ProbeInput.Nothing;

    public override string Title => "processes, their state, memory and age";

    public override string Script =>
        """
            cat /proc/[0-9]*/status 2>/dev/null | awk '/^NSpid:/ && NF > 2 { print "@foreign " $2 }'
            # busybox knows neither -e nor widths, and not everywhere an age: then the terminal stands in its place
            {
              ps -eo pid=,ppid=,user:32=,stat=,rss=,etimes=,args= 2>/dev/null ||
                ps -o pid,ppid,user,stat,rss,etime,args 2>/dev/null ||
                ps -o pid,ppid,user,stat,rss,tty,args 2>/dev/null
            } | cut -c 1-400
            """;

    protected override Processes Parse(Section section)
    {
        var foreign = section.Lines.After("@foreign ").ToHashSet();
        return new([
            .. section
                .Lines.Where(line => !line.StartsWith('@'))
                .Take(MostProcesses)
                .Select(Read)
                .OfType<HostProcess>()
                .Where(process => !foreign.Contains(process.Pid.ToString())),
        ]);
    }

    /// <summary>
    /// A line of <c>ps -eo pid,ppid,user,stat,rss,etimes,args</c>, procps or busybox; null for the heading.
    /// </summary>
    public static HostProcess? Read(string line)
    {
        if (
            line.Words(7)
            is not [var id, var parentId, var user, var state, var rss, var age, var command]
        )
            return null;
        if (Numbers.Int(id) is not { } pid || Numbers.Int(parentId) is not { } parent)
            return null;
        return new(pid, parent, user, state[0], RssKb: Size(rss), AgeSeconds: Age(age), command);
    }

    static long? Age(string text) =>
        Numbers.Long(text) is >= 0 and < OldestAge and var seconds ? seconds : null;

    /// <summary>busybox writes large sizes as 12m.</summary>
    static long Size(string text)
    {
        var size = Counted.Of(text.TrimEnd('m', 'g'));
        return text[^1] switch
        {
            'm' => size << 10,
            'g' => size << 20,
            _ => size,
        };
    }
}
