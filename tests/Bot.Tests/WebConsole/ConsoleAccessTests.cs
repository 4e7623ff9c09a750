using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ChatOps502.TestKit;

namespace ChatOps502.Bot.Tests.WebConsole;

public sealed class ConsoleAccessTests
{
    [Fact]
    public async Task On_loopback_only_its_own_pages_may_speak_to_it()
    {
        await using var bot = await BotProcess.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await bot.Http.GetAsync("/")).StatusCode);

        using var foreign = new HttpRequestMessage(HttpMethod.Post, "/api/commands")
        {
            Content = JsonContent.Create(new { text = "hosts" }),
            Headers = { { "Origin", "https://evil.example" } },
        };
        Assert.Equal(HttpStatusCode.Forbidden, (await bot.Http.SendAsync(foreign)).StatusCode);
        using var rebound = new HttpRequestMessage(HttpMethod.Get, "/api/incidents")
        {
            Headers = { Host = "evil.example" },
        };
        Assert.Equal(HttpStatusCode.Forbidden, (await bot.Http.SendAsync(rebound)).StatusCode);
        using var form = new HttpRequestMessage(HttpMethod.Post, "/api/commands")
        {
            Content = new StringContent("{\"text\":\"hosts\"}"),
        };
        Assert.Equal(HttpStatusCode.BadRequest, (await bot.Http.SendAsync(form)).StatusCode);
    }

    [Fact]
    public async Task Beyond_loopback_the_token_is_needed()
    {
        await using var bot = await BotProcess.StartAsync(
            c => c["Console"]!["Token"] = "0123456789abcdef",
            "0.0.0.0"
        );
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new(bot.Url.Replace("0.0.0.0", "127.0.0.1")),
        };
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/api/incidents")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/healthz")).StatusCode);
        Assert.Equal(
            HttpStatusCode.Redirect,
            (await http.GetAsync("/?token=0123456789abcdef")).StatusCode
        );
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/api/incidents")).StatusCode); // by the cookie it set
    }

    [Fact]
    public async Task Who_is_not_named_as_approver_changes_nothing()
    {
        await using var bot = await BotProcess.StartAsync(c =>
        {
            c["Approvals"] = new JsonObject { ["Approvers"] = new JsonArray("somebody-else") };
            c["Runbooks"] = new JsonObject { ["Directory"] = OneCommand.Directory() };
        });
        await bot.CommandAsync("run one-command here");
        var approval = await bot.WaitForApprovalAsync("INC-1");
        Assert.Equal(HttpStatusCode.Forbidden, (await bot.DecideAsync(approval, "approve")).StatusCode);
        Assert.Equal(
            "waiting",
            (await bot.IncidentAsync("INC-1"))["approvals"]![0]!["state"]!.ToString()
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await bot.Http.PostAsJsonAsync("/api/approvals/none/approve", new { })).StatusCode
        );
    }
}
