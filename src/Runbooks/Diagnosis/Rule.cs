using ChatOps502.Probes.Applications;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>What a rule found at one upstream: evidence for a cause, or a sentence against it.</summary>
public sealed record Finding(double Points, EvidenceItem? Supports, string? Contradicts = null);

/// <summary>One question to the evidence, with what its answer is worth. Nothing found: it does not count.</summary>
public sealed record Rule(Func<FailingUpstream, IEnumerable<Finding>> Ask)
{
    /// <summary>The error log holds lines of one of these kinds.</summary>
    public static Rule Logged(double points, params IReadOnlyList<ErrorKind> kinds) =>
        Logged(points, upstream => upstream.Find(kinds));

    /// <param name="lines">The lines that count; null when there are none.</param>
    public static Rule Logged(double points, Func<FailingUpstream, ErrorGroup?> lines) =>
        For(points, upstream => lines(upstream) is { } group ? EvidenceItem.Logged(group) : null);

    /// <summary>The application, its container or its platform said something of one of these kinds.</summary>
    public static Rule Said(double points, params IReadOnlyList<RemarkKind> kinds) =>
        For(points, upstream => upstream.Said(kinds));

    /// <param name="sentence">What was seen, in words; null when it was not.</param>
    public static Rule For(double points, string probe, Func<FailingUpstream, string?> sentence) =>
        For(points, upstream => sentence(upstream) is { } text ? new EvidenceItem(probe, text) : null);

    /// <summary>What makes the cause likelier and was not observed: it is no evidence.</summary>
    public static Rule Silent(double points, Func<FailingUpstream, bool> condition) =>
        new(upstream => condition(upstream) ? [new Finding(points, null)] : []);

    public static Rule For(double points, Func<FailingUpstream, EvidenceItem?> evidence) =>
        ForEach(points, upstream => evidence(upstream) is { } item ? [item] : []);

    /// <summary>Each thing that was seen counts.</summary>
    public static Rule ForEach(
        double points,
        Func<FailingUpstream, IEnumerable<EvidenceItem>> evidence
    ) => new(upstream => evidence(upstream).Select(item => new Finding(points, item)));

    /// <param name="sentence">What speaks against the cause, in words; null when nothing does.</param>
    public static Rule Against(double points, Func<FailingUpstream, string?> sentence) =>
        new(upstream => sentence(upstream) is { } text ? [new Finding(points, null, text)] : []);

    /// <summary>The first of these rules that finds something; the others are not asked.</summary>
    public static Rule FirstOf(params IReadOnlyList<Rule> rules) =>
        new(upstream =>
            rules.Select(rule => rule.Ask(upstream).ToList()).FirstOrDefault(found => found.Count > 0)
            ?? []
        );

    /// <summary>The same rule, asked only where this holds.</summary>
    public Rule When(Func<FailingUpstream, bool> condition) =>
        new(upstream => condition(upstream) ? Ask(upstream) : []);
}
