namespace ChatOps502.Bot.Delivery;

/// <summary>How long to wait after failures: half a second, then twice as long each time.</summary>
static class Backoff
{
    public static TimeSpan After(long failures, TimeSpan longest) =>
        TimeSpan.FromSeconds(Math.Min(longest.TotalSeconds, Math.Pow(2, Math.Min(failures, 10)) / 2));
}
