namespace ChatOps502.TestKit.Slack;

/// <summary>What the fake Slack does to one call instead of answering it.</summary>
public enum SlackFault
{
    None,

    /// <summary>429 with Retry-After: 1.</summary>
    RateLimited,

    /// <summary>503 with an HTML page; nothing was done.</summary>
    Unavailable,

    /// <summary>500, although it was done.</summary>
    DoneButFailed,

    /// <summary>The connection is cut before anything was done.</summary>
    Cut,

    /// <summary>The connection is cut after it was done: nobody can tell from outside.</summary>
    DoneButCut,
}
