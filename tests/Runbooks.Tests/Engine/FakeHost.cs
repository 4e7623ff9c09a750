using System.Text;
using ChatOps502.Probes;
using ChatOps502.Runbooks.Executors;
using ChatOps502.TestKit.Fuzz;

namespace ChatOps502.Runbooks.Tests.Engine;

/// <summary>A host without a machine: answers checks with samples, and every other command as the test says.</summary>
sealed class FakeHost : IExecutor
{
    public List<Command> Ran { get; } = [];

    /// <summary>Why nothing reaches the host; null when everything does.</summary>
    public ConnectionFailure? Failure { get; set; }

    /// <summary>Put in place of the sample, by probe.</summary>
    public Dictionary<string, string> Answers { get; } = [];

    public int ExitCode { get; set; }

    public IEnumerable<Command> Checks => Ran.Where(command => command.Word.Length > 0);

    public Task<ExecResult> RunAsync(
        Command command,
        Action<ReadOnlySpan<byte>>? onStdout,
        CancellationToken cancel
    )
    {
        lock (Ran)
            Ran.Add(command);
        if (Failure is { } failure)
            return Task.FromResult(new ExecResult(-1, [], "", TimeSpan.Zero, false, failure));
        if (command.Word.Length == 0)
            return Task.FromResult(
                new ExecResult(ExitCode, "out"u8.ToArray(), "", TimeSpan.Zero, false, null)
            );
        var answer = Encoding.UTF8.GetBytes(Sections(command.Word));
        onStdout?.Invoke(answer);
        return Task.FromResult(new ExecResult(0, answer, "", TimeSpan.Zero, false, null));
    }

    string Sections(string boundary)
    {
        var sections = ProbeCatalog.All.Select(probe =>
            $"\n{boundary} begin {probe.Name}\n{AnswerOf(probe)}\n{boundary} rc 0\n"
        );
        return string.Concat(sections) + $"\n{boundary} end\n";
    }

    string AnswerOf(Probe probe) =>
        Answers.GetValueOrDefault(probe.Name) ?? Samples.Answers[probe.Name][0];
}
