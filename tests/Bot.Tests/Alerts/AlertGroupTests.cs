using ChatOps502.Bot.Alerts;
using ChatOps502.TestKit;

namespace ChatOps502.Bot.Tests.Alerts;

public sealed class AlertGroupTests
{
    [Fact]
    public void A_notification_is_read()
    {
        var (group, problem) = AlertGroup.Read(BotProcess.Alert("firing", "web-01:80").ToJsonString());
        Assert.Null(problem);
        Assert.Equal(
            ("High502Rate", "critical", "too many 502", "web-01:80"),
            (group!.Name, group.Severity, group.Summary, group.Alerts[0].Instance)
        );
    }

    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("{", "not valid JSON")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("null", "must be a JSON object")]
    [InlineData("""{"version":"3"}""", "version")]
    [InlineData("""{"version":"4","status":"maybe"}""", "status must be firing or resolved")]
    [InlineData("""{"version":"4","status":"firing"}""", "alerts must be a list")]
    [InlineData("""{"version":"4","status":"firing","alerts":null}""", "alerts must be a list")]
    [InlineData("""{"version":"4","status":"firing","alerts":"x"}""", "alerts must be a list")]
    [InlineData("""{"version":"4","status":"firing","alerts":[]}""", "alerts is empty")]
    [InlineData("""{"version":"4","status":"firing","alerts":[1]}""", "must be an object")]
    [InlineData("""{"version":"4","status":"firing","alerts":[{}]}""", "alertname")]
    public void What_is_no_alert_is_refused_with_a_reason(string body, string reason)
    {
        var (group, problem) = AlertGroup.Read(body);
        Assert.Null(group);
        Assert.Contains(reason, problem);
    }

    [Fact]
    public void A_repetition_has_the_same_key_and_a_new_start_another()
    {
        string Key(string status, string startsAt, string receiver = "a")
        {
            var body = BotProcess.Alert(status, "web-01", startsAt: startsAt);
            body["receiver"] = receiver;
            return AlertGroup.Read(body.ToJsonString()).Group!.DedupeKey;
        }
        var first = Key("firing", "2026-11-22T17:20:19Z");
        Assert.Equal(first, Key("firing", "2026-11-22T17:20:19Z", "b"));
        Assert.NotEqual(first, Key("resolved", "2026-11-22T17:20:19Z"));
        Assert.NotEqual(first, Key("firing", "2026-11-22T18:20:19Z"));
    }
}
