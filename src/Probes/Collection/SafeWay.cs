namespace ChatOps502.Probes.Collection;

/// <summary>
/// POSIX sh that answers whether a path can be reached by anybody's hands but ours: the function <c>safe PATH</c>.
/// </summary>
public static class SafeWay
{
    /// <summary>To be put before a script that runs, reads or writes as root.</summary>
    public static string Script { get; } = Embedded.Text("Collection/Shell/safe");
}
