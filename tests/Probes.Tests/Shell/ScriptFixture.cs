using System.Diagnostics;
using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Tests.Golden;
using ChatOps502.TestKit;

namespace ChatOps502.Probes.Tests.Shell;

/// <summary>A small host as a folder of files, and what a script prints there.</summary>
/// <param name="Name">probe--case; shell--case for a program of its own in script.sh.</param>
sealed record ScriptFixture(string Name)
{
    const string OwnProgram = "shell";

    static string Folder { get; } = Path.Combine(Tree.Root, "tests", "Probes.Tests", "Shell");

    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory
            .EnumerateDirectories(Path.Combine(Folder, "Fixtures"))
            .Select(d => Path.GetFileName(d)!)
            .Order(),
    ];

    public string Probe => Name.Split("--")[0];

    public string Expected => Path.Combine(Root, "expected.txt");

    public string Facts => Path.Combine(Root, "facts.json");

    public bool HasOwnProgram => Probe == OwnProgram;

    string Root => Path.Combine(Folder, "Fixtures", Name);

    /// <summary>The host's clock says 12:00:00 on 22 Nov 2024, in UTC; the window is a quarter of an hour.</summary>
    const string Variables = """
        export LC_ALL=C TZ=UTC LOGIN=root SAFE_FOR=0 IS_ROOT=1 SUDO=0
        export NOW=1732276800 WINDOW_SECONDS=900 MAX_LOG_BYTES=67108864
        export WINDOW_START=1732275900 WINDOW_START_LOCAL=20241122114500 WINDOW_START_UTC=20241122114500
        NGINX_MASTERS=; BACKEND_UNITS=; UNIT_PROPERTIES=
        [ ! -f /mnt/fixture/variables ] || . /mnt/fixture/variables
        export NGINX_MASTERS BACKEND_UNITS UNIT_PROPERTIES

        """;

    string Script =>
        HasOwnProgram
            ? ProbeBundle.Preparation + File.ReadAllText(Path.Combine(Root, "script.sh"))
            : GoldenCase.ProbeOf(Probe).Script;

    /// <summary>What the probe reads in the expected output.</summary>
    public GoldenFacts Read()
    {
        var probe = GoldenCase.ProbeOf(Probe);
        return GoldenFacts.Read(probe, File.ReadAllBytes(Expected), new FactSheet());
    }

    /// <param name="shell">sh or busybox.</param>
    public string Run(string shell)
    {
        var start = new ProcessStartInfo("unshare") { RedirectStandardOutput = true };
        var harness = Path.Combine(Folder, "run-fixture.sh");
        foreach (var word in (string[])["--map-root-user", "--mount", "sh", harness, Root, shell])
            start.ArgumentList.Add(word);
        start.Environment["C502_PROGRAM"] = Variables + ProbeBundle.Library + Script;
        using var process = Process.Start(start)!;
        var printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return printed;
    }

    /// <summary>Why no fixture can run on this machine; null when they can.</summary>
    public static string? Missing(string shell)
    {
        if (!Installed(shell))
            return $"{shell} is not installed";
        return Installed("unshare") && MayMount() ? null : "this user may not make a mount namespace";
    }

    static bool Installed(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Any(d => File.Exists(Path.Combine(d, program)));

    static bool MayMount()
    {
        using var process = Process.Start("unshare", ["--map-root-user", "--mount", "true"]);
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
