namespace ChatOps502.Runbooks.Engine;

/// <summary>Runs one step within its time limit; whatever goes wrong inside it becomes a failed outcome.</summary>
sealed class StepBoundary(StepServices services, StepRunner run)
{
    static readonly TimeSpan DefaultLimit = TimeSpan.FromMinutes(5);

    public async Task<StepOutcome> RunAsync(
        RunState state,
        StartStep start,
        BeginChange begin,
        CancellationToken cancel
    )
    {
        var time = start.Step.Common.Timeout ?? DefaultLimit;
        using var limit = new CancellationTokenSource(time, services.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            var context = new StepContext(state, start.Host, start.Key, services, begin);
            var outcome = await run(start.Step, context, either.Token);
            if (outcome is StepFailed failed && limit.IsCancellationRequested)
                return failed with { Error = Stopped(time) };
            return outcome;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // a bug or broken plumbing in one step must not take the bot down
            return StepOutcome.Failed(limit.IsCancellationRequested ? Stopped(time) : Unexpected(e));
        }
    }

    static string Stopped(TimeSpan limit) => $"stopped after {limit.TotalSeconds:0.#} s";

    static string Unexpected(Exception e) => $"failed unexpectedly: {e.Message} ({e.GetType().Name})";
}
