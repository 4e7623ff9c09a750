using ChatOps502.Bot.Access;

namespace ChatOps502.Bot.Commands;

sealed class HelpCommand(IReadOnlyList<ChatCommand> others) : ChatCommand
{
    public override string Word => "help";

    public override IReadOnlyList<string> Aliases => ["?"];

    public override string Does => "this list";

    public override Permission Permission => Permission.Look;

    public override CommandAnswer Run(CommandCall call) =>
        new(string.Join('\n', others.Prepend(this).Select(Line)));

    static string Line(ChatCommand command) =>
        $"/502 {$"{command.Word} {command.Arguments}".TrimEnd(), -36} {command.Does}";
}
