using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Alerts;

/// <summary>The part of Alertmanager's API (v2) that silences.</summary>
public sealed class Alertmanager(HttpClient http)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <param name="address">For example http://127.0.0.1:9093.</param>
    /// <param name="labels">What the silenced alerts have in common; every label must match.</param>
    /// <returns>The silence's ID, or what went wrong in words.</returns>
    public async Task<(string? Id, string? Problem)> SilenceAsync(string address, IReadOnlyDictionary<string, string> labels, DateTimeOffset from, DateTimeOffset to, string author, string comment, CancellationToken cancel)
    {
        var silence = new JsonObject
        {
            ["matchers"] = new JsonArray([.. labels.Select(l => new JsonObject { ["name"] = l.Key, ["value"] = l.Value, ["isRegex"] = false, ["isEqual"] = true })]),
            ["startsAt"] = Column.Time(from), ["endsAt"] = Column.Time(to), ["createdBy"] = author, ["comment"] = comment,
        };
        if (!Uri.TryCreate(address.TrimEnd('/') + "/api/v2/silences", UriKind.Absolute, out var silences) || silences.Scheme is not ("http" or "https")) return (null, $"{address} is not an address");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            using var answer = await http.PostAsJsonAsync(silences, silence, StorageJson.Default.JsonObject, patience.Token);
            if (!answer.IsSuccessStatusCode) return (null, $"{address} answered {(int)answer.StatusCode}");
            return (JsonNode.Parse(await answer.Content.ReadAsStringAsync(patience.Token)) as JsonObject)?["silenceID"]?.ToString() is { } id ? (id, null) : (null, $"{address} answered something else than a silence's ID");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or InvalidOperationException || e is OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return (null, $"{address} cannot be reached: {e.Message}");
        }
    }
}
