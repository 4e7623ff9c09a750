using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatOps502.Bot.Storage;

/// <summary>Keeps the write-ahead log small: while readers overlap SQLite never begins it anew by itself.</summary>
/// <param name="file">The database.</param>
sealed class WriteAheadLog(string file) : IDisposable
{
    const long Most = 16 << 20;
    const int CommitsBetweenLooks = 64;

    // readers hold it for the length of one query, never while they wait for anything
    readonly ReaderWriterLockSlim _readers = new(LockRecursionPolicy.SupportsRecursion);
    int _commits;

    /// <summary>Runs a query; a checkpoint waits for its end.</summary>
    public T Read<T>(Func<T> query)
    {
        _readers.EnterReadLock();
        try
        {
            return query();
        }
        finally
        {
            _readers.ExitReadLock();
        }
    }

    /// <summary>
    /// To be called by the writer after a commit. That stands, whatever becomes of this: a later look tries again.
    /// </summary>
    public void Committed(SqliteConnection writer)
    {
        if (++_commits % CommitsBetweenLooks != 0 || !IsLong())
            return;
        _readers.EnterWriteLock();
        try
        {
            writer.Execute("pragma wal_checkpoint(truncate)");
        }
        catch (SqliteException)
        {
            // no room, or another program reads: what is in the log is safe there
        }
        finally
        {
            _readers.ExitWriteLock();
        }
    }

    bool IsLong() => new FileInfo(file + "-wal") is { Exists: true, Length: > Most };

    public void Dispose() => _readers.Dispose();
}
