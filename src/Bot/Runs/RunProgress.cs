using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Messages;
using ChatOps502.Bot.Storage;
using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Bot.Runs;

/// <summary>One message a run, edited as the run goes on: how far it is, without a flood.</summary>
public sealed class RunProgress(ThreadStore threads)
{
    public void Begin(
        Transaction unit,
        long incident,
        string run,
        string runbook,
        IReadOnlyList<string> targets
    ) =>
        Post(
            unit,
            incident,
            run,
            $"{runbook} on {string.Join(", ", targets)}: under way",
            "checking",
            [$"looking at {string.Join(", ", targets)}"]
        );

    public void Add(Transaction unit, long incident, RunHead run, string line)
    {
        if (threads.Find(unit, incident, Key(run.Id)) is { Blocks: [Heading head, Bullets done] })
            Post(unit, incident, run.Id, head.Text, head.Mood, [.. done.Items, line]);
    }

    public void End(Transaction unit, long incident, RunHead run, RunStatus status)
    {
        if (threads.Find(unit, incident, Key(run.Id)) is not { Blocks: [Heading, Bullets done] })
            return;
        var (word, mood) =
            status == RunStatus.Succeeded
                ? ("done", "done")
                : (status.ToString().ToLowerInvariant(), "failed");
        Post(
            unit,
            incident,
            run.Id,
            $"{run.Runbook} on {string.Join(", ", run.Targets)}: {word}",
            mood,
            done.Items
        );
    }

    void Post(
        Transaction unit,
        long incident,
        string run,
        string head,
        string mood,
        IReadOnlyList<string> lines
    ) =>
        threads.Post(
            unit,
            incident,
            Key(run),
            ChatMessage.Of($"{head}: {lines[^1]}.", new Heading(head, mood), new Bullets(lines))
        );

    static string Key(string run) => "progress:" + run;
}
