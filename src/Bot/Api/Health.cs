using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Api;

/// <summary>For whoever watches the watcher.</summary>
static class Health
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/healthz", () => Results.Text("ok"));
        app.MapGet(
            "/readyz",
            async (Readiness readiness) =>
                await readiness.ProblemAsync() is { } problem
                    ? Results.Text(problem, statusCode: 503)
                    : Results.Text("ready")
        );
        app.MapGet("/metrics", (Database database) => Results.Text(Metrics(database), "text/plain; version=0.0.4"));
    }

    static string Metrics(Database database)
    {
        string Line(string name, string help, string sql) =>
            $"# HELP {name} {help}\n# TYPE {name} gauge\n{name} {database.First<long>(sql)}\n";
        return Line(
                "chatops502_incidents_open",
                "Incidents that are not resolved.",
                "select count(*) from incidents where status <> 'resolved'"
            )
            + Line(
                "chatops502_runs_open",
                "Runs under way or waiting.",
                "select count(*) from runs where status = 'Running'"
            )
            + Line(
                "chatops502_approvals_waiting",
                "Approvals nobody has decided.",
                "select count(*) from approvals where state = 'waiting'"
            )
            + Line(
                "chatops502_outbox_pending",
                "Messages not yet delivered.",
                "select count(*) from outbox where delivered_version < wanted_version"
            )
            + Line(
                "chatops502_deliveries_pending",
                "Alerts stored and not yet worked on.",
                "select count(*) from deliveries where done_at is null"
            );
    }
}
