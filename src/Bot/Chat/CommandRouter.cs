using ChatOps502.Bot.Access;
using ChatOps502.Bot.Alerts;
using ChatOps502.Bot.Approvals;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Exports;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Redaction;
using ChatOps502.Bot.Runs;
using ChatOps502.Bot.Storage;
using ChatOps502.Runbooks.Library;
using ChatOps502.Runbooks.Model;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Bot.Chat;

/// <summary>What a command answered.</summary>
/// <param name="Incident">INC-n, when the answer goes on in a thread; null otherwise.</param>
/// <param name="Then">What has to be asked elsewhere first; its answer takes the place of <paramref name="Text"/>. Null
/// for nothing.</param>
public sealed record CommandAnswer(
    string Text,
    string? Incident = null,
    Func<CancellationToken, Task<string>>? Then = null
)
{
    /// <summary>What to tell the person in the end.</summary>
    public Task<string> TextAsync(CancellationToken cancel) => Then is null ? Task.FromResult(Text) : Then(cancel);
}

/// <summary>The words after /502: the same in the console, the API and Slack.</summary>
/// <remarks>An unknown word or host gets the nearest right one and an example, never silence.</remarks>
public sealed class CommandRouter(
    Database database,
    IncidentStore incidents,
    IncidentDesk desk,
    RunDesk runs,
    RunbookLibrary library,
    ConfiguredHosts hosts,
    PastedLog pasted,
    UndoDesk undo,
    ApprovalGate gate,
    IncidentClosing closing,
    SilenceDesk silences,
    AccessPolicy access,
    CommandPace pace,
    ThreadPlaces places,
    ThreadStore threads
)
{
    /// <summary>Word, arguments, what it does, what has to be allowed for it.</summary>
    static readonly (string Word, string Arguments, string Does, Deed Deed)[] Words =
    [
        ("help", "", "this list", Deed.Look),
        ("check", "HOST...", "look at hosts and say what is wrong", Deed.Look),
        ("explain", "LINES", "the verdict from pasted error-log lines", Deed.Look),
        ("hosts", "", "the configured hosts", Deed.Look),
        ("runbooks", "", "the known runbooks", Deed.Look),
        ("run", "RUNBOOK HOST... [--dry-run]", "run a runbook", Deed.Incident),
        ("fix", "HOST [ACTION]", "propose the remedy, or another one of the verdict", Deed.Incident),
        ("incidents", "", "open incidents, then the latest", Deed.Look),
        ("status", "[INC-n]", "where an incident stands", Deed.Look),
        ("ack", "[INC-n]", "acknowledge: others see that somebody is on it", Deed.Incident),
        ("note", "[INC-n] TEXT", "add to the timeline", Deed.Talk),
        ("severity", "[INC-n] WORD", "set the severity", Deed.Incident),
        ("silence", "[INC-n] TIME [WHY]", "silence its alert in Alertmanager: 30m, 2h", Deed.Alerting),
        ("verify", "HOST", "pages, a small burst, no new 502", Deed.Look),
        ("undo", "[INC-n] [CHANGE] [WHY]", "take back a changed configuration file", Deed.Production),
        ("resolve", "[INC-n]", "close the incident", Deed.Incident),
        ("export", "[INC-n] [md|json|html|csv]", "the timeline as a file", Deed.Look),
        ("whoami", "", "who you are to the bot, and what you may", Deed.Look),
    ];

    /// <summary>
    /// A button of an older message: what it would repeat after the incident is over is told instead.
    /// </summary>
    public CommandAnswer Press(string command, Person person, long? context, ThreadPlace? place = null) =>
        Named(command.Split(' ')[0]) is "check" or "fix"
        && context is { } c
        && incidents.Find(c) is { IsOver: true, ResolvedAt: var over } old
            ? new(
                $"{old.Id} is resolved since {over:yyyy-MM-dd HH:mm} UTC and this button with it; to look anew: "
                    + $"/502 check {old.Host}"
            )
            : Run(command, person, context, place);

    /// <param name="context">The incident of the thread the command was typed in; null outside of one.</param>
    /// <param name="place">Where the thread of an incident that this command opens is to be; null for the incident
    /// channel.</param>
    public CommandAnswer Run(string text, Person person, long? context, ThreadPlace? place = null)
    {
        var clean = Cleaned(text);
        var words = clean.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words is ["/502", ..])
            words = words[1..];
        if (words.Length == 0)
            words = ["help"];
        var rest = words[1..];
        var word = Named(words[0].ToLowerInvariant());
        if (Refusal(word, rest, clean, person, context) is { } refusal)
            return new(refusal);
        return word switch
        {
            "help" => Help(),
            "check" => RunOn("check", rest, person, false, context, place),
            "verify" => RunOn("verify", rest, person, false, context, place),
            "explain" => new(
                Secrets.Mask(
                    pasted.Explain(clean[(clean.IndexOf("explain", StringComparison.OrdinalIgnoreCase) + 7)..])
                )
            ),
            "hosts" => new(string.Join('\n', hosts.Names)),
            "runbooks" => new(string.Join('\n', library.All.Select(r => $"{r.Name}: {r.Title}"))),
            "run" => Start(rest, person, context, place),
            "fix" => rest is [var host, ..]
                ? RunOn("nginx-502", [host], person, false, context, place, rest.ElementAtOrDefault(1))
                : new($"say which host: /502 fix {hosts.Names.FirstOrDefault() ?? "web-01"}"),
            "incidents" => new(Incidents()),
            "status" => On(rest, context, (i, _) => Status(i)),
            "ack" => On(
                rest,
                context,
                (i, _) => desk.Acknowledge(i.Number, person) ?? $"{i.Id} is acknowledged by {person.Name}"
            ),
            "note" => On(
                rest,
                context,
                (i, left) =>
                    left.Length == 0
                        ? "say what to note: /502 note restarted the database"
                        : desk.Note(i.Number, person.Name, person.Source, string.Join(' ', left)) ?? $"noted in {i.Id}"
            ),
            "severity" => On(
                rest,
                context,
                (i, left) =>
                    left is not [var s]
                        ? "say which: /502 severity critical"
                        : desk.Severity(i.Number, person.Name, person.Source, s) ?? $"{i.Id} is {s}"
            ),
            "silence" => OnIncident(rest, context, (i, left) => Silence(i, left, person)),
            "resolve" => On(rest, context, (i, _) => closing.Resolve(i.Number, person) ?? $"{i.Id} is resolved"),
            "undo" => On(
                rest,
                context,
                (i, left) => undo.TakeBack(i.Number, left.FirstOrDefault(), person, string.Join(' ', left.Skip(1)))
            ),
            "export" => On(rest, context, (i, left) => Export(i, left, person)),
            "whoami" => new(WhoAmI(person)),
            var other => Unknown(other),
        };
    }

    /// <summary>
    /// Null when this person may say this word here and now; else why not. It stands in the incident's timeline.
    /// </summary>
    string? Refusal(string word, string[] rest, string text, Person person, long? context)
    {
        if (text.Length > Limits.Text)
            return $"a command may have {Limits.Text} characters, this one has {text.Length}";
        if (!pace.Allows(person))
            return "too many commands at once: wait a moment";
        // a wrong word tells a stranger nothing either
        var deed = Words.FirstOrDefault(w => w.Word == word) is { Word: not null } known ? known.Deed : Deed.Look;
        var incident = IncidentOf(rest, context).Incident;
        var refusal = HostsOf(word, rest, incident)
            .Select(h => access.Refuses(person, deed, h))
            .OfType<string>()
            .FirstOrDefault();
        if (refusal is not null && incident is not null)
            desk.Refused(incident.Number, person, refusal);
        return refusal;
    }

    /// <summary>The word that stands in the list.</summary>
    static string Named(string word) =>
        word switch
        {
            "mend" => "fix",
            "acknowledge" => "ack",
            "?" => "help",
            _ => word,
        };

    /// <summary>
    /// The hosts that a command is about: those it names, else those of its incident, else none in particular.
    /// </summary>
    IReadOnlyList<string> HostsOf(string word, string[] rest, Incident? incident)
    {
        var isAboutHosts = word is "check" or "verify" or "run" or "fix";
        IReadOnlyList<string> about = isAboutHosts
            ? [.. rest.Where(w => hosts.Find(w) is not null)]
            : incident?.Hosts ?? [];
        return about.Count > 0 ? about : [""];
    }

    string WhoAmI(Person person)
    {
        var may = Enum.GetValues<Deed>().Where(d => access.Refuses(person, d) is null).Select(Deeds.Words).ToList();
        var who = person.Id is { } id && id != person.Name ? $"{person.Name} ({id})" : person.Name;
        var groups = person.Groups.Count > 0 ? $", in {string.Join(", ", person.Groups)}" : "";
        return $"you are {who}{groups}{(person.Outsider is { } outsider ? $", who {outsider}" : "")}; you may "
            + $"{(may.Count > 0 ? string.Join(", ", may) : "nothing here")}";
    }

    static CommandAnswer Help() =>
        new(string.Join('\n', Words.Select(w => $"/502 {(w.Word + " " + w.Arguments).TrimEnd(), -36} {w.Does}")));

    static CommandAnswer Unknown(string word) =>
        new(
            $"'{word}' is not a "
                + $"command{(Nearest.Of(word, Words.Select(w => w.Word)) is { } near ? $"; did you mean /502 {near}?" : ".")} "
                + ""
                + ""
                + "Example: /502 check web-01. All words: /502 help"
        );

    static CommandAnswer NoSuch(string kind, string name, IEnumerable<string> known) =>
        new(
            $"there is no {kind} "
                + $"'{name}'{(Nearest.Of(name, known) is { } near ? $"; did you mean {near}?" : ".")} Known: "
                + $"{string.Join(", ", known)}"
        );

    /// <summary>What chats make of typing: non-breaking spaces, smart quotes, long dashes.</summary>
    static string Cleaned(string text) =>
        text.Replace('\u00A0', ' ')
            .Replace('\u201C', '"')
            .Replace('\u201D', '"')
            .Replace('\u2018', '\'')
            .Replace('\u2019', '\'')
            .Replace("\u2014", "--")
            .Trim();

    CommandAnswer Start(string[] words, Person person, long? context, ThreadPlace? place)
    {
        var dry = words.Contains("--dry-run");
        var rest = words.Where(w => w != "--dry-run").ToArray();
        return rest.Length < 2
            ? new("say which and where: /502 run nginx-502 web-01")
            : RunOn(rest[0], rest[1..], person, dry, context, place);
    }

    CommandAnswer RunOn(
        string name,
        string[] targets,
        Person person,
        bool dry,
        long? context,
        ThreadPlace? place,
        string? remedy = null
    )
    {
        if (library.Find(name) is not { } runbook)
            return NoSuch("runbook", name, library.All.Select(r => r.Name));
        if (remedy is not null && RemedyCatalog.Find(remedy) is null)
            return NoSuch("action", remedy, RemedyCatalog.All.Select(r => r.Name));
        if (targets.Length == 0)
            return new($"say which host: /502 {name} {hosts.Names.FirstOrDefault() ?? "web-01"}");
        foreach (var target in targets)
            if (hosts.Find(target) is null)
                return new(
                    "there is no host "
                        + $"'{target}'{(Nearest.Of(target, hosts.Names) is { } near ? $"; did you mean {near}? /502 {name} {near}" : ".")} "
                        + ""
                        + ""
                        + $"Configured: {string.Join(", ", hosts.Names)}"
                );
        List<string> hostNames = [.. targets.Select(t => hosts.Find(t)!.Name).Distinct()];
        return database.Write(unit => RunOn(unit, runbook, hostNames, person, dry, context, place, remedy));
    }

    CommandAnswer RunOn(
        Unit unit,
        Runbook runbook,
        List<string> targets,
        Person person,
        bool dry,
        long? context,
        ThreadPlace? place,
        string? remedy
    )
    {
        var open = context is { } c
            ? incidents.Find(unit, c)
            : incidents.NotOver().FirstOrDefault(i => i.AlertName.Length > 0 && targets.TrueForAll(i.Hosts.Contains))
                ?? (
                    remedy is null && runs.UnderWay(unit, runbook, targets, dry) is { } same
                        ? incidents.Find(unit, same)
                        : null
                );
        var number = open is { IsOver: false }
            ? open.Number
            : desk.Open(
                unit,
                $"{runbook.Name} {string.Join(", ", targets)}",
                "none",
                targets,
                "",
                "",
                person.Name,
                person.Source,
                "{}"
            );
        if (place is not null && open is not { IsOver: false })
            places.Keep(unit, number, place);
        if (remedy is not null && gate.Supersede(unit, number, targets, person) is { } refusal)
            return new(refusal);
        var id = Incident.IdOf(number);
        return runs.Start(unit, runbook, targets, number, dry, person, remedy: remedy) is null
            ? new($"{runbook.Name} is already under way in {id}", id)
            : new($"{(dry ? "dry run of " : "")}{Doing(runbook.Name)} {string.Join(", ", targets)}: see {id}", id);
    }

    static string Doing(string runbook) =>
        runbook switch
        {
            "check" => "checking",
            "verify" => "verifying",
            _ => runbook + " on",
        };

    /// <summary>The incident that is named first, or the thread's, or the only open one.</summary>
    CommandAnswer On(string[] words, long? context, Func<Incident, string[], string> act) =>
        OnIncident(words, context, (i, left) => new(act(i, left), i.Id));

    CommandAnswer OnIncident(string[] words, long? context, Func<Incident, string[], CommandAnswer> act)
    {
        var (incident, named) = IncidentOf(words, context);
        if (named is not null)
            words = words[1..];
        if (incident is not null)
            return act(incident, words);
        var open = incidents.NotOver();
        return new(
            named is not null ? $"there is no {Incident.IdOf(named.Value)}; /502 incidents lists them"
            : open.Count == 0 ? "no incident is open; name one: /502 status INC-1"
            : $"{open.Count} incidents are open ({string.Join(", ", open.Take(5).Select(i => i.Id))}); name one: "
                + $"/502 status {open[0].Id}"
        );
    }

    /// <param name="words">The first may name it: INC-7, or a number alone.</param>
    (Incident? Incident, long? Named) IncidentOf(string[] words, long? context)
    {
        var isNamed = words.Length > 0 && words[0].StartsWith("INC-", StringComparison.OrdinalIgnoreCase);
        var isNumber = words.Length == 1 && words[0].All(char.IsAsciiDigit);
        var named = isNamed || isNumber ? Incident.NumberOf(words[0]) : null;
        if ((named ?? context) is { } number)
            return (incidents.Find(number), named);
        return (incidents.NotOver(2) is [var only] ? only : null, named);
    }

    string Incidents()
    {
        var all = incidents.List(15);
        return all.Count == 0
            ? "no incidents yet"
            : string.Join('\n', all.OrderBy(i => i.IsOver).Select(i => $"{i.Id} {i.Status} {i.Title}"));
    }

    static string Status(Incident i) =>
        $"{i.Id} {i.Title}: {i.Status}, host {(i.Host.Length > 0 ? i.Host : "unknown")}, "
        + $"{(i.Cause is null ? "no verdict yet" : $"{i.Cause} ({i.Confidence:0.00})")}, "
        + $"{(i.AcknowledgedBy is null ? "not acknowledged" : "acknowledged by " + i.AcknowledgedBy)}";

    /// <summary>In a chat the file comes into the thread; elsewhere its address is the answer.</summary>
    string Export(Incident i, string[] left, Person person)
    {
        var format = left.FirstOrDefault()?.ToLowerInvariant() ?? "md";
        if (!ExportFormat.All.Contains(format))
            return $"'{format}' is not a format; known: {string.Join(", ", ExportFormat.All)}";
        if (!person.IsInChat)
            return $"/api/incidents/{i.Id}/export?format={format}";
        database.Write(unit =>
            threads.Post(
                unit,
                i.Number,
                $"export:{Guid.NewGuid():N}",
                ChatMessage.Of(
                    $"The timeline of {i.Id}, exported by {person.Name}.",
                    new Paragraph($"{person.Name} exported the timeline of {i.Id}"),
                    new ExportedFile(format)
                )
            )
        );
        return $"{i.Id}.{format} comes into the thread";
    }

    CommandAnswer Silence(Incident i, string[] left, Person person)
    {
        if (left.Length == 0)
            return new($"say how long: /502 silence {i.Id} 30m deploying");
        var time = Duration.Parse(left[0]);
        return SilenceDesk.Problem(time) is { } problem
            ? new($"'{left[0]}' {problem}")
            : new(
                $"silencing {i.AlertName}",
                i.Id,
                cancel => silences.SilenceAsync(i, time!.Value, string.Join(' ', left.Skip(1)), person, cancel)
            );
    }
}
