using System.Text.Json.Nodes;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Steps;
using ChatOps502.Runbooks.Tests.Engine;

namespace ChatOps502.Runbooks.Tests.Steps;

public sealed class DiagnoseStepTests
{
    const string Look = "id: look, probe: {}";
    const string Verdict = "id: verdict, diagnose: { from: look }";

    [Fact]
    public async Task It_reports_the_verdict_of_the_probe_step_and_asks_nothing_again()
    {
        var host = new FakeHost();
        var journal = await StepRuns.OnHost(Look, Verdict).RunAsync(host);
        var (probe, output) = (
            journal.Step("look@here").Output["verdict"]!,
            journal.Step("verdict@here").Output
        );
        Assert.Single(host.Checks);
        foreach (var (key, value) in probe.AsObject())
            Assert.True(JsonNode.DeepEquals(value, output[key]), key);
        var reached = Assert.IsType<VerdictReached>(Assert.Single(journal.Happened));
        Assert.Equal(probe["summary"]!.ToString(), reached.Verdict.Summary);
    }

    [Fact]
    public async Task After_a_restart_it_comes_from_what_the_probe_step_stored()
    {
        var before = await StepRuns.OnHost(Look, Verdict).RunAsync(new FakeHost());
        var stored = JsonNode.Parse(before.Step("look@here").Output.ToJsonString())!.AsObject();
        var state = StepRuns.OnHost(Look, Verdict).Begin("look@here");
        var host = new FakeHost();
        var after = new MemoryJournal(
            RunMachine.Apply(state, new StepEnded("look@here", true, stored, null)),
            executor: host
        );
        await after.AdvanceAsync();
        Assert.Empty(host.Ran);
        Assert.True(
            JsonNode.DeepEquals(before.Step("verdict@here").Output, after.Step("verdict@here").Output)
        );
    }

    [Fact]
    public async Task The_first_diagnosis_and_the_observations_are_at_short_paths()
    {
        var journal = await StepRuns.OnHost(Look, Verdict).RunAsync(new FakeHost());
        var values = new RunValues(journal.State, "here");
        Assert.Equal(
            values.Find("verdict.diagnoses.0.cause")?.ToString(),
            values.Find("verdict.cause")?.ToString()
        );
        Assert.NotNull(values.Find("verdict.confidence"));
        var observation = values.Find("verdict.observations.0")!;
        var fact = values.Find("verdict.facts." + observation["name"]!.ToString().Replace('.', '-'));
        Assert.Equal(observation["value"]!.ToString(), fact!.ToString());
    }

    [Fact]
    public async Task Observations_are_numbers_again_so_that_the_verdict_can_be_written_once_more()
    {
        var journal = await StepRuns.OnHost(Look, Verdict).RunAsync(new FakeHost());
        var verdict = Assert.IsType<VerdictReached>(Assert.Single(journal.Happened)).Verdict;
        Assert.NotEmpty(verdict.Observations);
        Assert.All(verdict.Observations, o => Assert.True(o.Value is long or int or double or string));
        Assert.NotEmpty(new DiagnoseOutput(verdict).ToJson());
    }

    [Fact]
    public async Task A_wrong_reference_names_the_step_and_what_to_do()
    {
        var journal = await StepRuns
            .OnHost("id: note, notify: hello", "id: verdict, diagnose: { from: note }")
            .RunAsync(new FakeHost());
        Assert.Equal(
            "step note left no evidence: from must name a probe step that succeeded before this one",
            journal.Step("verdict@here").Error
        );
    }
}
