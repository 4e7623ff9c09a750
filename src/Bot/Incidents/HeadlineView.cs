using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.IncidentFeed;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Incidents;

/// <summary>The message at the top of the thread: redrawn once, when a transaction is about to commit.</summary>
public sealed class HeadlineView(IncidentStore incidents, ThreadStore threads, LiveUpdates live)
    : IIncidentView
{
    public void Show(Transaction unit, long incident, IncidentEvent happened) =>
        unit.BeforeCommit(
            (typeof(HeadlineView), incident),
            () =>
            {
                Draw(unit, incident);
                unit.AfterCommit(() => live.Changed(incident));
            }
        );

    public void Draw(Transaction unit, long incident) =>
        threads.Post(unit, incident, "headline", RootMessage.Of(incidents.Find(unit, incident)!));
}
