using System.Diagnostics;
using ChatOps502.Bot.CommandLine;

namespace ChatOps502.Bot.Demo;

/// <summary>Finds nginx, or installs it when this user may.</summary>
static class DemoNginx
{
    static readonly string[] Places =
    [
        "/usr/sbin/nginx",
        "/usr/local/sbin/nginx",
        "/usr/local/nginx/sbin/nginx",
        "/usr/bin/nginx",
    ];

    /// <summary>The package's own service must not start: the demo brings its own nginx on other ports.</summary>
    const string Install = """
        p=/usr/sbin/policy-rc.d
        [ -e "$p" ] || { printf '#!/bin/sh\nexit 101\n' >"$p" && chmod +x "$p" && trap 'rm -f "$p"' EXIT; }
        apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nginx-light
        """;

    public static string? Path =>
        Places.FirstOrDefault(File.Exists)
        ?? (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Select(d => System.IO.Path.Combine(d, "nginx"))
            .FirstOrDefault(File.Exists);

    public static async Task<bool> EnsureAsync(CancellationToken cancel)
    {
        if (Path is not null)
            return true;
        string[] sudo = Environment.UserName == "root" ? [] : ["sudo", "-n"];
        if (
            File.Exists("/usr/bin/apt-get")
            && (sudo.Length == 0 || await RunAsync([.. sudo, "true"], cancel))
        )
        {
            Terminal.Say("nginx is missing; installing it with apt-get ...");
            if (await RunAsync([.. sudo, "sh", "-c", Install], cancel) && Path is not null)
                return true;
        }
        Terminal.Say(
            "the demo needs nginx. Install it with: sudo apt-get install --no-install-recommends nginx-light"
        );
        return false;
    }

    static async Task<bool> RunAsync(string[] argv, CancellationToken cancel)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(argv[0], argv[1..])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            await Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(cancel),
                process.StandardError.ReadToEndAsync(cancel),
                process.WaitForExitAsync(cancel)
            );
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
