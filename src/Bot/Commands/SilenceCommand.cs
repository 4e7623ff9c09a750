using ChatOps502.Bot.Access;
using ChatOps502.Bot.Alerts;
using ChatOps502.Bot.Incidents;

namespace ChatOps502.Bot.Commands;

sealed class SilenceCommand(IncidentChoice choice, Silencer silencer) : ChatCommand
{
    public override string Word => "silence";

    public override string Arguments => "[INC-n] TIME [WHY]";

    public override string Does => "silence its alert in Alertmanager: 30m, 2h";

    public override Permission Permission => Permission.Alerting;

    public override CommandAnswer Run(CommandCall call) => choice.On(call, Silence);

    CommandAnswer Silence(Incident incident, CommandCall call)
    {
        if (call.Words is not [var typed, ..])
            return new($"say how long: /502 silence {incident.Id} 30m deploying");
        var (parsed, problem) = Silencer.ReadTime(typed);
        if (parsed is not { } time)
            return new($"'{typed}' {problem}");
        return new(
            $"silencing {incident.AlertName}",
            incident.Id,
            cancel => silencer.SilenceAsync(incident, time, call.Next().Text, call.Person, cancel)
        );
    }
}
