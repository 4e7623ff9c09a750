using System.Collections.Concurrent;
using ChatOps502.Bot.Configuration;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Steps;

namespace ChatOps502.Bot.Runs;

/// <summary>
/// Keeps every open run moving: after a start, a decision, a wait, and after the bot itself was restarted.
/// </summary>
public sealed partial class RunDriver(
    RunStore runs,
    IRunJournal journal,
    StepServices services,
    RunWakeups bells,
    Settings settings,
    ILogger<RunDriver> log
) : BackgroundService
{
    readonly Lock _gate = new();
    readonly HashSet<string> _busy = [],
        _rung = [];
    readonly ConcurrentDictionary<string, Task> _loops = new();
    readonly ConcurrentDictionary<string, SemaphoreSlim> _hosts = new(StringComparer.OrdinalIgnoreCase);
    readonly SemaphoreSlim _turns = new(settings.Runs.AtOnce);

    /// <summary>However many alerts one host has, there is room for those of another.</summary>
    int OfOneHost { get; } = Math.Max(1, settings.Runs.AtOnce * 3 / 4);

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        foreach (var run in runs.Open())
            await RecoverAsync(run);
        try
        {
            await foreach (var run in bells.Queue.ReadAllAsync(stop))
                Drive(run, stop);
        }
        catch (OperationCanceledException)
        { /* the bot stops */
        }
        await Task.WhenAll(_loops.Values);
    }

    async Task RecoverAsync(RunHead run)
    {
        try
        {
            var state = runs.Load(run.Id);
            if (RunMachine.Recover(state, services.Clock.GetUtcNow()) is { Count: > 0 } events)
                await journal.AppendAsync(
                    run.Id,
                    events,
                    [.. events.Select(e => Told(state, e)).OfType<StepNote>()]
                );
            bells.Ring(run.Id);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogBroken(e, run.Id); // one run that cannot be read must not keep the bot from starting
        }
    }

    /// <summary>
    /// What people have to know of a step that a restart interrupted; null for one that just runs again.
    /// </summary>
    static StepNote? Told(RunState state, JournalEntry recovered) =>
        recovered switch
        {
            StepEnded e => new(RunState.HostOf(e.Key), $"{RunState.StepIdOf(e.Key)}: {e.Error}", true),
            ChangeInterrupted e => new(
                RunState.HostOf(e.Key),
                "the bot was restarted while what was approved was on its way: its host is asked whether it began",
                false
            ),
            StepForgotten f when RunMachine.StepOf(state, f.Key) is { Changes: true } => new(
                RunState.HostOf(f.Key),
                "the bot was restarted before what was approved began: it is taken up again",
                false
            ),
            _ => null,
        };

    /// <summary>
    /// One loop a run: a bell that rings while it works is heard by its signal, or by one more look at its end.
    /// </summary>
    void Drive(string run, CancellationToken stop)
    {
        lock (_gate)
        {
            _rung.Add(run);
            if (!_busy.Add(run))
                return;
        }
        _loops[run] = DriveAsync(run, stop);
    }

    async Task DriveAsync(string run, CancellationToken stop)
    {
        await Task.Yield();
        while (HasRung(run))
        {
            try
            {
                await AdvanceAsync(run, stop);
                if (runs.Head(run) is not { Status: RunStatus.Running })
                    bells.Forget(run);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogBroken(e, run);
            }
            catch (OperationCanceledException)
            {
                // the bot stops, and with it what still rings
            }
        }
    }

    /// <summary>Takes the bell; where there is none the loop is over, and the next bell begins another.</summary>
    bool HasRung(string run)
    {
        lock (_gate)
        {
            if (_rung.Remove(run))
                return true;
            _busy.Remove(run);
            _loops.TryRemove(run, out _);
            return false;
        }
    }

    public override void Dispose()
    {
        _turns.Dispose();
        base.Dispose();
    }

    async Task AdvanceAsync(string run, CancellationToken stop)
    {
        var host = _hosts.GetOrAdd(runs.Head(run)?.Targets.FirstOrDefault() ?? "", _ => new(OfOneHost));
        await host.WaitAsync(stop);
        try
        {
            await _turns.WaitAsync(stop);
            try
            {
                if (
                    await new RunLoop(journal, services, StepCatalog.RunAsync).AdvanceAsync(
                        run,
                        bells.Of(run),
                        stop
                    ) is
                    { } due
                )
                    _ = WakeAsync(run, due, stop);
            }
            finally
            {
                _turns.Release();
            }
        }
        finally
        {
            host.Release();
        }
    }

    async Task WakeAsync(string run, DateTimeOffset due, CancellationToken stop)
    {
        var left = due - services.Clock.GetUtcNow();
        await Task.WhenAny(Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, services.Clock, stop));
        if (!stop.IsCancellationRequested)
            bells.Ring(run);
    }

    [LoggerMessage(LogLevel.Error, "run {Run} failed unexpectedly; the next bell tries again")]
    partial void LogBroken(Exception e, string run);
}
