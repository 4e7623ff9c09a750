using System.Diagnostics;
using ChatOps502.Bot.CommandLine;

namespace ChatOps502.Bot.Demo;

/// <summary>The demo's back end: a small web server in a process of its own, so that it can really die.</summary>
static class DemoBackend
{
    /// <param name="owner">The demo's pid: without it this process has no reason to live.</param>
    public static async Task<int> RunAsync(int port, int owner, CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.MapFallback(() => Results.Text("welcome to the shop\n"));
        await app.StartAsync(cancel);
        Terminal.Result($"shop is listening on 127.0.0.1:{port}");
        using var demo = Process.GetProcessById(owner);
        await Task.WhenAny(demo.WaitForExitAsync(cancel), app.WaitForShutdownAsync(cancel));
        return 0;
    }
}
