using System.Diagnostics;
using System.Text.Json.Nodes;
using ChatOps502.Bot.CommandLine;

namespace ChatOps502.Bot.Demo;

/// <summary>
/// Tells the story in the terminal while it happens. Everything goes over HTTP, as it would from outside.
/// </summary>
sealed class DemoScript(DemoEnvironment stage, bool autoApprove)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(25),
        HumanPatience = TimeSpan.FromMinutes(15);
    readonly HttpClient _bot = new() { BaseAddress = new(stage.Settings.Console.Url) };
    readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <returns>True when the fix was verified.</returns>
    public async Task<bool> TellAsync(CancellationToken cancel)
    {
        Say($"console   {stage.Settings.Console.Url}");
        Say(
            $"nginx     http://127.0.0.1:{stage.NginxPort} in front of a back end on port {stage.BackendPort}"
        );
        var before = await TrafficAsync(40, cancel);
        await stage.BreakAsync(cancel);
        var broken = await TrafficAsync(60, cancel);
        Say(
            $"broken    the back end was killed: {broken} of 60 requests answer 502 (before: {before} of 40)"
        );
        await AlertAsync("firing", cancel);
        Say("alert     High502Rate sent as Alertmanager would");

        var id = await IncidentAsync(cancel);
        var approval = await WaitAsync(
            id,
            i => i["approvals"]!.AsArray().FirstOrDefault(a => a!["state"]!.ToString() == "waiting"),
            "an approval request",
            Patience,
            cancel
        );
        var incident = await GetAsync(id, cancel);
        Say(
            $"verdict   {Entry(incident, "verdict")}  ({(incident["verdict"]?["cause"])} "
                + $"{incident["verdict"]?["confidence"]})"
        );
        Say($"approval  {approval["command"]} on {approval["host"]}");
        if (autoApprove)
        {
            using var answer = await _bot.PostAsJsonAsync(
                $"/api/approvals/{approval["id"]}/approve",
                new { reason = "demo" },
                cancel
            );
            answer.EnsureSuccessStatusCode();
            Say("approved  by --auto-approve");
        }
        else
            Say($"          decide in the console: {stage.Settings.Console.Url}/incidents/{id}");

        var verification = await WaitAsync(
            id,
            i => Find(i, "verify.passed") ?? Find(i, "verify.failed") ?? Find(i, "approval.denied"),
            "the verification",
            autoApprove ? Patience : HumanPatience,
            cancel
        );
        Say($"verified  {verification["text"]}");
        var passed = verification["kind"]!.ToString() == "verify.passed";
        if (passed)
            await EndAsync(id, cancel);
        Say($"export    {await ExportAsync(id, cancel)}");
        return passed;
    }

    async Task EndAsync(string id, CancellationToken cancel)
    {
        Say($"after     {await TrafficAsync(40, cancel)} of 40 requests answer 502");
        await AlertAsync("resolved", cancel);
        await WaitAsync(id, i => Find(i, "alert.resolved"), "the alert to resolve", Patience, cancel);
        await WaitAsync(
            id,
            i =>
                i["timeline"]!.AsArray().Count(e => e!["kind"]!.ToString() == "verify.passed") > 1
                    ? i
                    : null,
            "the last verification",
            Patience,
            cancel
        );
        using var resolved = await _bot.PostAsJsonAsync(
            "/api/commands",
            new { text = $"resolve {id}" },
            cancel
        );
        Say("resolved  the alert no longer fires, the incident is closed");
    }

    /// <returns>How many requests were answered 502.</returns>
    async Task<int> TrafficAsync(int requests, CancellationToken cancel)
    {
        using var http = new HttpClient();
        var bad = 0;
        for (var i = 0; i < requests; i++)
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Get,
                $"http://127.0.0.1:{stage.NginxPort}/cart"
            )
            {
                Headers = { Host = "shop.demo" },
            };
            using var answer = await http.SendAsync(request, cancel);
            if ((int)answer.StatusCode == 502)
                bad++;
        }
        return bad;
    }

    async Task AlertAsync(string status, CancellationToken cancel)
    {
        var started = TimeProvider.System.GetUtcNow().ToString("O");
        var labels = new
        {
            alertname = "High502Rate",
            instance = "demo:80",
            severity = "critical",
        };
        using var answer = await _bot.PostAsJsonAsync(
            "/alerts/alertmanager",
            new
            {
                version = "4",
                groupKey = "{}:{alertname=\"High502Rate\"}",
                truncatedAlerts = 0,
                status,
                receiver = "chatops502",
                groupLabels = new { alertname = "High502Rate" },
                commonLabels = labels,
                commonAnnotations = new { summary = "nginx answers 502" },
                externalURL = "http://127.0.0.1:9093",
                alerts = new[]
                {
                    new
                    {
                        status,
                        labels,
                        annotations = new { summary = "nginx answers 502" },
                        startsAt = started,
                        endsAt = "0001-01-01T00:00:00Z",
                        generatorURL = "",
                        fingerprint = "demo",
                    },
                },
            },
            cancel
        );
        answer.EnsureSuccessStatusCode();
    }

    async Task<string> IncidentAsync(CancellationToken cancel)
    {
        for (
            var begun = _clock.Elapsed;
            _clock.Elapsed - begun < Patience;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancel)
        )
            if (
                await _bot.GetFromJsonAsync<JsonArray>("/api/incidents", cancel) is [JsonObject first, ..]
            )
                return first["id"]!.ToString();
        throw new DemoException("the alert opened no incident");
    }

    async Task<JsonNode> WaitAsync(
        string id,
        Func<JsonObject, JsonNode?> find,
        string what,
        TimeSpan patience,
        CancellationToken cancel
    )
    {
        for (
            var begun = _clock.Elapsed;
            _clock.Elapsed - begun < patience;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancel)
        )
            if (find(await GetAsync(id, cancel)) is { } found)
                return found;
        throw new DemoException(
            $"waited {patience.TotalSeconds:0} s for {what}; the timeline ends with: "
                + $"{(await GetAsync(id, cancel))["timeline"]!.AsArray().Last()!["text"]}"
        );
    }

    async Task<JsonObject> GetAsync(string id, CancellationToken cancel) =>
        (await _bot.GetFromJsonAsync<JsonObject>($"/api/incidents/{id}", cancel))!;

    async Task<string> ExportAsync(string id, CancellationToken cancel)
    {
        // a new name each time: /tmp is shared, and a file of that name may be somebody else's
        var path = Path.Combine(
            Path.GetTempPath(),
            $"chatops502-demo-{id}-{Guid.NewGuid().ToString("N")[..6]}.html"
        );
        await using var file = new StreamWriter(new FileStream(path, FileMode.CreateNew));
        await file.WriteAsync(
            await _bot.GetStringAsync($"/api/incidents/{id}/export?format=html", cancel)
        );
        return path;
    }

    static JsonNode? Find(JsonObject incident, string kind) =>
        incident["timeline"]!.AsArray().FirstOrDefault(e => e!["kind"]!.ToString() == kind);

    static string Entry(JsonObject incident, string kind) =>
        Find(incident, kind)?["text"]?.ToString() ?? "";

    void Say(string text) => Terminal.Say($"{_clock.Elapsed.TotalSeconds, 5:0.0} s  {text}");
}
