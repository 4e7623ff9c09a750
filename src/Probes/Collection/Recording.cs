using System.Text.Json.Serialization;

namespace ChatOps502.Probes.Collection;

/// <summary>One recorded answer.</summary>
public sealed record RecordedSection(
    string Probe,
    string Text,
    bool Ok,
    string? Error,
    bool Truncated,
    long DurationMs,
    [property: JsonPropertyName("gaps")] IReadOnlyList<UnreadableSource> Unreadable
);

/// <summary>What another machine said in the same check.</summary>
public sealed record FarRecording(string Address, string Name, Recording What);

/// <summary>
/// Everything a check read, unparsed: the evidence that is kept, and from which the verdict can be drawn again.
/// </summary>
public sealed record Recording(IReadOnlyList<RecordedSection> Sections, IReadOnlyList<FarRecording> Elsewhere)
{
    public static Recording Of(FactSheet facts) =>
        new(
            [
                .. facts.Outcomes.Select(o => new RecordedSection(
                    o.Probe,
                    facts.Raw.GetValueOrDefault(o.Probe, ""),
                    o.Ok,
                    o.Error,
                    o.Truncated,
                    (long)o.Duration.TotalMilliseconds,
                    o.Unreadable
                )),
            ],
            [.. facts.Elsewhere.Select(f => new FarRecording(f.Address, f.Name, Of(f.Facts)))]
        );

    /// <summary>
    /// The facts again, as today's probes read them. What they cannot read is said, as it is while a host answers.
    /// </summary>
    public FactSheet Replay(IReadOnlyList<Probe> probes)
    {
        var facts = ReplayHere(probes);
        // hosts of hosts are not followed
        facts.Elsewhere = [.. Elsewhere.Select(f => new FarHost(f.Address, f.Name, f.What.ReplayHere(probes)))];
        return facts;
    }

    FactSheet ReplayHere(IReadOnlyList<Probe> probes)
    {
        var facts = new FactSheet();
        foreach (var section in Sections)
            Replay(section, probes, facts);
        return facts;
    }

    static void Replay(RecordedSection s, IReadOnlyList<Probe> probes, FactSheet facts)
    {
        var probe = probes.FirstOrDefault(p => p.Name == s.Probe);
        var (fact, error) =
            s.Text.Length == 0 ? (null, null)
            : probe is null ? (null, "no probe of today reads this")
            : SectionReader.Read(probe, new(s.Probe, 0, s.Text, s.Truncated, s.Unreadable), facts);
        facts.Add(
            new(
                s.Probe,
                s.Ok && error is null,
                TimeSpan.FromMilliseconds(s.DurationMs),
                s.Error ?? error,
                s.Truncated,
                s.Unreadable
            ),
            s.Text,
            fact
        );
    }
}
