using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.IncidentFeed;

/// <summary>The incident's thread in every chat.</summary>
public sealed class ThreadView(ThreadStore threads) : IIncidentView
{
    public void Show(Transaction unit, long incident, IncidentEvent happened)
    {
        foreach (var post in happened.Posts)
            threads.Post(unit, incident, post.Key, post.Message);
    }
}
