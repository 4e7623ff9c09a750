using System.Text.Json.Serialization;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis;

// The shapes of the contract, section 2: property names and meaning are fixed.

/// <summary>What is wrong with a host's 502s, or with pasted evidence, and how sure that is.</summary>
/// <param name="Diagnoses">Most likely first, each cause once; empty when healthy.</param>
public sealed record Verdict(
    string Target,
    VerdictStatus Status,
    DateTimeOffset StartedAt,
    long DurationMs,
    string Summary,
    VerdictWindow Window,
    IReadOnlyList<DiagnosisResult> Diagnoses,
    IReadOnlyList<Observation> Observations,
    IReadOnlyList<StepResult> Steps
)
{
    [JsonIgnore]
    public DiagnosisResult? First => Diagnoses.Count > 0 ? Diagnoses[0] : null;

    [JsonIgnore]
    public bool IsHealthy => Status == VerdictStatus.Healthy;

    /// <summary>Every upstream that the diagnoses are about, the most important first.</summary>
    [JsonIgnore]
    public IReadOnlyList<Subject> Subjects { get; init; } = [];
}

[JsonConverter(typeof(JsonStringEnumConverter<VerdictStatus>))]
public enum VerdictStatus
{
    /// <summary>Requests succeed, and every log that matters was read.</summary>
    [JsonStringEnumMemberName("healthy")]
    Healthy,

    /// <summary>Requests fail.</summary>
    [JsonStringEnumMemberName("unhealthy")]
    Unhealthy,

    /// <summary>A risk without failing requests, or an nginx that does not run.</summary>
    [JsonStringEnumMemberName("degraded")]
    Degraded,

    /// <summary>Too little could be read.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,
}

public static class VerdictStatusText
{
    /// <summary>As the contract writes it: healthy, unhealthy, degraded or unknown.</summary>
    public static string Text(this VerdictStatus status) => status.ToString().ToLowerInvariant();
}

/// <param name="FirstAt">First failing request (502 or 504) in the window; null when there is none.</param>
public sealed record VerdictWindow(
    DateTimeOffset From,
    DateTimeOffset To,
    long Requests,
    long Status502,
    long Status504,
    DateTimeOffset? FirstAt,
    DateTimeOffset? LastAt
)
{
    [JsonIgnore]
    public long Failed => Status502 + Status504;
}

/// <param name="Confidence">0 to 1; of all verdicts given at 0.9, nine in ten are right.</param>
/// <param name="Subject">The upstream where this cause is most certain and most important.</param>
/// <param name="Against">What speaks against it, and which rival was ruled out by what.</param>
public sealed record DiagnosisResult(
    string Cause,
    string Family,
    double Confidence,
    string Title,
    string Explanation,
    Subject Subject,
    IReadOnlyList<EvidenceItem> Evidence,
    IReadOnlyList<string> Against,
    IReadOnlyList<Remedy> Remedies
)
{
    readonly IReadOnlyList<Subject>? _subjects;

    /// <summary>Every upstream that fails for this cause, <see cref="Subject"/> first.</summary>
    [JsonIgnore]
    public IReadOnlyList<Subject> Subjects
    {
        get => _subjects ?? [Subject];
        init => _subjects = value;
    }
}

public sealed record Subject(string? Vhost, string? Upstream, string? Service);

/// <summary>One thing that was seen.</summary>
/// <param name="Probe">The probe that saw it.</param>
/// <param name="Count">How often, where that means something.</param>
public sealed record EvidenceItem(string Probe, string Text, int? Count = null, DateTimeOffset? At = null)
{
    public static EvidenceItem Logged(ErrorGroup group) =>
        new(group.Probe, group.Sample.Message, group.Count, group.Last);
}

public sealed record Observation(string Probe, string Name, object Value, string? Unit = null)
{
    /// <summary>True when it tells the story: who is hit, since when, what changed.</summary>
    [JsonIgnore]
    public bool TellsTheStory => Label is not null;

    /// <summary>Its name for people; null when it is a plain number.</summary>
    [JsonIgnore]
    public string? Label =>
        Name switch
        {
            "topPages" => "pages",
            "topSources" => "clients",
            "byUpstream" => "upstreams",
            "byVhost" => "vhosts",
            "onset" => "onset",
            "configTest" => "nginx -t",
            "changedBefore" or "changedAfter" => "changed",
            _ => null,
        };
}

/// <param name="Error">Why it failed, or what it could not read; null when all is well.</param>
public sealed record StepResult(string Probe, bool Ok, long DurationMs, string? Error, bool Truncated);
