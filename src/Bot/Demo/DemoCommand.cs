using ChatOps502.Bot.CommandLine;
using ChatOps502.Bot.Hosting;
using ChatOps502.Runbooks.Library;

namespace ChatOps502.Bot.Demo;

/// <summary>demo: the whole loop on this machine. Real nginx, a real back end, a real fault, the real bot.</summary>
static class DemoCommand
{
    public static async Task<int> RunAsync(bool autoApprove, CancellationToken cancel)
    {
        DemoStage.SweepStale();
        if (!await DemoNginx.EnsureAsync(cancel))
            return 1;
        await using var stage = await DemoStage.BuildAsync(cancel);
        await using var app = BotHost.Build(stage.Settings, RunbookLibrary.Load("").Library);
        try
        {
            await app.StartAsync(cancel);
            return await new DemoStory(stage, autoApprove).TellAsync(cancel) ? 0 : 1;
        }
        catch (OperationCanceledException)
        {
            Terminal.Say("\nstopped; everything the demo made is taken away");
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
