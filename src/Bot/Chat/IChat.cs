using ChatOps502.Bot.Delivery;

namespace ChatOps502.Bot.Chat;

/// <summary>A place where threads are shown: the web console, Slack.</summary>
public interface IChat
{
    string Name { get; }

    /// <summary>Shows the message, or its newest version in the place of the older one.</summary>
    /// <param name="message">What to show.</param>
    /// <param name="remoteId">What an earlier delivery returned; null for the first.</param>
    /// <returns>What this chat calls the message.</returns>
    /// <exception cref="DeliveryException">Not delivered; the pump tries again.</exception>
    Task<string> DeliverAsync(ThreadMessage message, string? remoteId, CancellationToken cancel);
}

/// <param name="message">Why.</param>
/// <param name="retryAfter">When the chat said how long to wait.</param>
public sealed class DeliveryException(string message, TimeSpan? retryAfter = null) : Exception(message)
{
    public TimeSpan? RetryAfter => retryAfter;
}
