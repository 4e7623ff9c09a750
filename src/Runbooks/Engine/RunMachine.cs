using System.Text.Json.Nodes;
using ChatOps502.Runbooks.Model;

namespace ChatOps502.Runbooks.Engine;

/// <summary>What the machine wants done next.</summary>
public abstract record Move;

/// <param name="Host">The host of an each-host group; null outside of one.</param>
public sealed record StartStep(Step Step, string? Host, string Key, int Attempt) : Move;

/// <summary>A wait is over.</summary>
public sealed record EndWait(string Key) : Move;

public sealed record EndRun(RunStatus Status) : Move;

/// <summary>
/// The state machine of a run: pure functions from journal entries to a state, and from a state to the next moves.
/// </summary>
public static class RunMachine
{
    /// <summary>
    /// A step during which the bot's process ended this often is not tried again: it may be the cause.
    /// </summary>
    const int MostDeaths = 2;

    /// <summary>What somebody approved, and had not begun, is not dropped for two unlucky restarts.</summary>
    const int MostDeathsOfAChange = 5;

    /// <summary>A change is sent again only while what was looked at before it is fresh.</summary>
    static readonly TimeSpan ResumesWithin = TimeSpan.FromMinutes(2);

    public static RunState Apply(RunState state, JournalEntry entry) =>
        entry switch
        {
            StepStarted started => With(state, started.Key, Started(state, started)),
            StepWaits waits => Change(state, waits.Key, step => Waiting(step, waits)),
            StepEnded ended => Change(state, ended.Key, step => Ended(step, ended)),
            ChangeBegun begun => Change(state, begun.Key, step => Begun(step, begun)),
            ChangeInterrupted cut => Change(
                state,
                cut.Key,
                step => step with { Status = StepStatus.Interrupted }
            ),
            StepForgotten forgotten => Forget(state, forgotten),
            RunCloses => state with { IsClosing = true },
            RunEnded ended => state with { Status = ended.Status },
            _ => state,
        };

    static RunState With(RunState state, string key, StepRecord step) =>
        state with
        {
            Steps = state.Steps.SetItem(key, step),
        };

    static RunState Change(RunState state, string key, Func<StepRecord, StepRecord> change) =>
        With(state, key, change(state.Steps[key]));

    /// <summary>A change that is sent again is the same change.</summary>
    static StepRecord Started(RunState state, StepStarted started) =>
        state.Steps.GetValueOrDefault(started.Key) is { Status: StepStatus.Interrupted } interrupted
            ? interrupted with
            {
                Status = StepStatus.Started,
            }
            : new(StepStatus.Started, started.Attempt, [], null, null);

    static StepRecord Begun(StepRecord step, ChangeBegun begun) =>
        step with
        {
            ChangeBegun = true,
            Output = begun.Output,
            Ticket = begun.Ticket,
            BegunAt = begun.At,
        };

    static StepRecord Waiting(StepRecord step, StepWaits waits) =>
        step with
        {
            Status = StepStatus.Waiting,
            Output = waits.Output,
            DueAt = waits.DueAt,
        };

    static StepRecord Ended(StepRecord step, StepEnded ended) =>
        step with
        {
            Status = ended.Ok ? StepStatus.Succeeded : StepStatus.Failed,
            Output = ended.Output,
            Error = ended.Error,
            DueAt = null,
        };

    static RunState Forget(RunState state, StepForgotten forgotten)
    {
        var left = state with { Steps = state.Steps.Remove(forgotten.Key) };
        if (!forgotten.Died)
            return left;
        var deaths = state.Deaths.GetValueOrDefault(forgotten.Key) + 1;
        return left with { Deaths = state.Deaths.SetItem(forgotten.Key, deaths) };
    }

    /// <summary>Everything that can begin now. Empty: something runs or waits, or the run has ended.</summary>
    public static IReadOnlyList<Move> Next(RunState state, DateTimeOffset now)
    {
        if (state.Status != RunStatus.Running)
            return [];
        var moves = new List<Move>();
        var progress = new Walk(state, now, moves).Through(state.Runbook.Steps, host: null);
        if (progress != Progress.Open)
            moves.Add(new EndRun(EndOf(state, progress)));
        return moves;
    }

    static RunStatus EndOf(RunState state, Progress progress)
    {
        if (progress == Progress.Done)
            return RunStatus.Succeeded;
        return state.IsClosing ? RunStatus.Cancelled : RunStatus.Failed;
    }

    /// <summary>
    /// After the bot died: what had changed nothing runs again. A change that had begun is never repeated: its host
    /// says whether it began; where it cannot say so, the verification tells what came of it.
    /// </summary>
    public static IReadOnlyList<JournalEntry> Recover(RunState state, DateTimeOffset now) =>
        [
            .. state
                .Steps.Where(step => step.Value.Status == StepStatus.Started)
                .Select(step => Recover(state, step.Key, step.Value, now)),
        ];

    static JournalEntry Recover(RunState state, string key, StepRecord step, DateTimeOffset now)
    {
        if (step.Ticket is not null && !state.IsClosing && now - step.BegunAt < ResumesWithin)
            return new ChangeInterrupted(key);
        if (step.ChangeBegun)
            return new StepEnded(
                key,
                Ok: false,
                Interrupted(step.Output),
                "the bot was interrupted while this ran: whether it happened is unknown, so it is not repeated"
            );
        var most = StepOf(state, key) is { Changes: true } ? MostDeathsOfAChange : MostDeaths;
        if (state.Deaths.GetValueOrDefault(key) + 1 < most)
            return new StepForgotten(key, Died: true);
        return new StepEnded(
            key,
            Ok: false,
            new() { ["quarantined"] = true },
            $"the bot's process ended {most} times while this ran: it is not retried automatically"
        );
    }

    static JsonObject Interrupted(JsonObject output)
    {
        var marked = output.DeepClone().AsObject();
        marked["interrupted"] = true;
        return marked;
    }

    /// <summary>Null when the runbook has no such step.</summary>
    public static Step? StepOf(RunState state, string key) => state.Runbook.Find(RunState.StepIdOf(key));
}
