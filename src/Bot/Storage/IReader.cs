namespace ChatOps502.Bot.Storage;

/// <summary>Where rows are read: the database as it was committed, or a transaction with what it has written.</summary>
public interface IReader
{
    List<T> Query<T>(string sql, object? args = null);

    /// <summary>The first row; the type's default when there is none.</summary>
    T? First<T>(string sql, object? args = null);
}
