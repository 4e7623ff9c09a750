using System.Threading.RateLimiting;

namespace ChatOps502.Bot.Chat.Slack.Api;

/// <summary>
/// Keeps to Slack's tempo before Slack has to ask for it: one post a second and channel after a short burst, about
/// fifty edits a minute.
/// </summary>
public sealed class SlackRateLimiter : IDisposable
{
    // first line, progress, verdict and approval of one incident come at once
    readonly PartitionedRateLimiter<string> _posts = PartitionedRateLimiter.Create<string, string>(
        channel =>
            RateLimitPartition.GetTokenBucketLimiter(channel, _ => Bucket(5, TimeSpan.FromSeconds(1)))
    );
    readonly TokenBucketRateLimiter _edits = new(Bucket(40, TimeSpan.FromSeconds(1.2)));

    public async Task PostAsync(string channel, CancellationToken cancel)
    {
        using var _ = await _posts.AcquireAsync(channel, 1, cancel);
    }

    public async Task EditAsync(CancellationToken cancel)
    {
        using var _ = await _edits.AcquireAsync(1, cancel);
    }

    static TokenBucketRateLimiterOptions Bucket(int burst, TimeSpan each) =>
        new()
        {
            TokenLimit = burst,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = each,
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            AutoReplenishment = true,
        };

    public void Dispose()
    {
        _posts.Dispose();
        _edits.Dispose();
    }
}
