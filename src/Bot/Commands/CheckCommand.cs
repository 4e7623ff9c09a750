using ChatOps502.Bot.Access;
using ChatOps502.Runbooks.Model;

namespace ChatOps502.Bot.Commands;

sealed class CheckCommand(RunRequest runs) : ChatCommand
{
    public override string Word => "check";

    public override string Arguments => "HOST...";

    public override string Does => "look at hosts and say what is wrong";

    public override Permission Permission => Permission.Look;

    public override bool NamesHosts => true;

    public override bool EndsWithIncident => true;

    public override CommandAnswer Run(CommandCall call) =>
        runs.Start(ShippedRunbooks.Check, call.Words, call);
}
