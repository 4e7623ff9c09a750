using System.Diagnostics;

namespace ChatOps502.TestKit;

/// <summary>The program run once, as a shell does it.</summary>
public static class OneShot
{
    public static Task<(int ExitCode, string Out, string Err)> RunAsync(params string[] arguments) =>
        FeedAsync(null, arguments);

    /// <param name="stdin">null for nothing.</param>
    public static async Task<(int ExitCode, string Out, string Err)> FeedAsync(
        string? stdin,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo(BotProcess.Program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(stdin);
        process.StandardInput.Close();
        var (stdout, stderr) = (
            process.StandardOutput.ReadToEndAsync(),
            process.StandardError.ReadToEndAsync()
        );
        await process.WaitForExitAsync();
        return (process.ExitCode, await stdout, await stderr);
    }
}
