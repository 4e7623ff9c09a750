namespace ChatOps502.Probes.Nginx;

/// <summary>One statement of an nginx configuration; <see cref="Block"/> is null for simple statements.</summary>
public sealed record Directive(
    string Name,
    IReadOnlyList<string> Args,
    IReadOnlyList<Directive>? Block,
    string File,
    int Line
)
{
    /// <summary>Offset of its first character in the file.</summary>
    public int At { get; init; }

    /// <summary>Offset after its semicolon or closing brace.</summary>
    public int End { get; init; }

    public string Arg(int index) => Args.ElementAtOrDefault(index) ?? "";

    public IEnumerable<Directive> All(string name) => (Block ?? []).Where(d => d.Name == name);

    /// <summary>Every statement, blocks before what they hold.</summary>
    public static IEnumerable<Directive> Descend(IEnumerable<Directive> block)
    {
        var open = new Stack<Directive>(block.Reverse());
        while (open.TryPop(out var next))
        {
            yield return next;
            for (var i = next.Block?.Count - 1 ?? -1; i >= 0; i--)
                open.Push(next.Block![i]);
        }
    }

    /// <summary>The last one wins, as far as nginx allows repetition at all.</summary>
    public Directive? Find(string name) => All(name).LastOrDefault();
}
