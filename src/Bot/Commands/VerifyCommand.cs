using ChatOps502.Bot.Access;
using ChatOps502.Runbooks.Model;

namespace ChatOps502.Bot.Commands;

sealed class VerifyCommand(RunRequest runs) : ChatCommand
{
    public override string Word => "verify";

    public override string Arguments => "HOST";

    public override string Does => "pages, a small burst, no new 502";

    public override Permission Permission => Permission.Look;

    public override bool NamesHosts => true;

    public override CommandAnswer Run(CommandCall call) =>
        runs.Start(ShippedRunbooks.Verify, call.Words, call);
}
