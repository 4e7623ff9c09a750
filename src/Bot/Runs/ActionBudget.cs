using ChatOps502.Bot.Configuration;
using ChatOps502.Bot.Redaction;
using ChatOps502.Bot.Storage;
using ChatOps502.Runbooks.Engine;

namespace ChatOps502.Bot.Runs;

/// <summary>Stops healing loops: after so many actions on one host within an hour a person has to look.</summary>
public sealed class ActionBudget(Database database, Settings settings, TimeProvider clock) : IChangeBudget
{
    public string? Refuses(string host, string action)
    {
        var since = Column.Time(clock.GetUtcNow() - TimeSpan.FromHours(1));
        var done = database.First<long>(
            "select count(*) from actions where host = @host and at > @since",
            new { host, since }
        );
        return done < settings.Approvals.RestartsPerHostAndHour
            ? null
            : $"{done} actions on {host} within the last hour (Approvals:RestartsPerHostAndHour = "
                + $"{settings.Approvals.RestartsPerHostAndHour}): repeated fixes hide the root cause; somebody has "
                + "to look into it";
    }

    /// <summary>Counts an action before it runs: a kill in between does not make it free.</summary>
    public void Count(Transaction transaction, string host, string command, string run) =>
        transaction.Execute(
            "insert into actions (host, action, at, run_id) values (@host, @action, @at, @run)",
            new
            {
                host,
                action = Secrets.Mask(command),
                at = Column.Time(clock.GetUtcNow()),
                run,
            }
        );
}
