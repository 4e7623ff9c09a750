using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.IncidentFeed;

/// <summary>Where features tell what happened in an incident.</summary>
public sealed class Feed(IEnumerable<IIncidentView> views)
{
    readonly IReadOnlyList<IIncidentView> _views = [.. views];

    public void Tell(Transaction unit, long incident, IncidentEvent happened)
    {
        foreach (var view in _views)
            view.Show(unit, incident, happened);
    }
}
