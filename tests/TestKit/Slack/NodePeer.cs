using System.Diagnostics;
using Xunit;

namespace ChatOps502.TestKit.Slack;

/// <summary>A program of tests/slack, in the Node.js that its lock file names.</summary>
public sealed class NodePeer : IAsyncDisposable
{
    readonly Process _process;
    readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    NodePeer(Process process) => _process = process;

    static string Home => Path.Combine(Tree.Root, "tests", "slack");

    static string? Node =>
        Directory.Exists(Path.Combine(Home, "node_modules"))
            ? Directory
                .GetDirectories(Path.Combine(Home, "node_modules"), "node-linux-*")
                .Select(d => Path.Combine(d, "bin", "node"))
                .FirstOrDefault(File.Exists)
            : null;

    /// <summary>Starts the program and waits until it says "ready"; skips the test where Node.js is missing.</summary>
    public static async Task<NodePeer> StartAsync(string program, params string[] arguments)
    {
        Assert.SkipWhen(Node is null, "tests/slack is not installed (npm ci)");
        var process = new Process
        {
            StartInfo = new(Node!, [program, .. arguments])
            {
                WorkingDirectory = Home,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        var peer = new NodePeer(process);
        process.OutputDataReceived += (_, e) =>
        {
            if (e.Data == "ready")
                peer._ready.TrySetResult();
        };
        process.ErrorDataReceived += (_, e) => peer.Errors += e.Data + "\n";
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Eventually.TrueAsync(
            () => Task.FromResult(peer._ready.Task.IsCompleted),
            $"{program} is ready",
            TimeSpan.FromSeconds(30),
            () => peer.Errors
        );
        return peer;
    }

    public string Errors { get; private set; } = "";

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close(); // it ends with us, however we end
        if (!_process.WaitForExit(TimeSpan.FromSeconds(3)))
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
