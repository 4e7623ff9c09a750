using ChatOps502.Bot.Incidents;

namespace ChatOps502.Bot.Commands;

/// <summary>Which incident a command is about: the one it names first, or the thread's, or the only open one.</summary>
public sealed class IncidentChoice(IncidentStore incidents)
{
    /// <param name="act">Gets the incident, and the call without its name.</param>
    public CommandAnswer On(CommandCall call, Func<Incident, CommandCall, CommandAnswer> act)
    {
        var (incident, named) = Find(call);
        if (incident is not null)
            return act(incident, named is null ? call : call.Next());
        if (named is not null)
            return new($"there is no {Incident.IdOf(named.Value)}; /502 incidents lists them");
        var open = incidents.NotOver();
        if (open.Count == 0)
            return new("no incident is open; name one: /502 status INC-1");
        var some = string.Join(", ", open.Take(5).Select(one => one.Id));
        return new($"{open.Count} incidents are open ({some}); name one: /502 status {open[0].Id}");
    }

    /// <summary>The same for a command whose answer is a sentence.</summary>
    public CommandAnswer Say(CommandCall call, Func<Incident, CommandCall, string> act) =>
        On(call, (incident, rest) => new(act(incident, rest), incident.Id));

    /// <returns>The incident, if there is one, and the number that was named, if one was.</returns>
    public (Incident? Incident, long? Named) Find(CommandCall call)
    {
        var named = NumberIn(call.Words);
        if ((named ?? call.Context) is { } number)
            return (incidents.Find(number), named);
        return (incidents.NotOver(2) is [var only] ? only : null, named);
    }

    /// <summary>INC-7 as the first word, or a number that stands alone.</summary>
    static long? NumberIn(IReadOnlyList<string> words)
    {
        var isNamed = words.Count > 0 && words[0].StartsWith("INC-", StringComparison.OrdinalIgnoreCase);
        var isNumber = words.Count == 1 && words[0].All(char.IsAsciiDigit);
        return isNamed || isNumber ? Incident.NumberOf(words[0]) : null;
    }
}
