using ChatOps502.Bot.Access;
using ChatOps502.Bot.Approvals;

namespace ChatOps502.Bot.Commands;

sealed class ResolveCommand(IncidentChoice choice, IncidentClosing closing) : ChatCommand
{
    public override string Word => "resolve";

    public override string Arguments => "[INC-n]";

    public override string Does => "close the incident";

    public override Permission Permission => Permission.Incident;

    public override CommandAnswer Run(CommandCall call) =>
        choice.Say(
            call,
            (incident, _) =>
                closing.Resolve(call.Unit, incident.Number, call.Person) ?? $"{incident.Id} is resolved"
        );
}
