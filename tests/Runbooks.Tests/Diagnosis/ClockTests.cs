using ChatOps502.Probes.Nginx;
using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Runbooks.Tests.Diagnosis;

public sealed class ClockTests
{
    const string Refused = "connect() failed (111: Connection refused) while connecting to upstream";

    static Scene Stopped(string time) =>
        new Scene()
            .Logged(
                $"{time} [error] 1#1: *1 {Refused}, client: 10.0.0.1, server: shop.example, request: \"GET / "
                    + "HTTP/1.1\", upstream: \"http://127.0.0.1:3000/\", host: \"shop.example\""
            )
            .Unit("shop", "active", command: "PORT=3000", pid: 42)
            .Listens(3000, "node", 42);

    [Theory]
    [InlineData("2026/11/22 02:59:59", "unhealthy")]
    [InlineData("2026/11/22 04:59:59", "unhealthy")] // clocks were changed a moment ago
    [InlineData("2026/11/22 05:00:01", "unknown")]
    [InlineData("2199/01/01 00:00:00", "unknown")]
    public void What_lies_more_than_two_hours_ahead_does_not_count(string time, string status) =>
        Assert.Equal(status, Stopped(time).Judge().Status.Text());

    [Fact]
    public void A_little_ahead_is_now() =>
        Assert.Equal(Scene.Now, Stopped("2026/11/22 04:59:59").Judge().Window.LastAt);

    [Fact]
    public void Requests_ahead_of_the_clock_do_not_count_either()
    {
        var verdict = new Scene()
            .Served(502, 50, secondsAgo: -8000)
            .Served(502, 5, secondsAgo: -60)
            .Served(200, 5)
            .Judge();
        Assert.Equal(
            (10, 5, Scene.Now),
            (verdict.Window.Requests, verdict.Window.Status502, verdict.Window.LastAt!.Value)
        );
    }

    [Fact]
    public void Minutes_ahead_of_the_clock_do_not_count_and_near_ones_are_now()
    {
        var logs = new AccessLogs(30, new Dictionary<int, long> { [200] = 30 }, [], [])
        {
            Minutes =
            [
                new(Scene.Now.AddMinutes(-1), 10, 1),
                new(Scene.Now.AddMinutes(30), 5, 2),
                new(Scene.Now.AddMinutes(40), 5, 3),
                new(Scene.Now.AddYears(3), 9, 9),
            ],
        };
        Assert.Equal(
            [new(Scene.Now.AddMinutes(-1), 10, 1), new Minute(Scene.Now, 10, 5)],
            new Clock(Scene.Now, true).Placed(logs)!.Minutes
        );
        Assert.Same(logs, new Clock(Scene.Now, false).Placed(logs));
    }

    [Theory]
    [InlineData("0001/01/01 00:00:00")]
    [InlineData("9999/12/31 23:59:59")]
    public void A_line_of_no_such_year_ends_in_a_verdict(string time)
    {
        var (verdict, problem) = PastedEvidence.Judge(
            "pasted",
            $"{time} [error] 1#1: *1 {Refused}, client: 10.0.0.1, server: a, request: \"GET / HTTP/1.1\", "
                + "upstream: \"http://127.0.0.1:3000/\", host: \"a\"",
            Scene.Now
        );
        Assert.Null(problem);
        Assert.Equal("backend-down", verdict!.First!.Cause);
        Assert.Null(verdict.Window.FirstAt);
    }
}
