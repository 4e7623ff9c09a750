using System.Text.Json;

namespace ChatOps502.Runbooks.Diagnosis.Pasted;

/// <summary>Reads {"evidence": {"nginx_error_log": [...], ...}}.</summary>
static class EvidenceJson
{
    public const int MostKeys = 100;

    /// <returns>The object with the keys; null when the document is something else.</returns>
    public static JsonElement? Of(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return null;
        if (
            root.TryGetProperty("evidence", out var evidence)
            && evidence.ValueKind == JsonValueKind.Object
        )
            return evidence;
        // the outer key is easily forgotten
        return root.EnumerateObject().Any(property => IsKnown(property.Name) && IsText(property.Value))
            ? root
            : null;
    }

    public static bool IsListOfEvidence(JsonElement root) =>
        root.ValueKind == JsonValueKind.Array && root.EnumerateArray().Any(one => Of(one) is not null);

    /// <summary>A list of log records, one a line; any other document as it was written.</summary>
    public static string LineByLine(JsonElement root, string text) =>
        root.ValueKind == JsonValueKind.Array
            ? string.Join('\n', root.EnumerateArray().Select(one => one.GetRawText().Replace("\n", " ")))
            : text;

    /// <summary>Lines by kind. Under the keys of mixed logs each line is sorted by its own shape.</summary>
    public static IReadOnlyDictionary<string, List<string>> Sorted(JsonElement evidence)
    {
        var sorter = new PastedText();
        foreach (var property in evidence.EnumerateObject().Take(MostKeys))
            Sort(sorter, property.Name, LinesOf(property.Value));
        return sorter.Lines;
    }

    static void Sort(PastedText sorter, string key, List<string> lines)
    {
        if (PasteKey.IsMixed(key))
        {
            sorter.AddMixed(lines, key);
            return;
        }
        if (key == PasteKey.ErrorLog)
        {
            sorter.AddErrorLog(lines);
            return;
        }
        foreach (var line in lines)
            sorter.Add(key, line);
    }

    static bool IsKnown(string key) =>
        key
            is PasteKey.App
                or PasteKey.Journal
                or PasteKey.Docker
                or PasteKey.Kubernetes
                or PasteKey.Proxy
        || !PasteKey.IsMixed(key);

    static bool IsText(JsonElement value) =>
        value.ValueKind is JsonValueKind.String or JsonValueKind.Array;

    static List<string> LinesOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => [.. value.GetString()!.Split('\n')],
            JsonValueKind.Array => [.. value.EnumerateArray().SelectMany(TextOf)],
            _ => [],
        };

    static string[] TextOf(JsonElement line) =>
        (line.ValueKind == JsonValueKind.String ? line.GetString()! : line.GetRawText()).Split('\n');
}
