using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using ChatOps502.TestKit;

namespace ChatOps502.Bot.Tests.Http;

/// <summary>Each door of the bot, tried by somebody who has no business there.</summary>
public sealed class DoorTests
{
    const string Token = "0123456789abcdef";

    static HttpRequestMessage Command(string text = "hosts") =>
        new(HttpMethod.Post, "/api/commands") { Content = JsonContent.Create(new { text }) };

    static async Task<HttpStatusCode> StatusAsync(HttpClient http, HttpRequestMessage request)
    {
        using (request)
        {
            using var answer = await http.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Theory]
    [InlineData("127.evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("[::ffff:9.9.9.9]")]
    public async Task A_name_that_only_looks_like_this_machine_is_refused(string host)
    {
        await using var bot = await BotProcess.StartAsync();
        var request = Command();
        request.Headers.Host = host;
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(bot.Http, request));
        var socket = new HttpRequestMessage(HttpMethod.Get, "/_blazor?id=1")
        {
            Headers = { Host = host },
        };
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(bot.Http, socket));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.53")]
    public async Task A_name_of_this_machine_is_taken(string host)
    {
        await using var bot = await BotProcess.StartAsync();
        var request = Command();
        request.Headers.Host = $"{host}:{new Uri(bot.Url).Port}";
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(bot.Http, request));
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    [InlineData("Forwarded", "for=203.0.113.9")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("X-Real-IP", "203.0.113.9")]
    [InlineData("X-Forwarded-Host", "bot.example.com")]
    public async Task What_came_through_a_proxy_is_not_the_local_user(string header, string value)
    {
        await using var bot = await BotProcess.StartAsync();
        var request = Command();
        request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await bot.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("Console:TrustedProxies", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_plain_nginx_in_front_opens_nothing_but_alerts_with_a_token_and_slack()
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/nginx"), "nginx is not installed");
        await using var bot = await BotProcess.StartAsync(c =>
            c["Slack"] = new JsonObject { ["SigningSecret"] = "s" }
        );
        await using var proxy = await NginxProxy.StartAsync(bot.Url);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(proxy.Http, Command()));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(proxy.Http, new(HttpMethod.Get, "/")));
        Assert.Equal(
            HttpStatusCode.Forbidden,
            await StatusAsync(proxy.Http, new(HttpMethod.Get, "/metrics"))
        );
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            await StatusAsync(proxy.Http, new(HttpMethod.Post, "/slack/commands"))
        );
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(proxy.Http, new(HttpMethod.Get, "/healthz")));
    }

    [Fact]
    public async Task A_trusted_proxy_names_the_person_and_nobody_else_does()
    {
        await using var bot = await BotProcess.StartAsync(c =>
        {
            c["Console"]!["TrustedProxies"] = new JsonArray("127.0.0.1");
            c["Console"]!["IdentityHeader"] = "X-Forwarded-User";
        });
        await bot.CommandAsync("check here");
        var request = Command("note INC-1 seen");
        request.Headers.TryAddWithoutValidation("X-Forwarded-User", "ann");
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", "203.0.113.9");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(bot.Http, request));
        Assert.Equal("ann", (await bot.WaitForAsync("INC-1", "note"))["actor"]!.ToString());

        var alone = Command("note INC-1 seen again");
        alone.Headers.TryAddWithoutValidation("X-Forwarded-User", "bob");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(bot.Http, alone));
        await bot.WaitForAsync(
            "INC-1",
            e => e["kind"]!.ToString() == "note" && e["actor"]!.ToString() == "bob",
            "the name counts by itself"
        );

        var nobody = Command();
        nobody.Headers.TryAddWithoutValidation("X-Forwarded-For", "203.0.113.9");
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(bot.Http, nobody));
    }

    [Fact]
    public async Task Signing_in_gives_a_session_that_is_not_the_token_and_signing_out_ends_it()
    {
        await using var bot = await BotProcess.StartAsync(c => c["Console"]!["Token"] = Token, "0.0.0.0");
        using var http = Elsewhere(bot);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("token", Token)]);
        using var signedIn = await http.PostAsync("/sign-in", form);
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"));
        Assert.DoesNotContain(Token, cookie);
        Assert.Contains("max-age=43200", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/api/incidents")).StatusCode);

        await http.GetAsync("/sign-out");
        using var stolen = new HttpRequestMessage(HttpMethod.Get, "/api/incidents")
        {
            Headers = { { "Cookie", cookie.Split(';')[0] } },
        };
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.SendAsync(stolen)).StatusCode);
    }

    [Fact]
    public async Task Behind_tls_the_session_cookie_is_secure()
    {
        await using var bot = await BotProcess.StartAsync(c => c["Console"]!["Token"] = Token, "0.0.0.0");
        using var http = Elsewhere(bot);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/?token={Token}")
        {
            Headers = { { "X-Forwarded-Proto", "https" } },
        };
        using var answer = await http.SendAsync(request);
        Assert.Contains(
            "secure",
            Assert.Single(answer.Headers.GetValues("Set-Cookie")),
            StringComparison.OrdinalIgnoreCase
        );
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/%09/evil.example/")]
    public async Task Signing_in_lands_on_no_other_host(string path)
    {
        await using var bot = await BotProcess.StartAsync(c => c["Console"]!["Token"] = Token, "0.0.0.0");
        var answer = await RawHttp.SendAsync(
            new Uri(bot.Url).Port,
            $"GET {path}?token={Token} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        );
        Assert.DoesNotContain("Location: //", answer, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Location: /\t", answer, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Location: /\\", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Who_guesses_tokens_is_slowed_down()
    {
        await using var bot = await BotProcess.StartAsync(c => c["Console"]!["Token"] = Token, "0.0.0.0");
        using var http = Elsewhere(bot);
        List<HttpStatusCode> answers = [];
        for (var guess = 0; guess < 30; guess++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/incidents")
            {
                Headers = { Authorization = new("Bearer", $"guess-{guess}") },
            };
            using var answer = await http.SendAsync(request);
            answers.Add(answer.StatusCode);
        }
        Assert.Equal(10, answers.Count(a => a == HttpStatusCode.Unauthorized));
        Assert.Equal(20, answers.Count(a => a == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_one_clients_guesses_lock_nobody_else_out()
    {
        await using var bot = await BotProcess.StartAsync(
            c =>
            {
                c["Console"]!["Token"] = Token;
                c["Console"]!["TrustedProxies"] = new JsonArray("127.0.0.1");
                c["Console"]!["IdentityHeader"] = "X-Forwarded-User";
            },
            "0.0.0.0"
        );
        using var http = Elsewhere(bot);
        for (var guess = 0; guess < 12; guess++)
            await StatusAsync(http, From("203.0.113.1", $"guess-{guess}"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(http, From("203.0.113.1", Token)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, From("203.0.113.2", Token)));

        static HttpRequestMessage From(string client, string token) =>
            new(HttpMethod.Get, "/api/incidents")
            {
                Headers = { { "Authorization", $"Bearer {token}" }, { "X-Forwarded-For", client } },
            };
    }

    [Theory]
    [InlineData("{\"text\":\"help\",\"text\":\"status\"}")]
    [InlineData("{\"text\":\"\\ud800\"}")]
    public async Task What_is_no_sound_json_is_answered_with_words(string body)
    {
        await using var bot = await BotProcess.StartAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await bot.Http.PostAsync("/api/commands", content);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.StartsWith("not valid JSON", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Every_answer_tells_browsers_to_be_careful()
    {
        await using var bot = await BotProcess.StartAsync();
        using var answer = await bot.Http.GetAsync("/");
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
    }

    [Fact]
    public async Task Metrics_need_the_token_unless_they_are_public()
    {
        await using var closed = await BotProcess.StartAsync(
            c => c["Console"]!["Token"] = Token,
            "0.0.0.0"
        );
        Assert.Equal(HttpStatusCode.Unauthorized, (await closed.Http.GetAsync("/metrics")).StatusCode);
        await using var open = await BotProcess.StartAsync(
            c =>
            {
                c["Console"]!["Token"] = Token;
                c["Console"]!["PublicMetrics"] = true;
            },
            "0.0.0.0"
        );
        Assert.Equal(HttpStatusCode.OK, (await open.Http.GetAsync("/metrics")).StatusCode);
    }

    [Fact]
    public async Task Slack_can_have_a_listener_that_leads_nowhere_else()
    {
        var port = Ports.Free();
        await using var bot = await BotProcess.StartAsync(c =>
            c["Slack"] = new JsonObject
            {
                ["SigningSecret"] = "s",
                ["ListenUrl"] = $"http://127.0.0.1:{port}",
            }
        );
        using var slack = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await slack.PostAsync("/slack/commands", null)).StatusCode
        );
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(slack, Command()));
        Assert.Equal(HttpStatusCode.NotFound, (await slack.GetAsync("/")).StatusCode);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await bot.Http.PostAsync("/slack/commands", null)).StatusCode
        );
    }

    [Fact]
    public async Task Alerts_come_from_no_web_page_and_in_no_other_form()
    {
        await using var bot = await BotProcess.StartAsync();
        var body = BotProcess.Alert("firing", "here").ToJsonString();
        using var plain = new HttpRequestMessage(HttpMethod.Post, "/alerts/alertmanager")
        {
            Content = new StringContent(body, Encoding.UTF8, "text/plain"),
        };
        Assert.Equal(HttpStatusCode.BadRequest, (await bot.Http.SendAsync(plain)).StatusCode);
        using var page = new HttpRequestMessage(HttpMethod.Post, "/alerts/alertmanager")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
            Headers = { { "Origin", bot.Url } },
        };
        Assert.Equal(HttpStatusCode.Forbidden, (await bot.Http.SendAsync(page)).StatusCode);
        using var rebound = new HttpRequestMessage(HttpMethod.Post, "/alerts/alertmanager")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
            Headers = { Host = "evil.example" },
        };
        Assert.Equal(HttpStatusCode.Forbidden, (await bot.Http.SendAsync(rebound)).StatusCode);
        Assert.Empty(await bot.IncidentsAsync());
    }

    [Fact]
    public async Task Beyond_loopback_alerts_need_a_token_that_is_set()
    {
        await using var bot = await BotProcess.StartAsync(c => c["Console"]!["Token"] = Token, "0.0.0.0");
        using var answer = await bot.SendAlertAsync("firing", "here");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("Alerts:Token", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task What_a_stranger_breaks_off_leaves_no_stack_in_the_log()
    {
        await using var bot = await BotProcess.StartAsync();
        for (var i = 0; i < 20; i++)
            await RawHttp.BreakOffAsync(
                new Uri(bot.Url).Port,
                "POST /alerts/alertmanager HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 500\r\n\r\n{\"version\""
            );
        await bot.SendAlertAsync("firing", "nobody");
        await bot.WaitForAsync("INC-1", "host.unknown");
        Assert.DoesNotContain("   at ", bot.Errors);
    }

    [Fact]
    public async Task A_silence_goes_to_no_address_that_an_alert_names()
    {
        await using var bot = await BotProcess.StartAsync();
        await bot.SendAlertAsync("firing", "nobody"); // its externalURL is http://am.example:9093
        await bot.WaitForAsync("INC-1", "host.unknown");
        Assert.Contains(
            "Alerts:AlertmanagerUrl",
            (await bot.CommandAsync("silence INC-1 30m"))["text"]!.ToString()
        );
    }

    static HttpClient Elsewhere(BotProcess bot) =>
        new(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new(bot.Url.Replace("0.0.0.0", "127.0.0.1")),
        };
}
