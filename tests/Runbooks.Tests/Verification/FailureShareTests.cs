using ChatOps502.Runbooks.Verification;

namespace ChatOps502.Runbooks.Tests.Verification;

public sealed class FailureShareTests
{
    [Theory]
    [InlineData(0, 0, "no requests")]
    [InlineData(7, 9, "7 of 9 requests failed (77.8 %)")]
    public void Shares_read_as_a_sentence(long failed, long requests, string text) =>
        Assert.Equal(text, new FailureShare(failed, requests).ToString());
}
