using System.Text.Json.Serialization;

namespace ChatOps502.Bot.Messages;

/// <summary>How a heading is meant: a renderer adds its sign to the words, never instead of them.</summary>
[JsonConverter(typeof(ToneJson))]
public enum Tone
{
    /// <summary>Of a message without a heading.</summary>
    Plain,
    Firing,
    Checking,
    Warning,
    Waiting,
    Done,
    Failed,
    Refused,
}

/// <summary>Stored as one small word.</summary>
public sealed class ToneJson()
    : JsonStringEnumConverter<Tone>(System.Text.Json.JsonNamingPolicy.CamelCase);
