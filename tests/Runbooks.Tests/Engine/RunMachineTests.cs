using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Runbooks.Tests.Engine;

public sealed class RunMachineTests
{
    [Fact]
    public void Steps_run_one_after_the_other()
    {
        var run = Runs.Of("- { id: a, notify: hello }\n- { id: b, notify: there }");
        Assert.Equal(["a"], run.Starts());
        Assert.Empty(run.Begin("a").Starts());
        Assert.Equal(["b"], run.Ok("a").Starts());
        Assert.Equal(RunStatus.Succeeded, run.Ok("a").Ok("b").End());
    }

    [Fact]
    public void A_failed_step_stops_the_run_unless_it_may_go_on()
    {
        Assert.Equal(
            RunStatus.Failed,
            Runs.Of("- { id: a, notify: x }\n- { id: b, notify: y }").Fail("a").End()
        );
        Assert.Equal(
            ["b"],
            Runs.Of("- { id: a, notify: x, on-failure: continue }\n- { id: b, notify: y }")
                .Fail("a")
                .Starts()
        );
    }

    [Fact]
    public void A_reading_step_is_tried_again_as_often_as_it_says()
    {
        var run = Runs.Of("- { id: a, probe: {}, retries: 1 }").Fail("a");
        Assert.Equal(2, Assert.IsType<StartStep>(RunMachine.Next(run, Runs.Now).Single()).Attempt);
        Assert.Equal(RunStatus.Failed, run.Fail("a", 2).End());
    }

    [Fact]
    public void A_step_whose_condition_does_not_hold_is_passed_over()
    {
        var run = Runs.Of(
            "- { id: a, notify: x }\n- { id: b, when: a.wanted, notify: y }\n- { id: c, notify: z }"
        );
        Assert.Equal(["c"], run.Ok("a").Starts());
        Assert.Equal(["b"], run.Ok("a", """{"wanted":true}""").Starts());
    }

    [Fact]
    public void A_branch_goes_one_way()
    {
        var run = Runs.Of(
            "- { id: v, notify: x }\n- id: way\n  branch:\n    if: v.status == 'healthy'\n    then: [ { id: "
                + "fine, notify: x } ]\n    else: [ { id: sick, notify: x } ]"
        );
        Assert.Equal(["fine"], run.Ok("v", """{"status":"healthy"}""").Starts());
        Assert.Equal(["sick"], run.Ok("v", """{"status":"unhealthy"}""").Starts());
    }

    [Fact]
    public void Parallel_steps_begin_together_and_all_must_end()
    {
        var run = Runs.Of(
            "- id: both\n  parallel: [ { id: a, notify: x }, { id: b, notify: y } ]\n- { id: c, notify: z }"
        );
        Assert.Equal(["a", "b"], run.Starts());
        Assert.Equal(["b"], run.Ok("a").Starts());
        Assert.Equal(["c"], run.Ok("a").Ok("b").Starts());
    }

    [Fact]
    public void Once_the_incident_is_over_what_has_begun_ends_and_no_other_change_begins()
    {
        const string steps =
            "- id: all\n  each-host:\n    one-by-one: true\n    steps:\n      - { id: ask, approval: { for: act } }\n"
            + "      - { id: act, command: { argv: [ echo, x ], changes: true } }\n      - { id: verification, "
            + "notify: x }";
        var run = Runs.Of(steps, "web-01", "web-02").Ok("ask@web-01").Begin("act@web-01");
        var closing = RunMachine.Apply(run, new RunCloses());
        Assert.Empty(closing.Starts());
        closing = closing.Ok("act@web-01");
        Assert.Equal(["verification@web-01"], closing.Starts());
        Assert.Equal(RunStatus.Cancelled, closing.Ok("verification@web-01").End());
    }

    [Fact]
    public void Each_host_goes_its_own_way_and_sees_its_own_results()
    {
        var run = Runs.Of(
            "- id: all\n  each-host:\n    steps: [ { id: a, notify: x }, { id: b, when: a.sick, notify: y } ]\n"
                + "- { id: end, notify: z }",
            "web-01",
            "web-02"
        );
        Assert.Equal(["a@web-01", "a@web-02"], run.Starts());
        run = run.Ok("a@web-01", """{"sick":true}""").Ok("a@web-02", """{"sick":false}""");
        Assert.Equal(["b@web-01"], run.Starts());
        Assert.Equal(["end"], run.Ok("b@web-01").Starts());
    }

    [Fact]
    public void One_by_one_stops_at_the_first_host_that_fails()
    {
        var run = Runs.Of(
            "- id: all\n  each-host:\n    one-by-one: true\n    steps: [ { id: a, notify: x } ]",
            "web-01",
            "web-02"
        );
        Assert.Equal(["a@web-01"], run.Starts());
        Assert.Equal(["a@web-02"], run.Ok("a@web-01").Starts());
        Assert.Equal(RunStatus.Failed, run.Fail("a@web-01").End());
    }

    [Fact]
    public void A_wait_ends_when_it_is_due_and_not_before()
    {
        var run = RunMachine.Apply(
            Runs.Of("- { id: w, wait: 10s }").Begin("w"),
            new StepWaits("w", [], Runs.Now.AddSeconds(10))
        );
        Assert.Empty(RunMachine.Next(run, Runs.Now.AddSeconds(9)));
        Assert.Equal(new EndWait("w"), RunMachine.Next(run, Runs.Now.AddSeconds(10)).Single());
    }

    [Fact]
    public void A_clock_that_jumps_back_only_makes_a_wait_longer()
    {
        var run = RunMachine.Apply(
            Runs.Of("- { id: w, wait: 10s }").Begin("w"),
            new StepWaits("w", [], Runs.Now.AddSeconds(10))
        );
        Assert.Empty(RunMachine.Next(run, Runs.Now.AddDays(-1)));
        Assert.Single(RunMachine.Next(run, Runs.Now.AddDays(1)));
    }

    [Fact]
    public void An_approval_waits_for_a_person_however_long_it_takes()
    {
        var run = RunMachine.Apply(
            Runs.Of(
                    "- { id: cmd, command: { argv: [ 'true' ], reads: true } }\n- { id: ok, approval: { for: cmd } }"
                )
                .Ok("cmd")
                .Begin("ok"),
            new StepWaits("ok", [], null)
        );
        Assert.Empty(RunMachine.Next(run, Runs.Now.AddYears(1)));
    }

    [Fact]
    public void After_a_crash_reading_steps_run_again_and_changes_that_have_begun_do_not()
    {
        var run = Runs.Of(LookAndAct).Begin("look").Begin("act");
        run = RunMachine.Apply(run, new ChangeBegun("act", new() { ["baseline"] = 7 }));
        var events = RunMachine.Recover(run, Runs.Now);
        Assert.Contains(new StepForgotten("look", Died: true), events);
        var ended = Assert.Single(events.OfType<StepEnded>());
        Assert.Equal("act", ended.Key);
        Assert.False(ended.Ok);
        Assert.Contains("unknown", ended.Error);
        Assert.Equal("""{"baseline":7,"interrupted":true}""", ended.Output.ToJsonString()); // for the verification
    }

    const string LookAndAct =
        "- { id: look, probe: {} }\n- { id: ask, approval: { for: act } }\n- { id: act, command: { argv: [ "
        + "reboot ], changes: true } }";

    [Fact]
    public void A_change_with_a_ticket_is_sent_again_until_its_host_says_that_it_began()
    {
        var run = Interrupted(Runs.Now);
        Assert.Equal(["act"], run.Starts());
        Assert.Equal(StepStatus.Interrupted, run.Steps["act"].Status);
        run = run.Begin("act"); // and the bot dies again
        Assert.Equal("T1", run.Steps["act"].Ticket);
        run = RunMachine.Recover(run, Runs.Now).Aggregate(run, RunMachine.Apply);
        Assert.Equal(["act"], run.Starts());
    }

    [Fact]
    public void What_was_looked_at_long_ago_is_not_sent_again()
    {
        var run = Interrupted(Runs.Now.AddMinutes(-3));
        Assert.Equal(RunStatus.Failed, run.End());
        Assert.Contains("unknown", run.Steps["act"].Error);
    }

    static RunState Interrupted(DateTimeOffset begun)
    {
        var run = Runs.Of(LookAndAct).Ok("look").Ok("ask").Begin("act");
        run = RunMachine.Apply(run, new ChangeBegun("act", [], "T1", begun));
        return RunMachine.Recover(run, Runs.Now).Aggregate(run, RunMachine.Apply);
    }

    [Fact]
    public void What_was_approved_and_had_not_begun_is_taken_up_again()
    {
        var run = Runs.Of(LookAndAct).Ok("look").Ok("ask").Begin("act");
        run = RunMachine.Recover(run, Runs.Now).Aggregate(run, RunMachine.Apply);
        Assert.Equal(["act"], run.Starts());
    }

    [Fact]
    public void A_step_that_the_bot_died_of_twice_is_not_tried_a_third_time()
    {
        var run = Runs.Of("- { id: look, probe: {} }").Begin("look");
        run = RunMachine.Recover(run, Runs.Now).Aggregate(run, RunMachine.Apply);
        Assert.Equal(["look"], run.Starts());
        run = run.Begin("look");
        run = RunMachine.Recover(run, Runs.Now).Aggregate(run, RunMachine.Apply);
        Assert.Equal(RunStatus.Failed, run.End());
        Assert.Contains("2 times", run.Steps["look"].Error);
    }

    [Fact]
    public void What_was_approved_and_had_not_begun_is_not_dropped_for_two_restarts()
    {
        var run = Runs.Of(LookAndAct).Ok("look").Ok("ask");
        for (var deaths = 0; deaths < 4; deaths++)
        {
            run = RunMachine
                .Recover(run.Begin("act"), Runs.Now)
                .Aggregate(run.Begin("act"), RunMachine.Apply);
            Assert.Equal(["act"], run.Starts());
        }
        run = RunMachine
            .Recover(run.Begin("act"), Runs.Now)
            .Aggregate(run.Begin("act"), RunMachine.Apply);
        Assert.Contains("5 times", run.Steps["act"].Error);
    }

    [Fact]
    public void A_step_that_a_stop_interrupted_is_not_to_blame()
    {
        var run = Runs.Of("- { id: look, probe: {} }");
        for (var stops = 0; stops < 5; stops++)
            run = RunMachine.Apply(run.Begin("look"), new StepForgotten("look", Died: false));
        Assert.Equal(["look"], run.Starts());
        Assert.Empty(run.Deaths);
    }
}
