using ChatOps502.Bot.Access;
using ChatOps502.Bot.Redaction;
using ChatOps502.Bot.Verdicts;
using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Bot.Commands;

sealed class ExplainCommand(TimeProvider clock) : ChatCommand
{
    public override string Word => "explain";

    public override string Arguments => "LINES";

    public override string Does => "the verdict from pasted logs and command output";

    public override Permission Permission => Permission.Look;

    const string Example =
        "paste error-log lines, other logs or what commands print after it: /502 explain 2026/11/22 17:05:27 [error] "
        + "971#971: *12 connect() failed (111: Connection refused) while connecting to upstream, ...";

    public override CommandAnswer Run(CommandCall call)
    {
        if (string.IsNullOrWhiteSpace(call.Text))
            return new(Example);
        var (verdict, problem) = PastedEvidence.Judge("pasted", call.Text, clock.GetUtcNow());
        return new(Secrets.Mask(verdict is null ? problem! : VerdictText.Of(verdict, OutputFormat.Text)));
    }
}
