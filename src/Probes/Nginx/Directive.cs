using System.Text;

namespace ChatOps502.Probes.Nginx;

/// <summary>One statement of an nginx configuration; <see cref="Block"/> is null for simple statements.</summary>
public sealed record Directive(string Name, IReadOnlyList<string> Args, IReadOnlyList<Directive>? Block, string File, int Line)
{
    public string Arg(int index) => Args.ElementAtOrDefault(index) ?? "";

    public IEnumerable<Directive> All(string name) => (Block ?? []).Where(d => d.Name == name);

    /// <summary>The last one wins, as far as nginx allows repetition at all.</summary>
    public Directive? Find(string name) => All(name).LastOrDefault();
}

/// <summary>Reads nginx's configuration language: words, quotes, comments, blocks. Survives what is not closed.</summary>
public static class DirectiveReader
{
    public static IReadOnlyList<Directive> Read(string text, string file)
    {
        var tokens = Tokens(text).GetEnumerator();
        return ReadBlock(tokens, file);
    }

    static List<Directive> ReadBlock(IEnumerator<(string Text, bool Mark, int Line)> tokens, string file)
    {
        var block = new List<Directive>();
        var words = new List<string>();
        var line = 0;
        while (tokens.MoveNext())
        {
            var (text, mark, at) = tokens.Current;
            if (!mark)
            {
                if (words.Count == 0) line = at;
                words.Add(text);
                continue;
            }
            if (text == "}") return block;
            if (words.Count == 0 && text == ";") continue;
            var (name, args) = words.Count == 0 ? ("", []) : (words[0], words[1..]);
            var inner = text != "{" ? null : name.EndsWith("_by_lua_block", StringComparison.Ordinal) ? SkipLua(tokens) : ReadBlock(tokens, file);
            block.Add(new(name, args, inner, file, line));
            words.Clear();
        }
        if (words.Count > 0) block.Add(new(words[0], words[1..], null, file, line));      // cut off: keep what is there
        return block;
    }

    static List<Directive> SkipLua(IEnumerator<(string Text, bool Mark, int Line)> tokens)
    {
        for (var depth = 1; depth > 0 && tokens.MoveNext();)
            if (tokens.Current.Mark) depth += tokens.Current.Text switch { "{" => 1, "}" => -1, _ => 0 };
        return [];
    }

    static IEnumerable<(string Text, bool Mark, int Line)> Tokens(string text)
    {
        var word = new StringBuilder();
        var started = false;
        var line = 1;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n') line++;
            if (!started && c == '#')
            {
                while (i + 1 < text.Length && text[i + 1] != '\n') i++;
            }
            else if (!started && c is '"' or '\'' && word.Length == 0)
            {
                var from = line;
                for (i++; i < text.Length && text[i] != c; i++)
                {
                    if (text[i] == '\n') line++;
                    if (text[i] == '\\' && i + 1 < text.Length) word.Append(text[i + 1] == c || text[i + 1] == '\\' ? "" : "\\").Append(text[++i]);
                    else word.Append(text[i]);
                }
                yield return (word.ToString(), false, from);
                word.Clear();
            }
            else if (char.IsWhiteSpace(c) || c is ';' || c is '{' && (i == 0 || text[i - 1] != '$') || c is '}' && !InVariable(word))
            {
                if (started) yield return (word.ToString(), false, line);
                word.Clear();
                started = false;
                if (c is ';' or '{' or '}') yield return (c.ToString(), true, line);
            }
            else
            {
                started = true;
                if (c == '\\' && i + 1 < text.Length && text[i + 1] is (' ' or ';' or '{' or '}' or '#')) word.Append(c).Append(text[++i]);
                else word.Append(c);
            }
        }
        if (started) yield return (word.ToString(), false, line);
    }

    static bool InVariable(StringBuilder word)
    {
        var text = word.ToString();
        var open = text.LastIndexOf("${", StringComparison.Ordinal);
        return open >= 0 && text.IndexOf('}', open) < 0;
    }
}
