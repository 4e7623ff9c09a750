namespace ChatOps502.Bot.Delivery;

/// <summary>What follows a failed attempt to handle what came in.</summary>
/// <param name="RetryAfter">Null when there will be no other attempt: it was done before it failed, or is set
/// aside.</param>
/// <param name="IsSetAside">True when this was the last of too many.</param>
public sealed record FailedAttempt(TimeSpan? RetryAfter, bool IsSetAside);
