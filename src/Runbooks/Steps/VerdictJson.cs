using System.Text.Json;
using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Runbooks.Steps;

/// <summary>A verdict that was JSON in between, as it was before.</summary>
static class VerdictJson
{
    /// <summary>Values of observations are numbers or texts again. Null for what is no verdict.</summary>
    public static Verdict? Plain(Verdict? read)
    {
        if (read is not { Observations: not null, Diagnoses: not null })
            return null;
        return read with
        {
            Observations = [.. read.Observations.Select(o => o with { Value = Plain(o.Value) })],
        };
    }

    static object Plain(object value) =>
        value switch
        {
            JsonElement { ValueKind: JsonValueKind.Number } number
                when number.TryGetInt64(out var whole) => whole,
            JsonElement { ValueKind: JsonValueKind.Number } number => number.GetDouble(),
            JsonElement other => other.ToString(),
            _ => value,
        };
}
