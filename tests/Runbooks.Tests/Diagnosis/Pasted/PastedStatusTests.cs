using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Runbooks.Tests.Diagnosis.Pasted;

/// <summary>Healthy is what shows requests that succeeded, and nothing else.</summary>
public sealed class PastedStatusTests
{
    [Theory]
    [InlineData(
        "upstream sent something that nobody has written down while reading response header from upstream"
    )]
    [InlineData("connect() failed (22: Invalid argument) while connecting to upstream")]
    [InlineData("auth request unexpected status: 502 while sending to client")]
    [InlineData(
        "[lua] balancer.lua:9: balance(): error while setting current upstream peer 10.7.0.4:80: no host allowed"
    )]
    public void An_error_that_no_rule_knows_is_quoted(string message)
    {
        var verdict = Paste.Judge(Paste.Line(message));
        Assert.Equal(VerdictStatus.Unhealthy, verdict.Status);
        Assert.True(verdict.First is null || verdict.First.Confidence < 0.8);
    }

    [Fact]
    public void One_failed_request_is_no_health() =>
        Assert.Equal(VerdictStatus.Unhealthy, Paste.Judge(Paste.Request(200), Paste.Request(502)).Status);

    [Fact]
    public void Requests_that_succeeded_are() =>
        Assert.Equal(VerdictStatus.Healthy, Paste.Judge(Paste.Request(200), Paste.Request(301)).Status);

    [Theory]
    [InlineData("")]
    [InlineData("we deployed at noon and all was well")]
    [InlineData("2026/11/22 02:59:30 [notice] 1#1: start worker processes")]
    public void What_says_nothing_is_unknown(string text) =>
        Assert.Equal(VerdictStatus.Unknown, Paste.Judge(text).Status);

    [Fact]
    public void A_thousand_invented_errors_are_never_healthy()
    {
        var random = new Random(7);
        string[] words =
        [
            "upstream",
            "peer",
            "sent",
            "lost",
            "odd",
            "frame",
            "while",
            "reading",
            "closed",
            "(77: Odd)",
        ];
        for (var round = 0; round < 1000; round++)
        {
            var message = string.Join(
                ' ',
                Enumerable.Range(0, 6).Select(_ => words[random.Next(words.Length)])
            );
            var line = Paste.Line(message);
            Assert.NotEqual(
                VerdictStatus.Healthy,
                Paste.Judge(line[..random.Next(40, line.Length)]).Status
            );
        }
    }

    [Fact]
    public void One_bare_line_is_no_proof()
    {
        foreach (
            var message in (string[])
                [LogMessages.ConnectLate, LogMessages.NoRoute, LogMessages.WrongTlsVersion]
        )
            Assert.InRange(Paste.Judge(Paste.Line(message)).First!.Confidence, 0.4, 0.8);
    }

    [Fact]
    public void That_the_back_end_does_not_run_is_said_when_somebody_looked()
    {
        var words = Paste.Judge(Paste.Line(LogMessages.Refused)).First!;
        Assert.DoesNotContain("is not running", words.Explanation);
        Assert.Contains("refused", words.Explanation);
    }
}
