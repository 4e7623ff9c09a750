using ChatOps502.Runbooks.Model;

namespace ChatOps502.Runbooks.Engine;

/// <summary>How far a step, or a list of steps, has come.</summary>
enum Progress
{
    Open,
    Done,
    Failed,
}

/// <summary>One walk through a run's steps: collects what can begin now, and says how far all of it has come.</summary>
sealed class Walk(RunState state, DateTimeOffset now, List<Move> moves)
{
    /// <param name="host">The host of the surrounding each-host group; null outside of one.</param>
    public Progress Through(IReadOnlyList<Step> steps, string? host)
    {
        var values = new RunValues(state, host);
        foreach (var step in steps)
        {
            if (step.Common.When is { } when && !when.Holds(values.Find))
                continue;
            var progress = Through(step, values);
            if (progress == Progress.Failed && step.Common.OnFailure == OnFailure.Continue)
                continue;
            if (progress != Progress.Done)
                return progress;
        }
        return Progress.Done;
    }

    Progress Through(Step step, RunValues values) =>
        step switch
        {
            ParallelStep parallel => All([
                .. parallel.Steps.Select(child => Through([child], values.Host)),
            ]),
            EachHostStep each => EachHost(each),
            BranchStep branch => Through(
                branch.If.Holds(values.Find) ? branch.Then : branch.Else,
                values.Host
            ),
            _ => Leaf(step, values.Host),
        };

    Progress EachHost(EachHostStep each)
    {
        var all = new List<Progress>();
        foreach (var host in state.Targets)
        {
            all.Add(Through(each.Steps, host));
            if (each.OneByOne && all[^1] != Progress.Done)
                break; // a failure stops the rest: never break the next host too
        }
        return All(all);
    }

    static Progress All(List<Progress> parts)
    {
        if (parts.Contains(Progress.Open))
            return Progress.Open;
        return parts.Contains(Progress.Failed) ? Progress.Failed : Progress.Done;
    }

    Progress Leaf(Step step, string? host)
    {
        var key = RunState.Key(step.Id, host);
        if (state.Steps.GetValueOrDefault(key) is not { } record)
            return Begin(step, host, key);
        switch (record.Status)
        {
            case StepStatus.Succeeded:
                return Progress.Done;
            case StepStatus.Waiting when record.DueAt <= now:
                moves.Add(new EndWait(key));
                return Progress.Open;
            case StepStatus.Interrupted:
                moves.Add(new StartStep(step, host, key, record.Attempt));
                return Progress.Open;
            case StepStatus.Failed when IsRetried(step, record):
                moves.Add(new StartStep(step, host, key, record.Attempt + 1));
                return Progress.Open;
            case StepStatus.Failed:
                return Progress.Failed;
            default:
                return Progress.Open;
        }
    }

    Progress Begin(Step step, string? host, string key)
    {
        if (state.IsClosing && (step.Changes || step.AsksForApproval))
            return Progress.Failed;
        moves.Add(new StartStep(step, host, key, Attempt: 1));
        return Progress.Open;
    }

    /// <summary>A change is never repeated automatically.</summary>
    static bool IsRetried(Step step, StepRecord failed) =>
        failed.Attempt <= step.Common.Retries && !step.Changes;
}
