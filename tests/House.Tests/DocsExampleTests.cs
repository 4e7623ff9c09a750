using System.ComponentModel;
using System.Diagnostics;
using ChatOps502.TestKit;

namespace ChatOps502.House.Tests;

/// <summary>What examples/ holds can be used as it is: each file is shown to the program that reads it.</summary>
public sealed class DocsExampleTests
{
    static readonly string Folder = Path.Combine(Tree.Root, "examples");

    [Fact]
    public async Task The_runbooks_are_sound()
    {
        var files = Directory.GetFiles(Path.Combine(Folder, "runbooks"));
        Assert.NotEmpty(files);
        var (exit, _, complaints) = await OneShot.RunAsync(["runbook", "validate", .. files]);
        Assert.True(exit == 0, complaints);
    }

    [Fact]
    public async Task The_configuration_is_accepted()
    {
        var file = Path.Combine(Folder, "config.json");
        var (exit, _, complaints) = await OneShot.RunAsync("runbook", "list", "--config", file);
        Assert.True(exit == 0, complaints);
    }

    [Fact]
    public Task Alertmanager_takes_the_receiver() =>
        AcceptsAsync("amtool", "check-config", "alertmanager.yml");

    [Fact]
    public Task Prometheus_takes_the_rule() => AcceptsAsync("promtool", "check", "rules", "rules.yml");

    [Fact]
    public Task Prometheus_takes_the_configuration() =>
        AcceptsAsync("promtool", "check", "config", "prometheus.yml");

    [Fact]
    public Task Mtail_takes_the_program() =>
        AcceptsAsync("mtail", "--compile_only", "--logtostderr", "--port", "0", "--progs", "nginx.mtail");

    [Fact]
    public async Task Systemd_takes_the_unit()
    {
        var scratch = Directory.CreateTempSubdirectory("chatops502-unit-");
        var unit = await File.ReadAllTextAsync(Path.Combine(Folder, "chatops502.service"));
        var file = Path.Combine(scratch.FullName, "chatops502.service");
        // neither the program nor its user has to be installed here
        var here = unit.Replace("/opt/chatops502/chatops502", "/bin/true")
            .Replace("User=chatops502", "User=root");
        await File.WriteAllTextAsync(file, here);
        await AcceptsAsync("systemd-analyze", "verify", file);
        scratch.Delete(recursive: true);
    }

    static async Task AcceptsAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Started(start);
        Assert.SkipWhen(process is null, $"{program} is not installed");
        var said =
            await process!.StandardError.ReadToEndAsync() + await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, said);
    }

    static Process? Started(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
