using System.Collections.Concurrent;
using System.Net;

namespace ChatOps502.Bot.Http;

/// <summary>
/// Slows down whoever guesses tokens: after some wrong ones within a minute an address is not heard for the rest of it.
/// </summary>
public sealed class SignInThrottle(TimeProvider clock)
{
    const int Wrong = 10,
        MostAddresses = 10_000;
    static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    readonly ConcurrentDictionary<IPAddress, (int Count, DateTimeOffset Since)> _guesses = new();

    /// <summary>How long this address has to wait; null when it may try.</summary>
    public TimeSpan? Wait(IPAddress? from)
    {
        if (!_guesses.TryGetValue(from ?? IPAddress.None, out var guess))
            return null;
        var left = guess.Since + Window - clock.GetUtcNow();
        return guess.Count >= Wrong && left > TimeSpan.Zero ? left : null;
    }

    public void Failed(IPAddress? from)
    {
        var now = clock.GetUtcNow();
        if (_guesses.Count >= MostAddresses)
            Forget(now);
        _guesses.AddOrUpdate(
            from ?? IPAddress.None,
            _ => (1, now),
            (_, g) => now - g.Since > Window ? (1, now) : (g.Count + 1, g.Since)
        );
    }

    void Forget(DateTimeOffset now)
    {
        foreach (var (address, guess) in _guesses)
            if (now - guess.Since > Window)
                _guesses.TryRemove(address, out _);
    }
}
