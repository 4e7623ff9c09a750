using ChatOps502.Bot.Access;

namespace ChatOps502.Bot.Commands;

sealed class RunCommand(RunRequest runs) : ChatCommand
{
    const string DryRun = "--dry-run";

    public override string Word => "run";

    public override string Arguments => "RUNBOOK HOST... [--dry-run]";

    public override string Does => "run a runbook";

    public override Permission Permission => Permission.Incident;

    public override bool NamesHosts => true;

    public override CommandAnswer Run(CommandCall call)
    {
        var names = call.Words.Where(word => word != DryRun).ToList();
        return names is [var runbook, _, ..]
            ? runs.Start(runbook, names[1..], call, dryRun: call.Words.Contains(DryRun))
            : new("say which and where: /502 run nginx-502 web-01");
    }
}
