namespace ChatOps502.Bot.Messages;

/// <summary>What a button does. Chats carry it as a name and a value; nobody parses a sentence.</summary>
public abstract record ChatAction
{
    /// <summary>Between the things that a command is about; no name contains it.</summary>
    const char Between = '\t';

    public abstract string Name { get; }

    public abstract string Value { get; }

    public static ChatAction Read(string name, string value) =>
        name switch
        {
            "approve" => new ApproveAction(value),
            "deny" => new DenyAction(value),
            // buttons of versions that wrote the whole command
            "command" or "ask" when value.Split(' ') is [var word, .. var about] => new CommandAction(
                word,
                about
            ),
            _ => new CommandAction(name, value.Length > 0 ? value.Split(Between) : []),
        };

    protected static string Join(IReadOnlyList<string> about) => string.Join(Between, about);
}

/// <param name="Approval">Its id.</param>
public sealed record ApproveAction(string Approval) : ChatAction
{
    public override string Name => "approve";

    public override string Value => Approval;
}

/// <param name="Approval">Its id.</param>
public sealed record DenyAction(string Approval) : ChatAction
{
    public override string Name => "deny";

    public override string Value => Approval;
}

/// <summary>One of the commands, about things by their names.</summary>
/// <param name="Word">The command's word.</param>
/// <param name="About">For example the incident, or a host and a remedy.</param>
public sealed record CommandAction(string Word, params IReadOnlyList<string> About) : ChatAction
{
    public override string Name => Word;

    public override string Value => Join(About);
}
