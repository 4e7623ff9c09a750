using ChatOps502.Probes;
using ChatOps502.Probes.Network;
using ChatOps502.Runbooks.Checks;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Tests.Engine;
using ChatOps502.Runbooks.Verification;

namespace ChatOps502.Runbooks.Tests.Verification;

public sealed class VerificationReportTests
{
    static readonly VerdictWindow Window = new(Runs.Now, Runs.Now, 10, 0, 0, null, null);
    static readonly Baseline Before = new(Runs.Now, new(7, 9), [], [], "127.0.0.1:3000", []);

    static VerificationResult Report(
        VerificationFacts? facts,
        string? upstream = null,
        ConnectionFailure? failure = null
    )
    {
        var sheet = new FactSheet();
        if (facts is not null)
            sheet.Add(new("verify.requests", true, TimeSpan.Zero, null, false, []), "", facts);
        IReadOnlyList<DiagnosisResult> diagnoses = upstream is null
            ? []
            : [new("backend-down", "x", 0.9, "it is down", "", new(null, upstream, null), [], [], [])];
        var verdict = new Verdict(
            "here",
            VerdictStatus.Unhealthy,
            Runs.Now,
            1,
            "",
            Window,
            diagnoses,
            [],
            []
        );
        return new VerificationReport(Before, new CheckResult(verdict, sheet, failure)).Result();
    }

    static VerificationFacts Facts(int page, int burst = 0, long failed = 0) =>
        new(
            [new("shop.example", "/", page, 3)],
            burst == 0 ? new Dictionary<int, int>() : new Dictionary<int, int> { [burst] = 10 },
            [new("/var/log/nginx/access.log", 20, failed, 0)]
        );

    [Fact]
    public void Pages_that_answer_and_no_new_failures_mean_it_helped()
    {
        var result = Report(Facts(page: 200, burst: 200));
        Assert.Equal(Helped.Yes, result.Helped);
        Assert.Equal(
            "it helped. Before: 7 of 9 requests failed (77.8 %). Since: 0 of 20 requests failed (0 %).",
            result.Summary
        );
        Assert.Contains(result.Checks, check => check.Text == "burst of 10: 10 × 200" && check.Ok);
    }

    [Theory]
    [InlineData(502, 200, 0)]
    [InlineData(0, 200, 0)]
    [InlineData(200, 502, 0)]
    [InlineData(200, 200, 1)]
    public void One_thing_that_fails_means_it_did_not_help(int page, int burst, long failed) =>
        Assert.Equal(Helped.No, Report(Facts(page, burst, failed)).Helped);

    [Fact]
    public void The_cause_that_is_still_found_means_it_did_not_help()
    {
        var result = Report(Facts(page: 200), upstream: "127.0.0.1:3000");
        Assert.Equal(Helped.No, result.Helped);
        Assert.Contains(result.Checks, check => check.Text == "still found: it is down");
    }

    [Fact]
    public void What_fails_at_another_back_end_does_not_count_against_the_fix()
    {
        var result = Report(Facts(page: 200, failed: 3), upstream: "127.0.0.1:4000");
        Assert.Equal(Helped.Yes, result.Helped);
        Assert.Contains(result.Checks, check => check.Text.EndsWith("; unrelated: it is down"));
    }

    [Fact]
    public void Redirects_alone_say_nothing_of_the_back_end()
    {
        var facts = Facts(page: 301) with { Logs = [new("/var/log/nginx/access.log", 1, 0, 0)] };
        Assert.Equal(Helped.TooEarly, Report(facts).Helped);
    }

    [Fact]
    public void A_host_that_could_not_be_asked_is_too_early_to_say()
    {
        var failure = new ConnectionFailure(ConnectionFailureKind.Unreachable, "no route", null, false);
        var result = Report(null, failure: failure);
        Assert.Equal((Helped.TooEarly, "could not verify: no route"), (result.Helped, result.Summary));
    }
}
