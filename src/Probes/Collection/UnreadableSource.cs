using System.Text.Json.Serialization;

namespace ChatOps502.Probes.Collection;

/// <summary>Something a probe wanted to read and could not.</summary>
/// <param name="What">The file or command.</param>
/// <param name="Why">The reason in words.</param>
/// <param name="FixHint">What would make it readable, for example a sudoers line; null when nothing is known. Kept
/// evidence has it under the older name.</param>
public sealed record UnreadableSource(
    string What,
    string Why,
    [property: JsonPropertyName("mend")] string? FixHint = null
);
