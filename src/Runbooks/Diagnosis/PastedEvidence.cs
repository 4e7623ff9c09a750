using System.Text.Json;
using ChatOps502.Probes;
using ChatOps502.Probes.Applications;
using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Containers;
using ChatOps502.Runbooks.Diagnosis.Pasted;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>
/// A verdict from evidence somebody pasted or recorded: mixed text, or the evidence JSON of the contract, section 3.
/// </summary>
/// <remarks>No host is asked and no clock read: the newest line is "now".</remarks>
public static class PastedEvidence
{
    static readonly TimeSpan Since = TimeSpan.FromDays(3650);

    /// <summary>The last so many characters of a text are looked at.</summary>
    const int MostText = 8_000_000;

    /// <returns>The verdict, or what is wrong with the text.</returns>
    public static (Verdict? Verdict, string? Problem) Judge(string name, string text, DateTimeOffset at)
    {
        try
        {
            var (facts, problem) = Read(name, text);
            return facts is null
                ? (null, problem)
                : (Diagnostician.Judge(name, facts, Since, at, TimeSpan.Zero), null);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return (null, $"the evidence cannot be read: {e.Message}");
        }
    }

    static (FactSheet? Facts, string? Problem) Read(string name, string text)
    {
        if (text.AsSpan().TrimStart() is not ['{' or '[', ..])
            return (FromText(name, text), null);
        if (text.Length > MostText && text.AsSpan().TrimStart().StartsWith("{"))
            return (null, $"evidence JSON has at most {MostText} characters, this has {text.Length}");
        try
        {
            using var document = JsonDocument.Parse(text);
            return FromJson(name, text, document.RootElement);
        }
        catch (JsonException e)
        {
            return FromLines(name, text, e);
        }
    }

    /// <summary>Logs may be JSON line by line; what holds no line that is known was meant as one document.</summary>
    static (FactSheet? Facts, string? Problem) FromLines(string name, string text, JsonException broken)
    {
        var facts = FromText(name, text);
        var isKnown =
            facts.Raw.Keys.Any(key => key != PasteKey.App) || facts.Find<Remarks>() is { All.Count: > 0 };
        return isKnown || text.AsSpan().TrimStart()[0] == '['
            ? (facts, null)
            : (null, $"begins like JSON and is none: {broken.Message}");
    }

    static (FactSheet? Facts, string? Problem) FromJson(string name, string text, JsonElement root)
    {
        if (EvidenceJson.Of(root) is { } evidence)
            return (WithSteps(evidence, PastedFacts.Of(EvidenceJson.Sorted(evidence), [])), null);
        if (InspectJson.Read(root) is { Count: > 0 } containers)
            return (PastedFacts.Of(new Dictionary<string, List<string>>(), containers), null);
        return EvidenceJson.IsListOfEvidence(root)
            ? (
                null,
                "evidence JSON is one object, {\"evidence\": {...}}, and no list of them: give each a file"
            )
            : (FromText(name, EvidenceJson.LineByLine(root, text)), null);
    }

    /// <summary>Each key of the JSON is shown as a step.</summary>
    static FactSheet WithSteps(JsonElement evidence, FactSheet facts)
    {
        foreach (
            var key in evidence
                .EnumerateObject()
                .Take(EvidenceJson.MostKeys)
                .Select(property => property.Name)
        )
            facts.Add(
                new(key, true, TimeSpan.Zero, null, false, []),
                facts.Raw.GetValueOrDefault(key, ""),
                null
            );
        return facts;
    }

    static FactSheet FromText(string name, string text)
    {
        var seen = text.Length > MostText ? text[^MostText..] : text;
        var sorter = new PastedText();
        sorter.AddMixed(seen.Split('\n'));
        var facts = PastedFacts.Of(sorter.Lines, []);
        if (text.Length > MostText)
            facts.Add(new(name, true, TimeSpan.Zero, null, true, [Unread(text)]), "", null);
        return facts;
    }

    static UnreadableSource Unread(string text) =>
        new(
            $"the first {text.Length - MostText} characters",
            "only the end of a very long log is looked at"
        );
}
