namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class HeaderTooBigTests() : CauseTests("header-too-big")
{
    const string TooBig = "upstream sent too big header while reading response header from upstream";

    protected override Scene Typical => new Scene().Errors(TooBig);

    [Fact]
    public void The_buffer_is_doubled_and_the_others_follow() =>
        AssertProposes(
            Typical,
            "edit nginx.conf: proxy_buffer_size 16k; proxy_buffers 8 16k; proxy_busy_buffers_size 32k"
        );

    [Fact]
    public void A_buffer_that_is_large_already_is_left_alone() =>
        AssertAdvises(
            Typical.Configured(
                "server { server_name shop.example; proxy_buffer_size 64k; location / { proxy_pass "
                    + "http://127.0.0.1:3000; } }"
            ),
            "find out why the header grew"
        );

    [Fact]
    public void Yields_to_a_fault_with_more_evidence()
    {
        var verdict = Typical
            .Errors(LogMessages.Refused, 40)
            .Unit("shop", "inactive", command: "PORT=3000")
            .Answers("127.0.0.1:3000", 111, "connect")
            .Judge();
        AssertFirst("backend-down", verdict);
    }
}
