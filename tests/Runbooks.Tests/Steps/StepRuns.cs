using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Tests.Engine;

namespace ChatOps502.Runbooks.Tests.Steps;

/// <summary>Runs steps on one host, here, as a runbook would.</summary>
static class StepRuns
{
    public static RunState OnHost(params string[] steps) => On("here", steps);

    public static RunState On(string host, params string[] steps) =>
        Runs.Of(
            "- id: all\n  each-host:\n    steps:\n"
                + string.Join('\n', steps.Select(step => $"      - {{ {step} }}")),
            host
        );

    public static async Task<MemoryJournal> RunAsync(this RunState state, IExecutor? executor = null)
    {
        var journal = new MemoryJournal(state, executor: executor);
        await journal.AdvanceAsync();
        return journal;
    }
}
