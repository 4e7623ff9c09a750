using ChatOps502.Bot.Storage;
using ChatOps502.Bot.Timeline;

namespace ChatOps502.Bot.IncidentFeed;

/// <summary>The story: one line for everything that happened.</summary>
public sealed class TimelineView(TimelineStore timeline) : IIncidentView
{
    public void Show(Transaction unit, long incident, IncidentEvent happened) =>
        timeline.Append(
            unit,
            incident,
            happened.Kind,
            happened.By.Name,
            happened.By.Source,
            happened.Text,
            happened.Data
        );
}
