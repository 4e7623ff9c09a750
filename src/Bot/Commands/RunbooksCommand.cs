using ChatOps502.Bot.Access;
using ChatOps502.Runbooks.Library;

namespace ChatOps502.Bot.Commands;

sealed class RunbooksCommand(RunbookLibrary library) : ChatCommand
{
    public override string Word => "runbooks";

    public override string Does => "the known runbooks";

    public override Permission Permission => Permission.Look;

    public override CommandAnswer Run(CommandCall call) =>
        new(string.Join('\n', library.All.Select(runbook => $"{runbook.Name}: {runbook.Title}")));
}
