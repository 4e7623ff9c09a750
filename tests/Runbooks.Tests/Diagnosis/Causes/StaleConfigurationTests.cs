namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class StaleConfigurationTests() : CauseTests("stale-configuration")
{
    protected override Scene Typical => Edited().ConfigurationChanged(secondsAgo: 60);

    /// <summary>The file names port 3000, where the shop answers; the error lines name another one.</summary>
    static Scene Edited() =>
        HealthyShop
            .Errors(LogMessages.Refused, upstream: "http://127.0.0.1:3999/")
            .Served(502)
            .Process(11, 'S', "nginx: worker process", parent: 10, age: 600)
            .Unit("nginx", "active", pid: 10);

    [Fact]
    public void The_file_is_taken_by_a_reload() => AssertProposes(Typical, "systemctl reload nginx");

    [Fact]
    public void A_reload_that_would_be_refused_is_not_offered() =>
        AssertAdvises(
            Edited().ConfigurationChanged(60, "unexpected \"}\" in /etc/nginx/conf.d/shop.conf:7"),
            "mend what nginx -t says"
        );

    [Fact]
    public void Workers_that_are_younger_than_the_file_run_it() =>
        Assert.DoesNotContain(
            Edited().ConfigurationChanged(secondsAgo: 900).Judge().Diagnoses,
            diagnosis => diagnosis.Cause == "stale-configuration"
        );
}
