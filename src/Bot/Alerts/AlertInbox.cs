using ChatOps502.Bot.Delivery;
using ChatOps502.Bot.Storage;

namespace ChatOps502.Bot.Alerts;

/// <summary>The notifications of Alertmanager.</summary>
public sealed class AlertInbox(Database database, TimeProvider clock) : Inbox(database, "alertmanager", clock);
