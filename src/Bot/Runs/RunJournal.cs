using ChatOps502.Bot.Storage;
using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Bot.Runs;

/// <summary>Keeps a run's events and lets the narrator tell the story, in one transaction.</summary>
public sealed class RunJournal(Database database, RunStore runs, RunNarrator narrator, TimeProvider clock) : IRunJournal
{
    public RunState Load(string runId) => runs.Load(runId);

    public void Append(string runId, IReadOnlyList<RunEvent> events, IReadOnlyList<Happening> happenings)
    {
        var head = runs.Head(runId)!;
        database.Write(unit =>
        {
            if (!RunStore.IsRunning(unit, runId))
            {
                // cancelled meanwhile: what it read is of no use, and what it was about to change must not begin
                if (events.OfType<ChangeBegun>().Any()) throw new InvalidOperationException("the run was cancelled before this began");
                return;
            }
            foreach (var e in events) runs.Append(unit, runId, e, clock.GetUtcNow());
            foreach (var happening in happenings) narrator.Tell(unit, head, happening);
            foreach (var end in events.OfType<RunEnded>()) narrator.Ended(unit, head, end.Status);
        });
    }
}
