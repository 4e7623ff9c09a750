using ChatOps502.Bot.Access;
using ChatOps502.Bot.Incidents;

namespace ChatOps502.Bot.Commands;

sealed class SeverityCommand(IncidentChoice choice, IncidentLifecycle lifecycle) : ChatCommand
{
    public override string Word => "severity";

    public override string Arguments => "[INC-n] WORD";

    public override string Does => "set the severity";

    public override Permission Permission => Permission.Incident;

    public override CommandAnswer Run(CommandCall call) => choice.Say(call, Set);

    string Set(Incident incident, CommandCall call)
    {
        if (call.Words is not [var severity])
            return "say which: /502 severity critical";
        var problem = lifecycle.Severity(call.Unit, incident.Number, call.Person, severity);
        return problem ?? $"{incident.Id} is {severity}";
    }
}
