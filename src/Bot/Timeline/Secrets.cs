using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ChatOps502.Bot.Timeline;

/// <summary>Takes secrets out of text before it is stored or posted.</summary>
public static partial class Secrets
{
    public static string Mask(string text)
    {
        if (text.Length == 0) return text;
        text = Pair().Replace(text, "$1$2***");
        text = Option().Replace(text, "$1***");
        text = Header().Replace(text, "$1***");
        text = InUrl().Replace(text, "$1***@");
        return Token().Replace(text, "***");
    }

    /// <summary>The same for every string inside a JSON document, which stays one.</summary>
    public static string MaskJson(string json) => Masked(JsonNode.Parse(json))?.ToJsonString(Relaxed) ?? "null";

    static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static JsonNode? Masked(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject o:
                foreach (var (name, value) in o.ToList()) if (value is JsonValue or JsonObject or JsonArray) o[name] = Inner(value);
                break;
            case JsonArray a:
                for (var i = 0; i < a.Count; i++) if (a[i] is { } item) a[i] = Inner(item);
                break;
        }
        return node;

        static JsonNode? Inner(JsonNode child) => child is JsonValue v ? v.TryGetValue<string>(out var s) ? JsonValue.Create(Mask(s)) : v.DeepClone() : Masked(child.DeepClone());
    }

    // password=hunter2, "api_key": "abc"
    [GeneratedRegex(@"(?i)\b((?:[\w-]{0,40}(?:password|passwd|pwd|secret|api[_-]?key|access[_-]?key|private[_-]?key|secret[_-]?key|token|session_?id)|[A-Z0-9_]{2,40}_KEY)\w{0,20})(""?\s{0,3}[=:]\s{0,3}[""']?|\s{1,3}""?(?=\S{1,200};))(?!\s)[^\s""'&;,\\}]{3,}")]
    private static partial Regex Pair();

    // --password hunter2
    [GeneratedRegex(@"(?i)(\s-p(?=\S{3})|--?(?:pass(?:word)?|secret|token|api-key)[\s=]+)\S{3,}")]
    private static partial Regex Option();

    // Authorization: Bearer abc, Cookie: a=b
    [GeneratedRegex(@"(?i)\b((?:proxy-)?authorization(?:\s*:|\s+""?)\s*(?:basic\s+|bearer\s+|\w+\s+)?|(?:set-)?cookie\s*:\s*|bearer\s+)[^\r\n""]{6,}")]
    private static partial Regex Header();

    // mysql://user:secret@db
    [GeneratedRegex(@"(\b[a-z][a-z0-9+.-]{1,15}://[^\s:/@""]{0,64}:)[^\s@/""]{1,128}@")]
    private static partial Regex InUrl();

    // xoxb-..., AKIA..., ghp_..., a JWT, a private key
    [GeneratedRegex(@"\bxox[abprs]-[\w-]{8,}|\bxapp-[\w-]{8,}|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{20,}|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)")]
    private static partial Regex Token();
}
