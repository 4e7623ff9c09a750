using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Engine;
using ChatOps502.Runbooks.Remediation;
using ChatOps502.Runbooks.Steps;
using ChatOps502.Runbooks.Tests.Engine;

namespace ChatOps502.Runbooks.Tests.Steps;

public sealed class RemedyStepTests
{
    const string Look = "id: look, probe: {}";
    const string Diagnose = "id: verdict, diagnose: { from: look }";
    const string Propose = "id: proposal, remedy: { do: propose, from: verdict }";
    const string Ask = "id: ask, approval: { for: proposal }";
    const string Fix = "id: fix, remedy: { do: apply, approval: ask }";

    static readonly Remedy Restart = new(
        "service.restart",
        new Dictionary<string, string> { ["service"] = "shop" },
        "systemctl restart shop",
        true,
        true,
        "it hangs"
    );

    static JsonObject Verdict(double confidence, params Remedy[] remedies)
    {
        var window = new VerdictWindow(Runs.Now, Runs.Now, 10, 5, 0, null, null);
        var subject = new Subject("shop.example", "127.0.0.1:3000", "shop");
        var diagnosis = new DiagnosisResult(
            "backend-slow",
            "x",
            confidence,
            "it hangs",
            "",
            subject,
            [],
            [],
            remedies
        );
        var verdict = new Verdict(
            "here",
            VerdictStatus.Unhealthy,
            Runs.Now,
            1,
            "",
            window,
            [diagnosis],
            [],
            []
        );
        return JsonSerializer.SerializeToNode(verdict, StepJson.Default.Verdict)!.AsObject();
    }

    static Task<MemoryJournal> ProposeAsync(JsonObject verdict, FakeHost? host = null) =>
        StepRuns
            .OnHost(Look, Diagnose, Propose)
            .Ok("look@here")
            .Ok("verdict@here", verdict.ToJsonString())
            .RunAsync(host ?? new FakeHost());

    [Fact]
    public async Task The_first_remedy_that_can_be_carried_out_is_proposed()
    {
        var journal = await ProposeAsync(Verdict(0.9, Restart));
        var output = journal.Step("proposal@here").Output;
        Assert.True(output["found"]!.GetValue<bool>());
        Assert.Equal("systemctl restart shop", output["request"]!["command"]!.ToString());
        Assert.Equal("shop", output["request"]!["args"]!["service"]!.ToString());
    }

    [Fact]
    public async Task A_diagnosis_that_is_not_sure_enough_proposes_nothing()
    {
        var journal = await ProposeAsync(Verdict(0.5, Restart));
        Assert.Equal("""{"found":false}""", journal.Step("proposal@here").Output.ToJsonString());
        Assert.Equal(
            "no safe automatic fix",
            Assert.IsType<StepNote>(Assert.Single(journal.Happened)).Text
        );
    }

    [Fact]
    public async Task A_remedy_that_would_contain_a_masked_secret_is_not_possible()
    {
        var masked = Restart with { Args = new Dictionary<string, string> { ["service"] = "***" } };
        var journal = await ProposeAsync(Verdict(0.9, masked));
        Assert.Contains(
            "• not possible: systemctl restart shop: it would contain a secret",
            Note(journal)
        );
    }

    [Fact]
    public async Task What_only_a_person_can_do_is_advised()
    {
        var advice = Restart with { Action = "advice", Changes = false, Why = "add workers" };
        Assert.Contains("• add workers", Note(await ProposeAsync(Verdict(0.9, advice))));
    }

    [Fact]
    public async Task A_wrong_reference_names_the_step_and_what_to_do()
    {
        var journal = await StepRuns
            .OnHost(Look, "id: proposal, remedy: { do: propose, from: look }")
            .Ok("look@here")
            .RunAsync(new FakeHost());
        Assert.Equal(
            "step look left no verdict: from must name a diagnose step that succeeded before this one",
            journal.Step("proposal@here").Error
        );
    }

    [Fact]
    public async Task Without_an_approval_nothing_is_applied()
    {
        var host = new FakeHost();
        var journal = await StepRuns
            .OnHost("id: ask, approval: { for: x }", Fix)
            .Ok("ask@here", """{"state":"denied"}""")
            .RunAsync(host);
        Assert.StartsWith("step ask holds no approval to act on", journal.Step("fix@here").Error);
        Assert.Empty(host.Ran);
    }

    [Fact]
    public async Task A_fix_whose_cause_is_gone_is_stale_and_not_run()
    {
        var host = new FakeHost();
        var state = StepRuns.OnHost(Look, Diagnose, Propose, Ask, Fix);
        var journal = await state
            .Ok("look@here")
            .Ok("verdict@here", Verdict(0.9, Restart).ToJsonString())
            .RunAsync(host);
        journal.Decide("ask@here", "approved", journal.Happened.OfType<ApprovalAsked>().Single().Request);
        await journal.AdvanceAsync();
        Assert.Equal(
            """{"applied":false,"stale":true}""",
            journal.Step("fix@here").Output.ToJsonString()
        );
        Assert.True(Assert.Single(journal.Happened.OfType<ActionRefused>()).Stale);
        Assert.Equal(host.Ran, host.Checks);
        Assert.False(journal.Step("fix@here").ChangeBegun);
    }

    [Fact]
    public async Task A_dry_run_shows_the_command_and_runs_none()
    {
        var host = new FakeHost();
        var state = StepRuns.OnHost(Look, Diagnose, Propose, Ask, Fix) with { DryRun = true };
        var journal = await state
            .Ok("look@here")
            .Ok("verdict@here", Verdict(0.9, Restart).ToJsonString())
            .RunAsync(host);
        Assert.Equal(
            """{"applied":false,"dryRun":true}""",
            journal.Step("fix@here").Output.ToJsonString()
        );
        Assert.Empty(host.Ran);
    }

    static string Note(MemoryJournal journal) =>
        Assert.IsType<StepNote>(Assert.Single(journal.Happened)).Text;
}
