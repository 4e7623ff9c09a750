using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace ChatOps502.TestKit.Slack;

/// <summary>
/// Slack as far as a bot sees it: the Web API with its refusals and faults, Socket Mode, signed HTTP. An unchanged Bolt
/// app works against it (tests/slack).
/// </summary>
public sealed class FakeSlack : IAsyncDisposable
{
    public const string BotToken = "xoxb-fake-bot",
        AppToken = "xapp-fake-app",
        SigningSecret = "fake-signing-secret",
        Team = "T0FAKE",
        Bot = "U0BOT502",
        Channel = "C0INCIDENTS",
        Elsewhere = "C0ELSEWHERE",
        Alice = "U0ALICE",
        Bob = "U0BOB";
    readonly WebApplication _app;

    FakeSlack(WebApplication app, string url)
    {
        (_app, Url) = (app, url);
        Sockets = new(this);
        Api = new(this);
        People = new(this);
    }

    public string Url { get; }

    public string ApiUrl => Url + "/api/";

    public SlackMessages Messages { get; } = new();

    public SlackWebApi Api { get; }

    public SlackSockets Sockets { get; }

    /// <summary>What people do.</summary>
    public SlackPeopleAct People { get; }

    /// <summary>Asked for every call: method and how many there were; what to do to it.</summary>
    public Func<string, int, SlackFault> Faults { get; set; } = (_, _) => SlackFault.None;

    /// <summary>Whatever of ours Slack would have refused for its shape; must stay empty.</summary>
    public ConcurrentQueue<string> Violations { get; } = new();

    /// <summary>Every call that was done: method and arguments.</summary>
    public ConcurrentQueue<(string Method, JsonObject Arguments)> Calls { get; } = new();

    /// <summary>
    /// False when the client is not ours: what others send is not checked against the official types.
    /// </summary>
    public bool KeepsCalls { get; set; } = true;

    public static async Task<FakeSlack> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var url = $"http://127.0.0.1:{Ports.Free()}";
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        var slack = new FakeSlack(app, url);
        app.UseWebSockets();
        app.Map("/link/", (HttpContext http) => slack.Sockets.ServeAsync(http));
        app.MapPost("/api/{method}", slack.AnswerAsync);
        app.MapPost("/upload/{id}", slack.Api.UploadAsync);
        app.MapPost("/response/{id}", slack.People.RespondAsync);
        await app.StartAsync();
        return slack;
    }

    /// <summary>Lays the Slack part over a bot's configuration.</summary>
    public void Configure(JsonObject config, bool sockets)
    {
        var slack = new JsonObject
        {
            ["ApiUrl"] = ApiUrl,
            ["BotToken"] = BotToken,
            ["IncidentChannel"] = Channel,
        };
        if (sockets)
            slack["AppToken"] = AppToken;
        else
            slack["SigningSecret"] = SigningSecret;
        config["Slack"] = slack;
    }

    async Task AnswerAsync(string method, HttpContext http)
    {
        var arguments = await ArgumentsAsync(http.Request);
        var fault = Faults(method, Calls.Count);
        if (fault == SlackFault.RateLimited)
            http.Response.Headers.RetryAfter = "1";
        if (fault is SlackFault.RateLimited or SlackFault.Unavailable)
        {
            http.Response.StatusCode = fault == SlackFault.RateLimited ? 429 : 503;
            await http.Response.WriteAsync(
                fault == SlackFault.RateLimited
                    ? """{"ok":false,"error":"ratelimited"}"""
                    : "<html>Server Error</html>"
            );
            return;
        }
        if (fault == SlackFault.Cut)
        {
            http.Abort();
            return;
        }
        var answer = Api.Answer(
            method,
            arguments,
            http.Request.Headers.Authorization.ToString().Replace("Bearer ", "")
        );
        Calls.Enqueue((method, arguments));
        if (fault == SlackFault.DoneButCut)
        {
            http.Abort();
            return;
        }
        if (fault == SlackFault.DoneButFailed)
        {
            http.Response.StatusCode = 500;
            return;
        }
        http.Response.Headers["x-oauth-scopes"] = new StringValues(string.Join(',', Api.Scopes));
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.WriteAsync(answer.ToJsonString());
    }

    /// <summary>A form with JSON in its fields, or JSON.</summary>
    static async Task<JsonObject> ArgumentsAsync(HttpRequest request)
    {
        if (request.HasJsonContentType())
            return await JsonNode.ParseAsync(request.Body) as JsonObject ?? [];
        if (!request.HasFormContentType)
            return [];
        var form = await request.ReadFormAsync();
        return new(
            form.Select(f =>
                KeyValuePair.Create(
                    f.Key,
                    f.Value.ToString() is ['{' or '[', ..] and var json
                    && f.Key is "blocks" or "metadata" or "view" or "files" or "attachments"
                        ? JsonNode.Parse(f.Value.ToString())
                        : (JsonNode?)f.Value.ToString()
                )
            )
        );
    }

    /// <summary>Every payload, for the check against the official types (tests/slack/check-types.mjs).</summary>
    void Keep()
    {
        if (!KeepsCalls || Calls.IsEmpty)
            return;
        var directory = Path.Combine(Tree.Root, "TestResults", "slack");
        Directory.CreateDirectory(directory);
        File.WriteAllLines(
            Path.Combine(directory, $"{Guid.NewGuid():N}.jsonl"),
            Calls.Select(c =>
                new JsonObject
                {
                    ["method"] = c.Method,
                    ["arguments"] = c.Arguments.DeepClone(),
                }.ToJsonString()
            )
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Sockets.DisposeAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Keep();
        Assert.Empty(Violations);
    }
}
