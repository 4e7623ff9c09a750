using System.Globalization;
using System.Text;

namespace ChatOps502.Bot.Exports;

/// <summary>One line an entry, RFC 4180.</summary>
static class CsvExport
{
    public static string Of(IncidentStory story)
    {
        var text = new StringBuilder("seq,at,kind,actor,source,text\r\n");
        foreach (var e in story.Timeline)
            text.Append(string.Join(',', [e.Seq.ToString(CultureInfo.InvariantCulture), Storage.Column.Time(e.At), Cell(e.Kind), Cell(e.Actor), Cell(e.Source), Cell(e.Text)])).Append("\r\n");
        return text.ToString();
    }

    /// <summary>A cell that begins like a formula must not be one in a spreadsheet.</summary>
    static string Cell(string text)
    {
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t') text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }
}
