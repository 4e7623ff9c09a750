using ChatOps502.Bot.CommandLine;
using ChatOps502.Probes.Bundle;
using ChatOps502.Probes.Nginx;
using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Bot.Chat;

/// <summary>The verdict from error-log lines that somebody pasted. Touches no host; the newest line is "now".</summary>
public sealed class PastedLog(TimeProvider clock)
{
    public string Explain(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return "paste error-log lines after it: /502 explain 2026/11/22 17:05:27 [error] 971#971: *12 connect() failed (111: Connection refused) while connecting to upstream, ...";
        return VerdictText.Of(Judge("pasted", text), OutputFormat.Text, color: false);
    }

    public Verdict Judge(string name, string text)
    {
        var lines = text.Split('\n').Select(ErrorLine.Read).OfType<ErrorLine>().ToList();
        var facts = new FactSheet();
        if (lines.Count > 0) facts.With(new ErrorLog(lines, lines.Count, [name]));
        return Diagnostician.Judge(name, facts, TimeSpan.FromMinutes(15), clock.GetUtcNow(), TimeSpan.Zero);
    }
}
