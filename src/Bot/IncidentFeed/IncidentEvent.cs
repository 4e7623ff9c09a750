using ChatOps502.Bot.Access;
using ChatOps502.Bot.Messages;

namespace ChatOps502.Bot.IncidentFeed;

/// <summary>Something that happened in an incident. A feature tells it once; every view makes its own of it.</summary>
/// <param name="By">Who did it: a person, Alertmanager, or the bot.</param>
public abstract record IncidentEvent(Person By)
{
    /// <summary>As the contract names it, for example <c>approval.approved</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>One line of the timeline.</summary>
    public abstract string Text { get; }

    /// <summary>JSON beside the line.</summary>
    public virtual string Data => "{}";

    /// <summary>What the thread shows of it; empty when the line is enough.</summary>
    public virtual IReadOnlyList<ThreadPost> Posts => [];
}

/// <summary>A message of the thread.</summary>
/// <param name="Key">Its role: a second post under the same key replaces the first.</param>
public sealed record ThreadPost(string Key, ChatMessage Message)
{
    /// <summary>One that nothing replaces.</summary>
    public static ThreadPost Once(string role, ChatMessage message) =>
        new($"{role}:{Guid.NewGuid():N}", message);
}
