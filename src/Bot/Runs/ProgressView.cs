using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.IncidentFeed;
using ChatOps502.Bot.Messages;
using ChatOps502.Bot.Redaction;
using ChatOps502.Bot.Storage;
using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Bot.Runs;

/// <summary>One message a run, edited as the run goes on: how far it is, without a flood.</summary>
public sealed class ProgressView(ThreadStore threads) : IIncidentView
{
    const string Begin = "insert into run_progress (run_id, line) values (@run, @line)";
    const string Add = """
        insert into run_progress (run_id, line)
        select @run, @line
        where exists (select 1 from run_progress where run_id = @run)
        """;
    const string Lines = "select line from run_progress where run_id = @run order by id";

    public void Show(Transaction unit, long incident, IncidentEvent happened)
    {
        switch (happened)
        {
            // of a single step its result tells it all
            case RunStarted { Steps: > 1 } started:
                Keep(unit, Begin, started.Run, $"looking at {started.Run.Hosts}");
                Draw(unit, incident, started.Run, "under way", Tone.Checking);
                break;
            case RunOver { Status: RunStatus.Succeeded } over:
                Draw(unit, incident, over.Run, "done", Tone.Done);
                break;
            case RunOver over:
                Draw(unit, incident, over.Run, over.Status.ToString().ToLowerInvariant(), Tone.Failed);
                break;
            case RunStory { Progress: { } line } story:
                Keep(unit, Add, story.Run, line);
                Draw(unit, incident, story.Run, "under way", Tone.Checking);
                break;
        }
    }

    static void Keep(Transaction unit, string sql, RunHead run, string line) =>
        unit.Execute(sql, new { run = run.Id, line = Secrets.Mask(line) });

    void Draw(Transaction unit, long incident, RunHead run, string word, Tone tone)
    {
        var lines = unit.Query<string>(Lines, new { run = run.Id });
        if (lines.Count == 0)
            return;
        var head = $"{run.Title}: {word}";
        var message = ChatMessage.Of(
            $"{head}: {lines[^1]}.",
            new Heading(head, tone),
            new Bullets(lines)
        );
        threads.Post(unit, incident, "progress:" + run.Id, message);
    }
}
