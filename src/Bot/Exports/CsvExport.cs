using System.Text;

namespace ChatOps502.Bot.Exports;

/// <summary>One line an entry, RFC 4180.</summary>
static class CsvExport
{
    public static string Of(IncidentReport story)
    {
        var text = new StringBuilder("seq,at,kind,actor,source,text\r\n");
        foreach (var e in story.Timeline)
            text.Append(
                    string.Join(
                        ',',
                        [
                            e.Seq.ToString(),
                            Storage.Column.Time(e.At),
                            Cell(e.Kind),
                            Cell(e.Actor),
                            Cell(e.Source),
                            Cell(e.Text),
                        ]
                    )
                )
                .Append("\r\n");
        return text.ToString();
    }

    /// <summary>A cell that begins like a formula must not be one in a spreadsheet.</summary>
    static string Cell(string text)
    {
        if (IsFormula(text))
            text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : "\"" + text.Replace("\"", "\"\"") + "\"";
    }

    /// <summary>Also behind blanks, which spreadsheets skip, and in full width, which they fold.</summary>
    static bool IsFormula(string text)
    {
        var start = text.AsSpan().TrimStart();
        if (start.Length == 0)
            return false;
        return start[0]
                is '='
                    or '+'
                    or '-'
                    or '@'
                    or '\uFF1D'
                    or '\uFF0B'
                    or '\uFF0D'
                    or '\uFF20'
                    or '\u2212'
            || text[0] is '\t' or '\r' or '\n';
    }
}
