using System.Text;
using System.Text.RegularExpressions;
using ChatOps502.Lab.Tests.Hosts;
using ChatOps502.Probes;
using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Services;
using ChatOps502.TestKit;

namespace ChatOps502.Lab.Tests.Golden;

/// <summary>Records what the probes print on hosts of the lab; tests/Probes.Tests/Golden/README.md says how.</summary>
[Collection(nameof(Lab))]
public sealed partial class GoldenRecorder(Hosts.Lab lab)
{
    const string Boundary = "=GOLDENFRAME";

    static readonly Endpoint Loopback = new("http", "127.0.0.1", 80);

    static readonly IReadOnlyList<Probe> Probes =
    [
        .. ProbeCatalog.All,
        new CustomServiceProbe([
            new(
                "shop",
                "127.0.0.1:3000",
                ["systemctl", "is-active", "--quiet", "cart"],
                ["true"],
                ["true"]
            ),
        ]),
        new VerificationProbe(
            new(
                [new(Loopback, "shop.example", "/"), new(Loopback, "shop.example", "/api")],
                Burst: 20,
                [new LogPosition("/var/log/nginx/access.log", 0)]
            )
        ),
    ];

    static string Folder => Path.Combine(Tree.Root, "tests", "Probes.Tests", "Golden");

    public static IEnumerable<TheoryDataRow<string>> Hosts =>
        GoldenHost.All.Select(host => new TheoryDataRow<string>(host.ToString())
        {
            TestDisplayName = $"{host}",
        });

    [Theory(Explicit = true), MemberData(nameof(Hosts))]
    public async Task Record(string name)
    {
        var golden = GoldenHost.All.Single(host => host.ToString() == name);
        var since = Uptime();
        await using var host = await lab.BootAsync("golden");
        await host.ShAsync(golden.Script);
        using var limit = golden.Eater is { } eater ? MemoryLimit.Of(host, eater, 200L << 20) : null;
        if (limit is not null)
            await host.ShAsync(
                "get shop.example /eat; until_true systemctl is-failed --quiet cart; get shop.example /"
            );

        foreach (var (probe, answer) in Sections(await AskAsync(host, golden.User)))
            if (golden.Probes.Count == 0 || golden.Probes.Contains(probe))
                await WriteAsync(probe, name, Anonymous(OwnMessages(answer, since), host));
    }

    /// <summary>Seconds since this machine started, as the kernel's messages count.</summary>
    static double Uptime() => double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0]);

    /// <summary>The kernel is that of the machine below: what it said before the host was there is left out.</summary>
    static string OwnMessages(string answer, double since) =>
        Stamp().Replace(answer, line => double.Parse(line.Groups["at"].Value) < since ? "" : line.Value);

    static async Task<string> AskAsync(LabHost host, string user)
    {
        var bundle = ProbeBundle.Compile(Probes, new(TimeSpan.FromMinutes(15)), Boundary);
        using var answer = new MemoryStream();
        var result = await host.AsTarget(user)
            .Executor.RunAsync(
                new(["sh", "-c", bundle.Script], TimeSpan.FromSeconds(60)) { Word = Boundary },
                bytes => answer.Write(bytes),
                CancellationToken.None
            );
        Assert.Null(result.Failure);
        return Encoding.Latin1.GetString(answer.ToArray());
    }

    static IEnumerable<(string Probe, string Answer)> Sections(string answer) =>
        Frame()
            .Matches(answer)
            .Select(match => (match.Groups["probe"].Value, match.Groups["answer"].Value));

    /// <summary>What tells one machine of the lab from another, and from the machine below it.</summary>
    static string Anonymous(string answer, LabHost host)
    {
        var neutral = LabName().Replace(answer, "web-01").Replace(host.Address, "10.50.202.21");
        neutral = Nameserver().Replace(neutral, "@nameserver 10.0.0.2");
        return Kernel().Replace(neutral, "kernel=6.1.0-18-amd64");
    }

    static async Task WriteAsync(string probe, string name, string answer)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, probe)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, name + ".txt"), answer, Encoding.Latin1);
    }

    // =GOLDENFRAME begin system.memory ... =GOLDENFRAME rc 0
    [GeneratedRegex(
        $@"\n{Boundary} begin (?<probe>\S+)\n(?<answer>.*?)\n{Boundary} rc \d+",
        RegexOptions.Singleline
    )]
    private static partial Regex Frame();

    // c502-golden-4711-12: the kernel's log tells of all hosts of the lab
    [GeneratedRegex(@"(?:c502-)?golden-\d+-\d+")]
    private static partial Regex LabName();

    // [ 3371.029294] Memory cgroup out of memory: Killed process 27512 (node)
    [GeneratedRegex(@"(?m)^\[ *(?<at>[0-9]+\.[0-9]+)\] .*\n")]
    private static partial Regex Stamp();

    // @nameserver 192.168.1.1
    [GeneratedRegex("(?m)^@nameserver .*$")]
    private static partial Regex Nameserver();

    // kernel=6.8.0-1024-aws
    [GeneratedRegex("(?m)^kernel=.*$")]
    private static partial Regex Kernel();
}
