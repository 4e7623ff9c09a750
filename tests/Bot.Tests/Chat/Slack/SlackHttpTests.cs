using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ChatOps502.Bot.Chat.Slack.Inbound;
using ChatOps502.TestKit;
using ChatOps502.TestKit.Slack;

namespace ChatOps502.Bot.Tests.Chat.Slack;

public sealed class SlackHttpTests(SlackHttpTests.Running running) : IClassFixture<SlackHttpTests.Running>
{
    public sealed class Running : IAsyncLifetime
    {
        public BotProcess Bot { get; private set; } = null!;

        // a signing secret is enough for the endpoints
        public async ValueTask InitializeAsync() =>
            Bot = await BotProcess.StartAsync(c =>
                c["Slack"] = new JsonObject { ["SigningSecret"] = FakeSlack.SigningSecret }
            );

        public ValueTask DisposeAsync() => Bot.DisposeAsync();
    }

    const string Command =
        "command=%2F502&text=help&user_id=U0ALICE&channel_id=C1&team_id=T1&trigger_id=1";

    static string Now(int seconds = 0) =>
        (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + seconds).ToString();

    async Task<(HttpStatusCode Status, string Text)> PostAsync(
        string path,
        string body,
        string? at = null,
        string? signature = null,
        string type = "application/x-www-form-urlencoded",
        int copies = 1
    )
    {
        at ??= Now();
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, Encoding.UTF8, type),
        };
        for (var i = 0; i < copies; i++)
        {
            request.Headers.TryAddWithoutValidation("X-Slack-Request-Timestamp", at);
            request.Headers.TryAddWithoutValidation(
                "X-Slack-Signature",
                signature ?? SlackSignature.Of(FakeSlack.SigningSecret, at, Encoding.UTF8.GetBytes(body))
            );
        }
        using var answer = await running.Bot.Http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_signed_command_is_acknowledged_and_empty() =>
        Assert.Equal((HttpStatusCode.OK, ""), await PostAsync("/slack/commands", Command));

    [Theory]
    [InlineData(-299, HttpStatusCode.OK)]
    [InlineData(295, HttpStatusCode.OK)]
    [InlineData(-302, HttpStatusCode.Unauthorized)]
    [InlineData(310, HttpStatusCode.Unauthorized)]
    public async Task Its_time_may_be_five_minutes_off_in_both_directions(
        int seconds,
        HttpStatusCode expected
    ) =>
        Assert.Equal(
            expected,
            (await PostAsync("/slack/commands", Command + seconds, Now(seconds))).Status
        );

    [Theory]
    [InlineData("v0=0000000000000000000000000000000000000000000000000000000000000000", null)]
    [InlineData("v1=abc", null)]
    [InlineData("", null)]
    [InlineData(null, "yesterday")]
    [InlineData(null, "99999999999999999999999")]
    public async Task A_wrong_signature_or_time_is_refused(string? signature, string? at) =>
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await PostAsync("/slack/commands", Command, at, signature)).Status
        );

    [Fact]
    public async Task Doubled_or_missing_headers_are_refused()
    {
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await PostAsync("/slack/commands", Command, copies: 2)).Status
        );
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await PostAsync("/slack/commands", Command, copies: 0)).Status
        );
    }

    [Fact]
    public async Task The_signature_is_over_the_raw_bytes()
    {
        var at = Now();
        var signature = SlackSignature.Of(FakeSlack.SigningSecret, at, Encoding.UTF8.GetBytes(Command));
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await PostAsync("/slack/commands", Command + " ", at, signature)).Status
        );
    }

    [Fact]
    public async Task Addresses_are_verified_and_certificates_checked()
    {
        Assert.Equal(
            (HttpStatusCode.OK, "abc"),
            await PostAsync(
                "/slack/events",
                """{"type":"url_verification","token":"x","challenge":"abc"}""",
                type: "application/json"
            )
        );
        Assert.Equal(
            HttpStatusCode.OK,
            (await PostAsync("/slack/commands", "ssl_check=1&token=x")).Status
        );
    }

    [Theory]
    [InlineData("/slack/interactions", "x=1", "the field payload is missing")]
    [InlineData("/slack/interactions", "payload=%7Bnope", "not what Slack sends")]
    [InlineData("/slack/events", "[]", "this is no event")]
    [InlineData("/slack/commands", "x=1", "this is no slash command")]
    public async Task What_is_signed_but_not_Slack_is_told_so(string path, string body, string expected)
    {
        var (status, text) = await PostAsync(path, body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(expected, text);
    }

    [Fact]
    public async Task Without_a_signing_secret_there_are_no_such_addresses()
    {
        await using var bot = await BotProcess.StartAsync();
        using var answer = await bot.Http.PostAsync("/slack/commands", new StringContent(Command));
        Assert.True(
            answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed,
            $"{answer.StatusCode}"
        );
    }
}
