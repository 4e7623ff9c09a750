using System.Text;
using ChatOps502.Probes.Nginx;

namespace ChatOps502.Runbooks.Remediation;

/// <summary>Where an edit puts its directives, as seen from the directive that marks the place.</summary>
public enum EditPlace
{
    Beside,
    Inside,
    Instead,
}

/// <summary>Directives for an nginx file: beside another one, inside its block, or instead of it.</summary>
/// <param name="Near">Name of the statement that marks the place.</param>
/// <param name="Line">Its line in the file.</param>
/// <param name="Settings">Whole statements without semicolons: <c>proxy_read_timeout 120s</c>. One of the same name is
/// replaced.</param>
public sealed record NginxEdit(EditPlace Place, string Near, int Line, IReadOnlyList<string> Settings)
{
    public static NginxEdit Beside(Directive near, params IReadOnlyList<string> settings) =>
        new(EditPlace.Beside, near.Name, near.Line, settings);

    public static NginxEdit Inside(Directive block, params IReadOnlyList<string> settings) =>
        new(EditPlace.Inside, block.Name, block.Line, settings);

    public static NginxEdit Instead(Directive old, string setting) =>
        new(EditPlace.Instead, old.Name, old.Line, [setting]);

    /// <summary><c>beside proxy_pass@12: proxy_read_timeout 120s; proxy_send_timeout 120s</c></summary>
    public override string ToString() =>
        $"{Place.ToString().ToLowerInvariant()} {Near}@{Line}: {string.Join("; ", Settings)}";

    /// <exception cref="FormatException">It is not written like that.</exception>
    public static NginxEdit Parse(string text)
    {
        if (text.Split(": ", 2) is not [var head, var settings])
            throw NoEdit(text);
        var at = head.LastIndexOf('@');
        if (
            at < 0
            || head[..at].Split(' ', 2) is not [var where, var near]
            || PlaceOf(where) is not { } place
            || !int.TryParse(head[(at + 1)..], out var line)
        )
            throw NoEdit(text);
        return new(place, near, line, settings.Split("; "));
    }

    static EditPlace? PlaceOf(string word) =>
        word switch
        {
            "beside" => EditPlace.Beside,
            "inside" => EditPlace.Inside,
            "instead" => EditPlace.Instead,
            _ => null,
        };

    static FormatException NoEdit(string text) =>
        new($"no edit of an nginx file: {text[..Math.Min(text.Length, 200)]}");

    /// <returns>The edited text; null when one of the places is not there, or not certain.</returns>
    /// <exception cref="FormatException">The file is nested deeper than anybody writes one.</exception>
    public static string? Apply(string text, IEnumerable<NginxEdit> edits)
    {
        var root = DirectiveReader.Read(text, "");
        var changes = new List<(int From, int To, string Text)>();
        foreach (var edit in edits)
        {
            if (Places(root, edit).ToList() is not [var place])
                return null; // gone, or two of the name on one line
            changes.AddRange(edit.Changes(text, place.Directive, place.Siblings));
        }
        changes = [.. changes.OrderBy(c => c.From).ThenBy(c => c.To)];
        return changes.Zip(changes.Skip(1)).Any(c => c.First.To > c.Second.From)
            ? null
            : Changed(text, changes);
    }

    static string Changed(string text, List<(int From, int To, string Text)> changes)
    {
        var (changed, at) = (new StringBuilder(text.Length), 0);
        foreach (var (from, to, with) in changes)
        {
            changed.Append(text, at, from - at).Append(with);
            at = to;
        }
        return changed.Append(text, at, text.Length - at).ToString();
    }

    static IEnumerable<(Directive Directive, IReadOnlyList<Directive> Siblings)> Places(
        IReadOnlyList<Directive> root,
        NginxEdit edit
    ) =>
        Directive
            .Descend(root)
            .Select(d => d.Block)
            .OfType<IReadOnlyList<Directive>>()
            .Prepend(root)
            .SelectMany(block =>
                block
                    .Where(d =>
                        d.Name == edit.Near
                        && d.Line == edit.Line
                        && (edit.Place != EditPlace.Inside || d.Block is not null)
                    )
                    .Select(d => (d, block))
            );

    IEnumerable<(int, int, string)> Changes(
        string text,
        Directive near,
        IReadOnlyList<Directive> siblings
    )
    {
        if (Place == EditPlace.Instead)
        {
            yield return (near.At, near.End, Settings[0] + ";");
            yield break;
        }
        var neighbours = Place == EditPlace.Inside ? near.Block ?? [] : siblings;
        var added = new List<string>();
        foreach (var setting in Settings)
        {
            if (neighbours.LastOrDefault(d => Sets(d, setting)) is { } old)
                yield return (old.At, old.End, setting + ";");
            else
                added.Add(setting + ";");
        }
        if (added.Count == 0)
            yield break;
        var at = InsertionPoint(text, near);
        var glue = Indent(text, at) is { } indent ? "\n" + indent : " ";
        var isEmptyBlock = at > near.At && near.Block is [];
        yield return (at, at, string.Concat(added.Select(a => isEmptyBlock ? " " + a : a + glue)));
    }

    int InsertionPoint(string text, Directive near)
    {
        if (Place == EditPlace.Beside)
            return near.At;
        return near.Block is [var first, ..] ? first.At : text.IndexOf('{', near.At) + 1;
    }

    /// <summary>Statements that may stand several times are told apart by their first argument.</summary>
    static bool Sets(Directive d, string setting) =>
        setting.Split(' ') is [var name, .. var args]
        && d.Name == name
        && (name is not ("proxy_set_header" or "fastcgi_param") || d.Arg(0) == args.FirstOrDefault(""));

    /// <summary>The white space before the place when it is the first thing on its line.</summary>
    static string? Indent(string text, int at)
    {
        var start = text.LastIndexOf('\n', Math.Max(at - 1, 0)) + 1;
        return string.IsNullOrWhiteSpace(text[start..at]) ? text[start..at] : null;
    }
}
