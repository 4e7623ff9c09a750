namespace ChatOps502.Bot.Configuration;

/// <summary>Numbers and times that only make sense within a range.</summary>
sealed class LimitsMakeSense : ISettingsRule
{
    public IEnumerable<string> Problems(Settings settings)
    {
        var runs = settings.Runs;
        if (runs.AtOnce is < 1 or > 200)
            yield return "Runs:AtOnce must lie between 1 and 200";
        if (runs.CommandsPerHost is < 1 or > 20)
            yield return "Runs:CommandsPerHost must lie between 1 and 20";
        if (runs.StopWaits < TimeSpan.Zero || runs.StopWaits > TimeSpan.FromMinutes(10))
            yield return "Runs:StopWaits must lie between 0 and 10 minutes";
        if (settings.Approvals.ExpireAfter <= TimeSpan.Zero)
            yield return "Approvals:ExpireAfter must be longer than nothing";
        if (settings.Console.SessionLasts <= TimeSpan.Zero)
            yield return "Console:SessionLasts must be longer than nothing";
        if (settings.Verification.Burst is < 0 or > 10_000)
            yield return "Verification:Burst must lie between 0 and 10000";
    }
}
