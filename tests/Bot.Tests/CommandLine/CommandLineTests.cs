using System.Text.Json.Nodes;
using ChatOps502.TestKit;

namespace ChatOps502.Bot.Tests.CommandLine;

/// <summary>The program as a shell sees it.</summary>
public sealed class CommandLineTests
{
    static Task<(int ExitCode, string Out, string Err)> RunAsync(
        string? stdin,
        params string[] arguments
    ) => OneShot.FeedAsync(stdin, arguments);

    const string Line =
        "2026/11/22 17:05:27 [error] 971#971: *12 connect() to unix:/run/php/php8.2-fpm.sock failed (2: No "
        + "such file or directory) while connecting to upstream, client: 10.0.0.1, server: shop.example, "
        + "request: \"GET / HTTP/1.1\", upstream: \"fastcgi://unix:/run/php/php8.2-fpm.sock:\", host: "
        + "\"shop.example\"";

    [Fact]
    public async Task A_check_prints_one_json_document_on_stdout()
    {
        var (code, stdout, _) = await RunAsync(null, "check", "here", "--output", "json");
        var verdict = JsonNode.Parse(stdout)!;
        Assert.Equal("here", verdict["target"]!.ToString());
        Assert.EndsWith("Z", verdict["startedAt"]!.ToString());
        Assert.InRange(code, 0, 3);
        string[] keys =
        [
            "target",
            "status",
            "startedAt",
            "durationMs",
            "summary",
            "window",
            "diagnoses",
            "observations",
            "steps",
        ];
        Assert.Equal(keys, verdict.AsObject().Select(p => p.Key));
    }

    [Fact]
    public async Task Pasted_lines_are_diagnosed_even_where_the_configuration_is_broken()
    {
        var (code, stdout, _) = await RunAsync(Line, "diagnose", "-", "--config", "/no/such.json");
        Assert.Equal(1, code);
        Assert.Contains("socket-missing", stdout);
    }

    [Fact]
    public async Task Pasted_lines_are_diagnosed_from_stdin_and_files_in_their_order()
    {
        var (code, stdout, _) = await RunAsync(Line, "diagnose", "-", "--output", "json");
        Assert.Equal(1, code);
        Assert.Equal("socket-missing", JsonNode.Parse(stdout)!["diagnoses"]![0]!["cause"]!.ToString());
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file,
            new JsonObject
            {
                ["evidence"] = new JsonObject
                {
                    ["nginx_error_log"] = new JsonArray(
                        Line.Replace("(2: No such file or directory)", "(13: Permission denied)")
                    ),
                    ["strange_key"] = 7,
                },
            }.ToJsonString()
        );
        (_, stdout, _) = await RunAsync(Line, "diagnose", file, "-", "--output", "json");
        Assert.Equal(
            ["socket-permission", "socket-missing"],
            JsonNode.Parse(stdout)!.AsArray().Select(v => v!["diagnoses"]![0]!["cause"]!.ToString())
        );
        File.Delete(file);
    }

    [Theory]
    [InlineData("did you mean check?", "chekc", "here")]
    [InlineData("did you mean here?", "check", "her")]
    [InlineData("is not a time", "check", "here", "--since", "soon")]
    [InlineData("there is no file", "diagnose", "/no/such/file")]
    [InlineData("there is no incident", "incident", "export", "INC-99999")]
    [InlineData(
        "there is no runbook 'nginx-503'; did you mean nginx-502?",
        "runbook",
        "show",
        "nginx-503"
    )]
    [InlineData("there is no such file", "check", "here", "--config", "/no/such.json")]
    public async Task Bad_usage_exits_2_and_names_the_way_out(string expected, params string[] arguments)
    {
        var (code, _, stderr) = await RunAsync(null, arguments);
        Assert.Equal(2, code);
        Assert.Contains(expected, stderr);
    }

    [Fact]
    public async Task A_broken_runbook_exits_2_with_file_and_line()
    {
        var file = Path.Combine(Path.GetTempPath(), "c502-broken.yaml");
        await File.WriteAllTextAsync(file, "name: x\ntitle: y\nsteps:\n  - id: a\n    dance: now\n");
        var (code, _, stderr) = await RunAsync(null, "runbook", "validate", file);
        Assert.Equal(2, code);
        Assert.Contains($"{file}:4: this step has no type", stderr);
        File.Delete(file);
    }

    [Fact]
    public async Task A_dry_run_asks_nobody_and_changes_nothing()
    {
        var directory = OneCommand.Directory();
        var (code, stdout, _) = await RunAsync(
            null,
            "runbook",
            "run",
            Path.Combine(directory, "one-command.yaml"),
            "here",
            "--dry-run"
        );
        Assert.Equal(0, code);
        Assert.Contains("would run", stdout);
        Assert.Equal(0, OneCommand.Ran(directory));
    }

    [Fact]
    public async Task The_demo_tells_the_whole_story_and_leaves_nothing_behind()
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/nginx"), "nginx is not installed");
        var (code, _, stderr) = await RunAsync(null, "demo", "--auto-approve");
        Assert.True(code == 0, stderr);
        Assert.Contains("it helped", stderr);
        var export = stderr.Split('\n').Single(l => l.Contains("export")).Split(' ')[^1].Trim();
        Assert.Contains("verify.passed", await File.ReadAllTextAsync(export));
        File.Delete(export);
        Assert.DoesNotContain(
            Directory.EnumerateDirectories(Path.GetTempPath(), "chatops502-demo-*"),
            d => !Directory.Exists("/proc/" + File.ReadAllText(Path.Combine(d, "owner")))
        );
    }
}
