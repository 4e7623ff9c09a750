using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps502.Bot.Approvals;
using ChatOps502.Bot.Incidents;

namespace ChatOps502.Bot.Exports;

/// <summary>The incident shapes of the contract, section 6: for the API and the JSON export.</summary>
public static class IncidentJson
{
    static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(IncidentReport story) => Whole(story).ToJsonString(Readable);

    public static JsonObject Head(Incident i) =>
        new()
        {
            ["id"] = i.Id,
            ["title"] = i.Title,
            ["status"] = i.Status.Text(),
            ["severity"] = i.Severity,
            ["host"] = i.Host,
            ["hosts"] = new JsonArray([.. i.Hosts.Select(h => (JsonNode)h)]),
            ["alertName"] = i.AlertName,
            ["startedAt"] = Time(i.StartedAt),
            ["acknowledgedAt"] = Time(i.AcknowledgedAt),
            ["acknowledgedBy"] = i.AcknowledgedBy,
            ["mitigatedAt"] = Time(i.MitigatedAt),
            ["resolvedAt"] = Time(i.ResolvedAt),
            ["verdict"] = i.Cause is null
                ? null
                : new JsonObject { ["cause"] = i.Cause, ["confidence"] = i.Confidence },
        };

    public static JsonObject Whole(IncidentReport story)
    {
        var whole = Head(story.Incident);
        whole["timeline"] = new JsonArray([
            .. story.Timeline.Select(e => new JsonObject
            {
                ["seq"] = e.Seq,
                ["at"] = Time(e.At),
                ["kind"] = e.Kind,
                ["actor"] = e.Actor,
                ["source"] = e.Source,
                ["text"] = e.Text,
                ["data"] = JsonNode.Parse(e.Data),
            }),
        ]);
        whole["approvals"] = new JsonArray([
            .. story.Approvals.Select(a => new JsonObject
            {
                ["id"] = a.Id,
                ["state"] = a.State.Text(),
                ["action"] = a.Action,
                ["host"] = a.Host,
                ["command"] = a.Command,
                ["requestedBy"] = a.RequestedBy,
                ["expiresAt"] = Time(a.ExpiresAt),
                ["decidedBy"] = a.DecidedBy,
                ["decidedAt"] = Time(a.DecidedAt),
                ["reason"] = a.Reason,
            }),
        ]);
        return whole;
    }

    static string? Time(DateTimeOffset? t) => t is null ? null : Storage.Column.Time(t.Value);
}
