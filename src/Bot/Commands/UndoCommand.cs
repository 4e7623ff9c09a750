using ChatOps502.Bot.Access;
using ChatOps502.Bot.Approvals;
using ChatOps502.Bot.Incidents;

namespace ChatOps502.Bot.Commands;

sealed class UndoCommand(IncidentChoice choice, Rollback rollback) : ChatCommand
{
    public override string Word => "undo";

    public override string Arguments => "[INC-n] [CHANGE] [WHY]";

    public override string Does => "take back a changed configuration file";

    public override Permission Permission => Permission.Production;

    public override CommandAnswer Run(CommandCall call) => choice.Say(call, TakeBack);

    string TakeBack(Incident incident, CommandCall call) =>
        rollback.TakeBack(
            call.Unit,
            incident.Number,
            call.Words.FirstOrDefault(),
            call.Person,
            call.Next().Text
        );
}
