using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatOps502.Bot.Storage;

/// <summary>One transaction: handed from whoever opened it to everybody whose work is to commit with it.</summary>
public sealed class Transaction(SqliteConnection connection, SqliteTransaction transaction) : IReader
{
    readonly Dictionary<object, Action> _before = [];
    readonly List<Action> _after = [];

    /// <summary>Happens once, however often it is asked for: last thing before the commit, and part of it.</summary>
    /// <param name="what">What makes two of them the same.</param>
    public void BeforeCommit(object what, Action action) => _before[what] = action;

    /// <summary>Happens only if it commits.</summary>
    public void AfterCommit(Action action) => _after.Add(action);

    internal void Finish()
    {
        while (_before.Count > 0)
        {
            var (what, action) = _before.First();
            _before.Remove(what);
            action();
        }
    }

    /// <summary>One that fails keeps none of the others from happening.</summary>
    internal void Committed()
    {
        List<Exception> failed = [];
        foreach (var action in _after)
        {
            try
            {
                action();
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                failed.Add(e);
            }
        }
        if (failed.Count > 0)
            throw new AggregateException(failed);
    }

    public int Execute(string sql, object? args = null) => connection.Execute(sql, args, transaction);

    public T Scalar<T>(string sql, object? args = null) =>
        connection.ExecuteScalar<T>(sql, args, transaction)!;

    public T? First<T>(string sql, object? args = null) =>
        connection.QueryFirstOrDefault<T>(sql, args, transaction);

    public List<T> Query<T>(string sql, object? args = null) =>
        connection.Query<T>(sql, args, transaction).AsList();
}
