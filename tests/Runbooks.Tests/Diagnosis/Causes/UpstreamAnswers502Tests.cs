using ChatOps502.Runbooks.Tests.Diagnosis.Pasted;

namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class UpstreamAnswers502Tests
{
    /// <summary>As ingress-nginx logs: length of the request, time, service, and what the pod sent.</summary>
    static string Ingress(int status, string upstream) =>
        Paste.Request(status, $" 90 0.004 [cart-web-80] [] {upstream} c0ffee");

    [Fact]
    public void A_status_with_a_body_was_made_by_the_back_end()
    {
        var verdict = Paste.Judge(
            Ingress(502, "10.7.0.4:8080 512 0.004 502"),
            Ingress(502, "10.7.0.4:8080 512 0.003 502")
        );
        Paste.AssertFirst("upstream-answers-502", verdict);
        Assert.Equal("10.7.0.4:8080", verdict.First!.Subject.Upstream);
    }

    [Fact]
    public void A_status_without_a_body_is_nginxs_own() =>
        Assert.DoesNotContain(
            Paste.Judge(Ingress(502, "10.7.0.4:8080 0 0.000 502")).Diagnoses,
            diagnosis => diagnosis.Cause == "upstream-answers-502"
        );

    [Fact]
    public void An_error_line_of_nginx_says_that_nothing_was_answered() =>
        Paste.AssertFirst(
            "backend-down",
            Paste.Judge(Paste.Line(LogMessages.Refused), Ingress(502, "10.7.0.4:8080 0 0.000 502"))
        );
}
