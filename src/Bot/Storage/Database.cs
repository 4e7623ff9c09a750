using System.Data;
using Dapper;
using DbUp;
using Microsoft.Data.Sqlite;

namespace ChatOps502.Bot.Storage;

/// <summary>The SQLite file: one writer at a time, readers beside it (WAL).</summary>
/// <remarks>SQLite has no asynchronous calls underneath, and a transaction here takes about a millisecond: what is
/// waited for is one's turn to write.</remarks>
public sealed class Database : IReader, IDisposable
{
    const int SecondsForALock = 10;
    readonly WriteLock _turn = new();
    readonly DatabaseFile _file;
    readonly WriteAheadLog _log;
    readonly string _connectionString;
    SqliteConnection _writer;

    /// <exception cref="StorageException">It cannot be used, in one sentence.</exception>
    public Database(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString)
        {
            ForeignKeys = true,
            Pooling = true,
            DefaultTimeout = SecondsForALock,
            Mode = SqliteOpenMode.ReadWrite,
        };
        _connectionString = builder.ToString();
        _file = new(builder.DataSource);
        _log = new(builder.DataSource);
        _writer = OpenAll();
    }

    public string FilePath => _file.Path;

    /// <summary>
    /// Runs the body in one transaction; whatever it throws rolls everything back. The body gets the transaction and
    /// hands it on: a second write in it would wait for the first.
    /// </summary>
    /// <param name="urgent">Somebody outside waits for it: it goes before what else waits.</param>
    /// <param name="cancel">Gives up the place in the queue; a body that has begun goes on to its end.</param>
    /// <exception cref="StorageException">Nothing was written, in one sentence.</exception>
    public async Task<T> WriteAsync<T>(
        Func<Transaction, T> body,
        bool urgent = false,
        CancellationToken cancel = default
    )
    {
        await _turn.TakeAsync(urgent, cancel);
        Transaction unit;
        T result;
        try
        {
            (unit, result) = Commit(body);
        }
        catch (SqliteException e)
        {
            throw StorageException.Of(e, _file.Path);
        }
        finally
        {
            _turn.Release();
        }
        unit.Committed();
        return result;
    }

    (Transaction Unit, T Result) Commit<T>(Func<Transaction, T> body)
    {
        if (_file.IsGone)
            Restore();
        using var transaction = _writer.BeginTransaction(IsolationLevel.Serializable, deferred: false);
        var unit = new Transaction(_writer, transaction);
        var result = body(unit);
        unit.Finish();
        transaction.Commit();
        transaction.Dispose();
        _log.Committed(_writer);
        return (unit, result);
    }

    public Task WriteAsync(
        Action<Transaction> body,
        bool urgent = false,
        CancellationToken cancel = default
    ) =>
        WriteAsync(
            unit =>
            {
                body(unit);
                return true;
            },
            urgent,
            cancel
        );

    public List<T> Query<T>(string sql, object? args = null) => Read(c => c.Query<T>(sql, args).AsList());

    public T? First<T>(string sql, object? args = null) => Read(c => c.QueryFirstOrDefault<T>(sql, args));

    /// <summary>A whole copy, while everything goes on.</summary>
    /// <param name="path">Must not exist yet.</param>
    public void Backup(string path) => Read(c => c.Execute("vacuum into @path", new { path }));

    T Read<T>(Func<SqliteConnection, T> query)
    {
        try
        {
            return _log.Read(() =>
            {
                using var connection = Open();
                return query(connection);
            });
        }
        catch (SqliteException e)
        {
            throw StorageException.Of(e, _file.Path);
        }
    }

    SqliteConnection OpenAll()
    {
        try
        {
            _file.Prepare();
            var writer = Open();
            // full: an answered alert survives a power cut, too
            writer.Execute("pragma journal_mode = wal; pragma synchronous = full;");
            _file.Opened();
            Migrate();
            return writer;
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw StorageException.Of(e, _file.Path);
        }
    }

    /// <summary>
    /// Somebody deleted the file under us. All of it is still readable through what is open, so it is written anew.
    /// </summary>
    void Restore()
    {
        if (File.Exists(_file.Path))
            throw new StorageException(
                $"{_file.Path} was replaced while the bot runs: stop the bot, put the right file in its place, "
                    + "start it again"
            );
        foreach (var rest in new[] { "-wal", "-shm" })
            File.Delete(_file.Path + rest);
        var anew = _file.Path + ".anew";
        File.Delete(anew);
        _writer.Execute("vacuum into @anew", new { anew });
        File.SetUnixFileMode(anew, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Move(anew, _file.Path); // a disk that fills up meanwhile leaves no half database behind
        _writer.Dispose();
        SqliteConnection.ClearAllPools();
        _writer = OpenAll();
    }

    SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        return connection;
    }

    void Migrate()
    {
        var upgrade = DeployChanges
            .To.SqliteDatabase(_connectionString)
            .WithScriptsEmbeddedInAssembly(typeof(Database).Assembly, n => n.EndsWith(".sql"))
            .WithTransactionPerScript()
            .LogToNowhere()
            .Build();
        var known = upgrade.GetDiscoveredScripts().Select(s => s.Name).ToHashSet();
        if (upgrade.GetExecutedScripts().Find(s => !known.Contains(s)) is { } newer)
            throw new StorageException(
                $"{_file.Path} was written by a newer version of the bot ({newer}): start that version, or "
                    + "restore a backup"
            );
        var result = upgrade.PerformUpgrade();
        if (result.Successful)
            return;
        if (result.Error is SqliteException e)
            throw StorageException.Of(e, _file.Path);
        throw new StorageException(
            $"{_file.Path} cannot be brought up to date at {result.ErrorScript?.Name}: {result.Error.Message}",
            result.Error
        );
    }

    public void Dispose()
    {
        _writer.Dispose();
        _log.Dispose();
        SqliteConnection.ClearPool(new SqliteConnection(_connectionString));
    }
}
