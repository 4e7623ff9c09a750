using System.Text.Json.Serialization;

namespace ChatOps502.Runbooks.Diagnosis;

// The shapes of the contract, section 2: property names and meaning are fixed.

public sealed record Verdict(
    string Target,
    string Status,
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
    public bool IsHealthy => Status == "healthy";
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
);

/// <param name="Confidence">0 to 1; of all verdicts given at 0.9, nine in ten are right.</param>
/// <param name="Against">What speaks against it, and which rival was ruled out by what.</param>
public sealed record DiagnosisResult(
    string Cause,
    string Family,
    double Confidence,
    string Title,
    string Explanation,
    Subject Subject,
    IReadOnlyList<Evidence> Evidence,
    IReadOnlyList<string> Against,
    IReadOnlyList<Remedy> Remedies
);

public sealed record Subject(string? Vhost, string? Upstream, string? Service);

/// <param name="Probe">The probe that saw it.</param>
/// <param name="Count">How often, where that means something.</param>
public sealed record Evidence(string Probe, string Text, int? Count = null, DateTimeOffset? At = null);

/// <param name="Action">A typed action such as <c>service.start</c>, or <c>advice</c> when no command can do
/// it.</param>
/// <param name="Command">What would run, as a person would type it; empty for advice.</param>
public sealed record Remedy(
    string Action,
    IReadOnlyDictionary<string, string> Args,
    string Command,
    bool Changes,
    bool NeedsApproval,
    string Why
);

public sealed record Observation(string Probe, string Name, object Value, string? Unit = null);

/// <param name="Error">Why it failed, or what it could not read; null when all is well.</param>
public sealed record StepResult(string Probe, bool Ok, long DurationMs, string? Error, bool Truncated);
