using ChatOps502.Bot.Access;
using ChatOps502.Bot.Alerts;
using ChatOps502.Bot.Approvals;
using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.IncidentFeed;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Runs;
using ChatOps502.Bot.Storage;
using ChatOps502.Runbooks.Library;
using ChatOps502.Runbooks.Model;
using Quartz;

namespace ChatOps502.Bot.Schedules;

// What is due lies in the database, so these jobs may be late or skipped by a restart and nothing is lost.

/// <summary>Ends approvals that nobody decided in time.</summary>
[DisallowConcurrentExecution]
public sealed class ExpiryJob(Database database, ApprovalGate gate) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancel)
    {
        foreach (var approval in gate.Overdue())
            await database.WriteAsync(unit => gate.Expire(unit, approval), cancel: cancel);
    }
}

/// <summary>Wakes every open run, in case a bell was not heard.</summary>
[DisallowConcurrentExecution]
public sealed class WakeJob(RunStore runs, RunWakeups bells) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancel)
    {
        foreach (var run in runs.Open())
            bells.Ring(run.Id);
        return default;
    }
}

/// <summary>Looks again at hosts some minutes after a fix.</summary>
[DisallowConcurrentExecution]
public sealed class ReverifyJob(
    Database database,
    DueStore due,
    IncidentStore incidents,
    RunStarter runs,
    RunbookLibrary library,
    TimeProvider clock
) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancel)
    {
        foreach (var item in due.Now(clock.GetUtcNow()))
            await database.WriteAsync(
                unit =>
                {
                    var open = incidents.Find(unit, item.IncidentId) is { IsOver: false };
                    if (
                        open
                        && runs.Start(
                            unit,
                            library.Find(ShippedRunbooks.Verify)!,
                            [item.Data],
                            item.IncidentId,
                            false,
                            Person.Schedule
                        )
                            is null
                    )
                        return; // being verified right now: later
                    due.Take(unit, item.Id, clock.GetUtcNow());
                },
                cancel: cancel
            );
    }
}

/// <summary>Reminds once of incidents that nobody acknowledged.</summary>
[DisallowConcurrentExecution]
public sealed class RemindJob(
    Database database,
    IncidentStore incidents,
    Feed feed,
    Settings settings,
    TimeProvider clock
) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        foreach (var incident in incidents.WithoutAcknowledge(now - settings.Incidents.RemindAfter))
            await database.WriteAsync(unit => Remind(unit, incident, now), cancel: cancel);
    }

    void Remind(Transaction unit, Incident incident, DateTimeOffset now)
    {
        if (!incidents.Reminded(unit, incident.Number, now))
            return;
        var waited = now - incident.StartedAt;
        feed.Tell(
            unit,
            incident.Number,
            new AcknowledgementMissing(incident.Id, waited, Person.Schedule)
        );
    }
}

/// <summary>
/// Closes incidents that nothing happens to any more, and forgets resolved ones after Incidents:KeepDays. In small
/// steps: others write, too.
/// </summary>
[DisallowConcurrentExecution]
public sealed class RetentionJob(
    Database database,
    IncidentStore incidents,
    IncidentClosing closing,
    IEnumerable<Inbox> inboxes,
    Settings settings,
    TimeProvider clock
) : IJob
{
    const int Step = 20,
        LettersAStep = 500;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var kept = TimeSpan.FromDays(settings.Incidents.KeepDays);
        await CloseForgottenAsync(now, cancel);
        await InStepsAsync(
            unit => IncidentStore.DeleteResolvedBefore(unit, now - kept, Step),
            Step,
            cancel
        );
        foreach (var inbox in inboxes)
            await InStepsAsync(unit => inbox.Forget(unit, kept, LettersAStep), LettersAStep, cancel);
        await database.WriteAsync(unit => ResolvedGroups.Forget(unit, now - kept), cancel: cancel);
    }

    async Task CloseForgottenAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var days = settings.Incidents.ForgottenAfterDays;
        while (incidents.Forgotten(now - TimeSpan.FromDays(days), Step) is { Count: > 0 } forgotten)
        {
            foreach (var incident in forgotten)
                await database.WriteAsync(
                    unit =>
                        closing.Resolve(
                            unit,
                            incident.Number,
                            Person.Schedule,
                            $"nothing happened for {days} days"
                        ),
                    cancel: cancel
                );
            await PauseAsync(cancel);
        }
    }

    async Task InStepsAsync(Func<Transaction, int> delete, int step, CancellationToken cancel)
    {
        while (await database.WriteAsync(delete, cancel: cancel) == step)
            await PauseAsync(cancel);
    }

    Task PauseAsync(CancellationToken cancel) => Task.Delay(TimeSpan.FromMilliseconds(20), clock, cancel);
}
