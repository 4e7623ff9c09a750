using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace ChatOps502.TestKit;

/// <summary>
/// The bot as a process of its own, as people run it: it can be killed and started again on the same database.
/// </summary>
public sealed class BotProcess : IAsyncDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("chatops502-test-").FullName;
    readonly string _url;
    Process? _process;

    Dictionary<string, string> Variables { get; init; } = [];

    BotProcess(string address) => _url = $"http://{address}:{Ports.Free(address)}";

    public HttpClient Http { get; private set; } = null!;

    public string Url => _url;

    public string Errors { get; private set; } = "";

    public int Pid => _process!.Id;

    /// <summary>The database file.</summary>
    public string Database => Path.Combine(_directory, "bot.db");

    /// <param name="configure">Adds to the configuration file; address and database are set already.</param>
    /// <param name="address">Where to listen; beyond loopback a console token is needed.</param>
    /// <param name="environment">Variables of the process beside the inherited ones.</param>
    public static async Task<BotProcess> StartAsync(
        Action<JsonObject>? configure = null,
        string address = "127.0.0.1",
        Dictionary<string, string>? environment = null
    )
    {
        var bot = new BotProcess(address) { Variables = environment ?? [] };
        var config = new JsonObject
        {
            ["Console"] = new JsonObject { ["Url"] = bot._url },
            ["Storage"] = new JsonObject
            {
                ["ConnectionString"] = $"Data Source={bot._directory}/bot.db",
            },
        };
        configure?.Invoke(config);
        await File.WriteAllTextAsync(bot.Config, config.ToJsonString());
        await bot.LaunchAsync();
        return bot;
    }

    public string Config => Path.Combine(_directory, "config.json");

    public static string Program =>
        Path.Combine(Tree.Root, "src", "Bot", "bin", Tree.Configuration, "net10.0", "chatops502");

    public async Task LaunchAsync()
    {
        var start = new ProcessStartInfo(Program, ["serve", "--config", Config])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = _directory,
        };
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, e) => Errors += e.Data + "\n";
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        Http?.Dispose();
        Http = new()
        {
            BaseAddress = new(_url.Replace("0.0.0.0", "127.0.0.1")),
            Timeout = TimeSpan.FromSeconds(30),
        };
        await Eventually.TrueAsync(
            async () =>
            {
                Assert.False(_process.HasExited, $"the bot exited: {Errors}");
                try
                {
                    return (await Http.GetAsync("/readyz")).IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "the bot answers",
            TimeSpan.FromSeconds(30),
            () => Errors
        );
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as a service manager ends it; waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", Pid.ToString()]);
        await kill.WaitForExitAsync();
        await _process!.WaitForExitAsync();
        return _process.ExitCode;
    }

    public Task<HttpResponseMessage> SendAlertAsync(
        string status,
        string instance,
        string key = "{}:{alertname=\"High502Rate\"}",
        string name = "High502Rate",
        string startsAt = "2026-11-22T17:20:19.125104855Z"
    ) => Http.PostAsJsonAsync("/alerts/alertmanager", Alert(status, instance, key, name, startsAt));

    public static JsonObject Alert(
        string status,
        string instance,
        string key = "{}:{alertname=\"High502Rate\"}",
        string name = "High502Rate",
        string startsAt = "2026-11-22T17:20:19.125104855Z"
    ) =>
        new()
        {
            ["version"] = "4",
            ["groupKey"] = key,
            ["truncatedAlerts"] = 0,
            ["status"] = status,
            ["receiver"] = "chatops502",
            ["groupLabels"] = new JsonObject { ["alertname"] = name },
            ["commonLabels"] = new JsonObject { ["alertname"] = name, ["severity"] = "critical" },
            ["commonAnnotations"] = new JsonObject { ["summary"] = "too many 502" },
            ["externalURL"] = "http://am.example:9093",
            ["alerts"] = new JsonArray(
                new JsonObject
                {
                    ["status"] = status,
                    ["labels"] = new JsonObject
                    {
                        ["alertname"] = name,
                        ["instance"] = instance,
                        ["severity"] = "critical",
                    },
                    ["annotations"] = new JsonObject { ["summary"] = "too many 502" },
                    ["startsAt"] = startsAt,
                    ["endsAt"] = "0001-01-01T00:00:00Z",
                    ["generatorURL"] = "",
                    ["fingerprint"] = "795d40dfc0389ac3",
                }
            ),
        };

    public async Task<JsonArray> IncidentsAsync() =>
        (await Http.GetFromJsonAsync<JsonArray>("/api/incidents"))!;

    public async Task<JsonObject> IncidentAsync(string id) =>
        (await Http.GetFromJsonAsync<JsonObject>($"/api/incidents/{id}"))!;

    /// <summary>Null while the incident is not there yet.</summary>
    async Task<JsonObject?> TryIncidentAsync(string id)
    {
        using var answer = await Http.GetAsync($"/api/incidents/{id}");
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonObject>() : null;
    }

    public async Task<JsonObject> CommandAsync(string text)
    {
        using var answer = await Http.PostAsJsonAsync("/api/commands", new { text });
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    /// <summary>Waits until the incident's timeline has an entry of this kind.</summary>
    public Task<JsonNode> WaitForAsync(string id, string kind, TimeSpan? patience = null) =>
        WaitForAsync(id, e => e["kind"]!.ToString() == kind, kind, patience);

    /// <param name="what">The entry that is waited for, in words for a failure.</param>
    public async Task<JsonNode> WaitForAsync(
        string id,
        Func<JsonNode, bool> wanted,
        string what,
        TimeSpan? patience = null
    )
    {
        JsonNode? found = null;
        JsonObject? last = null;
        await Eventually.TrueAsync(
            async () =>
            {
                last = await TryIncidentAsync(id);
                found = last?["timeline"]!.AsArray().LastOrDefault(e => wanted(e!));
                return found is not null;
            },
            $"{id} gets {what}",
            patience ?? TimeSpan.FromSeconds(30),
            () => last + Errors
        );
        return found!;
    }

    public async Task<JsonNode> WaitForApprovalAsync(string id)
    {
        JsonNode? found = null;
        JsonObject? last = null;
        await Eventually.TrueAsync(
            async () =>
                (
                    found = (last = await TryIncidentAsync(id))
                        ?["approvals"]!.AsArray()
                        .FirstOrDefault(a => a!["state"]!.ToString() == "waiting")
                )
                    is not null,
            $"{id} asks for an approval",
            TimeSpan.FromSeconds(30),
            () => last + Errors
        );
        return found!;
    }

    public Task<HttpResponseMessage> DecideAsync(
        JsonNode approval,
        string decision,
        string? reason = null
    ) => Http.PostAsJsonAsync($"/api/approvals/{approval["id"]}/{decision}", new { reason });

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            await KillAsync();
        Http?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
