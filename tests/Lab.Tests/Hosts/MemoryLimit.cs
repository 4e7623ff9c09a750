namespace ChatOps502.Lab.Tests.Hosts;

/// <summary>
/// A memory control group around one process of a lab host: what allocates too much in it is really killed by the
/// kernel.
/// </summary>
sealed class MemoryLimit : IDisposable
{
    readonly string _group;

    MemoryLimit(string group) => _group = group;

    /// <param name="command">A part of the command line that only the wanted process has.</param>
    public static MemoryLimit Of(LabHost host, string command, long bytes)
    {
        var v1 = Directory.Exists("/sys/fs/cgroup/memory");
        var limit = new MemoryLimit(
            (v1 ? "/sys/fs/cgroup/memory/c502-" : "/sys/fs/cgroup/c502-") + host.Name
        );
        Directory.CreateDirectory(limit._group);
        File.WriteAllText(
            Path.Combine(limit._group, v1 ? "memory.limit_in_bytes" : "memory.max"),
            bytes.ToString()
        );
        foreach (
            var pid in Pids(host).Where(p => File.ReadAllText($"/proc/{p}/cmdline").Contains(command))
        )
            File.WriteAllText(Path.Combine(limit._group, "cgroup.procs"), pid);
        return limit;
    }

    /// <summary>Pids as this machine counts them.</summary>
    static string[] Pids(LabHost host) =>
        Lab.RunAsync(["ip", "netns", "pids", "c502-" + host.Name], TimeSpan.FromSeconds(10))
            .GetAwaiter()
            .GetResult()
            .Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public void Dispose()
    {
        try
        {
            Directory.Delete(_group);
        }
        catch (IOException)
        { /* its processes are still dying; "lab down" takes the group away */
        }
    }
}
