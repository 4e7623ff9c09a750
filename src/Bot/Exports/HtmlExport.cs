using System.Net;
using System.Text;
using ChatOps502.Bot.Approvals;
using ChatOps502.Bot.Incidents;
using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Bot.Exports;

/// <summary>One self-contained page: no scripts, nothing fetched, readable in ten years.</summary>
static class HtmlExport
{
    const string Style = """
        body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}
        h1{font-size:1.5rem}table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid #d8dee4}
        td.time{white-space:nowrap;font-variant-numeric:tabular-nums}code,pre{font:13px/1.45 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
        .alert\.firing td,.verify\.failed td,.action\.failed td{background:#fff1f0}.verify\.passed td,.incident\.resolved td,.incident\.mitigated td{background:#eefbf0}.approval\.requested td{background:#fff8e5}
        """;

    public static string Of(IncidentReport story)
    {
        var i = story.Incident;
        var html = new StringBuilder(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" "
                + $"content=\"width=device-width\"><title>{Text(i.Id)} "
                + $"{Text(i.Title)}</title><style>{Style}</style><h1>{Text(i.Id)} {Text(i.Title)}</h1><table>"
        );
        foreach (var (name, value) in StoryFacts.Of(story))
            html.Append($"<tr><th>{name}<td>{Text(value)}");
        html.Append("</table><h2>Timeline (UTC)</h2><table><tr><th>Time<th>What<th>Who<th>Text");
        foreach (var e in story.Timeline)
            html.Append(
                $"<tr class=\"{Text(e.Kind)}\"><td "
                    + $"class=time>{e.At.UtcDateTime:HH:mm:ss}<td>{Text(e.Kind)}<td>{Text(e.Actor)}<td>{Text(e.Text)}"
            );
        html.Append("</table>");
        if (story.Approvals.Count > 0)
        {
            html.Append("<h2>Approvals</h2><table><tr><th>Command<th>Host<th>State<th>By<th>Reason");
            foreach (var a in story.Approvals)
                html.Append(
                    $"<tr><td><code>{Text(a.Command)}</code><td>{Text(a.Host)}<td>{Text(a.State.Text())}"
                        + $"<td>{Text(a.DecidedBy ?? "")}<td>{Text(a.Reason ?? "")}"
                );
            html.Append("</table>");
        }
        return html.Append("</html>\n").ToString();
    }

    static string Text(string text) => WebUtility.HtmlEncode(text);
}
