using System.Diagnostics;
using ChatOps502.Probes.Collection;

namespace ChatOps502.Probes.Tests.Collection;

/// <summary>
/// The shell function itself, in the shells that hosts have, on files of this test. Needs root: files change hands.
/// </summary>
public sealed class SafeWayTests : IDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("c502-safe-").FullName;

    /// <summary>
    /// What is laid out, the path below the directory, and what is expected: 0 ours, 1 not, 2 ours and missing.
    /// </summary>
    public static TheoryData<string, string, int> Ways =>
        new()
        {
            { "echo >file", "file", 0 },
            { "mkdir -- '-d' && echo >'-d/-f'", "-d/-f", 0 },
            { "mkdir 'two\nlines' && echo >'two\nlines/a b'", "two\nlines/a b", 0 },
            { "mkdir d && echo >d/file && ln -s ../d/file d/l1 && ln -s d/l1 l2", "l2", 0 },
            { "mkdir d && ln -s 'd\n' l && mkdir 'd\n' && echo >'d\n/f' && chown 65534 d", "l/f", 0 },
            { "mkdir d && echo >file", "d/../file", 0 },
            { "mkdir -m 1777 tmp && echo >tmp/file", "tmp/file", 0 },
            { "mkdir d && chmod 775 d && echo >d/file", "d/file", 0 },
            { "true", "no/such/file", 2 },
            { "true", "no/../file", 1 },
            { "ln -s loop loop", "loop", 1 },
            { "mkdir -m 1777 tmp", "tmp", 1 },
            { "mkdir -m 1777 tmp", "tmp/missing", 1 },
            { "mkdir -m 1777 tmp && echo >tmp/file && chown 65534 tmp/file", "tmp/file", 1 },
            { "mkdir -m 1777 tmp && echo >file && ln file tmp/file", "tmp/file", 1 },
            {
                "mkdir -m 1777 tmp && echo >file && ln -s ../file tmp/file && chown -h 65534 tmp/file",
                "tmp/file",
                1
            },
            { "mkdir -p a/b/c && echo >a/b/c/file && chown 65534 a", "a/b/c/file", 1 },
            { "mkdir -p a/b && echo >a/b/file && chmod 777 a", "a/b/file", 1 },
            { "mkdir -p a/b && echo >a/b/file && chgrp 65534 a && chmod 775 a", "a/b/file", 1 },
            {
                "mkdir -p a real && echo >real/file && ln -s ../real a/l && chown 65534 a && ln -s a/l l",
                "l/file",
                1
            },
            { "echo >file && chmod 666 file", "file", 1 },
            { "echo >file && chown 65534 file", "file", 1 },
        };

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_path_is_safe_when_every_step_of_the_way_is_ours_alone(
        string layout,
        string path,
        int expected
    )
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.UserName == "root",
            "needs root on Linux: files change hands"
        );
        Assert.Equal(0, Run("sh", $"chmod 755 . && {layout}"));
        foreach (var shell in Shells)
            Assert.Equal(
                expected,
                Run(shell, SafeWay.Script + "safe \"$1\"", Path.Combine(_directory, path))
            );
    }

    /// <summary>The tools of busybox, too, where it is installed.</summary>
    static IEnumerable<string> Shells =>
        ["sh", .. new[] { "/usr/bin/busybox", "/bin/busybox" }.Where(File.Exists).Take(1)];

    int Run(string shell, string script, string? argument = null)
    {
        var start = new ProcessStartInfo(shell) { WorkingDirectory = _directory };
        string[] words = [.. shell == "sh" ? [] : new[] { "ash" }, "-c", script, "sh", argument ?? ""];
        foreach (var word in words)
            start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
