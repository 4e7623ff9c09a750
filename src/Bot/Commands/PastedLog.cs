using ChatOps502.Bot.Verdicts;
using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Bot.Commands;

/// <summary>/502 explain: the verdict from error-log lines that somebody pasted.</summary>
public sealed class PastedLog(TimeProvider clock)
{
    public string Explain(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "paste error-log lines after it: /502 explain 2026/11/22 17:05:27 [error] 971#971: *12 connect() "
                + "failed (111: Connection refused) while connecting to upstream, ...";
        var (verdict, problem) = PastedEvidence.Judge("pasted", text.Trim(), clock.GetUtcNow());
        return verdict is null ? problem! : VerdictText.Of(verdict, OutputFormat.Text);
    }
}
