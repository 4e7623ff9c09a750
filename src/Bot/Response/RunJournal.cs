using ChatOps502.Bot.Runs;
using ChatOps502.Bot.Storage;
using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Bot.Response;

/// <summary>Keeps a run's entries and lets the narrator tell the story, in one transaction.</summary>
public sealed class RunJournal(Database database, RunStore runs, RunNarrator narrator, TimeProvider clock)
    : IRunJournal
{
    public RunState Load(string runId)
    {
        try
        {
            return runs.Load(runId);
        }
        catch (StorageException e)
        {
            throw new JournalException(e.Message, e);
        }
    }

    public async Task AppendAsync(
        string runId,
        IReadOnlyList<JournalEntry> entries,
        IReadOnlyList<RunEvent> events
    )
    {
        try
        {
            var head = runs.Head(runId)!;
            await database.WriteAsync(unit => Append(unit, head, entries, events));
        }
        catch (StorageException e)
        {
            throw new JournalException(e.Message, e);
        }
    }

    /// <returns>False when the run is over: what it read is of no use any more.</returns>
    bool Append(
        Transaction unit,
        RunHead run,
        IReadOnlyList<JournalEntry> entries,
        IReadOnlyList<RunEvent> events
    )
    {
        var isRunning = RunStore.IsRunning(unit, run.Id);
        if (entries.OfType<ChangeBegun>().Any() && (!isRunning || runs.Load(unit, run.Id).IsClosing))
            throw new InvalidOperationException("the run was cancelled before this began");
        if (!isRunning)
            return false;
        foreach (var entry in entries)
            runs.Append(unit, run.Id, entry, clock.GetUtcNow());
        foreach (var told in events)
            narrator.Tell(unit, run, told);
        foreach (var end in entries.OfType<RunEnded>())
            narrator.Ended(unit, run, end.Status);
        return true;
    }
}
