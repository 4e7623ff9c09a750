using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ChatOps502.Probes.Nginx;

namespace ChatOps502.Probes.Tests.Golden;

/// <summary>Facts as JSON that people can read and compare: what was read, without what is computed from it.</summary>
static class GoldenJson
{
    static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        IncludeFields = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new DirectiveConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { DropComputed } },
    };

    public static string Of(GoldenFacts facts) => JsonSerializer.Serialize(facts, Options) + "\n";

    static void DropComputed(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;
        foreach (var computed in type.Properties.Where(property => property.Set is null).ToList())
            type.Properties.Remove(computed);
    }

    /// <summary>A statement is told by its place and words: what it holds stands in the text.</summary>
    sealed class DirectiveConverter : JsonConverter<Directive>
    {
        public override Directive Read(
            ref Utf8JsonReader reader,
            Type type,
            JsonSerializerOptions options
        ) => throw new NotSupportedException("goldens are written, never read back");

        public override void Write(
            Utf8JsonWriter writer,
            Directive value,
            JsonSerializerOptions options
        ) =>
            writer.WriteStringValue(
                $"{value.File}:{value.Line} {value.Name} {string.Join(' ', value.Args)}".TrimEnd()
            );
    }
}
