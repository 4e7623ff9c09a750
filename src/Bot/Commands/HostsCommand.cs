using ChatOps502.Bot.Access;
using ChatOps502.Bot.Configuration;

namespace ChatOps502.Bot.Commands;

sealed class HostsCommand(ConfiguredHosts hosts) : ChatCommand
{
    public override string Word => "hosts";

    public override string Does => "the configured hosts";

    public override Permission Permission => Permission.Look;

    public override CommandAnswer Run(CommandCall call) => new(string.Join('\n', hosts.Names));
}
