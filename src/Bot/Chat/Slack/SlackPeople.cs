using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ChatOps502.Bot.Access;
using ChatOps502.Bot.Chat.Slack.Api;
using ChatOps502.Bot.Chat.Slack.Rendering;
using ChatOps502.Bot.Configuration;

namespace ChatOps502.Bot.Chat.Slack;

/// <summary>Who is behind a user ID. Names are kept for an hour, memberships for a minute.</summary>
sealed class SlackPeople(SlackApi api, Settings settings, TimeProvider clock)
{
    const string Elsewhere = "belongs to another workspace";
    static readonly TimeSpan NameFor = TimeSpan.FromHours(1),
        MembersFor = TimeSpan.FromMinutes(1),
        Again = TimeSpan.FromMilliseconds(300);

    /// <summary>For a name, or while a form has to open: who answers is not kept waiting.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(1.5);

    /// <summary>For a decision: better a little later than refused because Slack stumbled.</summary>
    public static readonly TimeSpan Surely = TimeSpan.FromSeconds(10);

    readonly ConcurrentDictionary<string, (Person Person, DateTimeOffset Until)> _people = new();
    readonly ConcurrentDictionary<string, (IReadOnlyList<string> Members, DateTimeOffset Until)> _groups =
        new();
    (string User, string Team)? _self;

    /// <param name="fallback">What the payload calls them, for when Slack does not say.</param>
    /// <param name="team">Where the payload says they are; "" when it does not.</param>
    /// <param name="patience"><see cref="Soon"/> or <see cref="Surely"/>.</param>
    public async Task<Person> PersonAsync(
        string user,
        string fallback,
        string team,
        TimeSpan patience,
        CancellationToken cancel
    )
    {
        var (known, self, groups) = (
            KnownAsync(user, fallback, patience, cancel),
            SelfAsync(patience, cancel),
            GroupsOfAsync(user, patience, cancel)
        );
        var person = await known;
        if (person.Outsider is null && team.Length > 0)
            person = person with { Outsider = Foreign(team, await self) };
        return person with { Groups = await groups };
    }

    static string? Foreign(string team, (string User, string Team) us)
    {
        if (us.User.Length == 0)
            return "could not be looked up just now (auth.test does not answer)";
        return us.Team.Length == 0 || us.Team == team ? null : Elsewhere;
    }

    /// <summary>Somebody whom Slack does not describe right now counts as a stranger.</summary>
    async Task<Person> KnownAsync(
        string user,
        string fallback,
        TimeSpan patience,
        CancellationToken cancel
    )
    {
        var found = _people.TryGetValue(user, out var known);
        if (found && known.Until > clock.GetUtcNow())
            return known.Person;
        var answer = await AskAsync("users.info", patience, cancel, ("user", user));
        if (answer.Body["user"] is not JsonObject described)
            return found ? known.Person : Unknown(user, fallback, answer.Error);
        var person = Of(user, described, fallback);
        if (
            person.Outsider is null
            && Text(described, "team_id") is { Length: > 0 } team
            && await SelfAsync(patience, cancel) is { Team.Length: > 0 } self
            && self.Team != team
        )
            person = person with { Outsider = Elsewhere };
        _people[user] = (person, clock.GetUtcNow() + NameFor);
        return person;
    }

    /// <summary>The names of these users; who cannot be found is left out.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(
        IEnumerable<string> users,
        CancellationToken cancel
    )
    {
        var names = new Dictionary<string, string>();
        foreach (var user in users.Distinct())
            names[user] = (await PersonAsync(user, "", "", Soon, cancel)).Name;
        return names;
    }

    /// <summary>What somebody typed, with the names of whom they mention.</summary>
    public async Task<string> PlainAsync(string text, CancellationToken cancel)
    {
        var names = await NamesAsync(SlackText.Mentioned(text), cancel);
        return SlackText.Plain(text, names.GetValueOrDefault);
    }

    static Person Unknown(string user, string fallback, string error)
    {
        var name = fallback.Length > 0 ? fallback : user;
        return new(name, "slack", user) { Outsider = $"could not be looked up just now ({error})" };
    }

    /// <summary>Our own user and workspace; empty until Slack said so.</summary>
    public async Task<(string User, string Team)> SelfAsync(TimeSpan patience, CancellationToken cancel)
    {
        if (_self is { } known)
            return known;
        var answer = await AskAsync("auth.test", patience, cancel);
        if (!answer.Ok)
            return ("", "");
        _self = (answer["user_id"] ?? "", answer["team_id"] ?? "");
        return _self.Value;
    }

    /// <summary>Somebody waits for their click to count: what Slack does not say in time stays unknown.</summary>
    async Task<SlackAnswer> AskAsync(
        string method,
        TimeSpan patience,
        CancellationToken cancel,
        params (string, string?)[] arguments
    )
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        over.CancelAfter(patience);
        try
        {
            while (true)
            {
                var answer = await api.CallAsync(method, over.Token, arguments);
                if (!answer.IsWorthRepeating)
                    return answer;
                await Task.Delay(answer.RetryAfter ?? Again, clock, over.Token);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return SlackAnswer.Failed("timeout");
        }
    }

    static Person Of(string id, JsonObject user, string fallback)
    {
        bool Is(string name) => user[name] is JsonValue v && v.TryGetValue<bool>(out var b) && b;
        var name = new[]
        {
            Text(user["profile"], "display_name"),
            Text(user["profile"], "real_name"),
            Text(user, "real_name"),
            Text(user, "name"),
            fallback,
            id,
        }.First(n => n.Length > 0);
        return new(name, "slack", id) { Outsider = Outsiders.FirstOrDefault(flag => Is(flag.Flag)).Why };
    }

    /// <summary>Slack's flags of people who do not belong here, the first that holds counts.</summary>
    static readonly (string Flag, string Why)[] Outsiders =
    [
        ("is_restricted", "is a guest here"),
        ("is_ultra_restricted", "is a guest here"),
        ("is_stranger", Elsewhere),
        ("is_bot", "is a bot"),
        ("deleted", "has no account here any more"),
    ];

    static string Text(JsonNode? node, string name) => SlackFields.Text(node, name).Trim();

    async Task<IReadOnlyList<string>> GroupsOfAsync(
        string user,
        TimeSpan patience,
        CancellationToken cancel
    )
    {
        List<string> groups = [];
        foreach (var group in AccessPolicy.Named(settings).Where(SlackText.IsGroup))
            if ((await MembersAsync(group, patience, cancel)).Contains(user))
                groups.Add(group);
        return groups;
    }

    /// <summary>As last known, when Slack does not say; nobody, when it never did.</summary>
    async Task<IReadOnlyList<string>> MembersAsync(
        string group,
        TimeSpan patience,
        CancellationToken cancel
    )
    {
        if (_groups.TryGetValue(group, out var known) && known.Until > clock.GetUtcNow())
            return known.Members;
        var answer = await AskAsync("usergroups.users.list", patience, cancel, ("usergroup", group));
        if (answer.Body["users"] is not JsonArray users)
            return known.Members ?? [];
        _groups[group] = ([.. users.Select(u => u?.ToString() ?? "")], clock.GetUtcNow() + MembersFor);
        return _groups[group].Members;
    }
}
