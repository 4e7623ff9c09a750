namespace ChatOps502.Bot.CommandLine;

static class ExitCodes
{
    public const int Good = 0;

    /// <summary>A cause was found, a check failed, something is missing.</summary>
    public const int Found = 1;

    /// <summary>Bad usage or configuration.</summary>
    public const int Usage = 2;

    /// <summary>Some target could not be fully read.</summary>
    public const int Incomplete = 3;

    /// <summary>A fault of the program itself (EX_SOFTWARE).</summary>
    public const int Crash = 70;
}
