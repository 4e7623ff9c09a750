using System.Diagnostics;
using ChatOps502.Bot.Composition;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Schedules;
using ChatOps502.Bot.Storage;
using ChatOps502.Bot.Tests.Kits;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOps502.Bot.Tests.Schedules;

/// <summary>
/// Old incidents go, with all that belongs to them, while others write. CHATOPS502_LONG=1: 8,000 of them.
/// </summary>
public sealed class RetentionTests : IDisposable
{
    static readonly int Incidents =
        Environment.GetEnvironmentVariable("CHATOPS502_LONG") == "1" ? 8000 : 300;
    static readonly DateTimeOffset Old = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    readonly string _directory = Directory.CreateTempSubdirectory("c502-retention-").FullName;
    readonly ServiceProvider _parts;
    readonly Database _database;
    readonly RetentionJob _job;

    public RetentionTests()
    {
        var settings = new Settings
        {
            Storage = new() { ConnectionString = $"Data Source={_directory}/bot.db" },
        };
        _parts = BotParts.Provide(settings);
        _database = _parts.GetRequiredService<Database>();
        _job = ActivatorUtilities.CreateInstance<RetentionJob>(_parts);
    }

    [Fact]
    public async Task Old_incidents_go_in_small_steps_and_others_write_meanwhile()
    {
        for (var i = 1; i <= Incidents; i++)
            await FillAsync(i, "resolved");
        var (longest, written, done) = (0.0, 0, false);
        var writer = Task.Run(async () =>
        {
            while (!Volatile.Read(ref done))
            {
                var begun = Stopwatch.GetTimestamp();
                await _database.WriteAsync(u => u.Execute("update heartbeat set at = 'x' where id = 1"));
                longest = Math.Max(longest, Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                written++;
            }
        });
        await _job.Execute(null!, CancellationToken.None);
        Volatile.Write(ref done, true);
        await writer;
        foreach (
            var table in new[]
            {
                "incidents",
                "timeline",
                "runs",
                "run_events",
                "artifacts",
                "approvals",
                "messages",
                "outbox",
                "changes",
                "due",
            }
        )
            Assert.Equal(0, _database.First<long>($"select count(*) from {table}"));
        Assert.True(written > Incidents / 20, $"{written} writes beside {Incidents / 20} steps");
        Figures.Tell(
            $"{Incidents} incidents forgotten; the longest wait of a writer was {longest:0} ms, {written} "
                + "writes beside it"
        );
    }

    [Fact]
    public async Task What_nothing_happens_to_any_more_is_closed()
    {
        await FillAsync(1, "open");
        await _job.Execute(null!, CancellationToken.None);
        Assert.Equal("resolved", _database.First<string>("select status from incidents where id = 1"));
        Assert.Equal(
            "nothing happened for 14 days",
            _database.First<string>("select text from timeline where kind = 'incident.resolved'")
        );
    }

    Task FillAsync(int id, string status) =>
        _database.WriteAsync(unit =>
        {
            var at = Column.Time(Old);
            var args = new
            {
                id,
                run = $"RUN-{id}",
                at,
                status,
                blob = new byte[2000],
                text = new string('x', 500),
            };
            unit.Execute(
                """
                insert into incidents (id, title, status, severity, host, hosts, alert_name, group_key,
                  opened_by, started_at, resolved_at)
                values (@id, 't', @status, '', '', '[]', '', '', '', @at, @at)
                """,
                args
            );
            unit.Execute(
                """
                insert into runs (id, incident_id, runbook, source, targets, dry_run, given, requested_by,
                  status, started_at)
                values (@run, @id, '', '', '[]', 0, '{}', '', 'Succeeded', @at)
                """,
                args
            );
            unit.Execute(
                "insert into artifacts (id, run_id, name, at, content) values (@run, @run, '', @at, @blob)",
                args
            );
            unit.Execute(
                """
                insert into approvals (id, run_id, incident_id, step_key, host, action, command, request, hash,
                  state, requested_by, requested_at, expires_at)
                values (@run, @run, @id, '', '', '', '', '{}', '', 'denied', '', @at, @at)
                """,
                args
            );
            unit.Execute(
                """
                insert into changes (id, run_id, incident_id, host, step_host, request, at)
                values (@run, @run, @id, '', '', '{}', @at)
                """,
                args
            );
            unit.Execute(
                "insert into due (kind, incident_id, data, due_at) values ('verify', @id, '', @at)",
                args
            );
            for (var seq = 1; seq <= 10; seq++)
            {
                unit.Execute(
                    "insert into run_events (run_id, seq, at, body) values (@run, @seq, @at, @text)",
                    new
                    {
                        args.run,
                        seq,
                        args.at,
                        args.text,
                    }
                );
                unit.Execute(
                    """
                    insert into timeline (incident_id, at, kind, actor, source, text, data)
                    values (@id, @at, 'note', '', '', @text, '{}')
                    """,
                    args
                );
                unit.Execute(
                    """
                    insert into messages (incident_id, key, body, version, created_at, updated_at)
                    values (@id, @key, @text, 1, @at, @at)
                    """,
                    new
                    {
                        args.id,
                        key = $"k{seq}",
                        args.text,
                        args.at,
                    }
                );
            }
            unit.Execute(
                """
                insert into outbox (chat, message_id, incident_id, wanted_version, delivered_version, attempts,
                  due_at) select 'console', m.id, @id, 1, 1, 0, @at
                from messages m
                where m.incident_id = @id
                """,
                args
            );
        });

    public void Dispose()
    {
        _parts.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
