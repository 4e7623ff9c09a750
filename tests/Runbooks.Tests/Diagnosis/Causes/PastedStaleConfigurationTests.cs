using ChatOps502.Runbooks.Tests.Diagnosis.Pasted;

namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class PastedStaleConfigurationTests
{
    static string Site(string pass) =>
        $"server {{\n  server_name cart.example;\n  location / {{ proxy_pass {pass}; }}\n}}";

    [Theory]
    [InlineData("Nov 22 02:50:01 web systemd[1]: nginx.service: Reload failed for nginx - web server.")]
    [InlineData("nginx: [error] invalid PID number \"\" in \"/run/nginx.pid\"")]
    public void A_reload_that_was_refused_leaves_the_old_configuration(string line) =>
        Paste.AssertFirst("stale-configuration", Paste.Judge(line));

    [Fact]
    public void An_address_that_the_file_does_not_name_was_there_before()
    {
        var verdict = Paste.Judge(Paste.Line(LogMessages.NoRoute), Site("http://10.7.0.9:8080"));
        Assert.Contains(verdict.Diagnoses, diagnosis => diagnosis.Cause == "stale-configuration");
    }

    [Theory]
    [InlineData("http://10.7.0.4:8080")]
    [InlineData("http://cart:8080")]
    [InlineData("http://$backend")]
    public void An_address_that_the_file_may_lead_to_is_no_sign(string pass) =>
        Assert.DoesNotContain(
            Paste.Judge(Paste.Line(LogMessages.NoRoute), Site(pass)).Diagnoses,
            diagnosis => diagnosis.Cause == "stale-configuration"
        );
}
