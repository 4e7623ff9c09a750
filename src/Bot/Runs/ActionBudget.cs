using ChatOps502.Bot.Configuration;
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
                + $"{settings.Approvals.RestartsPerHostAndHour}): mending again and again hides the cause; a person "
                + "has to look";
    }
}
