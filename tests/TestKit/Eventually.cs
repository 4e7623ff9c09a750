using Xunit;

namespace ChatOps502.TestKit;

/// <summary>Waits for a condition, never for a time.</summary>
public static class Eventually
{
    public static async Task TrueAsync(
        Func<Task<bool>> condition,
        string what,
        TimeSpan? patience = null,
        Func<string>? context = null
    )
    {
        var clock = TimeProvider.System;
        var begun = clock.GetTimestamp();
        while (!await condition())
        {
            if (clock.GetElapsedTime(begun) > (patience ?? TimeSpan.FromSeconds(20)))
                Assert.Fail($"waited in vain until {what}\n{context?.Invoke()}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), clock);
        }
    }

    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan? patience = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, patience);
}
