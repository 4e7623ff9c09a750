namespace ChatOps502.Runbooks.Model;

/// <summary>Names of the runbooks that ship with the bot; each is a file in Library.</summary>
public static class ShippedRunbooks
{
    /// <summary>Evidence and verdict; changes nothing.</summary>
    public const string Check = "check";

    /// <summary>The answer to High502Rate: check, verdict, approval, fix, verification.</summary>
    public const string Nginx502 = "nginx-502";

    /// <summary>Rolls a changed configuration file back.</summary>
    public const string Undo = "undo";

    /// <summary>Requests pages and reports whether they are served.</summary>
    public const string Verify = "verify";

    public static IReadOnlyList<string> All { get; } = [Check, Nginx502, Undo, Verify];
}
