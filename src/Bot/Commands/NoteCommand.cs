using ChatOps502.Bot.Access;
using ChatOps502.Bot.Incidents;

namespace ChatOps502.Bot.Commands;

sealed class NoteCommand(IncidentChoice choice, IncidentLifecycle lifecycle) : ChatCommand
{
    public override string Word => "note";

    public override string Arguments => "[INC-n] TEXT";

    public override string Does => "add to the timeline";

    public override Permission Permission => Permission.Talk;

    public override CommandAnswer Run(CommandCall call) => choice.Say(call, Note);

    string Note(Incident incident, CommandCall call)
    {
        if (call.Text.Length == 0)
            return "say what to note: /502 note restarted the database";
        var problem = lifecycle.Note(call.Unit, incident.Number, call.Person, call.Text);
        return problem ?? $"noted in {incident.Id}";
    }
}
