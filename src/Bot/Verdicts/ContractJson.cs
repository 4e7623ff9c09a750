using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Bot.Verdicts;

/// <summary>2026-11-22T17:05:27.123Z.</summary>
sealed class UtcTime : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(
        ref Utf8JsonReader reader,
        Type type,
        JsonSerializerOptions options
    ) => Storage.Column.Time(reader.GetString()!);

    public override void Write(
        Utf8JsonWriter writer,
        DateTimeOffset value,
        JsonSerializerOptions options
    ) => writer.WriteStringValue(Storage.Column.Time(value));
}

/// <summary>The JSON the outside relies on: camelCase, UTC, one document.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    Converters = [typeof(UtcTime)]
)]
[JsonSerializable(typeof(Verdict))]
[JsonSerializable(typeof(IReadOnlyList<Verdict>))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(double))]
sealed partial class ContractJson : JsonSerializerContext
{
    /// <summary>Readable for people: no \u0027 for a quote.</summary>
    public static ContractJson Readable { get; } =
        new(
            new JsonSerializerOptions
            {
                PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
                WriteIndented = true,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                Converters = { new UtcTime() },
            }
        );

    public static string Of(IReadOnlyList<Verdict> verdicts) =>
        verdicts.Count == 1
            ? JsonSerializer.Serialize(verdicts[0], Readable.Verdict)
            : JsonSerializer.Serialize(verdicts, Readable.IReadOnlyListVerdict);
}
