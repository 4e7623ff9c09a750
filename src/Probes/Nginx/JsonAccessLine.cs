using System.Text.Json;

namespace ChatOps502.Probes.Nginx;

/// <summary>Reads access logs whose lines are JSON objects, whatever their fields are called.</summary>
static class JsonAccessLine
{
    /// <returns>Null for a line that is none.</returns>
    public static AccessLine? Read(string line)
    {
        var start = line.IndexOf('{');
        if (start < 0 || !line.TrimEnd().EndsWith('}'))
            return null;
        try
        {
            using var document = JsonDocument.Parse(line[start..]);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            var fields = Fields(document.RootElement);
            return AccessLine.Of(name => Value(fields, name), line);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return null; // no JSON, or half a character in it
        }
    }

    static Dictionary<string, string> Fields(JsonElement root)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in root.EnumerateObject())
            fields.TryAdd(property.Name, TextOf(property.Value));
        return fields;
    }

    static string TextOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : value.GetRawText();

    static string? Value(Dictionary<string, string> fields, string name) =>
        Aliases(name).Select(fields.GetValueOrDefault).FirstOrDefault(value => value is not null);

    static string[] Aliases(string name) =>
        name switch
        {
            "time_local" => ["time_local", "time", "@timestamp", "timestamp", "ts", "date"],
            "time_iso8601" => ["time_iso8601", "time", "@timestamp", "timestamp", "ts"],
            "msec" => ["msec", "time", "timestamp", "ts"],
            "status" => ["status", "status_code", "http_status", "response_code", "code"],
            "remote_addr" => ["remote_addr", "client", "client_ip", "remote_ip", "ip", "clientip"],
            "remote_user" => ["remote_user", "user"],
            "request_method" => ["request_method", "method", "verb"],
            "request_uri" => ["request_uri", "uri", "path", "url"],
            "body_bytes_sent" => ["body_bytes_sent", "bytes_sent", "bytes", "size"],
            "http_referer" => ["http_referer", "referer", "referrer", "http_referrer"],
            "http_user_agent" => ["http_user_agent", "user_agent", "agent"],
            "host" => ["host", "http_host", "vhost", "server_name", "domain"],
            "upstream_addr" => ["upstream_addr", "upstream"],
            _ => [name],
        };
}
