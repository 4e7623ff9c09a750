using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class RequestTooLargeTests() : CauseTests("request-too-large")
{
    protected override Scene Typical =>
        new Scene().Errors("client intended to send too large body: 5242880 bytes");

    [Fact]
    public void The_limit_is_raised_above_the_largest_body() =>
        AssertProposes(Typical, "edit nginx.conf: client_max_body_size 7m");

    [Fact]
    public void A_refused_body_is_no_outage() =>
        Assert.Equal(VerdictStatus.Degraded, Typical.Judge().Status);

    [Fact]
    public void A_connection_reset_while_sending_may_be_a_limit_of_the_back_end()
    {
        var verdict = HealthyShop
            .Errors("writev() failed (104: Connection reset by peer) while sending request to upstream")
            .Judge();
        Assert.Contains(verdict.Diagnoses, d => d.Cause == "request-too-large" && d.Confidence < 0.5);
    }

    [Fact]
    public void A_body_that_breaks_off_yields_to_a_crash() =>
        AssertFirst(
            "backend-crash",
            new Scene()
                .Errors(
                    "writev() failed (104: Connection reset by peer) while sending request to upstream"
                )
                .Unit("shop", "failed", "signal", 11, "killed", livedFor: 600, command: "PORT=3000")
                .Answers("127.0.0.1:3000", 111, "connect")
                .Judge()
        );
}
