using ChatOps502.Probes.Collection;

namespace ChatOps502.Probes;

/// <summary>How one probe of a check went.</summary>
public sealed record ProbeOutcome(
    string Probe,
    bool Ok,
    TimeSpan Duration,
    string? Error,
    bool Truncated,
    IReadOnlyList<UnreadableSource> Unreadable
);

/// <summary>What another host said, because a back end of the first one lives there.</summary>
/// <param name="Address">As the first host's configuration names it.</param>
public sealed record FarHost(string Address, string Name, FactSheet Facts);

/// <summary>All typed facts about one host at one moment, keyed by their type.</summary>
public sealed class FactSheet
{
    readonly Dictionary<Type, object> _facts = [];
    readonly List<ProbeOutcome> _outcomes = [];
    readonly Dictionary<string, string> _raw = [];

    public IReadOnlyList<ProbeOutcome> Outcomes => _outcomes;

    /// <summary>The unparsed answers by probe name: kept as the evidence snapshot.</summary>
    public IReadOnlyDictionary<string, string> Raw => _raw;

    /// <summary>Other hosts that were asked as well.</summary>
    public IReadOnlyList<FarHost> Elsewhere { get; set; } = [];

    public IEnumerable<UnreadableSource> Unreadable =>
        _outcomes.SelectMany(outcome => outcome.Unreadable);

    public TFact? Find<TFact>()
        where TFact : class => _facts.GetValueOrDefault(typeof(TFact)) as TFact;

    public FactSheet With(object fact)
    {
        _facts[fact.GetType()] = fact;
        return this;
    }

    public void Add(ProbeOutcome outcome, string raw, object? fact)
    {
        _outcomes.Add(outcome);
        _raw[outcome.Probe] = raw;
        if (fact is not null)
            With(fact);
    }

    /// <summary>A text that no probe asked for; it can be shown, and is no step of a check.</summary>
    public void Keep(string name, string raw) => _raw[name] = raw;

    /// <summary>A sheet with the facts of these types alone, as far as they are known.</summary>
    internal FactSheet Only(IReadOnlyList<Type> types)
    {
        var sheet = new FactSheet();
        foreach (var type in types)
            if (_facts.TryGetValue(type, out var fact))
                sheet.With(fact);
        return sheet;
    }
}
