using System.Text.Json.Nodes;
using ChatOps502.Bot.Chat.Slack.Api;
using ChatOps502.Bot.Chat.Slack.Rendering;

namespace ChatOps502.Bot.Chat.Slack;

/// <summary>One person to answer.</summary>
/// <param name="Channel">Where they are; "" when nowhere, for example on the Home tab.</param>
/// <param name="ResponseUrl">Good for five answers within half an hour; "" for none.</param>
sealed record Listener(string User, string Channel, string? Thread, string ResponseUrl);

/// <summary>Answers that only one person sees: where they are, and if that is not possible, in a direct message.</summary>
sealed class SlackReply(SlackApi api, SlackLookup lookup, TimeProvider clock)
{
    const int Tries = 3, Lines = 60;
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    public async Task SayAsync(Listener to, string text, CancellationToken cancel)
    {
        var (shown, blocks) = (SlackText.Cut(SlackText.Escape(text), SlackLimits.Text), Blocks(text));
        if (to.ResponseUrl.Length > 0 && await TryAsync(() => api.RespondAsync(to.ResponseUrl, new() { ["response_type"] = "ephemeral", ["replace_original"] = false, ["text"] = shown, ["blocks"] = JsonNode.Parse(blocks) }, cancel), cancel)) return;
        if (to.Channel.Length > 0 && await TryAsync(() => api.CallAsync("chat.postEphemeral", cancel, [("channel", to.Channel), ("user", to.User), ("thread_ts", to.Thread), ("text", shown), ("blocks", blocks)]), cancel)) return;
        await TryAsync(() => PostAsync(to.User, null, shown, blocks, cancel), cancel);
    }

    /// <summary>An answer in the open, below the message it answers; after an unclear outcome it is looked for first.</summary>
    public async Task SayOpenlyAsync(string channel, string thread, string text, CancellationToken cancel)
    {
        var mark = new JsonObject { ["event_type"] = "chatops502_reply", ["event_payload"] = new JsonObject { ["id"] = Guid.NewGuid().ToString("N") } };
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            var answer = await PostAsync(channel, thread, SlackText.Cut(SlackText.Escape(text), SlackLimits.Text), Blocks(text), cancel, mark.ToJsonString());
            if (answer.Ok || !await IsWorthAsync(answer, attempt, cancel) || answer.Uncertain && await lookup.HasAsync(channel, thread, mark, cancel)) return;
        }
    }

    Task<SlackAnswer> PostAsync(string channel, string? thread, string text, string blocks, CancellationToken cancel, string? metadata = null) =>
        api.CallAsync("chat.postMessage", cancel, [("channel", channel), ("thread_ts", thread), ("text", text), ("blocks", blocks), ("metadata", metadata), ("unfurl_links", "false"), ("unfurl_media", "false")]);

    /// <summary>A table keeps its columns, a sentence stays one.</summary>
    static string Blocks(string text)
    {
        var body = new BlockWriter(1);
        if (text.Contains('\n', StringComparison.Ordinal)) body.Code(text, Lines);
        else body.Text(text);
        return SlackJson.Of(body.Blocks);
    }

    /// <summary>False when this way leads nowhere; what may have arrived is not said on another way, too.</summary>
    async Task<bool> TryAsync(Func<Task<SlackAnswer>> send, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await send();
            if (answer.Ok) return true;
            if (!await IsWorthAsync(answer, attempt, cancel)) return answer.Uncertain;
        }
    }

    /// <summary>Waits, when another attempt may help.</summary>
    async Task<bool> IsWorthAsync(SlackAnswer answer, int attempt, CancellationToken cancel)
    {
        var pause = answer.RetryAfter ?? TimeSpan.FromSeconds(attempt);
        if (attempt == Tries || pause > Longest || !answer.IsWorthRepeating) return false;
        await Task.Delay(pause, clock, cancel);
        return true;
    }
}
