namespace ChatOps502.Bot.Delivery;

/// <summary>A place where threads are shown: the web console, Slack.</summary>
public interface IChat
{
    string Name { get; }

    /// <summary>How long one message rests between two edits, so that many changes become one.</summary>
    TimeSpan EditEvery { get; }

    /// <summary>Whether a message that is posted twice would stand there twice.</summary>
    bool Doubles { get; }

    /// <summary>Shows the message, or its newest version in the place of the older one.</summary>
    /// <returns>What this chat calls the message.</returns>
    /// <exception cref="DeliveryException">Not delivered; the pump tries again.</exception>
    Task<string> DeliverAsync(Outgoing outgoing, CancellationToken cancel);
}

/// <summary>One message on its way to one chat.</summary>
/// <param name="RemoteId">What an earlier delivery returned; null for the first.</param>
/// <param name="Since">When a first post was begun whose outcome is not known: it may be there already. Null
/// otherwise.</param>
/// <param name="Newest">Reads the message as it is now: to be called as late as possible, when it is this message's
/// turn. What was read last counts as delivered.</param>
public sealed record Outgoing(
    long MessageId,
    long IncidentId,
    string Key,
    string? RemoteId,
    DateTimeOffset? Since,
    Func<ThreadMessage> Newest
);

/// <param name="message">Why.</param>
/// <param name="retryAfter">When the chat said how long to wait.</param>
/// <param name="uncertain">Whether the chat may have taken the message all the same.</param>
/// <param name="gone">Whether what was delivered earlier is not there any more: it has to be posted anew.</param>
public sealed class DeliveryException(
    string message,
    TimeSpan? retryAfter = null,
    bool uncertain = false,
    bool gone = false
) : Exception(message)
{
    public TimeSpan? RetryAfter => retryAfter;

    public bool Uncertain => uncertain;

    public bool Gone => gone;
}
