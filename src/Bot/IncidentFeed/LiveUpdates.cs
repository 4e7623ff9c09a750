namespace ChatOps502.Bot.IncidentFeed;

/// <summary>Tells open pages that an incident changed.</summary>
public sealed class LiveUpdates
{
    public event Action<long>? OnChange;

    public void Changed(long incident) => OnChange?.Invoke(incident);
}
