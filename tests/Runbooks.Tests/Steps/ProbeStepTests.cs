using System.Text.Json;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Steps;
using ChatOps502.Runbooks.Tests.Engine;
using ChatOps502.TestKit.Fuzz;

namespace ChatOps502.Runbooks.Tests.Steps;

public sealed class ProbeStepTests
{
    [Fact]
    public async Task Evidence_and_verdict_come_from_one_check()
    {
        var host = new FakeHost();
        var journal = await StepRuns.OnHost("id: look, probe: {}").RunAsync(host);
        var output = journal.Step("look@here").Output;
        Assert.Single(host.Checks);
        Assert.Equal("look-here.json", output["artifact"]!.ToString());
        Assert.Equal("here", output["verdict"]!["target"]!.ToString());
        Assert.True(output["durationMs"]!.GetValue<long>() >= 0);
        Assert.NotEqual(default, output["startedAt"]!.GetValue<DateTimeOffset>());
        Assert.NotNull(
            JsonSerializer.Deserialize(journal.Kept["look-here.json"], StepJson.Default.Recording)
        );
    }

    [Fact]
    public async Task The_verdict_is_judged_from_what_was_read_and_stored_without_its_secrets()
    {
        var line = Samples.ErrorLine.Replace("GET /", "GET /?password=" + MemoryJournal.Secret);
        var host = new FakeHost { Answers = { ["nginx.error-log"] = Samples.ErrorLine + "\n" + line } };
        var journal = await StepRuns.OnHost("id: look, probe: {}").RunAsync(host);
        Assert.DoesNotContain(MemoryJournal.Secret, journal.Step("look@here").Output.ToJsonString());
    }

    [Fact]
    public async Task A_host_that_cannot_be_reached_fails_with_the_reason_and_how_to_fix_it()
    {
        var failure = new ConnectionFailure(
            ConnectionFailureKind.LoginRefused,
            "refused",
            "add the key",
            false
        );
        var journal = await StepRuns
            .OnHost("id: look, probe: {}")
            .RunAsync(new FakeHost { Failure = failure });
        Assert.Equal("refused (fix: add the key)", journal.Step("look@here").Error);
        Assert.Equal("""{"unreached":"LoginRefused"}""", journal.Step("look@here").Output.ToJsonString());
        Assert.Empty(journal.Kept);
    }

    [Fact]
    public async Task A_host_that_ran_out_of_time_is_unknown_and_not_a_failed_step()
    {
        var failure = new ConnectionFailure(ConnectionFailureKind.TimedOut, "too slow", null, true);
        var journal = await StepRuns
            .OnHost("id: look, probe: {}")
            .RunAsync(new FakeHost { Failure = failure });
        Assert.Equal(StepStatus.Succeeded, journal.Step("look@here").Status);
        Assert.Contains("could not read here: too slow", journal.Step("look@here").Output.ToJsonString());
    }

    [Fact]
    public async Task A_snapshot_is_reported()
    {
        var journal = await StepRuns
            .OnHost("id: keep, probe: { snapshot: true }")
            .RunAsync(new FakeHost());
        Assert.Equal(
            "keep-here.json",
            Assert.IsType<SnapshotKept>(Assert.Single(journal.Happened)).Artifact
        );
    }

    [Fact]
    public async Task A_host_that_is_not_configured_is_named()
    {
        var journal = await StepRuns.On("nowhere", "id: look, probe: {}").RunAsync(new FakeHost());
        Assert.Equal("there is no host 'nowhere'", journal.Step("look@nowhere").Error);
    }

    [Fact]
    public async Task Outside_of_each_host_it_says_where_it_belongs()
    {
        var journal = await Runs.Of("- { id: look, probe: {} }").RunAsync(new FakeHost());
        Assert.Contains("put it inside each-host", journal.Step("look").Error);
    }
}
