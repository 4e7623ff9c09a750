using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Steps;

namespace ChatOps502.Runbooks.Tests.Engine;

/// <summary>A run without a world: the test says how each step ends.</summary>
static class Runs
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    public static RunState Of(string steps, params string[] targets)
    {
        var yaml =
            "name: test\ntitle: Test\nsteps:\n"
            + string.Join('\n', steps.Split('\n').Select(l => "  " + l));
        var (runbook, problems) = StepCatalog.Reader.Read(yaml, "test.yaml");
        Assert.Empty(problems);
        return new(
            "RUN-1",
            runbook!,
            targets.Length > 0 ? targets : ["web-01"],
            false,
            [],
            ImmutableDictionary<string, StepRecord>.Empty,
            RunStatus.Running
        );
    }

    public static IReadOnlyList<string> Starts(this RunState state) =>
        [.. RunMachine.Next(state, Now).OfType<StartStep>().Select(s => s.Key)];

    public static RunStatus? End(this RunState state) =>
        RunMachine.Next(state, Now).OfType<EndRun>().SingleOrDefault()?.Status;

    public static RunState Begin(this RunState state, string key, int attempt = 1) =>
        RunMachine.Apply(state, new StepStarted(key, attempt));

    public static RunState Ok(this RunState state, string key, string output = "{}") =>
        RunMachine.Apply(
            state.Begin(key),
            new StepEnded(key, true, JsonNode.Parse(output)!.AsObject(), null)
        );

    public static RunState Fail(this RunState state, string key, int attempt = 1) =>
        RunMachine.Apply(state.Begin(key, attempt), new StepEnded(key, false, [], "broken"));
}
