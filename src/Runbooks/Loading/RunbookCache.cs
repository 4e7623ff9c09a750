using System.Collections.Concurrent;
using ChatOps502.Runbooks.Model;

namespace ChatOps502.Runbooks.Loading;

/// <summary>
/// Remembers runbooks by their text: a run is loaded at every turn, and the copy of the runbook it keeps never changes.
/// </summary>
public sealed class RunbookCache(RunbookReader reader)
{
    const int Most = 64;

    readonly ConcurrentDictionary<(string Yaml, string File), (Runbook?, IReadOnlyList<Problem>)> _read =
        new();

    /// <inheritdoc cref="RunbookReader.Read"/>
    public (Runbook? Runbook, IReadOnlyList<Problem> Problems) Read(string yaml, string file)
    {
        if (_read.TryGetValue((yaml, file), out var known))
            return known;
        if (_read.Count >= Most)
            _read.Clear(); // more runbooks than anybody has in use at once: start over
        return _read[(yaml, file)] = reader.Read(yaml, file);
    }
}
