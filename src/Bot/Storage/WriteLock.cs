namespace ChatOps502.Bot.Storage;

/// <summary>One writer at a time; somebody outside who waits for an acknowledgement goes before our own work.</summary>
sealed class WriteLock
{
    readonly Lock _gate = new();
    readonly Queue<TaskCompletionSource> _urgent = new(),
        _ordinary = new();
    bool _taken;
    int _owner;

    public bool IsMine => _taken && _owner == Environment.CurrentManagedThreadId;

    /// <summary>Blocks until it is this thread's turn.</summary>
    public void Take(bool urgent)
    {
        TaskCompletionSource? turn = null;
        lock (_gate)
        {
            if (!_taken)
                _taken = true;
            else
                (urgent ? _urgent : _ordinary).Enqueue(turn = new());
        }
        turn?.Task.Wait();
        _owner = Environment.CurrentManagedThreadId;
    }

    public void Give()
    {
        lock (_gate)
        {
            _owner = 0;
            if (_urgent.TryDequeue(out var next) || _ordinary.TryDequeue(out next))
                next.SetResult();
            else
                _taken = false;
        }
    }
}
