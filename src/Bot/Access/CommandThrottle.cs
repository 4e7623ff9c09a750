using System.Threading.RateLimiting;

namespace ChatOps502.Bot.Access;

/// <summary>
/// How many commands one person may give: far more than anybody types, far fewer than a script sends.
/// </summary>
public sealed class CommandThrottle : IDisposable
{
    readonly PartitionedRateLimiter<string> _people = PartitionedRateLimiter.Create<string, string>(
        person => RateLimitPartition.GetTokenBucketLimiter(person, _ => Bucket)
    );

    static TokenBucketRateLimiterOptions Bucket =>
        new()
        {
            TokenLimit = Limits.Burst,
            TokensPerPeriod = Limits.PerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
            AutoReplenishment = true,
        };

    public bool Allows(Person person)
    {
        using var lease = _people.AttemptAcquire(person.Key);
        return lease.IsAcquired;
    }

    public void Dispose() => _people.Dispose();
}
