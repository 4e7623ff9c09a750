namespace ChatOps502.Bot.Chat.Slack;

/// <summary>Where a message stands in Slack.</summary>
/// <param name="Ts">Slack's ID of the message in its channel.</param>
sealed record MessageRef(string Channel, string Ts)
{
    public static MessageRef? Of(string? remote) =>
        remote?.Split(':') is [var channel, var ts] ? new(channel, ts) : null;

    public override string ToString() => $"{Channel}:{Ts}";
}
