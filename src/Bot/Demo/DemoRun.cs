using ChatOps502.Bot.CommandLine;
using ChatOps502.Bot.Configuration;

namespace ChatOps502.Bot.Demo;

/// <summary>The whole loop on this machine. Real nginx, a real back end, a real fault, the real bot.</summary>
static class DemoRun
{
    /// <param name="build">Puts the bot together that the demo runs.</param>
    public static async Task<int> RunAsync(
        bool autoApprove,
        Func<Settings, WebApplication> build,
        CancellationToken cancel
    )
    {
        DemoEnvironment.SweepStale();
        if (!await DemoNginx.EnsureAsync(cancel))
            return 1;
        await using var stage = await DemoEnvironment.BuildAsync(cancel);
        await using var app = build(stage.Settings);
        try
        {
            await app.StartAsync(cancel);
            return await new DemoScript(stage, autoApprove).TellAsync(cancel) ? 0 : 1;
        }
        catch (OperationCanceledException)
        {
            Terminal.Say("\nstopped; the demo has cleaned up after itself");
            return 1;
        }
        catch (DemoException e)
        {
            Terminal.Say("the demo cannot go on: " + e.Message);
            return 1;
        }
        finally
        {
            await app.StopAsync(CancellationToken.None);
        }
    }
}

/// <summary>Something the person at the terminal has to hear.</summary>
sealed class DemoException(string message) : Exception(message);
