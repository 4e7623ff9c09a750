using System.Text;
using ChatOps502.Runbooks.Diagnosis;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Bot.Verdicts;

/// <summary>A verdict for a terminal or a Markdown page.</summary>
public static class VerdictText
{
    public static string Of(Verdict v, OutputFormat format)
    {
        var md = format == OutputFormat.Md;
        var text = new StringBuilder();
        text.AppendLine(
            md
                ? $"## {v.Target}: {v.Status.Text()}"
                : $"{v.Target}: {v.Status.Text().ToUpperInvariant()}" + $"   ({v.DurationMs} ms)"
        );
        text.AppendLine(md ? "\n" + v.Summary : v.Summary);
        if (v.Window.Status502 + v.Window.Status504 > 0)
            text.AppendLine(
                $"{(md ? "\n" : "")}{v.Window.Status502} × 502, {v.Window.Status504} × 504 of "
                    + $"{v.Window.Requests} requests since {v.Window.From:HH:mm:ss} UTC; first "
                    + $"{v.Window.FirstAt:HH:mm:ss}, last {v.Window.LastAt:HH:mm:ss}"
            );
        foreach (var o in v.Observations.Where(o => o.TellsTheStory))
            text.AppendLine($"{(md ? "- " : "  ")}{o.Label}: {o.Value}");
        foreach (var (d, i) in v.Diagnoses.Select((d, i) => (d, i + 1)))
            Append(text, d, i, md);
        foreach (var step in v.Steps.Where(s => s.Error is not null))
            text.AppendLine($"{(md ? "- " : "  ! ")}{step.Probe}: {step.Error}");
        return text.ToString().TrimEnd();
    }

    static void Append(StringBuilder text, DiagnosisResult d, int number, bool md)
    {
        text.AppendLine(
            md
                ? $"\n### {number}. {d.Cause} ({d.Confidence.ToString("0.00")})\n\n{d.Explanation}\n"
                : $"\n{number}. {d.Cause}  {d.Confidence.ToString("0.00")}  {d.Title}\n   {d.Explanation}"
        );
        var dash = md ? "- " : "   ";
        foreach (var e in d.Evidence)
            text.AppendLine($"{dash}+ {e.Text}{(e.Count > 1 ? $" (×{e.Count})" : "")}  [{e.Probe}]");
        foreach (var a in d.Against)
            text.AppendLine($"{dash}− {a}");
        foreach (var r in d.Remedies)
            text.AppendLine($"{dash}→ {CommandOf(r, md)}{r.Why}");
    }

    static string CommandOf(Remedy remedy, bool md)
    {
        if (remedy.Command.Length == 0)
            return "";
        return md ? $"`{remedy.Command}`: " : $"{remedy.Command}: ";
    }
}
