using System.Text.Json.Serialization;

namespace ChatOps502.Probes.Collection;

/// <summary>One recorded answer. Kept evidence has the unreadable sources under the older name "gaps".</summary>
public sealed record RecordedSection(
    string Probe,
    string Text,
    bool Ok,
    string? Error,
    bool Truncated,
    long DurationMs,
    [property: JsonPropertyName("gaps")] IReadOnlyList<UnreadableSource> Unreadable
);

/// <summary>What another host said in the same check.</summary>
public sealed record FarRecording(string Address, string Name, Recording What);

/// <summary>
/// Everything a check read, unparsed: the evidence that is kept, and from which the verdict can be drawn again.
/// </summary>
public sealed record Recording(
    IReadOnlyList<RecordedSection> Sections,
    IReadOnlyList<FarRecording> Elsewhere
)
{
    public static Recording Of(FactSheet facts) =>
        new(
            [.. facts.Outcomes.Select(outcome => SectionOf(outcome, facts))],
            [.. facts.Elsewhere.Select(far => new FarRecording(far.Address, far.Name, Of(far.Facts)))]
        );

    /// <summary>
    /// The facts again, as today's probes read them. What they cannot read is reported, as it is while a host answers.
    /// </summary>
    public FactSheet Replay(IReadOnlyList<Probe> probes)
    {
        var facts = ReplayHere(probes);
        // hosts of hosts are not followed
        facts.Elsewhere =
        [
            .. Elsewhere.Select(f => new FarHost(f.Address, f.Name, f.What.ReplayHere(probes))),
        ];
        return facts;
    }

    static RecordedSection SectionOf(ProbeOutcome outcome, FactSheet facts) =>
        new(
            outcome.Probe,
            facts.Raw.GetValueOrDefault(outcome.Probe, ""),
            outcome.Ok,
            outcome.Error,
            outcome.Truncated,
            (long)outcome.Duration.TotalMilliseconds,
            outcome.Unreadable
        );

    FactSheet ReplayHere(IReadOnlyList<Probe> probes)
    {
        var facts = new FactSheet();
        foreach (var section in Sections)
            Replay(section, probes.FirstOrDefault(probe => probe.Name == section.Probe), facts);
        return facts;
    }

    static void Replay(RecordedSection section, Probe? probe, FactSheet facts)
    {
        var (fact, error) = ReadAgain(section, probe, facts);
        var outcome = new ProbeOutcome(
            section.Probe,
            Ok: section.Ok && error is null,
            TimeSpan.FromMilliseconds(section.DurationMs),
            section.Error ?? error,
            section.Truncated,
            section.Unreadable
        );
        facts.Add(outcome, section.Text, fact);
    }

    static (object? Fact, string? Error) ReadAgain(RecordedSection kept, Probe? probe, FactSheet facts)
    {
        if (kept.Text.Length == 0)
            return (null, null);
        if (probe is null)
            return (null, "no current probe reads this");
        var section = new Section(kept.Probe, ExitCode: 0, kept.Text, kept.Truncated, kept.Unreadable);
        return SectionReader.Read(probe, section, facts);
    }
}
