namespace ChatOps502.Runbooks.Tests.Diagnosis.Causes;

public sealed class AppStartingTests() : CauseTests("app-starting")
{
    protected override Scene Typical => Started(secondsAgo: 12);

    static Scene Started(int secondsAgo, int restarts = 0) =>
        new Scene()
            .Errors(LogMessages.Refused, secondsAgo: 5)
            .Unit(
                "shop",
                "active",
                command: "PORT=3000",
                pid: 42,
                startedAgo: secondsAgo,
                restarts: restarts
            )
            .Process(42, 'R', "java -jar shop.jar", age: secondsAgo)
            .Answers("127.0.0.1:3000", 111, "connect");

    [Fact]
    public void It_is_never_restarted_meanwhile() =>
        Assert.DoesNotContain(
            Typical.Judge().Diagnoses.SelectMany(d => d.Remedies),
            remedy => remedy.Changes
        );

    [Theory]
    [InlineData(3600, 0)] // it has had its time
    [InlineData(12, 7)] // systemd starts it again and again
    public void A_service_that_does_not_come_up_is_no_longer_starting(int secondsAgo, int restarts) =>
        Assert.NotEqual("app-starting", Started(secondsAgo, restarts).Judge().First!.Cause);

    [Fact]
    public void Who_listens_elsewhere_has_started() =>
        Assert.Equal("wrong-upstream", Started(12).Listens(3001, "java", 42).Judge().First!.Cause);
}
