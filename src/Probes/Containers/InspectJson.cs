using System.Text.Json;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Containers;

/// <summary>Reads what people copy of <c>docker inspect</c>.</summary>
public static class InspectJson
{
    /// <returns>Nothing for any other JSON.</returns>
    public static IReadOnlyList<Container> Read(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
            return
            [
                .. root.EnumerateArray().Take(ReadingLimits.Things).Select(ReadOne).OfType<Container>(),
            ];
        return ReadOne(root) is { } one ? [one] : [];
    }

    static Container? ReadOne(JsonElement root)
    {
        if (Property(root, "State") is not { ValueKind: JsonValueKind.Object } state)
            return null;
        if (Text(root, "Name") is not { } name)
            return null;
        return new(
            name.TrimStart('/'),
            Text(state, "Status") ?? "running",
            ExitCode: Number(state, "ExitCode"),
            OomKilled: Property(state, "OOMKilled")?.ValueKind == JsonValueKind.True,
            Restarts: Number(root, "RestartCount"),
            Health: Property(state, "Health") is { } health ? Text(health, "Status") ?? "" : "",
            Addresses: [.. Networks(root)],
            Ports: [.. Ports(root)],
            Log: []
        )
        {
            Image = Property(root, "Config") is { } config ? Text(config, "Image") ?? "" : "",
        };
    }

    static IEnumerable<string> Networks(JsonElement root) =>
        Members(Property(root, "NetworkSettings"), "Networks")
            .Select(network => Text(network.Value, "IPAddress"))
            .OfType<string>()
            .Where(address => address.Length > 0);

    /// <summary>"8000/tcp": [ { "HostIp": "0.0.0.0", "HostPort": "8081" } ]</summary>
    static IEnumerable<(int Host, int Inside)> Ports(JsonElement root)
    {
        foreach (var port in Members(Property(root, "NetworkSettings"), "Ports"))
        {
            var inside = Numbers.Int(port.Name.Split('/')[0]) ?? 0;
            var bindings =
                port.Value.ValueKind == JsonValueKind.Array ? port.Value.EnumerateArray() : default;
            var hosts = bindings.Select(binding => Numbers.Int(Text(binding, "HostPort")) ?? 0).ToList();
            foreach (var host in hosts.DefaultIfEmpty())
                yield return (host, inside);
        }
    }

    static IEnumerable<JsonProperty> Members(JsonElement? root, string name) =>
        root is { } parent && Property(parent, name) is { ValueKind: JsonValueKind.Object } members
            ? members.EnumerateObject()
            : [];

    static JsonElement? Property(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) ? value : null;

    static string? Text(JsonElement root, string name) =>
        Property(root, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    static int Number(JsonElement root, string name) =>
        Property(root, name) is { ValueKind: JsonValueKind.Number } number
        && number.TryGetInt32(out var value)
            ? value
            : 0;
}
