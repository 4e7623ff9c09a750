using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Api;

/// <summary>Whether an alert that comes now would be kept: a byte is written to find out.</summary>
public sealed class Readiness(Database database, TimeProvider clock)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    readonly Lock _lock = new();
    Task<string?> _last = Task.FromResult<string?>("not looked yet");

    /// <returns>Null when it is ready; else why not, in a sentence.</returns>
    public async Task<string?> ProblemAsync()
    {
        var look = Look();
        await Task.WhenAny(look, Task.Delay(Patience, clock));
        return look.IsCompleted
            ? await look
            : $"{database.FilePath} has not taken a write for {Patience.TotalSeconds:0} s";
    }

    /// <summary>Who asks while somebody looks gets that answer.</summary>
    Task<string?> Look()
    {
        lock (_lock)
            return _last.IsCompleted ? _last = WriteAsync() : _last;
    }

    async Task<string?> WriteAsync()
    {
        try
        {
            await database.WriteAsync(
                u =>
                    u.Execute(
                        "update heartbeat set at = @at where id = 1",
                        new { at = Column.Time(clock.GetUtcNow()) }
                    ),
                urgent: true
            );
            return null;
        }
        catch (StorageException e)
        {
            return e.Message;
        }
    }
}
