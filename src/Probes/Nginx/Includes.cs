using System.IO.Enumeration;
using System.Runtime.CompilerServices;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Nginx;

/// <summary>
/// Puts included files where their include stands; a file that includes itself is left out the second time.
/// </summary>
/// <param name="files">By path, the main one first.</param>
sealed class Includes(IReadOnlyDictionary<string, IReadOnlyList<Directive>> files)
{
    /// <summary>Statements of one instance with all its includes; large sites have some ten thousand.</summary>
    const int MostStatements = 400_000;

    /// <summary>Patterns held against names of files.</summary>
    const int MostComparisons = 1_000_000;

    readonly List<string> _names = [.. files.Keys.Order()];
    readonly ILookup<string, string> _byLastWord = files.Keys.Order().ToLookup(LastWord);
    readonly long _characters = files.Keys.Sum(n => (long)n.Length);
    readonly Dictionary<string, IReadOnlyList<string>> _found = [];
    readonly HashSet<string> _open = [];
    long _statements,
        _comparisons;

    /// <exception cref="FormatException">There is more of it, or it goes deeper, than anybody writes.</exception>
    public List<Directive> Resolve() => Resolved(files.Values.FirstOrDefault() ?? [], 0);

    List<Directive> Resolved(IReadOnlyList<Directive> block, int depth)
    {
        var result = new List<Directive>();
        Resolve(block, result, depth);
        return result;
    }

    void Resolve(IReadOnlyList<Directive> block, List<Directive> into, int depth)
    {
        ReadingLimits.Hold(depth, ReadingLimits.Depth, "files and blocks within each other");
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var d in block)
        {
            Count();
            if (d.Name == "include")
                Include(d.Arg(0), into, depth);
            else
                into.Add(d.Block is null ? d : d with { Block = Resolved(d.Block, depth + 1) });
        }
    }

    void Count() =>
        ReadingLimits.Hold(++_statements, MostStatements, "statements with all that is included");

    void Include(string pattern, List<Directive> into, int depth)
    {
        foreach (var name in Named(pattern))
        {
            Count();
            if (!_open.Add(name))
                continue;
            Resolve(files[name], into, depth + 1);
            _open.Remove(name);
        }
    }

    IReadOnlyList<string> Named(string pattern)
    {
        pattern = ReadingLimits.Cut(pattern);
        if (_found.TryGetValue(pattern, out var known))
            return known;
        return _found[pattern] = [
            .. pattern.AsSpan().ContainsAny('*', '?') ? Matching(pattern) : Called(pattern),
        ];
    }

    IEnumerable<string> Called(string path)
    {
        var candidates = _byLastWord[LastWord(path)];
        return path.StartsWith('/')
            ? candidates.Where(n => n == path)
            : candidates.Where(n => n.EndsWith("/" + path));
    }

    IEnumerable<string> Matching(string pattern)
    {
        if (!pattern.StartsWith('/'))
            pattern = "*/" + pattern;
        ReadingLimits.Hold(
            _comparisons += Cost(pattern),
            MostComparisons,
            "comparisons of included files"
        );
        var slashes = pattern.Count(c => c == '/');
        return _names.Where(n =>
            FileSystemName.MatchesSimpleExpression(pattern, n, ignoreCase: false)
            && n.Count(c => c == '/') >= slashes
        );
    }

    /// <summary>Each star is one more thing to keep in mind at each character of each name.</summary>
    long Cost(string pattern) => _names.Count + _characters * (1 + pattern.Count(c => c == '*')) / 64;

    static string LastWord(string path) => path[(path.LastIndexOf('/') + 1)..];
}
