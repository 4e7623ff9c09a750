using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Alerts;

/// <summary>The part of Alertmanager's API (v2) that silences.</summary>
public sealed class Alertmanager(HttpClient http)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10),
        Just = TimeSpan.FromMinutes(5);

    /// <param name="address">For example http://127.0.0.1:9093.</param>
    /// <param name="labels">What the silenced alerts have in common; every label must match.</param>
    /// <returns>The silence's ID, or what went wrong in words. One that the same author just made for the same reason
    /// and as long is not made again.</returns>
    public async Task<(string? Id, string? Problem)> SilenceAsync(
        string address,
        IReadOnlyDictionary<string, string> labels,
        DateTimeOffset from,
        TimeSpan time,
        string author,
        string comment,
        CancellationToken cancel
    )
    {
        if (
            !Uri.TryCreate(address.TrimEnd('/') + "/api/v2/silences", UriKind.Absolute, out var silences)
            || silences.Scheme is not ("http" or "https")
        )
            return (null, $"{address} is not an address");
        var silence = new JsonObject
        {
            ["matchers"] = new JsonArray([
                .. labels.Select(l => new JsonObject
                {
                    ["name"] = l.Key,
                    ["value"] = l.Value,
                    ["isRegex"] = false,
                    ["isEqual"] = true,
                }),
            ]),
            ["startsAt"] = Column.Time(from),
            ["endsAt"] = Column.Time(from + time),
            ["createdBy"] = author,
            ["comment"] = comment,
        };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            if (await JustMadeAsync(silences, silence, from, time, patience.Token) is { } same)
                return (same, null);
            using var answer = await http.PostAsJsonAsync(
                silences,
                silence,
                StorageJson.Default.JsonObject,
                patience.Token
            );
            if (!answer.IsSuccessStatusCode)
                return (null, $"{address} did not take the silence");
            return
                (JsonNode.Parse(await answer.Content.ReadAsStringAsync(patience.Token)) as JsonObject)?[
                    "silenceID"
                ]?.ToString()
                    is { } id
                ? (id, null)
                : (null, $"{address} answered something else than a silence's ID");
        }
        catch (Exception e)
            when (e is HttpRequestException or JsonException or InvalidOperationException
                || e is OperationCanceledException && !cancel.IsCancellationRequested
            )
        {
            return (null, $"{address} cannot be reached");
        }
    }

    /// <summary>After a kill or a second click it may stand there already.</summary>
    async Task<string?> JustMadeAsync(
        Uri silences,
        JsonObject wanted,
        DateTimeOffset from,
        TimeSpan time,
        CancellationToken cancel
    )
    {
        using var answer = await http.GetAsync(silences, cancel);
        if (
            !answer.IsSuccessStatusCode
            || JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancel)) is not JsonArray all
        )
            return null;
        return all.OfType<JsonObject>()
            .FirstOrDefault(s =>
                IsSame(s, wanted)
                && Time(s, "startsAt") is { } began
                && from - began < Just
                && Time(s, "endsAt") - began is { } lasts
                && (lasts - time).Duration() < TimeSpan.FromSeconds(2)
            )
            ?["id"]?.ToString();
    }

    static bool IsSame(JsonObject silence, JsonObject wanted) =>
        silence["status"]?["state"]?.ToString() != "expired"
        && silence["createdBy"]?.ToString() == wanted["createdBy"]!.ToString()
        && silence["comment"]?.ToString() == wanted["comment"]!.ToString()
        && silence["matchers"] is JsonArray matchers
        && Labels(matchers).SetEquals(Labels(wanted["matchers"]!.AsArray()));

    static HashSet<string> Labels(JsonArray matchers) =>
        [.. matchers.Select(m => $"{m?["name"]}={m?["value"]}")];

    static DateTimeOffset? Time(JsonObject silence, string name) =>
        DateTimeOffset.TryParse(silence[name]?.ToString(), out var at) ? at : null;
}
