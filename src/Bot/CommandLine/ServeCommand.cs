using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Hosting;
using ChatOps502.Bot.Storage;
using ChatOps502.Runbooks.Library;

namespace ChatOps502.Bot.CommandLine;

/// <summary>serve: the bot itself.</summary>
static class ServeCommand
{
    public static async Task<int> RunAsync(Settings settings, CancellationToken cancel)
    {
        var (library, problems) = RunbookLibrary.Load(settings.Runbooks.Directory);
        foreach (var problem in problems)
            Terminal.Say(problem.ToString());
        if (problems.Count > 0)
            return 2;
        await using var app = BotHost.Build(settings, library);
        if (Claim(app) is not { } only)
            return 2;
        using var held = only;
        try
        {
            await app.StartAsync(cancel);
        }
        catch (IOException e)
        {
            Terminal.Say(
                $"cannot listen on {settings.Console.Url}: {e.Message} (mend: stop the other program, or set "
                    + "Console:Url)"
            );
            return 2;
        }
        Terminal.Say($"ChatOps502 is listening on {settings.Console.Url}; stop with Ctrl-C");
        await app.WaitForShutdownAsync(cancel);
        return 0;
    }

    /// <summary>The database, for this bot alone; null when it cannot be had, and why is said.</summary>
    static OneBot? Claim(WebApplication app)
    {
        try
        {
            var file = app.Services.GetRequiredService<Database>().FilePath;
            if (OneBot.Claim(file) is { } only)
                return only;
            Terminal.Say(
                $"another bot runs on {file}: stop it, or give this one a database of its own "
                    + "(Storage:ConnectionString)"
            );
        }
        catch (StorageException e)
        {
            Terminal.Say(e.Message);
        }
        return null;
    }
}
