using System.Text;
using System.Text.Json.Nodes;
using ChatOps502.Bot.Chat.Slack.Api;

namespace ChatOps502.Bot.Chat.Slack.Owed;

/// <summary>Files in a thread, by the three steps that Slack wants since files.upload is gone.</summary>
sealed class SlackFiles(SlackApi api)
{
    public async Task<SlackAnswer> ShareAsync(
        string channel,
        string thread,
        string name,
        string title,
        string content,
        CancellationToken cancel
    )
    {
        var bytes = Encoding.UTF8.GetBytes(content.Length > 0 ? content : "(empty)");
        var place = await api.CallAsync(
            "files.getUploadURLExternal",
            cancel,
            [("filename", name), ("length", bytes.Length.ToString())]
        );
        if (!place.Ok)
            return place;
        var sent = await api.UploadAsync(place["upload_url"] ?? "", bytes, cancel);
        if (!sent.Ok)
            return sent;
        var files = new JsonArray(new JsonObject { ["id"] = place["file_id"], ["title"] = title });
        return await api.CallAsync(
            "files.completeUploadExternal",
            cancel,
            [("files", files.ToJsonString()), ("channel_id", channel), ("thread_ts", thread)]
        );
    }
}
