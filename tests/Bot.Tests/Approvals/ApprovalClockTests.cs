using ChatOps502.Bot.Approvals;
using ChatOps502.Bot.Storage;
using ChatOps502.Runbooks.Steps;

namespace ChatOps502.Bot.Tests.Approvals;

public sealed class ApprovalClockTests : IDisposable
{
    static readonly DateTimeOffset Asked = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    readonly string _directory = Directory.CreateTempSubdirectory("c502-clock-").FullName;
    readonly Database _database;
    readonly Clock _clock = new() { Now = Asked };

    public ApprovalClockTests() => _database = new($"Data Source={_directory}/bot.db");

    /// <summary>A wall clock that people set, beside time that passes.</summary>
    sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        long _passed;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => _passed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time, TimeSpan? jump = null)
        {
            _passed += time.Ticks;
            Now += time + (jump ?? TimeSpan.Zero);
        }
    }

    static Approval Approval(DateTimeOffset? asked = null) =>
        new(
            "a1",
            "RUN-1",
            1,
            "ask@here",
            "here",
            "command",
            "true",
            new("ask@here", "command", ["true"], "true", "", "", "", null, "h", null),
            ApprovalState.Waiting,
            "ann",
            "slack",
            "U0ANN",
            asked ?? Asked,
            (asked ?? Asked).AddMinutes(30),
            null,
            null,
            null
        );

    [Fact]
    public void It_ends_with_its_time()
    {
        var ends = new ApprovalClock(_database, _clock);
        Assert.False(ends.IsOver(Approval()));
        _clock.Pass(TimeSpan.FromMinutes(29));
        Assert.False(ends.IsOver(Approval()));
        _clock.Pass(TimeSpan.FromMinutes(1));
        Assert.True(ends.IsOver(Approval()));
    }

    [Fact]
    public void A_clock_set_back_by_days_ends_it_at_once()
    {
        var ends = new ApprovalClock(_database, _clock);
        Assert.False(ends.IsOver(Approval()));
        _clock.Pass(TimeSpan.FromMinutes(1), TimeSpan.FromDays(-3));
        Assert.True(ends.IsOver(Approval()));
    }

    [Fact]
    public void A_clock_set_back_by_minutes_does_not_lengthen_it()
    {
        var ends = new ApprovalClock(_database, _clock);
        Assert.False(ends.IsOver(Approval()));
        _clock.Pass(TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(-20));
        Assert.False(ends.IsOver(Approval()));
        _clock.Pass(TimeSpan.FromMinutes(10));
        Assert.True(ends.IsOver(Approval()));
    }

    [Fact]
    public async Task What_waited_while_the_clock_was_set_back_and_the_bot_was_down_is_over()
    {
        await _database.WriteAsync(unit =>
        {
            unit.Execute(
                """
                insert into incidents (id, title, status, severity, host, hosts, alert_name, group_key,
                  opened_by, started_at)
                values (1, '', 'open', '', '', '[]', '', '', '', '')
                """
            );
            unit.Execute(
                """
                insert into timeline (incident_id, at, kind, actor, source, text, data)
                values (1, @at, 'note', '', '', '', '{}')
                """,
                new { at = Column.Time(Asked.AddMinutes(25)) }
            );
        });
        _clock.Now = Asked.AddMinutes(2); // it stood at 25 minutes already
        var ends = new ApprovalClock(_database, _clock);
        Assert.True(ends.IsOver(Approval()));
        _clock.Pass(TimeSpan.FromSeconds(1));
        Assert.False(ends.IsOver(Approval(_clock.Now))); // what is asked from now on counts
    }

    public void Dispose()
    {
        _database.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
