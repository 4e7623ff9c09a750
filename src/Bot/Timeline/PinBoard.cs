using System.Text.Json.Nodes;
using ChatOps502.Bot.Access;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Timeline;

/// <summary>A chat message that somebody put on the timeline.</summary>
/// <param name="Key">What the chat calls the message.</param>
/// <param name="At">When it was written.</param>
/// <param name="Link">Its address; "" when the chat has none.</param>
public sealed record Pin(
    string Key,
    long IncidentId,
    DateTimeOffset At,
    string Author,
    string Text,
    string Link
);

/// <summary>
/// Puts messages on the timeline, changes them and takes them off again. The timeline only grows, so each of these is
/// an entry, and readers see their sum.
/// </summary>
public sealed class PinBoard(Database database, TimelineStore timeline)
{
    const string Kind = "pin",
        Changed = "pin.changed",
        Gone = "pin.removed";
    const string Owner = """
        select incident_id
        from timeline
        where kind = 'pin' and json_extract(data, '$.key') = @key
        order by seq desc
        limit 1
        """;

    /// <summary>Null when nobody ever pinned it.</summary>
    public long? IncidentOf(string key) => database.First<long?>(Owner, new { key });

    /// <returns>False when this person had pinned it already.</returns>
    public bool Pin(Transaction unit, Pin pin, Person by)
    {
        if (PinnersOf(unit, pin.IncidentId, pin.Key).Exists(p => p.Id == Id(by)))
            return false;
        timeline.Append(
            unit,
            pin.IncidentId,
            Kind,
            pin.Author,
            by.Source,
            pin.Text,
            Data(pin.Key, Id(by), by.Name, pin.Link),
            pin.At
        );
        return true;
    }

    public bool Unpin(Transaction unit, string key, Person by) =>
        Note(unit, key, Gone, by.Source, Id(by), "");

    /// <param name="text">null: the message was deleted.</param>
    /// <param name="source">The chat in which it happened.</param>
    public bool Change(Transaction unit, string key, string source, string? text) =>
        text is null ? Note(unit, key, Gone, source, "", "") : Note(unit, key, Changed, source, "", text);

    /// <summary>
    /// What readers of a timeline see: pins at their own time with their newest text, gone when nobody pins them any
    /// more.
    /// </summary>
    public static IReadOnlyList<TimelineEntry> Fold(IReadOnlyList<TimelineEntry> entries)
    {
        var pins = Pins(entries);
        var kept = entries.Where(e => !e.Kind.StartsWith("pin"));
        return pins.Count == 0
            ? [.. kept]
            :
            [
                .. kept.Concat(
                        pins.Values.Where(p => p.By.Count > 0)
                            .Select(p =>
                                p.Entry with
                                {
                                    Data = Data(
                                        p.Key,
                                        "",
                                        string.Join(", ", p.By.Select(b => b.Name)),
                                        p.Link
                                    ),
                                }
                            )
                    )
                    .OrderBy(e => e.At)
                    .ThenBy(e => e.Seq),
            ];
    }

    static Dictionary<string, Pinned> Pins(IReadOnlyList<TimelineEntry> entries)
    {
        Dictionary<string, Pinned> pins = [];
        foreach (var entry in entries.Where(e => e.Kind is Kind or Changed or Gone))
        {
            var data = JsonNode.Parse(entry.Data)!;
            var (key, id) = (data["key"]!.ToString(), data["id"]!.ToString());
            if (!pins.TryGetValue(key, out var pin))
                pins[key] = pin = new(key, data["link"]?.ToString() ?? "", entry, []);
            if (entry.Kind == Gone)
                pin.By.RemoveAll(b => id.Length == 0 || b.Id == id);
            else if (entry.Kind == Kind)
                pin.By.Add((id, data["by"]!.ToString()));
            if (entry.Kind != Gone)
                pins[key] = pin with { Entry = pin.Entry with { Text = entry.Text } };
        }
        return pins;
    }

    List<(string Id, string Name)> PinnersOf(Transaction unit, long incident, string key) =>
        Pins(timeline.Of(unit, incident)).TryGetValue(key, out var pin) ? pin.By : [];

    bool Note(Transaction unit, string key, string kind, string source, string id, string text)
    {
        if (unit.First<long?>(Owner, new { key }) is not { } incident)
            return false;
        if (id.Length > 0 && !PinnersOf(unit, incident, key).Exists(p => p.Id == id))
            return false;
        timeline.Append(unit, incident, kind, id, source, text, Data(key, id, "", ""));
        return true;
    }

    static string Id(Person person) => person.Id ?? person.Name;

    static string Data(string key, string id, string by, string link) =>
        new JsonObject
        {
            ["key"] = key,
            ["id"] = id,
            ["by"] = by,
            ["link"] = link,
        }.ToJsonString();

    sealed record Pinned(string Key, string Link, TimelineEntry Entry, List<(string Id, string Name)> By);
}
