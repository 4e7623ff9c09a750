namespace ChatOps502.Bot.Access;

/// <summary>How much one person may say at once.</summary>
public static class Limits
{
    /// <summary>Characters of a note or a pasted text.</summary>
    public const int Text = 100_000;

    /// <summary>Characters of the reason of a decision or a silence.</summary>
    public const int Reason = 20_000;

    /// <summary>Commands in a row, and how many more each second.</summary>
    public const int Burst = 300,
        PerSecond = 5;
}
