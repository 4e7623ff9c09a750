using ChatOps502.Runbooks.Executors;

namespace ChatOps502.Runbooks.Engine;

/// <summary>Carries out what the machine decides: stores that a step begins, runs it, stores how it ended.</summary>
public sealed class RunLoop(IRunJournal journal, StepServices services, StepRunner run)
{
    static readonly TimeSpan StoreAgain = TimeSpan.FromSeconds(2);

    /// <summary>
    /// What the bot died of once runs alone the second time: then it is known whether it was to blame.
    /// </summary>
    static readonly SemaphoreSlim Suspects = new(1);

    readonly StepBoundary _boundary = new(services, run);

    /// <summary>Continues until the run has ended, or waits for a person or a time.</summary>
    /// <param name="wakeup">Set when something was stored from outside: a decision about one host must not wait for the
    /// steps of another.</param>
    /// <returns>When it continues by itself; null when only a person, or nothing, makes it.</returns>
    public async Task<DateTimeOffset?> AdvanceAsync(
        string runId,
        AsyncSignal wakeup,
        CancellationToken cancel
    )
    {
        var running = new Dictionary<string, Task>();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            return await AdvanceAsync(runId, wakeup, running, over, cancel);
        }
        finally
        {
            // whoever comes next must not find a step that is still running
            await Task.WhenAny(Task.WhenAll(running.Values));
        }
    }

    async Task<DateTimeOffset?> AdvanceAsync(
        string runId,
        AsyncSignal wakeup,
        Dictionary<string, Task> running,
        CancellationTokenSource over,
        CancellationToken cancel
    )
    {
        while (!cancel.IsCancellationRequested)
        {
            var woken = wakeup.Next;
            var state = journal.Load(runId);
            // the incident was resolved: what only reads may stop, what changes something ends by itself
            if (state.Status != RunStatus.Running)
                await over.CancelAsync();
            var moves = RunMachine.Next(state, services.Clock.GetUtcNow());
            await MakeAsync(moves, state, running, over.Token);
            if (running.Count > 0)
                await AnyEndAsync(running, woken);
            else if (!moves.Any(move => move is EndWait))
                return NextDue(state);
        }
        return null;
    }

    static DateTimeOffset? NextDue(RunState state) =>
        state.Steps.Values.Where(step => step.Status == StepStatus.Waiting).Min(step => step.DueAt);

    async Task MakeAsync(
        IReadOnlyList<Move> moves,
        RunState state,
        Dictionary<string, Task> running,
        CancellationToken cancel
    )
    {
        foreach (var move in moves)
        {
            switch (move)
            {
                case EndRun end when running.Count == 0:
                    await journal.AppendAsync(state.Id, [new RunEnded(end.Status)], []);
                    break;
                case EndWait wait:
                    await journal.AppendAsync(
                        state.Id,
                        [new StepEnded(wait.Key, Ok: true, [], null)],
                        []
                    );
                    break;
                case StartStep start when !running.ContainsKey(start.Key):
                    running[start.Key] = await BeginAsync(state, start, cancel);
                    break;
            }
        }
    }

    static async Task AnyEndAsync(Dictionary<string, Task> running, Task woken)
    {
        await Task.WhenAny(running.Values.Append(woken));
        foreach (
            var key in running.Where(step => step.Value.IsCompleted).Select(step => step.Key).ToList()
        )
        {
            await running[key];
            running.Remove(key);
        }
    }

    /// <returns>The step as it runs on.</returns>
    async Task<Task> BeginAsync(RunState state, StartStep start, CancellationToken cancel)
    {
        if (state.Deaths.ContainsKey(start.Key))
            return RunSuspectAsync(state, start, cancel);
        await journal.AppendAsync(state.Id, [new StepStarted(start.Key, start.Attempt)], []);
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
            await journal.AppendAsync(state.Id, [new StepStarted(start.Key, start.Attempt)], []);
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
        var outcome = await _boundary.RunAsync(state, start, BeginChangeAsync, cancel);
        while (!await IsKeptAsync(state.Id, start, outcome, cancel))
            await Task.Delay(StoreAgain, services.Clock, cancel);

        Task BeginChangeAsync(StepOutput output, Ticket? ticket, IReadOnlyList<RunEvent> events)
        {
            var now = services.Clock.GetUtcNow();
            return journal.AppendAsync(
                state.Id,
                [new ChangeBegun(start.Key, output.ToJson(), ticket?.Number, now)],
                events
            );
        }
    }

    /// <returns>False while there is no room for it: what a step did is not forgotten for that.</returns>
    async Task<bool> IsKeptAsync(
        string runId,
        StartStep start,
        StepOutcome outcome,
        CancellationToken cancel
    )
    {
        try
        {
            await KeepAsync(runId, start, outcome, cancel);
            return true;
        }
        catch (JournalException)
        {
            return false;
        }
    }

    async Task KeepAsync(string runId, StartStep start, StepOutcome outcome, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested && outcome is StepFailed && !HasBegunChange(runId, start.Key))
        {
            // the bot stops: the step runs again after the next start
            await journal.AppendAsync(runId, [new StepForgotten(start.Key, Died: false)], []);
            return;
        }
        try
        {
            await StoreAsync(runId, start, outcome);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or JournalException))
        {
            // the step boundary: an answer that cannot be stored must not leave the run hanging for ever
            await StoreAsync(
                runId,
                start,
                StepOutcome.Failed($"its output could not be stored: {e.Message}")
            );
        }
    }

    bool HasBegunChange(string runId, string key) =>
        journal.Load(runId).Steps.GetValueOrDefault(key) is { ChangeBegun: true };

    Task StoreAsync(string runId, StartStep start, StepOutcome outcome) =>
        journal.AppendAsync(runId, [EntryOf(start.Key, outcome)], EventsOf(start, outcome));

    static JournalEntry EntryOf(string key, StepOutcome outcome)
    {
        var output = outcome.Output.ToJson();
        return outcome switch
        {
            StepWaiting waiting => new StepWaits(key, output, waiting.DueAt),
            StepFailed failed => new StepEnded(key, Ok: false, output, failed.Error),
            _ => new StepEnded(key, Ok: true, output, null),
        };
    }

    /// <summary>A step that failed for good and told nothing is reported.</summary>
    static IReadOnlyList<RunEvent> EventsOf(StartStep start, StepOutcome outcome)
    {
        if (outcome is not StepFailed { Events.Count: 0 } failed || HasAnotherAttempt(start))
            return outcome.Events;
        return [new StepNote(start.Host, $"{start.Step.Id} failed: {failed.Error}", Problem: true)];
    }

    static bool HasAnotherAttempt(StartStep start) =>
        start.Attempt <= start.Step.Common.Retries && !start.Step.Changes;
}
