using System.Diagnostics;
using ChatOps502.TestKit;

namespace ChatOps502.Lab.Tests.Hosts;

/// <summary>
/// What the lab needs of this machine, prepared once per test run; or the reason why it cannot be here.
/// </summary>
public sealed class Lab : IAsyncLifetime
{
    const string Sweep = "sweep";
    int _hosts = 10;

    public string? Missing { get; private set; }

    public ScoreBoard Scores { get; } = new();

    public static string Script => Path.Combine(Tree.Root, "tests", "lab", "lab");

    static string? WhatIsMissing()
    {
        if (Environment.UserName != "root")
            return "the lab needs root (network namespaces, mounts)";
        if (Environment.GetEnvironmentVariable("CHATOPS502_NO_LAB") is not null)
            return "CHATOPS502_NO_LAB is set";
        string[] needed = ["/usr/bin/systemd-nspawn", "/usr/sbin/debootstrap"];
        return needed.FirstOrDefault(file => !File.Exists(file)) is { } file
            ? $"{file} is not installed"
            : null;
    }

    public async ValueTask InitializeAsync()
    {
        Missing = WhatIsMissing();
        if (Missing is not null)
            return;
        var (rc, _, err) = await RunAsync(
            [Path.Combine(Tree.Root, "tests", "lab", "build-image")],
            TimeSpan.FromMinutes(15)
        );
        if (rc != 0)
            Missing = "the image could not be built: " + err;
        else
            await RunAsync([Script, Sweep], TimeSpan.FromSeconds(60));
    }

    /// <summary>A fresh host; skips the calling test when there can be no lab here.</summary>
    public async Task<LabHost> BootAsync(string name)
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        var number = Interlocked.Increment(ref _hosts);
        var full = $"{name}-{Environment.ProcessId}-{number}";
        var (rc, address, err) = await RunAsync(
            [Script, "up", full, $"10.50.202.{number % 240 + 5}", Environment.ProcessId.ToString()],
            TimeSpan.FromSeconds(60)
        );
        Assert.True(rc == 0, err);
        return new(full, address.Trim());
    }

    public async ValueTask DisposeAsync()
    {
        Scores.Write();
        if (Missing is null)
            await RunAsync([Script, Sweep], TimeSpan.FromSeconds(60));
    }

    internal static async Task<(int ExitCode, string Out, string Err)> RunAsync(
        string[] argv,
        TimeSpan limit,
        string? stdin = null
    )
    {
        var start = new ProcessStartInfo(argv[0], argv[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using var process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(limit);
        await process.StandardInput.WriteAsync(stdin);
        process.StandardInput.Close();
        var (stdout, stderr) = (
            process.StandardOutput.ReadToEndAsync(timeout.Token),
            process.StandardError.ReadToEndAsync(timeout.Token)
        );
        await process.WaitForExitAsync(timeout.Token);
        return (process.ExitCode, await stdout, await stderr);
    }
}

[CollectionDefinition(nameof(Lab))]
public sealed class LabCollection : ICollectionFixture<Lab>;
