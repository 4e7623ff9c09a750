using ChatOps502.Bot.Access;

namespace ChatOps502.Bot.Commands;

/// <summary>One word after /502: what it takes, what it needs, what it does.</summary>
public abstract class ChatCommand
{
    public abstract string Word { get; }

    /// <summary>Other words for the same, also older ones.</summary>
    public virtual IReadOnlyList<string> Aliases => [];

    /// <summary>For example <c>HOST [ACTION]</c>; empty for none.</summary>
    public virtual string Arguments => "";

    /// <summary>One line for the list of all words.</summary>
    public abstract string Does { get; }

    public abstract Permission Permission { get; }

    /// <summary>Whether its words name hosts; otherwise it is about the hosts of its incident.</summary>
    public virtual bool NamesHosts => false;

    /// <summary>Whether an old button may not repeat it once its incident is resolved.</summary>
    public virtual bool EndsWithIncident => false;

    public abstract CommandAnswer Run(CommandCall call);

    public bool Answers(string word) => word == Word || Aliases.Contains(word);
}
