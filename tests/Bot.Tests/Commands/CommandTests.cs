using ChatOps502.TestKit;

namespace ChatOps502.Bot.Tests.Commands;

public sealed class CommandTests(CommandTests.Running running) : IClassFixture<CommandTests.Running>
{
    public sealed class Running : IAsyncLifetime
    {
        public BotProcess Bot { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Bot = await BotProcess.StartAsync();

        public ValueTask DisposeAsync() => Bot.DisposeAsync();
    }

    async Task<string> SayAsync(string text) =>
        (await running.Bot.CommandAsync(text))["text"]!.ToString();

    [Theory]
    [InlineData("", "/502 check HOST...")]
    [InlineData("/502", "/502 check HOST...")]
    [InlineData("help", "/502 export")]
    [InlineData("chekc here", "did you mean /502 check?")]
    [InlineData("dance", "is not a command")]
    [InlineData("check", "say which host: /502 check here")]
    [InlineData("check her", "did you mean here?")]
    [InlineData("check web-99", "there is no host 'web-99'")]
    [InlineData("check -oProxyCommand=id", "there is no host")]
    [InlineData("hosts", "here")]
    [InlineData("runbooks", "nginx-502: Find and fix")]
    [InlineData("run nginx-503 here", "did you mean nginx-502?")]
    [InlineData("run nginx-502", "say which and where")]
    [InlineData("status INC-999", "there is no INC-999")]
    [InlineData("mend", "say which host: /502 fix here")]
    [InlineData("fix", "say which host: /502 fix here")]
    [InlineData(
        "whoami",
        "you may look at incidents and hosts, add to timelines, change incidents or start runbooks, silence "
            + "alerts, decide about changes"
    )]
    [InlineData("mend here nginx.sett", "did you mean nginx.set?")]
    [InlineData("explain", "paste error-log lines")]
    public async Task Every_word_gets_an_answer_and_a_wrong_one_the_nearest_right_one(
        string text,
        string expected
    ) => Assert.Contains(expected, await SayAsync(text));

    [Fact]
    public async Task Typing_as_chats_mangle_it_is_understood() =>
        Assert.Contains("see INC-", await SayAsync("/502\u00A0check\u00A0here"));

    [Fact]
    public async Task Explain_names_the_cause_of_pasted_lines() =>
        Assert.Contains(
            "backend-down",
            await SayAsync(
                "explain 2026/11/22 17:05:27 [error] 971#971: *12 connect() failed (111: Connection refused) "
                    + "while connecting to upstream, client: 10.0.0.1, server: shop.example, request: \"GET / "
                    + "HTTP/1.1\", upstream: \"http://127.0.0.1:3000/\", host: \"shop.example\""
            )
        );

    [Fact]
    public async Task An_incident_can_be_acknowledged_noted_resolved_and_exported()
    {
        await running.Bot.SendAlertAsync("firing", "nobody", key: "notes", name: "DiskFull");
        string? id = null;
        await Eventually.TrueAsync(
            async () =>
                (
                    id = (await running.Bot.IncidentsAsync())
                        .FirstOrDefault(i => i!["alertName"]!.ToString() == "DiskFull")
                        ?["id"]!.ToString()
                )
                    is not null,
            "the incident is there"
        );
        Assert.Contains("acknowledged by", await SayAsync($"ack {id}"));
        Assert.Contains("is acknowledged by", await SayAsync($"ack {id}"));
        Assert.Equal($"{id} has no change that could be taken back", await SayAsync($"undo {id}"));
        Assert.Equal($"noted in {id}", await SayAsync($"note {id} restarted the database"));
        Assert.Equal($"{id} is minor", await SayAsync($"severity {id} minor"));
        Assert.Contains($"{id} is resolved", await SayAsync($"resolve {id}"));
        Assert.Equal($"/api/incidents/{id}/export?format=csv", await SayAsync($"export {id} csv"));
        var kinds = (await running.Bot.IncidentAsync(id!))["timeline"]!
            .AsArray()
            .Select(e => e!["kind"]!.ToString())
            .ToList();
        Assert.Equal(
            [
                "alert.firing",
                "host.unknown",
                "incident.acknowledged",
                "note",
                "incident.severity",
                "incident.resolved",
            ],
            kinds
        );
    }
}
