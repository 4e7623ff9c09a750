using System.Collections.Concurrent;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Approvals;

/// <summary>
/// When an approval is over: by the wall clock, or by the time that has passed, whichever comes first.
/// </summary>
/// <remarks>A clock that is set back must not lengthen it.</remarks>
public sealed class ApprovalClock(Database database, TimeProvider clock)
{
    static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);
    readonly ConcurrentDictionary<string, (long Since, TimeSpan Left)> _seen = new();
    readonly DateTimeOffset _started = clock.GetUtcNow();
    readonly bool _wentBack = WentBack(database, clock.GetUtcNow());

    public bool IsOver(Approval approval)
    {
        var now = clock.GetUtcNow();
        if (now >= approval.ExpiresAt || approval.RequestedAt > now + Tolerance)
            return true;
        if (_wentBack && approval.RequestedAt < _started)
            return true;
        var length = approval.ExpiresAt - approval.RequestedAt;
        var left = approval.ExpiresAt - now;
        var seen = _seen.GetOrAdd(
            approval.Id,
            _ => (clock.GetTimestamp(), left < length ? left : length)
        );
        return clock.GetElapsedTime(seen.Since) >= seen.Left;
    }

    public void Forget(string approval) => _seen.TryRemove(approval, out _);

    /// <summary>The clock stands before what was written last: nobody knows how long the bot was down.</summary>
    static bool WentBack(Database database, DateTimeOffset now) =>
        database.First<string>("select max(at) from (select at from timeline order by seq desc limit 20)")
            is { } last
        && now < Column.Time(last) - Tolerance;
}
