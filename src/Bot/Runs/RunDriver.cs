using System.Collections.Concurrent;
using ChatOps502.Bot.Configuration;
using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Bot.Runs;

/// <summary>Keeps every open run moving: after a start, a decision, a wait, and after the bot itself was restarted.</summary>
public sealed partial class RunDriver(RunStore runs, IRunJournal journal, StepServices services, RunBells bells, Settings settings, ILogger<RunDriver> log) : BackgroundService
{
    readonly ConcurrentDictionary<string, Task> _busy = new();
    readonly ConcurrentDictionary<string, bool> _rung = new();
    readonly SemaphoreSlim _turns = new(settings.Runs.AtOnce);

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
            var state = runs.Load(run.Id);
            if (RunMachine.Recover(state) is { Count: > 0 } events) journal.Append(run.Id, events, [.. events.Select(e => Told(state, e)).OfType<Said>()]);
            bells.Ring(run.Id);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogBroken(e, run.Id);      // one run that cannot be read must not keep the bot from starting
        }
    }

    /// <summary>What people have to know of a step that a restart interrupted; null for one that just runs again.</summary>
    static Said? Told(RunState state, RunEvent recovered) => recovered switch
    {
        StepEnded e => new(RunState.HostOf(e.Key), $"{RunState.StepIdOf(e.Key)}: {e.Error}", true),
        StepForgotten f when RunMachine.StepOf(state, f.Key) is { Changes: true } => new(RunState.HostOf(f.Key), "the bot was restarted before what was approved began: it is taken up again", false),
        _ => null,
    };

    void Drive(string run, CancellationToken stop)
    {
        foreach (var over in _busy.Where(b => b.Value.IsCompleted).ToList()) _busy.TryRemove(over);
        // one loop a run: a bell that rings while it works is heard by its nudge, or by one more look at its end
        _rung[run] = true;
        if (_busy.TryGetValue(run, out var last) && !last.IsCompleted) return;
        _busy[run] = DriveAsync(run, stop);
    }

    async Task DriveAsync(string run, CancellationToken stop)
    {
        try
        {
            await Task.Yield();
            while (_rung.TryRemove(run, out _)) await AdvanceAsync(run, stop);
            if (runs.Head(run) is not { Status: "Running" }) bells.Forget(run);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogBroken(e, run);
        }
    }

    public override void Dispose()
    {
        _turns.Dispose();
        base.Dispose();
    }

    async Task AdvanceAsync(string run, CancellationToken stop)
    {
        await _turns.WaitAsync(stop);
        try
        {
            if (await new RunLoop(journal, services).AdvanceAsync(run, bells.Of(run), stop) is { } due) _ = WakeAsync(run, due, stop);
        }
        finally
        {
            _turns.Release();
        }
    }

    async Task WakeAsync(string run, DateTimeOffset due, CancellationToken stop)
    {
        var left = due - services.Clock.GetUtcNow();
        await Task.WhenAny(Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, services.Clock, stop));
        if (!stop.IsCancellationRequested) bells.Ring(run);
    }

    [LoggerMessage(LogLevel.Error, "run {Run} stumbled; the next bell tries again")]
    partial void LogBroken(Exception e, string run);
}
