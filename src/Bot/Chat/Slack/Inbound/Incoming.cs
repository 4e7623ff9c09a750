using ChatOps502.Bot.Chat.Slack.Owed;
using ChatOps502.Bot.Messages;

namespace ChatOps502.Bot.Chat.Slack.Inbound;

/// <summary>Something a person did in Slack. Loose payloads become one of these once, at the edge.</summary>
/// <param name="User">Their ID.</param>
/// <param name="Team">The workspace's ID; "" when the payload has none.</param>
abstract record Incoming(string User, string Team);

/// <summary>/502 ...</summary>
/// <param name="UserName">The handle, for when the name cannot be looked up.</param>
sealed record SlashCommand(
    string User,
    string Team,
    string UserName,
    string Channel,
    string Text,
    string ResponseUrl
) : Incoming(User, Team)
{
    public Listener Asker => new(User, Channel, null, ResponseUrl);
}

/// <summary>@502 ..., or a direct message.</summary>
/// <param name="Ts">The message's ID.</param>
/// <param name="Thread">The thread it stands in; null outside of one.</param>
sealed record Mention(string User, string Team, string Channel, string Ts, string? Thread, string Text)
    : Incoming(User, Team)
{
    /// <summary>The thread it stands in, or the one it begins.</summary>
    public string Root => Thread ?? Ts;

    public Listener Asker => Listener.Everybody(Channel, Root);
}

/// <param name="Ts">The message with the button; "" on a Home tab.</param>
/// <param name="Trigger">Opens one modal within three seconds.</param>
sealed record Click(
    string User,
    string Team,
    string UserName,
    string Channel,
    string Ts,
    string? Thread,
    ChatAction Action,
    string ResponseUrl,
    string Trigger
) : Incoming(User, Team)
{
    public Listener Asker => new(User, Channel, Thread, ResponseUrl);
}

/// <summary>A form that was sent.</summary>
/// <param name="Values">Block ID to what was typed or chosen; "" for nothing.</param>
sealed record Submission(
    string User,
    string Team,
    string UserName,
    string Form,
    string About,
    IReadOnlyDictionary<string, string> Values
) : Incoming(User, Team);

/// <summary>"Add to timeline" in the menu of a message.</summary>
/// <param name="Message">What it says: the bot may not be where it stands.</param>
sealed record MessageShortcut(
    string User,
    string Team,
    string UserName,
    string Channel,
    string Ts,
    string? Thread,
    Quote Message,
    string ResponseUrl,
    string Trigger
) : Incoming(User, Team)
{
    public Listener Asker => new(User, Channel, Thread, ResponseUrl);
}

/// <summary>A message as a payload tells it.</summary>
/// <param name="Author">Their ID; "" for a bot.</param>
sealed record Quote(string Author, string Text);

/// <summary>The pushpin was set or taken away.</summary>
sealed record Pushpin(string User, string Team, string Channel, string Ts, bool Added)
    : Incoming(User, Team);

/// <summary>A message was edited, or deleted (null).</summary>
sealed record MessageEdited(string Team, string Channel, string Ts, string? Text) : Incoming("", Team);

sealed record HomeOpened(string User, string Team) : Incoming(User, Team);

/// <summary>The app was uninstalled or its tokens were taken back.</summary>
sealed record AppRemoved(string Team, string How) : Incoming("", Team);
