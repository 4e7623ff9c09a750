using Microsoft.Data.Sqlite;

namespace ChatOps502.Bot.Storage;

/// <summary>The database cannot be used right now: one sentence that says why and what to do about it.</summary>
public sealed class StorageException(string message, Exception? inner = null) : Exception(message, inner)
{
    // https://www.sqlite.org/rescode.html
    const int Permission = 3,
        Busy = 5,
        Locked = 6,
        ReadOnly = 8,
        Io = 10,
        Corrupt = 11,
        Full = 13,
        CannotOpen = 14,
        NotADatabase = 26;

    /// <param name="file">The database, for the sentence.</param>
    public static StorageException Of(Exception e, string file) => new(Words(e, file), e);

    static string Words(Exception e, string file) =>
        e switch
        {
            SqliteException { SqliteErrorCode: Full } =>
                $"the disk of {file} is full: free some space, then it goes on by itself",
            SqliteException { SqliteErrorCode: ReadOnly or Permission } =>
                $"{file} may not be written: check its owner and mode, and those of its directory",
            SqliteException { SqliteErrorCode: Busy or Locked } =>
                $"{file} is locked by another program: end that program",
            SqliteException { SqliteErrorCode: Corrupt } =>
                $"{file} is damaged: stop the bot and restore a backup",
            SqliteException { SqliteErrorCode: NotADatabase } =>
                $"{file} is no database of this bot: Storage:ConnectionString names another file",
            SqliteException { SqliteErrorCode: CannotOpen } =>
                $"{file} cannot be opened: check Storage:ConnectionString and the directory's mode",
            SqliteException { SqliteErrorCode: Io } =>
                $"{file} cannot be read or written: the disk reports an error",
            UnauthorizedAccessException =>
                $"{file} may not be used by this user: check its owner and mode, and those of its directory",
            _ => $"{file} cannot be used: {e.Message}",
        };

    /// <summary>Whether the exception comes from the database file.</summary>
    public static bool IsStorage(Exception e) => e is SqliteException or StorageException;
}
