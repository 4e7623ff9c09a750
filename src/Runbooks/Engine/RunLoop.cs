using ChatOps502.Runbooks.Steps;

namespace ChatOps502.Runbooks.Engine;

/// <summary>Carries out what the machine decides: stores that a step begins, runs it, stores how it ended.</summary>
public sealed class RunLoop(IRunJournal journal, StepServices services)
{
    static readonly TimeSpan StepLimit = TimeSpan.FromMinutes(5);
    static readonly TimeSpan StoreAgain = TimeSpan.FromSeconds(2);

    /// <summary>
    /// What the bot died of once runs alone the second time: then it is known whether it was to blame.
    /// </summary>
    static readonly SemaphoreSlim Suspects = new(1);

    /// <summary>Goes on until the run has ended, or waits for a person or a time.</summary>
    /// <returns>When it goes on by itself; null when only a person, or nothing, makes it.</returns>
    /// <param name="nudge">Rung when something was stored from outside: a decision about one host must not wait for the
    /// steps of another.</param>
    public async Task<DateTimeOffset?> AdvanceAsync(string runId, Nudge nudge, CancellationToken cancel)
    {
        var running = new Dictionary<string, Task>();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            return await AdvanceAsync(runId, nudge, running, over, cancel);
        }
        finally
        {
            // whoever comes next must not find a step that is still at it
            await Task.WhenAny(Task.WhenAll(running.Values));
        }
    }

    async Task<DateTimeOffset?> AdvanceAsync(
        string runId,
        Nudge nudge,
        Dictionary<string, Task> running,
        CancellationTokenSource over,
        CancellationToken cancel
    )
    {
        while (!cancel.IsCancellationRequested)
        {
            var rung = nudge.Next;
            var state = journal.Load(runId);
            // the incident was resolved: what still reads may stop, what changes something ends by itself
            if (state.Status != RunStatus.Running)
                await over.CancelAsync();
            var moves = RunMachine.Next(state, services.Clock.GetUtcNow());
            foreach (var move in moves)
            {
                if (move is EndRun end && running.Count == 0)
                    journal.Append(runId, [new RunEnded(end.Status)], []);
                else if (move is EndWait wait)
                    journal.Append(runId, [new StepEnded(wait.Key, true, [], null)], []);
                else if (move is StartStep start && !running.ContainsKey(start.Key))
                    running[start.Key] = Begin(state, start, over.Token);
            }
            if (running.Count == 0)
            {
                if (moves.Any(m => m is EndWait))
                    continue;
                return state.Steps.Values.Where(s => s.Status == StepStatus.Waiting).Min(s => s.DueAt);
            }
            await Task.WhenAny(running.Values.Append(rung));
            foreach (var key in running.Where(r => r.Value.IsCompleted).Select(r => r.Key).ToList())
            {
                await running[key];
                running.Remove(key);
            }
        }
        return null;
    }

    Task Begin(RunState state, StartStep start, CancellationToken cancel)
    {
        if (state.Deaths.ContainsKey(start.Key))
            return RunSuspectAsync(state, start, cancel);
        journal.Append(state.Id, [new StepStarted(start.Key, start.Attempt)], []);
        return RunStepAsync(state, start, cancel);
    }

    async Task RunSuspectAsync(RunState state, StartStep start, CancellationToken cancel)
    {
        try
        {
            await Suspects.WaitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            return; // it never began
        }
        try
        {
            journal.Append(state.Id, [new StepStarted(start.Key, start.Attempt)], []);
            await RunStepAsync(state, start, cancel);
        }
        finally
        {
            Suspects.Release();
        }
    }

    async Task RunStepAsync(RunState state, StartStep start, CancellationToken cancel)
    {
        await Task.Yield();
        var outcome = await OutcomeAsync(state, start, cancel);
        while (!IsKept(state.Id, start, outcome, cancel))
            await Task.Delay(StoreAgain, services.Clock, cancel);
    }

    /// <returns>False while there is no room for it: what a step did is not forgotten for that.</returns>
    bool IsKept(string runId, StartStep start, StepOutcome outcome, CancellationToken cancel)
    {
        try
        {
            Keep(runId, start, outcome, cancel);
            return true;
        }
        catch (JournalException)
        {
            return false;
        }
    }

    void Keep(string runId, StartStep start, StepOutcome outcome, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested && outcome.Status == StepStatus.Failed && !HasBegunChange(runId, start.Key))
        {
            // the bot stops: the step runs anew after the next start
            journal.Append(runId, [new StepForgotten(start.Key, Died: false)], []);
            return;
        }
        try
        {
            Store(runId, start, outcome);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or JournalException))
        {
            // an answer that cannot be stored must not leave the run hanging for ever
            Store(runId, start, StepOutcome.Failed($"its result could not be stored: {e.Message}"));
        }
    }

    bool HasBegunChange(string runId, string key) =>
        journal.Load(runId).Steps.GetValueOrDefault(key)?.ChangeBegun == true;

    void Store(string runId, StartStep start, StepOutcome outcome)
    {
        RunEvent e =
            outcome.Status == StepStatus.Waiting
                ? new StepWaits(start.Key, outcome.Output, outcome.DueAt)
                : new StepEnded(start.Key, outcome.Status == StepStatus.Succeeded, outcome.Output, outcome.Error);
        var lastTry = start.Attempt > start.Step.Common.Retries || start.Step.Changes;
        var untold = outcome is { Status: StepStatus.Failed, Happenings.Count: 0 } && lastTry;
        journal.Append(
            runId,
            [e],
            untold ? [new Said(start.Host, $"{start.Step.Id} failed: {outcome.Error}", true)] : outcome.Happenings
        );
    }

    async Task<StepOutcome> OutcomeAsync(RunState state, StartStep start, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(start.Step.Common.Timeout ?? StepLimit, services.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            var outcome = await StepCatalog
                .Of(start.Step)
                .RunAsync(
                    start.Step,
                    new(
                        state,
                        start.Host,
                        start.Key,
                        services,
                        (output, told) =>
                            journal.Append(state.Id, [new ChangeBegun(start.Key, output)], told is null ? [] : [told])
                    ),
                    both.Token
                );
            return limit.IsCancellationRequested && outcome.Status == StepStatus.Failed
                ? outcome with
                {
                    Error = $"stopped after {(start.Step.Common.Timeout ?? StepLimit).TotalSeconds:0.#} s",
                }
                : outcome;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // the step boundary: a bug or broken plumbing in one step must not take the bot down
            return StepOutcome.Failed(
                limit.IsCancellationRequested
                    ? $"stopped after {(start.Step.Common.Timeout ?? StepLimit).TotalSeconds:0.#} s"
                    : $"{e.GetType().Name}: {e.Message}"
            );
        }
    }
}
