using System.Collections.Concurrent;

namespace ChatOps502.Runbooks.Checks;

/// <summary>
/// Lets one check at a time onto a host, so that a storm of alerts does not become a storm of shells on a sick machine.
/// </summary>
sealed class CheckTurns
{
    readonly ConcurrentDictionary<string, SemaphoreSlim> _hosts = new(StringComparer.OrdinalIgnoreCase);
    readonly Lock _lock = new();
    readonly Dictionary<(string Host, object Kind), Task<CheckResult>> _waiting = [];

    /// <summary>Waits for the host's turn, then looks.</summary>
    public async Task<CheckResult> AloneAsync(
        string host,
        Func<Task<CheckResult>> look,
        CancellationToken cancel
    )
    {
        var turn = _hosts.GetOrAdd(host, _ => new(1));
        await turn.WaitAsync(cancel);
        try
        {
            return await look();
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Joins a check of this kind that has not begun yet: its answer is as fresh as one of our own.</summary>
    /// <param name="kind">What makes two checks the same.</param>
    public Task<CheckResult> TogetherAsync(
        string host,
        object kind,
        Func<Task<CheckResult>> look,
        CancellationToken cancel
    )
    {
        lock (_lock)
        {
            if (!_waiting.TryGetValue((host, kind), out var check))
                _waiting[(host, kind)] = check = BeginAsync();
            return check.WaitAsync(cancel);
        }

        async Task<CheckResult> BeginAsync()
        {
            await Task.Yield();
            return await AloneAsync(host, LookAsync, CancellationToken.None);
        }

        Task<CheckResult> LookAsync()
        {
            lock (_lock)
                _waiting.Remove((host, kind));
            return look();
        }
    }
}
