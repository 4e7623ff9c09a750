namespace ChatOps502.Bot.Storage;

/// <summary>One bot on one database: a second would take the first one's running steps for interrupted.</summary>
sealed class OneBot : IDisposable
{
    readonly FileStream _lock;

    OneBot(FileStream held) => _lock = held;

    /// <returns>Null when another bot runs on this database. The lock goes with the process, whatever ends
    /// it.</returns>
    public static OneBot? Claim(string database)
    {
        try
        {
            return new(
                new(
                    database + ".lock",
                    new FileStreamOptions
                    {
                        Mode = FileMode.OpenOrCreate,
                        Access = FileAccess.ReadWrite,
                        Share = FileShare.None,
                        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                    }
                )
            );
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => _lock.Dispose();
}
