using System.Collections.Concurrent;
using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Bot.Runs;

/// <summary>Keeps every open run moving: after a start, a decision, a wait, and after the bot itself was restarted.</summary>
public sealed partial class RunDriver(RunStore runs, IRunJournal journal, StepServices services, RunBells bells, ILogger<RunDriver> log) : BackgroundService
{
    readonly ConcurrentDictionary<string, Task> _busy = new();

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        foreach (var run in runs.Open()) Recover(run);
        try
        {
            await foreach (var run in bells.Queue.ReadAllAsync(stop)) Drive(run, stop);
        }
        catch (OperationCanceledException) { /* the bot stops */ }
        await Task.WhenAll(_busy.Values);
    }

    void Recover(RunHead run)
    {
        try
        {
            if (RunMachine.Recover(runs.Load(run.Id)) is { Count: > 0 } events) journal.Append(run.Id, events, [.. events.OfType<StepEnded>().Select(e => new Said(RunState.HostOf(e.Key), $"{RunState.StepIdOf(e.Key)}: {e.Error}", true))]);
            bells.Ring(run.Id);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogBroken(e, run.Id);      // one run that cannot be read must not keep the bot from starting
        }
    }

    void Drive(string run, CancellationToken stop)
    {
        foreach (var over in _busy.Where(b => b.Value.IsCompleted).ToList()) _busy.TryRemove(over);
        // one loop a run: a bell that rings while it works is heard by its nudge, or by the look after its end
        _busy.AddOrUpdate(run, _ => DriveAsync(run, stop), (_, last) => last.IsCompleted ? DriveAsync(run, stop) : AfterAsync(last, run, stop));
    }

    async Task AfterAsync(Task last, string run, CancellationToken stop)
    {
        await last;
        await DriveAsync(run, stop);
    }

    async Task DriveAsync(string run, CancellationToken stop)
    {
        try
        {
            await Task.Yield();
            await new RunLoop(journal, services).AdvanceAsync(run, bells.Of(run), stop);
            if (runs.Head(run) is not { Status: "Running" }) bells.Forget(run);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogBroken(e, run);
        }
    }

    [LoggerMessage(LogLevel.Error, "run {Run} stumbled; the next bell tries again")]
    partial void LogBroken(Exception e, string run);
}
