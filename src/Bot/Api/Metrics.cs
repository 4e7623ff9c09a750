using ChatOps502.Bot.Approvals;
using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Incidents;
using ChatOps502.Bot.Runs;

namespace ChatOps502.Bot.Api;

/// <summary>What is open and what waits, as gauges for Prometheus; each store counts its own.</summary>
sealed class Metrics(
    IncidentStore incidents,
    RunStore runs,
    ApprovalStore approvals,
    Outbox outbox,
    IEnumerable<Inbox> inboxes
)
{
    public string Render() =>
        string.Concat(
            Gauge("incidents_open", "Incidents that are not resolved.", incidents.CountOpen()),
            Gauge("runs_open", "Runs under way or waiting.", runs.CountOpen()),
            Gauge("approvals_waiting", "Approvals nobody has decided.", approvals.CountWaiting()),
            Gauge("outbox_pending", "Messages not yet delivered.", outbox.CountPending()),
            Gauge(
                "deliveries_pending",
                "Alerts and chat events that are stored and not yet handled.",
                inboxes.Sum(inbox => inbox.CountPending())
            ),
            Gauge(
                "deliveries_dead",
                "Alerts and chat events that failed too often and were set aside.",
                inboxes.Sum(inbox => inbox.CountDead())
            )
        );

    static string Gauge(string name, string help, long value) =>
        $"# HELP chatops502_{name} {help}\n# TYPE chatops502_{name} gauge\nchatops502_{name} {value}\n";
}
