using System.Data;
using Dapper;
using DbUp;
using Microsoft.Data.Sqlite;

namespace ChatOps502.Bot.Storage;

/// <summary>One transaction. What is queued with <see cref="AfterCommit"/> happens only if it commits.</summary>
public sealed class Unit(SqliteConnection connection, SqliteTransaction transaction)
{
    readonly List<Action> _after = [];

    public SqliteConnection Connection => connection;

    public SqliteTransaction Transaction => transaction;

    public void AfterCommit(Action action) => _after.Add(action);

    /// <summary>One that fails keeps none of the others from happening.</summary>
    internal void Committed()
    {
        List<Exception> failed = [];
        foreach (var action in _after)
        {
            try { action(); }
            catch (Exception e) when (e is not OutOfMemoryException) { failed.Add(e); }
        }
        if (failed.Count > 0) throw new AggregateException(failed);
    }

    public int Execute(string sql, object? args = null) => connection.Execute(sql, args, transaction);

    public T Scalar<T>(string sql, object? args = null) => connection.ExecuteScalar<T>(sql, args, transaction)!;

    public List<T> Query<T>(string sql, object? args = null) => connection.Query<T>(sql, args, transaction).AsList();
}

/// <summary>The SQLite file: one writer at a time, readers beside it (WAL).</summary>
/// <remarks>SQLite has no asynchronous calls underneath, and a transaction here takes about a millisecond: the methods are honestly synchronous.</remarks>
public sealed class Database : IDisposable
{
    readonly WriterTurn _turn = new();
    readonly string _connectionString;
    readonly SqliteConnection _writer;
    Unit? _open;

    public Database(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString) { ForeignKeys = true, Pooling = true, DefaultTimeout = 10 };
        if (Path.GetDirectoryName(Path.GetFullPath(builder.DataSource)) is { } directory) Directory.CreateDirectory(directory);
        _connectionString = builder.ToString();
        if (!File.Exists(builder.DataSource)) File.Open(builder.DataSource, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }).Dispose();
        _writer = Open();
        // full: an answered alert survives a power cut, too
        _writer.Execute("pragma journal_mode = wal; pragma synchronous = full;");
        Migrate();
    }

    /// <summary>Runs the body in one transaction; whatever it throws rolls everything back. Inside of another Write it joins that one's.</summary>
    /// <param name="urgent">Somebody outside waits for it: it goes before what else waits.</param>
    public T Write<T>(Func<Unit, T> body, bool urgent = false)
    {
        if (_turn.IsMine) return body(_open!);
        Unit unit;
        T result;
        _turn.Take(urgent);
        try
        {
            using var transaction = _writer.BeginTransaction(IsolationLevel.Serializable, deferred: false);
            _open = unit = new(_writer, transaction);
            result = body(unit);
            transaction.Commit();
        }
        finally
        {
            _turn.Give();
        }
        unit.Committed();
        return result;
    }

    public void Write(Action<Unit> body) => Write(unit => { body(unit); return true; });

    public List<T> Query<T>(string sql, object? args = null)
    {
        using var connection = Open();
        return connection.Query<T>(sql, args).AsList();
    }

    public T? First<T>(string sql, object? args = null)
    {
        using var connection = Open();
        return connection.QueryFirstOrDefault<T>(sql, args);
    }

    SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        return connection;
    }

    void Migrate()
    {
        var result = DeployChanges.To.SqliteDatabase(_connectionString).WithScriptsEmbeddedInAssembly(typeof(Database).Assembly, n => n.EndsWith(".sql", StringComparison.Ordinal)).WithTransactionPerScript().LogToNowhere().Build().PerformUpgrade();
        if (!result.Successful) throw new InvalidOperationException($"the database cannot be brought up to date at {result.ErrorScript?.Name}: {result.Error.Message}", result.Error);
    }

    public void Dispose()
    {
        _writer.Dispose();
        SqliteConnection.ClearPool(new SqliteConnection(_connectionString));
    }
}
