using System.Text;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Nginx;

/// <summary>
/// Reads nginx's configuration language: words, quotes, comments, blocks. Survives what is not closed.
/// </summary>
public static class DirectiveReader
{
    /// <param name="At">Offset of its first character.</param>
    /// <param name="End">Offset after its last one.</param>
    readonly record struct Token(string Text, bool Mark, int Line, int At, int End);

    /// <exception cref="FormatException">Blocks are nested deeper than anybody writes them.</exception>
    public static IReadOnlyList<Directive> Read(string text, string file)
    {
        var tokens = Tokens(text).GetEnumerator();
        return ReadBlock(tokens, file, 0);
    }

    static List<Directive> ReadBlock(IEnumerator<Token> tokens, string file, int depth)
    {
        if (depth > ReadingLimits.Depth)
            throw TooDeep(tokens.Current.Line, file);
        var block = new List<Directive>();
        var words = new List<string>();
        var (line, from, end) = (0, 0, 0);
        while (tokens.MoveNext())
        {
            var (text, mark, at, start, stop) = tokens.Current;
            end = stop;
            if (!mark)
            {
                if (words.Count == 0)
                    (line, from) = (at, start);
                words.Add(text);
                continue;
            }
            if (text == "}")
                return block;
            if (words.Count == 0 && text == ";")
                continue;
            if (words.Count == 0)
                (line, from) = (at, start);
            var (name, args) = words.Count == 0 ? ("", []) : (words[0], words[1..]);
            var inner = text == "{" ? Inside(name, tokens, file, depth) : null;
            block.Add(
                new(name, args, inner, file, line)
                {
                    At = from,
                    End = inner is null ? stop : tokens.Current.End,
                }
            );
            words.Clear();
        }
        if (words.Count > 0)
            // cut off: keep what is there
            block.Add(new(words[0], words[1..], null, file, line) { At = from, End = end });
        return block;
    }

    static List<Directive> Inside(string name, IEnumerator<Token> tokens, string file, int depth) =>
        name.EndsWith("_by_lua_block") ? SkipLua(tokens) : ReadBlock(tokens, file, depth + 1);

    static FormatException TooDeep(int line, string file) =>
        new(
            $"blocks are nested more than {ReadingLimits.Depth} deep in line "
                + $"{line}{(file.Length > 0 ? $" of {file}" : "")}"
        );

    static List<Directive> SkipLua(IEnumerator<Token> tokens)
    {
        for (var depth = 1; depth > 0 && tokens.MoveNext(); )
            if (tokens.Current.Mark)
                depth += tokens.Current.Text switch
                {
                    "{" => 1,
                    "}" => -1,
                    _ => 0,
                };
        return [];
    }

    static IEnumerable<Token> Tokens(string text)
    {
        var word = new StringBuilder();
        var (started, from, inVariable) = (false, 0, false);
        var line = 1;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n')
                line++;
            if (!started && c == '#')
            {
                while (i + 1 < text.Length && text[i + 1] != '\n')
                    i++;
            }
            else if (!started && c is '"' or '\'' && word.Length == 0)
            {
                var (first, open) = (line, i);
                for (i++; i < text.Length && text[i] != c; i++)
                {
                    if (text[i] == '\n')
                        line++;
                    if (text[i] == '\\' && i + 1 < text.Length)
                        word.Append(text[i + 1] == c || text[i + 1] == '\\' ? "" : "\\")
                            .Append(text[++i]);
                    else
                        word.Append(text[i]);
                }
                yield return new(word.ToString(), false, first, open, Math.Min(i + 1, text.Length));
                word.Clear();
            }
            else if (
                char.IsWhiteSpace(c)
                || c is ';'
                || c is '{' && (i == 0 || text[i - 1] != '$')
                || c is '}' && !inVariable
            )
            {
                if (started)
                    yield return new(word.ToString(), false, line, from, i);
                word.Clear();
                (started, inVariable) = (false, false);
                if (c is ';' or '{' or '}')
                    yield return new(c.ToString(), true, line, i, i + 1);
            }
            else
            {
                if (!started)
                    (started, from) = (true, i);
                if (c is '{' or '}')
                    inVariable = c == '{'; // a word holds them as ${name} only
                if (c == '\\' && i + 1 < text.Length && text[i + 1] is (' ' or ';' or '{' or '}' or '#'))
                    word.Append(c).Append(text[++i]);
                else
                    word.Append(c);
            }
        }
        if (started)
            yield return new(word.ToString(), false, line, from, text.Length);
    }
}
