using ChatOps502.Bot.Access;
using ChatOps502.Runbooks.Model;

namespace ChatOps502.Bot.Commands;

sealed class FixCommand(RunRequest runs) : ChatCommand
{
    public override string Word => "fix";

    public override IReadOnlyList<string> Aliases => ["mend"];

    public override string Arguments => "HOST [ACTION]";

    public override string Does => "propose the remedy, or another one of the verdict";

    public override Permission Permission => Permission.Incident;

    public override bool NamesHosts => true;

    public override bool EndsWithIncident => true;

    public override CommandAnswer Run(CommandCall call) =>
        call.Words is [var host, ..]
            ? runs.Start(ShippedRunbooks.Nginx502, [host], call, remedy: call.Words.ElementAtOrDefault(1))
            : new($"say which host: /502 fix {runs.ExampleHost}");
}
