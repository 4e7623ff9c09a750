using System.Net;
using System.Text;
using ChatOps502.Bot.Approvals;
using ChatOps502.Bot.Incidents;
using ChatOps502.Runbooks.Diagnosis;

namespace ChatOps502.Bot.Exports;

/// <summary>For the wiki page of the post-mortem. All times UTC.</summary>
static class MarkdownExport
{
    public static string Of(IncidentReport story)
    {
        var i = story.Incident;
        var text = new StringBuilder();
        text.Append($"# {i.Id} {Inline(i.Title)}\n\n");
        foreach (var (name, value) in StoryFacts.Of(story))
            text.Append($"- {name}: {Inline(value)}\n");
        text.Append("\n## Timeline (UTC)\n\n| time | what | who | text |\n| --- | --- | --- | --- |\n");
        foreach (var e in story.Timeline)
            text.Append(
                $"| {e.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} | {e.Kind} | {Cell(e.Actor)} | {Cell(e.Text)} |\n"
            );
        if (story.Approvals.Count > 0)
        {
            text.Append(
                "\n## Approvals\n\n| command | host | state | by | reason |\n| --- | --- | --- | --- | --- |\n"
            );
            foreach (var a in story.Approvals)
                text.Append(
                    $"| <code>{Code(a.Command)}</code> | {Cell(a.Host)} | {a.State.Text()} | {Cell(a.DecidedBy ?? "")} "
                        + $"| {Cell(a.Reason ?? "")} |\n"
                );
        }
        return text.ToString();
    }

    /// <summary>Inside of code backslashes stand for themselves, so all that could end it are entities.</summary>
    static string Code(string text)
    {
        var marks = new[] { "|", "[", "]", "`", "*", "_", "\\", "\n", "\r" };
        return marks.Aggregate(WebUtility.HtmlEncode(text), (t, m) => t.Replace(m, $"&#{(int)m[0]};"));
    }

    static string Cell(string text) => Inline(text).Replace("|", "\\|");

    /// <summary>Text from logs must stay text: no HTML, no line breaks, no links, no images.</summary>
    static string Inline(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            safe.Append(
                c switch
                {
                    '&' => "&amp;",
                    '<' => "&lt;",
                    '\n' => " ",
                    '\r' => "",
                    '\\' or '[' or ']' or '*' or '`' => "\\" + c,
                    _ => c.ToString(),
                }
            );
        }
        return safe.ToString();
    }
}
