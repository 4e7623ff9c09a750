using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatOps502.Bot.Chat.Slack.Rendering;

/// <summary>How blocks and views are written for Slack.</summary>
[JsonSerializable(typeof(IReadOnlyList<SlackBlock>))]
[JsonSerializable(typeof(SlackView))]
sealed partial class SlackJson : JsonSerializerContext
{
    // Slack counts characters, so nothing is escaped that need not be
    static readonly SlackJson Relaxed = new(
        new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }
    );

    public static string Of(IReadOnlyList<SlackBlock> blocks) =>
        JsonSerializer.Serialize(blocks, Relaxed.IReadOnlyListSlackBlock);

    public static string Of(SlackView view) => JsonSerializer.Serialize(view, Relaxed.SlackView);
}
