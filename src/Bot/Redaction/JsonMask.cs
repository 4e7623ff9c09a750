using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ChatOps502.Bot.Redaction;

/// <summary>
/// Goes through a JSON document word by word, however deep it is: strings are masked by what they hold and by the name
/// they stand under.
/// </summary>
static class JsonMask
{
    const int Deepest = 1000;

    public static string Of(string json, IReadOnlySet<string> kept)
    {
        try
        {
            return Copy(Encoding.UTF8.GetBytes(json), kept);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Secrets.Mask(json); // no JSON, or a string that is no text
        }
    }

    static string Copy(byte[] json, IReadOnlySet<string> kept)
    {
        var output = new ArrayBufferWriter<byte>(json.Length + 16);
        using var writer = new Utf8JsonWriter(
            output,
            new()
            {
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                MaxDepth = Deepest,
                SkipValidation = true,
            }
        );
        var reader = new Utf8JsonReader(json, new() { MaxDepth = Deepest });
        var levels = new Stack<Level>();
        while (reader.Read())
            Token(ref reader, writer, levels, kept);
        writer.Flush();
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    static void Token(
        ref Utf8JsonReader reader,
        Utf8JsonWriter writer,
        Stack<Level> levels,
        IReadOnlySet<string> kept
    )
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                levels.Push(new(levels.TryPeek(out var around) ? around : null, isArray: false, kept));
                writer.WriteStartObject();
                break;
            case JsonTokenType.StartArray:
                levels.Push(new(levels.TryPeek(out var outer) ? outer : null, isArray: true, kept));
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndObject:
                levels.Pop();
                writer.WriteEndObject();
                break;
            case JsonTokenType.EndArray:
                levels.Pop();
                writer.WriteEndArray();
                break;
            case JsonTokenType.PropertyName:
                levels.Peek().Name = reader.GetString()!;
                writer.WritePropertyName(
                    levels.Peek().Kept ? levels.Peek().Name : MaskedName(levels.Peek().Name)
                );
                break;
            case JsonTokenType.String:
                var text = reader.GetString()!;
                writer.WriteStringValue(
                    levels.TryPeek(out var level) ? level.Masked(text, kept) : Secrets.Mask(text)
                );
                break;
            default:
                writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                break;
        }
    }

    /// <summary>
    /// A name can hold a secret, too: {"Bearer abc": 1}. Two that look alike afterwards are both kept.
    /// </summary>
    static string MaskedName(string name) => name.Length < 12 ? name : Secrets.Mask(name);

    /// <summary>An object or an array on the way down.</summary>
    sealed class Level(Level? around, bool isArray, IReadOnlySet<string> kept)
    {
        readonly OptionWalk? _words = isArray ? new() : null;
        readonly bool _isKept =
            around is not null
            && (around._isKept || around.Name.Length > 0 && kept.Contains(around.Name));
        readonly string _outerName = isArray && around is not null ? around.NearestName : "";
        string _about = "";

        public string Name { get; set; } = "";

        public bool Kept => _isKept;

        string NearestName => Name.Length > 0 ? Name : _outerName;

        public string Masked(string text, IReadOnlySet<string> keptNames)
        {
            if (_isKept || Name.Length > 0 && keptNames.Contains(Name))
                return text;
            if (_words is not null)
                return Word(text);
            if (Name is "name" or "Name" or "key" or "Key" or "NAME")
                _about = text;
            var name = Name is "value" or "Value" or "VALUE" ? _about : Name;
            return IsSecret(name, text) ? Cover.Mark : Secrets.Mask(text);
        }

        /// <summary>An element: a list under a secret's name, or the words of a command.</summary>
        string Word(string text)
        {
            var (from, to) = _words!.Look(text);
            if (to > from)
                return text[..from] + Cover.Mark + text[to..];
            return IsSecret(_outerName, text) ? Cover.Mark : Secrets.Mask(text);
        }

        static bool IsSecret(string name, string text) =>
            SecretNames.Of(name) is NameKind.Strong or NameKind.Header
            && !SecretValues.IsHarmless(text)
            && !(SecretNames.IsPlaceName(name) && SecretValues.IsPath(text));
    }
}
