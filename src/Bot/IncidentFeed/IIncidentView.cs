using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.IncidentFeed;

/// <summary>One place where people see incidents: the timeline, the thread, the headline, a run's progress.</summary>
public interface IIncidentView
{
    /// <summary>Part of the transaction in which it happened.</summary>
    void Show(Transaction unit, long incident, IncidentEvent happened);
}
