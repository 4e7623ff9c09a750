using ChatOps502.Bot.Access;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Messages;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Commands;

/// <summary>From what somebody typed to the command that answers: the same in the console, the API and Slack.</summary>
/// <remarks>An unknown word or host gets the nearest right one and an example, never silence.</remarks>
public sealed class CommandRouter
{
    readonly Database _database;
    readonly IReadOnlyList<ChatCommand> _commands;
    readonly IncidentChoice _choice;
    readonly IncidentStore _incidents;
    readonly IncidentLifecycle _lifecycle;
    readonly ConfiguredHosts _hosts;
    readonly AccessPolicy _access;
    readonly CommandThrottle _throttle;

    public CommandRouter(
        Database database,
        IEnumerable<ChatCommand> commands,
        IncidentChoice choice,
        IncidentStore incidents,
        IncidentLifecycle lifecycle,
        ConfiguredHosts hosts,
        AccessPolicy access,
        CommandThrottle throttle
    )
    {
        _database = database;
        List<ChatCommand> all = [.. commands];
        _commands = [new HelpCommand(all), .. all];
        (_choice, _incidents, _lifecycle) = (choice, incidents, lifecycle);
        (_hosts, _access, _throttle) = (hosts, access, throttle);
    }

    /// <summary>In a transaction of its own, for somebody who waits for the answer.</summary>
    public Task<CommandAnswer> RunAsync(string text, Person person, long? context) =>
        _database.WriteAsync(unit => Run(unit, text, person, context), urgent: true);

    /// <summary>
    /// A button of an older message: what it would repeat after the incident is over is told instead.
    /// </summary>
    /// <param name="typed">What the person added in the button's form; "" for nothing.</param>
    public CommandAnswer Press(
        Transaction unit,
        CommandAction pressed,
        string typed,
        Person person,
        long? context,
        ThreadLocation? location = null
    )
    {
        var command = Find(pressed.Word);
        var repeats = command is { EndsWithIncident: true };
        if (repeats && context is { } number && _incidents.Find(number) is { IsOver: true } old)
            return new(
                $"{old.Id} is resolved since {old.ResolvedAt:yyyy-MM-dd HH:mm} UTC and this button with it; to look "
                    + $"anew: /502 check {old.Host}"
            );
        return Run(command, pressed.Word, CallOf(unit, pressed, typed, person, context, location));
    }

    static CommandCall CallOf(
        Transaction unit,
        CommandAction pressed,
        string typed,
        Person person,
        long? context,
        ThreadLocation? location
    )
    {
        var added = TypedText.Clean(typed);
        string[] words = [.. pressed.About, .. WordsOf(added)];
        return new(
            unit,
            words,
            $"{string.Join(' ', pressed.About)} {added}".Trim(),
            person,
            context,
            location
        );
    }

    /// <param name="context">The incident of the thread the command was typed in; null outside of one.</param>
    /// <param name="location">Where the thread of an incident that it opens is to be; null for the incident
    /// channel.</param>
    public CommandAnswer Run(
        Transaction unit,
        string text,
        Person person,
        long? context,
        ThreadLocation? location = null
    )
    {
        var typed = TypedText.Clean(text);
        var (word, call) = Parse(unit, typed, person, context, location);
        return Run(Find(word), word, call);
    }

    CommandAnswer Run(ChatCommand? command, string word, CommandCall call)
    {
        if (call.Text.Length > Limits.Text)
            return new($"a command may have {Limits.Text} characters, this one has {call.Text.Length}");
        if (!_throttle.Allows(call.Person))
            return new("too many commands at once: wait a moment");
        if (Refusal(command, call) is { } refusal)
            return new(refusal);
        return command?.Run(call) ?? Unknown(word);
    }

    static (string Word, CommandCall Call) Parse(
        Transaction unit,
        string typed,
        Person person,
        long? context,
        ThreadLocation? location
    )
    {
        var words = WordsOf(typed);
        var call = new CommandCall(unit, words, typed, person, context, location);
        if (words is ["/502", ..])
            call = call.Next();
        return call.Words is [var first, ..] ? (first.ToLowerInvariant(), call.Next()) : ("help", call);
    }

    static string[] WordsOf(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    ChatCommand? Find(string word) => _commands.FirstOrDefault(command => command.Answers(word));

    /// <summary>
    /// Null when this person may say this word here and now; else why not. It stands in the incident's timeline.
    /// </summary>
    string? Refusal(ChatCommand? command, CommandCall call)
    {
        // a wrong word tells a stranger nothing either
        var permission = command?.Permission ?? Permission.Look;
        var incident = _choice.Find(call).Incident;
        var refusal = HostsOf(command, call, incident)
            .Select(host => _access.Refuses(call.Person, permission, host))
            .OfType<string>()
            .FirstOrDefault();
        if (refusal is not null && incident is not null)
            _lifecycle.Refused(call.Unit, incident.Number, call.Person, refusal);
        return refusal;
    }

    /// <summary>
    /// The hosts that a command is about: those it names, else those of its incident, else none in particular.
    /// </summary>
    IReadOnlyList<string> HostsOf(ChatCommand? command, CommandCall call, Incident? incident)
    {
        IReadOnlyList<string> about = command is { NamesHosts: true }
            ? [.. call.Words.Where(word => _hosts.Find(word) is not null)]
            : incident?.Hosts ?? [];
        return about.Count > 0 ? about : [""];
    }

    CommandAnswer Unknown(string word)
    {
        var hint = Nearest.Of(word, _commands.Select(known => known.Word)) is { } near
            ? $"; did you mean /502 {near}?"
            : ".";
        return new($"'{word}' is not a command{hint} Example: /502 check web-01. All words: /502 help");
    }
}
