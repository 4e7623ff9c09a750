using System.Text.Json.Nodes;
using ChatOps502.Runbooks.Definition;
using ChatOps502.Runbooks.Steps;

namespace ChatOps502.Runbooks.Engine;

/// <summary>What the machine wants done next.</summary>
public abstract record Move;

/// <param name="Host">The host of an each-host group; null outside of one.</param>
public sealed record StartStep(Step Step, string? Host, string Key, int Attempt) : Move;

/// <summary>A wait is over.</summary>
public sealed record EndWait(string Key) : Move;

public sealed record EndRun(RunStatus Status) : Move;

/// <summary>
/// The state machine of a run: pure functions from stored events to a state, and from a state to the next moves.
/// </summary>
public static class RunMachine
{
    public static RunState Apply(RunState state, RunEvent e) =>
        e switch
        {
            StepStarted s => state with
            {
                Steps = state.Steps.SetItem(s.Key, new(StepStatus.Started, s.Attempt, [], null, null)),
            },
            StepWaits s => state with
            {
                Steps = state.Steps.SetItem(
                    s.Key,
                    state.Steps[s.Key] with
                    {
                        Status = StepStatus.Waiting,
                        Output = s.Output,
                        DueAt = s.DueAt,
                    }
                ),
            },
            StepEnded s => state with
            {
                Steps = state.Steps.SetItem(
                    s.Key,
                    state.Steps[s.Key] with
                    {
                        Status = s.Ok ? StepStatus.Succeeded : StepStatus.Failed,
                        Output = s.Output,
                        Error = s.Error,
                        DueAt = null,
                    }
                ),
            },
            ChangeBegun s => state with
            {
                Steps = state.Steps.SetItem(s.Key, state.Steps[s.Key] with { ChangeBegun = true, Output = s.Output }),
            },
            StepForgotten s => Forget(state, s),
            RunCloses => state with { IsClosing = true },
            RunEnded r => state with { Status = r.Status },
            _ => state,
        };

    /// <summary>Everything that can begin now. Empty: something runs or waits, or the run has ended.</summary>
    public static IReadOnlyList<Move> Next(RunState state, DateTimeOffset now)
    {
        if (state.Status != RunStatus.Running)
            return [];
        var moves = new List<Move>();
        var progress = Walk(state, state.Runbook.Steps, null, now, moves);
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
    /// A step during which the bot's process ended this often is not tried again: it may be what ends it.
    /// </summary>
    const int MostDeaths = 2;

    static RunState Forget(RunState state, StepForgotten forgotten)
    {
        var left = state with { Steps = state.Steps.Remove(forgotten.Key) };
        if (!forgotten.Died)
            return left;
        return left with
        {
            Deaths = state.Deaths.SetItem(forgotten.Key, state.Deaths.GetValueOrDefault(forgotten.Key) + 1),
        };
    }

    /// <summary>
    /// After the bot died: what had changed nothing runs again, a change that had begun is never repeated; whether it
    /// happened is for the verification to say.
    /// </summary>
    public static IReadOnlyList<RunEvent> Recover(RunState state) =>
        [.. state.Steps.Where(s => s.Value.Status == StepStatus.Started).Select(s => Recover(state, s.Key, s.Value))];

    static RunEvent Recover(RunState state, string key, StepRecord step)
    {
        if (step.ChangeBegun)
            return new StepEnded(
                key,
                false,
                Interrupted(step.Output),
                "the bot was interrupted while this ran: whether it happened is unknown; it is not repeated"
            );
        if (state.Deaths.GetValueOrDefault(key) + 1 < MostDeaths)
            return new StepForgotten(key, Died: true);
        return new StepEnded(
            key,
            false,
            new() { ["quarantined"] = true },
            $"the bot's process ended {MostDeaths} times while this ran: it is not tried again by itself"
        );
    }

    static JsonObject Interrupted(JsonObject output)
    {
        var marked = output.DeepClone().AsObject();
        marked["interrupted"] = true;
        return marked;
    }

    public static Step? StepOf(RunState state, string key) =>
        state.Runbook.AllSteps.FirstOrDefault(s => s.Id == RunState.StepIdOf(key));

    enum Progress
    {
        Open,
        Done,
        Failed,
    }

    static Progress Walk(RunState state, IReadOnlyList<Step> steps, string? host, DateTimeOffset now, List<Move> moves)
    {
        foreach (var step in steps)
        {
            if (step.Common.When is { } when && !when.Holds(p => state.Resolve(p, host)))
                continue;
            var progress = step switch
            {
                ParallelStep => All(step.Children.Select(c => Walk(state, [c], host, now, moves)).ToList()),
                EachHostStep each => EachHost(state, each, now, moves),
                BranchStep branch => Walk(
                    state,
                    branch.If.Holds(p => state.Resolve(p, host)) ? branch.Then : branch.Else,
                    host,
                    now,
                    moves
                ),
                _ => Leaf(state, step, host, now, moves),
            };
            if (progress == Progress.Failed && step.Common.OnFailure == OnFailure.Continue)
                progress = Progress.Done;
            if (progress != Progress.Done)
                return progress;
        }
        return Progress.Done;
    }

    static Progress EachHost(RunState state, EachHostStep each, DateTimeOffset now, List<Move> moves)
    {
        var all = new List<Progress>();
        foreach (var host in state.Targets)
        {
            all.Add(Walk(state, each.Children, host, now, moves));
            if (each.OneByOne && all[^1] != Progress.Done)
                break; // a failure stops the rest: never break the next host too
        }
        return All(all);
    }

    static Progress All(List<Progress> parts) =>
        parts.Contains(Progress.Open) ? Progress.Open
        : parts.Contains(Progress.Failed) ? Progress.Failed
        : Progress.Done;

    static Progress Leaf(RunState state, Step step, string? host, DateTimeOffset now, List<Move> moves)
    {
        var key = RunState.Key(step.Id, host);
        switch (state.Steps.GetValueOrDefault(key))
        {
            case null when state.IsClosing && (step.Changes || step is ApprovalStep):
                return Progress.Failed;
            case null:
                moves.Add(new StartStep(step, host, key, 1));
                return Progress.Open;
            case { Status: StepStatus.Succeeded }:
                return Progress.Done;
            case { Status: StepStatus.Waiting, DueAt: { } due } when due <= now:
                moves.Add(new EndWait(key));
                return Progress.Open;
            case { Status: StepStatus.Failed } failed when failed.Attempt <= step.Common.Retries && !step.Changes:
                moves.Add(new StartStep(step, host, key, failed.Attempt + 1));
                return Progress.Open;
            case { Status: StepStatus.Failed }:
                return Progress.Failed;
            default:
                return Progress.Open;
        }
    }
}
