namespace ChatOps502.Probes.Bundle;

/// <summary>One recorded answer.</summary>
public sealed record RecordedSection(string Probe, string Text, bool Ok, string? Error, bool Truncated, long DurationMs, IReadOnlyList<Gap> Gaps);

/// <summary>What another machine said in the same check.</summary>
public sealed record FarRecording(string Address, string Name, Recording What);

/// <summary>Everything a check read, unparsed: the evidence that is kept, and from which the verdict can be drawn again.</summary>
public sealed record Recording(IReadOnlyList<RecordedSection> Sections, IReadOnlyList<FarRecording> Elsewhere)
{
    public static Recording Of(FactSheet facts) => new([.. facts.Outcomes.Select(o =>
        new RecordedSection(o.Probe, facts.Raw.GetValueOrDefault(o.Probe, ""), o.Ok, o.Error, o.Truncated, (long)o.Duration.TotalMilliseconds, o.Gaps))],
        [.. facts.Elsewhere.Select(f => new FarRecording(f.Address, f.Name, Of(f.Facts)))]);

    /// <summary>The facts again, as today's probes read them.</summary>
    public FactSheet Replay(IReadOnlyList<Probe> probes)
    {
        var facts = new FactSheet();
        foreach (var s in Sections)
        {
            var probe = probes.FirstOrDefault(p => p.Name == s.Probe);
            var fact = s.Text.Length == 0 ? null : probe?.Read(new(s.Probe, 0, s.Text, s.Truncated, s.Gaps), facts);
            facts.Add(new(s.Probe, s.Ok, TimeSpan.FromMilliseconds(s.DurationMs), s.Error, s.Truncated, s.Gaps), s.Text, fact);
        }
        facts.Elsewhere = [.. Elsewhere.Select(f => new FarHost(f.Address, f.Name, f.What.Replay(probes)))];
        return facts;
    }
}
