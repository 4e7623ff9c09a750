namespace ChatOps502.Bot.Storage;

/// <summary>One writer at a time; somebody outside who waits for an acknowledgement goes before our own work.</summary>
sealed class WriteLock
{
    readonly Lock _gate = new();
    readonly Queue<TaskCompletionSource> _urgent = new();
    readonly Queue<TaskCompletionSource> _ordinary = new();
    bool _isTaken;

    /// <summary>Completes when it is the caller's turn, who then has to <see cref="Release"/> it.</summary>
    public async Task TakeAsync(bool urgent, CancellationToken cancel)
    {
        if (Enqueue(urgent ? _urgent : _ordinary) is not { } turn)
            return;
        using var giveUp = cancel.Register(() => turn.TrySetCanceled(cancel));
        await turn.Task;
    }

    /// <returns>Null when nobody has it.</returns>
    TaskCompletionSource? Enqueue(Queue<TaskCompletionSource> queue)
    {
        lock (_gate)
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return null;
            }
            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            queue.Enqueue(turn);
            return turn;
        }
    }

    /// <summary>The next in line gets it; who gave up meanwhile is passed over.</summary>
    public void Release()
    {
        lock (_gate)
        {
            while (_urgent.TryDequeue(out var next) || _ordinary.TryDequeue(out next))
            {
                if (next.TrySetResult())
                    return;
            }
            _isTaken = false;
        }
    }
}
