using System.Text.Json.Nodes;
using ChatOps502.Runbooks.Model;

namespace ChatOps502.Runbooks.Engine;

/// <summary>
/// What templates and conditions of a step can see: outputs of the steps before it and the run's inputs. Read-only.
/// </summary>
/// <param name="Host">The host of the surrounding each-host group; null outside of one.</param>
public sealed record RunValues(RunState State, string? Host)
{
    /// <summary>The value at a path such as <c>verdict.diagnoses.0.cause</c>; null when it leads nowhere.</summary>
    public JsonNode? Find(string path)
    {
        var words = path.Split('.');
        if (words[0] == RunInputs.Host)
            return Host ?? string.Join(", ", State.Targets);
        JsonNode? value = OutputOf(words[0]);
        foreach (var word in words.Skip(1))
            value = Inside(value, word);
        return value;
    }

    /// <summary>
    /// What a step of this host left, else a step outside of each-host, else the run's input of that name.
    /// </summary>
    public JsonObject? OutputOf(string name) => RecordOf(name)?.Output ?? State.Given[name] as JsonObject;

    StepRecord? RecordOf(string stepId) =>
        State.Steps.GetValueOrDefault(RunState.Key(stepId, Host))
        ?? State.Steps.GetValueOrDefault(stepId);

    static JsonNode? Inside(JsonNode? value, string word) =>
        value switch
        {
            JsonObject fields => fields[word],
            JsonArray items when int.TryParse(word, out var index) && index >= 0 && index < items.Count =>
                items[index],
            _ => null,
        };
}
