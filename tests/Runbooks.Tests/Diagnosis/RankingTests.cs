using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Runbooks.Tests.Diagnosis;

/// <summary>
/// Several upstreams fail: each cause is listed once, and the confidences of a verdict share one certainty.
/// </summary>
public sealed class RankingTests
{
    const string TwoSites = """
        server { server_name shop.example; location / { proxy_pass http://127.0.0.1:3000; } }
        server { server_name blog.example; location / { proxy_pass http://127.0.0.1:4000; } }
        """;

    const string BlogUpstream = "http://127.0.0.1:4000/";

    static Scene BlogIsStopped(int errors = 20) =>
        new Scene()
            .Configured(TwoSites)
            .Errors(LogMessages.Refused, errors, upstream: BlogUpstream, server: "blog.example")
            .Unit("blog", "inactive", command: "PORT=4000")
            .Answers("127.0.0.1:4000", 111, "connect");

    static Scene BothAreStopped =>
        BlogIsStopped()
            .Errors(LogMessages.Refused, 5)
            .Unit("shop", "inactive", command: "PORT=3000")
            .Answers("127.0.0.1:3000", 111, "connect");

    static Scene BlogIsStoppedAndShopFrozen =>
        BlogIsStopped()
            .Errors(LogMessages.Late, 2)
            .Unit("shop", "active", command: "PORT=3000", pid: 42)
            .Listens(3000, "node", 42)
            .Process(42, 'T', "node server.js")
            .Answers("127.0.0.1:3000", 110, "read", ms: 800);

    static double Sum(Verdict verdict) => verdict.Diagnoses.Sum(diagnosis => diagnosis.Confidence);

    [Fact]
    public void The_same_cause_at_two_upstreams_is_one_diagnosis_the_strongest_first()
    {
        var first = BothAreStopped
            .Judge()
            .Diagnoses.Single(diagnosis => diagnosis.Cause == "backend-down");
        Assert.Equal("blog", first.Subject.Service);
        Assert.Equal(
            ["127.0.0.1:4000", "127.0.0.1:3000"],
            first.Subjects.Select(subject => subject.Upstream)
        );
        Assert.Contains(first.Evidence, evidence => evidence.Text.StartsWith("shop is inactive"));
        Assert.EndsWith("Also affected: 127.0.0.1:3000.", first.Explanation);
        Assert.True(first.Confidence > 0.9);
    }

    [Fact]
    public void The_remedies_of_both_upstreams_are_kept_in_order() =>
        Assert.Equal(
            ["systemctl start blog", "systemctl start shop"],
            BothAreStopped.Judge().First!.Remedies.Select(remedy => remedy.Command)
        );

    [Fact]
    public void Two_faults_at_once_are_both_named_the_more_important_one_first()
    {
        var verdict = BlogIsStoppedAndShopFrozen.Judge();
        Assert.Equal(["backend-down", "backend-slow"], verdict.Diagnoses.Take(2).Select(d => d.Cause));
        Assert.Equal(
            "two faults at once: backend-down (blog is stopped); backend-slow (shop is frozen)",
            verdict.Summary
        );
        Assert.InRange(Sum(verdict), 0, 1.0001);
    }

    [Fact]
    public void The_more_important_of_two_faults_stays_sure_enough_to_be_fixed() =>
        Assert.InRange(BlogIsStoppedAndShopFrozen.Judge().First!.Confidence, 0.6, 0.7);

    [Fact]
    public void A_lone_sure_cause_keeps_its_confidence()
    {
        var alone = BlogIsStopped().Judge().First!.Confidence;
        var verdict = BlogIsStopped()
            .Errors(LogMessages.Closed, 2)
            .Unit("shop", "active", command: "PORT=3000", pid: 42)
            .Listens(3000, "node", 42)
            .Answers("127.0.0.1:3000", 0, "done", "HTTP/1.1 200 OK")
            .Judge();
        Assert.Equal(alone, verdict.First!.Confidence);
        Assert.Contains(verdict.Diagnoses, diagnosis => diagnosis.Cause == "backend-crash");
        Assert.InRange(Sum(verdict), 0, 1.0001);
    }

    [Fact]
    public void Every_upstream_of_a_verdict_is_known() =>
        Assert.Equal(
            ["127.0.0.1:4000", "127.0.0.1:3000"],
            BothAreStopped.Judge().Subjects.Select(s => s.Upstream)
        );
}
