using ChatOps502.Runbooks.Tests.Diagnosis.Pasted;

namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class BadResponseTests() : CauseTests("bad-response")
{
    const string Reading = " while reading response header from upstream";

    protected override Scene Typical =>
        HealthyShop.Errors(
            "upstream sent \"Content-Length\" and \"Transfer-Encoding\" headers at the same time"
                + Reading
        );

    [Theory]
    [InlineData(
        "upstream sent duplicate header line: \"Content-Length: 7\", previous value: \"Content-Length: 7\""
    )]
    [InlineData("upstream sent invalid \"Content-Length\" header: \"Content-Length: -1\"")]
    [InlineData("upstream sent unknown \"Transfer-Encoding\": \"gzip\"")]
    [InlineData("upstream sent invalid header: \"Set Cookie\\x20...\"")]
    [InlineData("upstream sent invalid chunked response")]
    public void Each_broken_answer_is_told_from_another_protocol(string message)
    {
        var verdict = Paste.Judge(Paste.Line(message + Reading));
        Paste.AssertFirst("bad-response", verdict);
        Assert.DoesNotContain(verdict.First!.Remedies, remedy => remedy.Why.Contains("fastcgi_pass"));
    }

    [Fact]
    public void No_header_at_all_is_another_protocol() =>
        Paste.AssertFirst(
            "protocol-mismatch",
            Paste.Judge(Paste.Line("upstream sent no valid HTTP/1.0 header" + Reading))
        );

    [Fact]
    public void Http_2_breaks_in_its_own_way() =>
        Paste.AssertFirst(
            "http2-grpc",
            Paste.Judge(Paste.Line("upstream sent invalid header" + Reading, "grpc://10.7.0.4:50051"))
        );
}
